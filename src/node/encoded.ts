// A page's files in the form a browser asks for: compressed once per version of the file, kept in memory. Datasets go as they are.
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

/** Files worth it: text and code. */
const COMPRESSIBLE = new Set([".html", ".js", ".css", ".wasm", ".svg"]);
export const isCompressible = (file: string): boolean => COMPRESSIBLE.has(extname(file));

/** The best encoding that an Accept-Encoding header allows. */
export function encodingFor(accepted: string | undefined): Encoding {
  const allowed = new Set((accepted ?? "").split(",").flatMap((part) => {
    const [name, ...parameters] = part.trim().toLowerCase().split(";").map((text) => text.trim());
    return parameters.some((text) => /^q=0(\.0*)?$/.test(text)) ? [] : [name];
  }));
  return allowed.has("br") ? "br" : allowed.has("gzip") ? "gzip" : "identity";
}

/** Brotli's levels from 10 on take a hundred times as long as this one, for a few percent. */
const QUALITY = 9;
const compress: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
  identity: async (bytes) => bytes,
};

/** Contents of small files by encoding; `version` changes when the file does. */
export function createEncoder(): (file: string, encoding: Encoding, version: string) => Promise<Buffer> {
  const kept = new Map<string, { version: string; bytes: Promise<Buffer> }>();
  return (file, encoding, version) => {
    const key = `${encoding} ${file}`;
    const known = kept.get(key);
    if (known?.version === version) return known.bytes;
    const bytes = readFile(file).then(compress[encoding]);
    bytes.catch(() => kept.delete(key));
    kept.set(key, { version, bytes });
    return bytes;
  };
}
