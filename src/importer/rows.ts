// Accepted rows as growing columns: what one chain row needs until it is sorted into a partition, and no more.
import type { ChainRow } from "../vendors/format";

/** One accepted row: the vendor's fields after the rules, plus what the rules derived. */
export interface AcceptedRow extends ChainRow {
  /** Last trade date. */
  expiry: number;
  settlement: number;
  /** Index into the symbol's roots. */
  rootIndex: number;
  flags: number;
  /** REPAIR bits. */
  repairs: number;
  /** Index into the intake's files; 0 = already in the dataset. */
  file: number;
  line: number;
}

/** What a rule changed in a row, as bits; the names are the manifest's. */
export const REPAIR = {
  price_rounded: 1,
  iv_filler_removed: 2,
  iv_negative_removed: 4,
  iv_above_range_removed: 8,
  delta_out_of_range_removed: 16,
  delta_sign_derived: 32,
  delta_of_call_removed: 64,
} as const;

/** 55 bytes a row. */
const COLUMNS = {
  day: Int32Array, expiry: Int32Array, vendorExpiry: Int32Array, settlement: Uint8Array, rootIndex: Uint8Array, right: Uint8Array, strike: Int32Array,
  bid: Uint32Array, ask: Uint32Array, iv: Uint16Array, delta: Int16Array, openInterest: Uint32Array, volume: Uint32Array, spot: Int32Array, minute: Int16Array,
  flags: Uint8Array, repairs: Uint8Array, file: Uint32Array, line: Uint32Array,
} as const;

type Name = keyof typeof COLUMNS;
export type RowColumns = { [K in Name]: InstanceType<(typeof COLUMNS)[K]> };

export const ROW_COLUMNS = Object.keys(COLUMNS) as readonly Name[];

/** Columns that double when full. `length` counts the rows. */
export interface RowStore {
  length: number;
  columns: RowColumns;
}

export const newRowStore = (capacity = 1 << 10): RowStore => ({ length: 0, columns: sized(capacity) });

export function appendRow(store: RowStore, row: AcceptedRow): void {
  if (store.length === store.columns.day.length) reserve(store, store.length * 2);
  const { columns: c, length: i } = store;
  // Written out: a loop over names makes every access a dictionary look-up, a third of the whole import.
  c.day[i] = row.day;
  c.expiry[i] = row.expiry;
  c.vendorExpiry[i] = row.vendorExpiry;
  c.settlement[i] = row.settlement;
  c.rootIndex[i] = row.rootIndex;
  c.right[i] = row.right;
  c.strike[i] = row.strike;
  c.bid[i] = row.bid;
  c.ask[i] = row.ask;
  c.iv[i] = row.iv;
  c.delta[i] = row.delta;
  c.openInterest[i] = row.openInterest;
  c.volume[i] = row.volume;
  c.spot[i] = row.spot;
  c.minute[i] = row.minute;
  c.flags[i] = row.flags;
  c.repairs[i] = row.repairs;
  c.file[i] = row.file;
  c.line[i] = row.line;
  store.length = i + 1;
}

/** Makes room for `capacity` rows. */
export function reserve(store: RowStore, capacity: number): void {
  if (capacity <= store.columns.day.length) return;
  const larger = sized(capacity);
  for (const name of ROW_COLUMNS) (larger[name] as Int32Array).set(store.columns[name].subarray(0, store.length));
  store.columns = larger;
}

/** Adds all rows of another store. */
export function appendStore(store: RowStore, other: RowStore): void {
  reserve(store, store.length + other.length);
  for (const name of ROW_COLUMNS) (store.columns[name] as Int32Array).set(other.columns[name].subarray(0, other.length), store.length);
  store.length += other.length;
}

function sized(capacity: number): RowColumns {
  return Object.fromEntries(ROW_COLUMNS.map((name) => [name, new COLUMNS[name](capacity)])) as unknown as RowColumns;
}

/** Sets a staged row aside with a reason; the text defaults to the row's own. */
export type SetAside = (row: number, reason: string, text?: string) => void;
