/** What a file is, by its first bytes; never by its name. */
export type Container = "gzip" | "zstd" | "zip" | "parquet" | "arrow" | "sqlite" | "json" | "text" | "empty";

/** Bytes that tell. */
export const HEAD_BYTES = 64;

const bytesOf = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

const MAGIC: readonly [Container, readonly number[]][] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["zip", [0x50, 0x4b, 3, 4]],
  ["parquet", bytesOf("PAR1")],
  ["arrow", bytesOf("ARROW1\0\0")],
  ["sqlite", bytesOf("SQLite format 3\0")],
];

/** The container of a file that begins with `head`. */
export function containerOfBytes(head: Uint8Array): Container {
  if (head.length === 0) return "empty";
  const known = MAGIC.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  if (known) return known[0];
  return isJson(new TextDecoder().decode(head)) ? "json" : "text";
}

/** True when a text begins as JSON does; OptionsDX' headers begin with a bracket too: `[QUOTE_UNIXTIME], …`. */
export const isJson = (head: string): boolean => /^\ufeff?\s*(\{|\[\s*([[{"\]\d-]|$))/.test(head);
