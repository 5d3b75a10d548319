import type { Readable } from "node:stream";
import { open as openZip } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { dataError, MahlerError } from "../../errors";
import type { ByteStream } from "../../records/csvFile";
import { containerOfBytes } from "../../records/container";
import type { Container } from "../../records/container";
import { expanded } from "./bytes";

const MOST_MEMBERS = 10_000;

export interface ZipMember {
  /** Name inside the archive; nothing is ever written under it. */
  name: string;
  container: Container;
  stream: ByteStream;
}

/**
 * The members of a zip archive, one after the other; each must be read before the next is asked for. Folders and hidden resource files are passed over.
 * Throws data errors for damaged archives, encrypted members, names that climb out of the archive, and archives of very many members.
 */
export async function* zipMembers(path: string): AsyncGenerator<ZipMember> {
  const zip = await opened(path);
  try {
    if (zip.entryCount > MOST_MEMBERS) throw dataError(path, `holds ${zip.entryCount} members`, `unpack it: at most ${MOST_MEMBERS} are read from one archive`);
    for (let i = 0; i < zip.entryCount; i++) {
      const entry = await nextEntry(zip, path);
      if (entry === undefined) return;
      if (entry.fileName.endsWith("/") || entry.fileName.startsWith("__MACOSX/")) continue;
      yield await memberOf(zip, entry, path);
    }
  } finally {
    zip.close();
  }
}

async function memberOf(zip: ZipFile, entry: Entry, path: string): Promise<ZipMember> {
  const name = `${path}/${entry.fileName}`;
  const head = await firstBytes(await streamOf(zip, entry, name));
  const container = containerOfBytes(head);
  const source = await streamOf(zip, entry, name);
  const packed = Math.max(entry.compressedSize, 1);
  let read = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    // What went in is known for the whole member only: the ratio is held against its compressed size.
    for await (const piece of expanded(name, source, container, () => packed)) {
      read += piece.length;
      yield piece;
    }
  };
  return { name: entry.fileName, container, stream: { bytes: counted(), share: () => Math.min(read / Math.max(entry.uncompressedSize, 1), 1) } };
}

async function firstBytes(stream: Readable): Promise<Uint8Array> {
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) return piece.subarray(0, 64);
    return new Uint8Array(0);
  } finally {
    stream.destroy();
  }
}

const damaged = (name: string, cause: Error): MahlerError => new MahlerError("data", name, `is a damaged zip archive (${cause.message})`, "download it again", { cause });

const opened = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => openZip(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }, (error, zip) => (error ? reject(damaged(path, error)) : resolve(zip))));

const nextEntry = (zip: ZipFile, path: string): Promise<Entry | undefined> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      zip.off("entry", onEntry);
      zip.off("end", onEnd);
      zip.off("error", onError);
    };
    const onEntry = (entry: Entry): void => (done(), resolve(entry));
    const onEnd = (): void => (done(), resolve(undefined));
    const onError = (error: Error): void => (done(), reject(damaged(path, error)));
    zip.on("entry", onEntry).on("end", onEnd).on("error", onError);
    zip.readEntry();
  });

const streamOf = (zip: ZipFile, entry: Entry, name: string): Promise<Readable> =>
  new Promise((resolve, reject) => {
    if (entry.isEncrypted()) return reject(dataError(name, "is encrypted", "unpack it with its password first"));
    zip.openReadStream(entry, (error, stream) => (error ? reject(damaged(name, error)) : resolve(stream)));
  });
