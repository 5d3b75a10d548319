import { basename } from "node:path";
import { dataError } from "../errors";
import type { ByteStream } from "../records/csvFile";
import { throwIfAborted } from "./files";
import { containerOf, fileBytes } from "./records/bytes";
import { zipMembers } from "./records/zip";

/** Daily files of a century take a few megabytes; what is larger is something else. */
const LARGEST = 64 << 20;

/** A small text file as a whole: plain, gzip, zstd, or the only member of a zip archive. Throws io and data errors. */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  const container = await containerOf(path);
  if (container === "parquet" || container === "sqlite") throw dataError(basename(path), `is a ${container} file`, "this takes CSV: export it");
  if (container !== "zip") return textOf(path, await fileBytes(path, container), signal);
  let text: string | undefined;
  for await (const member of zipMembers(path)) {
    if (text !== undefined) throw dataError(basename(path), "holds more than one file", "unpack it and name the one meant");
    text = await textOf(path, member.stream, signal);
  }
  if (text === undefined) throw dataError(basename(path), "is an empty archive", "give a CSV file with a header line");
  return text;
}

async function textOf(path: string, { bytes }: ByteStream, signal?: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    throwIfAborted(signal, path);
    size += piece.length;
    if (size > LARGEST) throw dataError(basename(path), `is larger than ${LARGEST >> 20} MiB`, "a daily file has one line per day; cut it to the symbol you need");
    pieces.push(piece);
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(pieces));
}
