import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createHash } from "node:crypto";
import { createGunzip } from "node:zlib";
import { MahlerError } from "../errors";
import { ioError, throwIfAborted } from "./files";

const GZIP = [0x1f, 0x8b];

export interface LinesRead {
  /** sha256 of the file as it lies on the disk. */
  sha256: string;
  bytes: number;
}

export interface LineOptions {
  signal?: AbortSignal;
  /** Called after each piece read. */
  onChunk?: () => void;
}

/**
 * Feeds a text file's lines, without their ends, to `onLine`; gzip is recognised by its first bytes. The whole file never lies in memory.
 * Throws io errors for the disk, a data error for a truncated or damaged gzip, cancelled when aborted.
 */
export async function readLines(path: string, onLine: (line: string) => void, { signal, onChunk }: LineOptions = {}): Promise<LinesRead> {
  const zipped = await isGzip(path);
  const hash = createHash("sha256");
  let bytes = 0;
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  file.on("data", (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  const gunzip = zipped ? createGunzip({ chunkSize: 1 << 18 }) : undefined;
  const stream = gunzip ? file.on("error", (e) => gunzip.destroy(e)).pipe(gunzip) : file;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      throwIfAborted(signal, path);
      rest = feed(rest + decoder.decode(chunk, { stream: true }), onLine);
      onChunk?.();
    }
    rest = feed(rest + decoder.decode(), onLine);
  } catch (cause) {
    throw asReadError(path, cause);
  } finally {
    file.destroy();
    gunzip?.destroy();
  }
  if (rest !== "") onLine(rest);
  return { sha256: hash.digest("hex"), bytes };
}

/** Hands out the complete lines of `text` and returns what follows the last line end. */
function feed(text: string, onLine: (line: string) => void): string {
  let begin = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", begin)) {
    const stop = end > begin && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    onLine(text.slice(begin, stop));
    begin = end + 1;
  }
  return text.slice(begin);
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const handle = await open(path, "r");
    try {
      const head = new Uint8Array(2);
      await handle.read(head, 0, 2, 0);
      return head[0] === GZIP[0] && head[1] === GZIP[1];
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw ioError(path, cause);
  }
}

function asReadError(path: string, cause: unknown): MahlerError {
  if (cause instanceof MahlerError) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return new MahlerError("data", path, "is a truncated gzip file", "download it again", { cause });
  if (code.startsWith("Z_")) return new MahlerError("data", path, `is a damaged gzip file (${message})`, "download it again", { cause });
  return ioError(path, cause);
}

/** sha256 of a file, streamed. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
