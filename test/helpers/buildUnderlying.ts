// Rows of plain objects → the canonical columns of src/market/types.ts. For tests only: nothing here is fast.
import type { Bars, Underlying, UnderlyingInfo, UintColumn } from "../../src/market/types";

/** One contract on one day. Prices in units, strike in thousandths, iv and delta × 1e4. */
export interface ChainRow {
  day: number;
  expiry: number;
  vendorExpiry: number;
  settlement: number;
  root: number;
  right: "call" | "put";
  strike: number;
  bid: number;
  ask: number;
  iv: number;
  delta: number;
  openInterest: number;
  volume: number;
}

/** One official session. Prices in units. */
export interface BarRow {
  day: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  dividend: number;
  split: number;
  settlement: number;
}

export interface UnderlyingRows {
  info: UnderlyingInfo;
  /** Days with a chain, which may hold no row at all. */
  days: { day: number; spot: number }[];
  rows: ChainRow[];
  bars: BarRow[];
  /** Columns as u32 instead of u16. */
  wide?: boolean;
}

export function buildUnderlying({ info, days, rows, bars, wide = false }: UnderlyingRows): Underlying {
  const sorted = [...rows].sort(compareRows);
  const column = (value: (row: ChainRow) => number): UintColumn => (wide ? Uint32Array.from(sorted, value) : Uint16Array.from(sorted, value));
  const blocks = groupBlocks(sorted);
  const dates = [...days].sort((a, b) => a.day - b.day);
  return {
    ...info,
    rows: {
      strike: column((row) => row.strike / info.strikeUnit),
      bid: column((row) => row.bid / info.tick),
      ask: column((row) => row.ask / info.tick),
      iv: Uint16Array.from(sorted, (row) => row.iv),
      delta: Int16Array.from(sorted, (row) => row.delta),
      openInterest: column((row) => row.openInterest),
      volume: column((row) => row.volume),
      flags: null,
    },
    blocks: {
      expiry: Int32Array.from(blocks, ({ first }) => first.expiry),
      vendorExpiry: Int32Array.from(blocks, ({ first }) => first.vendorExpiry),
      settlement: Uint8Array.from(blocks, ({ first }) => first.settlement),
      root: Uint8Array.from(blocks, ({ first }) => first.root),
      callsBegin: Uint32Array.from(blocks, ({ begin }) => begin),
      putsBegin: Uint32Array.from(blocks, ({ puts }) => puts),
      end: Uint32Array.from(blocks, ({ end }) => end),
    },
    days: {
      day: Int32Array.from(dates, ({ day }) => day),
      blocksBegin: Uint32Array.from(dates, ({ day }) => blocks.filter(({ first }) => first.day < day).length),
      blocksEnd: Uint32Array.from(dates, ({ day }) => blocks.filter(({ first }) => first.day <= day).length),
      spot: Int32Array.from(dates, ({ spot }) => spot),
    },
    bars: buildBars(bars),
  };
}

const compareRows = (a: ChainRow, b: ChainRow): number =>
  a.day - b.day || a.expiry - b.expiry || a.settlement - b.settlement || a.root - b.root || Number(a.right === "put") - Number(b.right === "put") || a.strike - b.strike;

/** Rows [begin, end) of one (day, expiry, settlement, root); puts start at `puts`. */
interface RowGroup {
  first: ChainRow;
  begin: number;
  puts: number;
  end: number;
}

function groupBlocks(rows: readonly ChainRow[]): RowGroup[] {
  const groups: RowGroup[] = [];
  rows.forEach((row, index) => {
    const last = groups.at(-1);
    const group = last && isSameBlock(last.first, row) ? last : { first: row, begin: index, puts: index, end: index };
    if (group !== last) groups.push(group);
    group.end = index + 1;
    if (row.right === "call") group.puts = index + 1;
  });
  return groups;
}

const isSameBlock = (a: ChainRow, b: ChainRow): boolean => a.day === b.day && a.expiry === b.expiry && a.settlement === b.settlement && a.root === b.root;

function buildBars(bars: BarRow[]): Bars {
  const sorted = [...bars].sort((a, b) => a.day - b.day);
  const integers = (value: (bar: BarRow) => number): Int32Array => Int32Array.from(sorted, value);
  return {
    day: integers((bar) => bar.day),
    open: integers((bar) => bar.open),
    high: integers((bar) => bar.high),
    low: integers((bar) => bar.low),
    close: integers((bar) => bar.close),
    volume: Float64Array.from(sorted, (bar) => bar.volume),
    dividend: integers((bar) => bar.dividend),
    split: Float64Array.from(sorted, (bar) => bar.split),
    settlement: integers((bar) => bar.settlement),
  };
}
