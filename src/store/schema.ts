// The columns of every file of a dataset: name, allowed types, unit. Encoder, decoder and schema metadata read this one table.

/** Version of the folder layout, the manifest and the columns; readers refuse any other. */
export const STORE_VERSION = 2;

export type ColumnType = "u8" | "u16" | "u32" | "i16" | "i32" | "f64";
export type Column = Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array | Float64Array;

export interface ColumnSpec {
  /** Allowed element types; unsigned pairs are written in the narrowest that is exact. */
  types: readonly ColumnType[];
  unit: string;
  /** Absent from the file when the column is null in memory. */
  optional?: boolean;
}

const uint = ["u16", "u32"] as const;
const offset = "row offset";

export const TABLES = {
  rows: {
    strike: { types: uint, unit: "strikeUnit thousandths of a dollar" },
    bid: { types: uint, unit: "tick 1e-4 dollar per share, 0 = no bid" },
    ask: { types: uint, unit: "tick 1e-4 dollar per share" },
    iv: { types: ["u16"], unit: "1e-4 per year^0.5, 0 = not computable" },
    delta: { types: ["i16"], unit: "1e-4 signed, -32768 = unknown" },
    openInterest: { types: uint, unit: "contracts, prior close" },
    volume: { types: uint, unit: "contracts" },
    flags: { types: ["u8"], unit: "bits: 1 delta computed, 2 iv computed, 4 repaired", optional: true },
  },
  blocks: {
    expiry: { types: ["i32"], unit: "day number of the last trade date" },
    vendorExpiry: { types: ["i32"], unit: "day number the vendor printed" },
    settlement: { types: ["u8"], unit: "0 PM, 1 AM" },
    root: { types: ["u8"], unit: "index into roots" },
    callsBegin: { types: ["u32"], unit: offset },
    putsBegin: { types: ["u32"], unit: offset },
    end: { types: ["u32"], unit: offset },
  },
  days: {
    day: { types: ["i32"], unit: "day number" },
    blocksBegin: { types: ["u32"], unit: "block offset" },
    blocksEnd: { types: ["u32"], unit: "block offset" },
    spot: { types: ["i32"], unit: "1e-4 dollar, recorded with the snapshot" },
  },
  bars: {
    day: { types: ["i32"], unit: "day number" },
    open: { types: ["i32"], unit: "1e-4 dollar" },
    high: { types: ["i32"], unit: "1e-4 dollar" },
    low: { types: ["i32"], unit: "1e-4 dollar" },
    close: { types: ["i32"], unit: "1e-4 dollar" },
    volume: { types: ["f64"], unit: "shares" },
    dividend: { types: ["i32"], unit: "1e-4 dollar per share on the ex-date" },
    split: { types: ["f64"], unit: "new shares per old" },
    settlement: { types: ["i32"], unit: "1e-4 dollar opening settlement, 0 = not known" },
  },
  curve: {
    day: { types: ["i32"], unit: "day number" },
    value: { types: ["f64"], unit: "index points, or annual rate as a fraction" },
  },
} as const satisfies Record<string, Record<string, ColumnSpec>>;

export type TableName = keyof typeof TABLES;

/** What precedes the content hash in file names. */
export const STEMS = {
  partition: (symbol: string, year: number, table: PartitionTable): string => `${symbol}.${year}.${table}`,
  bars: (symbol: string): string => `${symbol}.bars`,
  curve: (name: "vix" | "rate"): string => name,
};

/** Tables of a partition: one symbol in one calendar year. */
export type PartitionTable = "rows" | "blocks" | "days";

/** Columns of rows whose width is chosen by their largest value. */
export const UINT_COLUMNS = ["strike", "bid", "ask", "openInterest", "volume"] as const;
export type UintName = (typeof UINT_COLUMNS)[number];

/** Hex digits of the sha256 in a file name. */
export const HASH_DIGITS = 8;

export const MANIFEST_FILE = "manifest.json";
/** Ending of a file that is being written. */
export const UNFINISHED = ".new";

/** True for names the store gives to files: those that no manifest names may be removed. The manifest itself is none of them. */
export function isStoreFile(name: string): boolean {
  const final = name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
  return final.endsWith(".arrow") || /\.[0-9a-f]{8}([0-9a-f]{56})?\.[a-z0-9]+$/.test(final) || (final === MANIFEST_FILE && final !== name);
}
export const QUARANTINE_FILE = "quarantine.csv";

/** The element type of a column in memory. */
export function columnType(column: ArrayBufferView): ColumnType | undefined {
  if (column instanceof Uint8Array) return "u8";
  if (column instanceof Uint16Array) return "u16";
  if (column instanceof Uint32Array) return "u32";
  if (column instanceof Int16Array) return "i16";
  if (column instanceof Int32Array) return "i32";
  if (column instanceof Float64Array) return "f64";
  return undefined;
}
