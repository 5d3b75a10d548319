// The bytes of a file as they were before compression: gzip, zstd, plain. Bounded: what expands without end is refused.
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { dataError, MahlerError } from "../../errors";
import { containerOfBytes, HEAD_BYTES } from "../../records/container";
import type { Container } from "../../records/container";
import type { ByteStream } from "../../records/csvFile";
import { ioError } from "../files";

const PIECE = 1 << 20;
/** Text of market data shrinks 5 to 30 times; beyond this ratio (after a first allowance) a file is a bomb. */
const LARGEST_RATIO = 250;
const ALLOWANCE = 64 << 20;

/** The container of a file by its content; never by its name. Throws io errors. */
export async function containerOf(path: string): Promise<Container> {
  try {
    const handle = await open(path, "r");
    try {
      const head = new Uint8Array(HEAD_BYTES);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return containerOfBytes(head.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw ioError(path, cause);
  }
}

/** A file's content, decompressed as its container says. Damage surfaces as a data error while it is read. */
export async function fileBytes(path: string, container: Container): Promise<ByteStream> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw ioError(path, cause);
  });
  const file = createReadStream(path, { highWaterMark: PIECE });
  return { bytes: expanded(path, file, container, () => file.bytesRead), share: () => (size === 0 ? 1 : file.bytesRead / size) };
}

/** Decompresses a stream; `compressed` tells how many bytes went in so far. */
export async function* expanded(name: string, source: NodeJS.ReadableStream & AsyncIterable<Uint8Array>, container: Container, compressed: () => number): AsyncGenerator<Uint8Array> {
  let out = 0;
  const gunzip = container === "gzip" ? createGunzip({ chunkSize: 1 << 18 }) : undefined;
  const stream = gunzip ? source.on("error", (e) => gunzip.destroy(e as Error)).pipe(gunzip) : source;
  try {
    for await (const piece of container === "zstd" ? unzstd(name, stream as AsyncIterable<Uint8Array>) : (stream as AsyncIterable<Uint8Array>)) {
      out += piece.length;
      if (out > ALLOWANCE && out > compressed() * LARGEST_RATIO) throw dataError(name, `expands more than ${LARGEST_RATIO}-fold`, "it is damaged or made to fill the disk; unpack it by hand and look");
      yield piece;
    }
  } catch (cause) {
    throw asReadError(name, cause);
  } finally {
    (source as { destroy?: () => void }).destroy?.();
    gunzip?.destroy();
  }
}

async function* unzstd(name: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const ready: Uint8Array[] = [];
  let ended = false;
  const decompress = new Decompress((piece, final) => {
    ready.push(piece);
    ended ||= final ?? false;
  });
  const feed = (piece: Uint8Array, final: boolean): void => {
    try {
      decompress.push(piece, final);
    } catch (cause) {
      throw new MahlerError("data", name, `is a truncated or damaged zstd file (${(cause as Error).message})`, "download it again", { cause });
    }
  };
  for await (const piece of source) {
    feed(piece, false);
    yield* ready.splice(0);
  }
  feed(new Uint8Array(0), true);
  yield* ready.splice(0);
  if (!ended) throw dataError(name, "is a truncated zstd file", "download it again");
}

/** Errors of the disk, of zlib and of archives as Mahler errors. */
export function asReadError(name: string, cause: unknown): MahlerError {
  if (cause instanceof MahlerError) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return new MahlerError("data", name, "is a truncated gzip file", "download it again", { cause });
  if (code.startsWith("Z_")) return new MahlerError("data", name, `is damaged (${message})`, "download it again", { cause });
  return ioError(name, cause);
}
