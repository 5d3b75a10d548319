import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { ioError } from "./files";

/** sha256 of a file, streamed. Throws io errors. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  } catch (cause) {
    throw ioError(path, cause);
  }
  return hash.digest("hex");
}
