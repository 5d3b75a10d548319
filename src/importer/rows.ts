// Accepted rows as growing columns: what one chain row needs until it is sorted into the market, and no more.
import type { ChainRow } from "../vendors/format";

/** One accepted row: the vendor's fields after the rules, plus what the rules derived. */
export interface AcceptedRow extends ChainRow {
  /** Last trade date. */
  expiry: number;
  settlement: number;
  /** Index into the roots seen. */
  rootIndex: number;
  flags: number;
  /** REPAIR bits. */
  repairs: number;
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
} as const;

const COLUMNS = {
  day: Int32Array, expiry: Int32Array, vendorExpiry: Int32Array, settlement: Uint8Array, rootIndex: Uint8Array, right: Uint8Array, strike: Int32Array,
  bid: Uint32Array, ask: Uint32Array, iv: Uint16Array, delta: Int16Array, openInterest: Uint32Array, volume: Uint32Array, spot: Int32Array, flags: Uint8Array, repairs: Uint8Array,
  file: Uint32Array, line: Uint32Array,
} as const;

type Name = keyof typeof COLUMNS;
export type RowColumns = { [K in Name]: InstanceType<(typeof COLUMNS)[K]> };

const NAMES = Object.keys(COLUMNS) as Name[];

/** Columns that double when full. `length` counts the rows. */
export interface RowStore {
  length: number;
  columns: RowColumns;
}

export const newRowStore = (capacity = 1 << 14): RowStore => ({ length: 0, columns: sized(capacity) });

export function appendRow(store: RowStore, row: AcceptedRow): void {
  if (store.length === store.columns.day.length) grow(store);
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
  c.flags[i] = row.flags;
  c.repairs[i] = row.repairs;
  c.file[i] = row.file;
  c.line[i] = row.line;
  store.length = i + 1;
}

function grow(store: RowStore): void {
  const larger = sized(store.columns.day.length * 2);
  for (const name of NAMES) (larger[name] as Int32Array).set(store.columns[name]);
  store.columns = larger;
}

function sized(capacity: number): RowColumns {
  return Object.fromEntries(NAMES.map((name) => [name, new COLUMNS[name](capacity)])) as unknown as RowColumns;
}
