// A dataset as plain tables in human units, for tools that know nothing of it: one row per contract and day.
import { ROW_FLAG, SETTLEMENT } from "../market/types";
import type { Bars, Curve, Underlying } from "../market/types";
import { DELTA_NONE, RATIO_SCALE, STRIKE_PER_DOLLAR, UNITS_PER_DOLLAR } from "../units";

export interface LongColumn {
  name: string;
  /** date: day number since 1970-01-01; whole: integer below 2^32; real: double; text. */
  type: "date" | "whole" | "real" | "text";
  /** Has empty cells. */
  nullable?: boolean;
  /** What a cell means and its unit. */
  meaning: string;
}

/** Cells of some rows, one array per column; null = empty. */
export type LongCells = readonly (Int32Array | Float64Array | string[] | (number | null)[])[];

export interface LongTable {
  columns: readonly LongColumn[];
  rows: number;
  /** The rows in order, in pieces of about `LONG_PIECE` rows. */
  pieces(): Iterable<LongCells>;
}

/** Rows per piece: a row group of Parquet. */
export const LONG_PIECE = 120_000;

const CHAIN_COLUMNS: readonly LongColumn[] = [
  { name: "symbol", type: "text", meaning: "underlying" },
  { name: "date", type: "date", meaning: "session of the quote" },
  { name: "expiration", type: "date", meaning: "last trade date: the session before the settlement morning for AM-settled series" },
  { name: "vendor_expiration", type: "date", meaning: "the date the vendor printed" },
  { name: "settlement", type: "text", meaning: "PM or AM" },
  { name: "root", type: "text", meaning: "OPRA root, e.g. SPX or SPXW" },
  { name: "right", type: "text", meaning: "call or put" },
  { name: "strike", type: "real", meaning: "dollars" },
  { name: "bid", type: "real", meaning: "dollars per share, 0 = no bid" },
  { name: "ask", type: "real", meaning: "dollars per share" },
  { name: "iv", type: "real", nullable: true, meaning: "implied volatility per year, 0.2 = 20 %; empty = not computable" },
  { name: "delta", type: "real", nullable: true, meaning: "per share, puts negative; empty = unknown" },
  { name: "open_interest", type: "whole", meaning: "contracts, prior close" },
  { name: "volume", type: "whole", meaning: "contracts" },
  { name: "spot", type: "real", meaning: "dollars, the underlying's price recorded with the snapshot" },
  { name: "flags", type: "text", meaning: "any of delta_computed, iv_computed, repaired, with a space between; empty for vendor data as printed" },
];

const FLAG_NAMES = Array.from({ length: 8 }, (_, bits) =>
  Object.entries(ROW_FLAG).filter(([, bit]) => bits & bit).map(([name]) => name.toLowerCase()).join(" "));

/** The chain of an underlying, sorted by date, expiration, settlement, root, right (calls first), strike. */
export function chainTable(u: Underlying): LongTable {
  const { rows, blocks, days } = { rows: { ...u.rows }, blocks: { ...u.blocks }, days: { ...u.days } };
  const flat = { ...u, rows, blocks, days };
  return {
    columns: CHAIN_COLUMNS,
    rows: rows.strike.length,
    *pieces() {
      for (let begin = 0; begin < days.day.length; ) {
        let end = begin + 1;
        while (end < days.day.length && rowAt(flat, end + 1) - rowAt(flat, begin) <= LONG_PIECE) end++;
        yield chainCells(flat, begin, end);
        begin = end;
      }
    },
  };
}

/** The first row of a day; the number of rows behind the last. */
const rowAt = ({ rows, blocks, days }: Underlying, day: number): number =>
  day < days.day.length && days.blocksBegin[day] < blocks.end.length ? blocks.callsBegin[days.blocksBegin[day]] : rows.strike.length;

function chainCells(u: Underlying, beginDay: number, endDay: number): LongCells {
  const { rows, blocks, days, roots, symbol } = u;
  const first = rowAt(u, beginDay);
  const n = rowAt(u, endDay) - first;
  const dates = () => new Int32Array(n);
  const reals = () => new Float64Array(n);
  const texts = () => new Array<string>(n);
  const [date, expiration, vendor, settlement, root, right, spot] = [dates(), dates(), dates(), texts(), texts(), texts(), reals()];
  for (let d = beginDay; d < endDay; d++) {
    for (let b = days.blocksBegin[d]; b < days.blocksEnd[d]; b++) {
      const [from, puts, to] = [blocks.callsBegin[b] - first, blocks.putsBegin[b] - first, blocks.end[b] - first];
      date.fill(days.day[d], from, to);
      spot.fill(days.spot[d] / UNITS_PER_DOLLAR, from, to);
      expiration.fill(blocks.expiry[b], from, to);
      vendor.fill(blocks.vendorExpiry[b], from, to);
      settlement.fill(blocks.settlement[b] === SETTLEMENT.AM ? "AM" : "PM", from, to);
      root.fill(roots[blocks.root[b]], from, to);
      right.fill("call", from, puts).fill("put", puts, to);
    }
  }
  const real = (column: ArrayLike<number>, unit: number, scale: number): Float64Array => reals().map((_, i) => (column[first + i] * unit) / scale);
  const ratio = (column: ArrayLike<number>, none: number) => Array.from({ length: n }, (_, i) => (column[first + i] === none ? null : column[first + i] / RATIO_SCALE));
  const whole = (column: ArrayLike<number>) => reals().map((_, i) => column[first + i]);
  const flags = rows.flags;
  return [
    texts().fill(symbol), date, expiration, vendor, settlement, root, right,
    real(rows.strike, u.strikeUnit, STRIKE_PER_DOLLAR), real(rows.bid, u.tick, UNITS_PER_DOLLAR), real(rows.ask, u.tick, UNITS_PER_DOLLAR),
    ratio(rows.iv, 0), ratio(rows.delta, DELTA_NONE), whole(rows.openInterest), whole(rows.volume), spot,
    flags ? Array.from({ length: n }, (_, i) => FLAG_NAMES[flags[first + i] & 7]) : texts().fill(""),
  ];
}

const dollars = (name: string, meaning: string): LongColumn => ({ name, type: "real", meaning });

/** Official daily bars, as traded. */
export function barsTable(symbol: string, live: Bars): LongTable {
  const bars = { ...live };
  const money = (column: Int32Array) => Float64Array.from(column, (value) => value / UNITS_PER_DOLLAR);
  return oneTable([
    [{ name: "symbol", type: "text", meaning: "underlying" }, new Array<string>(bars.day.length).fill(symbol)],
    [{ name: "date", type: "date", meaning: "session" }, bars.day],
    [dollars("open", "dollars per share, as traded"), money(bars.open)],
    [dollars("high", "dollars per share, as traded"), money(bars.high)],
    [dollars("low", "dollars per share, as traded"), money(bars.low)],
    [dollars("close", "dollars per share, as traded"), money(bars.close)],
    [{ name: "volume", type: "real", meaning: "shares" }, bars.volume],
    [dollars("dividend", "cash dividend on its ex-date, dollars per share"), money(bars.dividend)],
    [{ name: "split", type: "real", meaning: "new shares per old effective that morning; 1 = none" }, bars.split],
    [{ name: "settlement", type: "real", nullable: true, meaning: "official opening settlement of AM series, dollars; empty = not known" }, Array.from(bars.settlement, (value) => (value === 0 ? null : value / UNITS_PER_DOLLAR))],
  ]);
}

/** A daily series, e.g. a volatility index. */
export function curveTable(meaning: string, { day, value }: Curve): LongTable {
  return oneTable([[{ name: "date", type: "date", meaning: "session" }, day], [{ name: "value", type: "real", meaning }, value]]);
}

function oneTable(columns: [LongColumn, LongCells[number]][]): LongTable {
  const rows = columns[0][1].length;
  return { columns: columns.map(([column]) => column), rows, pieces: () => (rows ? [columns.map(([, cells]) => cells)] : []) };
}
