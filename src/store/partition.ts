// A symbol's chain cut into calendar years, and the units that its years share.
//
//   rows    │ 2018 ───────────│ 2019 ──────────────│ 2020 ─────│      a partition's blocks and days count from its own first row
//   blocks  │ 2018 ─│ 2019 ──│ 2020 ─│
//   days    │ 2018 │ 2019 │ 2020 │
import { MahlerError } from "../errors";
import type { ChainDays, ExpiryBlocks, QuoteRows, Underlying, UnderlyingInfo } from "../market/types";
import { isoDate, yearOf } from "../units";
import { narrowest } from "./encode";
import type { PartitionEntry } from "./entries";
import { UINT_COLUMNS } from "./schema";

/** The chain columns of a symbol, or of a part of its days; offsets count from the part's own first row and block. */
export interface Chain extends Pick<UnderlyingInfo, "tick" | "strikeUnit" | "roots"> {
  rows: QuoteRows;
  blocks: ExpiryBlocks;
  days: ChainDays;
}

/** The underlying's chain by calendar year, rising. Row columns are views, offsets are copies. */
export function chainByYear({ rows, blocks, days, tick, strikeUnit, roots }: Underlying): { year: number; chain: Chain }[] {
  const years: { year: number; chain: Chain }[] = [];
  const { day } = days;
  for (let begin = 0, end = 0; begin < day.length; begin = end) {
    const year = yearOf(day[begin]);
    while (end < day.length && yearOf(day[end]) === year) end++;
    years.push({ year, chain: { tick, strikeUnit, roots: [...roots], ...slice({ rows, blocks, days }, begin, end) } });
  }
  return years;
}

function slice({ rows, blocks, days }: Pick<Chain, "rows" | "blocks" | "days">, begin: number, end: number): Pick<Chain, "rows" | "blocks" | "days"> {
  const firstBlock = days.blocksBegin[begin];
  const endBlock = days.blocksEnd[end - 1];
  const firstRow = firstBlock < endBlock ? blocks.callsBegin[firstBlock] : 0;
  const endRow = firstBlock < endBlock ? blocks.end[endBlock - 1] : 0;
  const cut = <T extends object>(columns: T, from: number, to: number): T =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column === null ? null : (column as Uint16Array).subarray(from, to)])) as T;
  const less = (column: Uint32Array, by: number): Uint32Array => column.map((value) => value - by);
  const b = cut(blocks, firstBlock, endBlock);
  const d = cut(days, begin, end);
  return {
    rows: cut(rows, firstRow, endRow),
    blocks: { ...b, callsBegin: less(b.callsBegin, firstRow), putsBegin: less(b.putsBegin, firstRow), end: less(b.end, firstRow) },
    days: { ...d, blocksBegin: less(d.blocksBegin, firstBlock), blocksEnd: less(d.blocksEnd, firstBlock) },
  };
}

/** The same chain with the narrowest columns that are exact, and without flags where no row carries any. */
export function narrowed(chain: Chain): Chain {
  const rows = { ...chain.rows };
  for (const name of UINT_COLUMNS) rows[name] = narrowest(rows[name]);
  if (rows.flags?.every((flag) => flag === 0)) rows.flags = null;
  return { ...chain, rows };
}

/** What the manifest says of a partition's columns. */
export function partitionFacts({ rows, blocks, days, tick, strikeUnit, roots }: Chain): Pick<PartitionEntry, "rows" | "blocks" | "days" | "firstDay" | "lastDay" | "tick" | "strikeUnit" | "roots" | "max" | "flags"> {
  const [strike, bid, ask, openInterest, volume] = UINT_COLUMNS.map((name) => largest(rows[name]));
  const { day } = days;
  return {
    rows: rows.strike.length, blocks: blocks.expiry.length, days: day.length, firstDay: isoDate(day[0]), lastDay: isoDate(day[day.length - 1]),
    tick, strikeUnit, roots: [...roots], max: { strike, bid, ask, openInterest, volume }, flags: rows.flags !== null,
  };
}

/** The largest value of an unsigned column; 0 when it has none. */
export function largest(column: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < column.length; i++) if (column[i] > max) max = column[i];
  return max;
}

/** Units in which every partition's columns are whole: what `info` of the symbol says. `symbol` is for errors. */
export function commonUnits(symbol: string, partitions: readonly Pick<PartitionEntry, "tick" | "strikeUnit" | "roots">[]): Pick<UnderlyingInfo, "tick" | "strikeUnit" | "roots"> {
  const divisor = (values: number[]): number => values.reduce(gcd, 0) || 1;
  return { tick: divisor(partitions.map((p) => p.tick)), strikeUnit: divisor(partitions.map((p) => p.strikeUnit)), roots: commonRoots(symbol, partitions.map((p) => p.roots)) };
}

/** Greatest common divisor; gcd(0, b) is b. */
export function gcd(a: number, b: number): number {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** A list that holds every partition's roots in that partition's order: blocks are sorted by root, and stay so. */
function commonRoots(symbol: string, lists: readonly string[][]): string[] {
  const longest = lists.reduce<string[]>((a, b) => (b.length > a.length ? b : a), []);
  const sorted = [...new Set(lists.flat())].sort();
  const common = [longest, sorted].find((candidate) => lists.every((list) => isWithin(list, candidate)));
  if (!common) throw new MahlerError("engine", `${symbol} roots`, `have no common order: ${lists.map((list) => list.join(" ")).join(" / ")}`, "this is a bug in the code that built the partitions: sort the roots");
  return [...common];
}

/** True when `list` is `whole` with some entries left out. */
export function isWithin(list: readonly string[], whole: readonly string[]): boolean {
  let at = -1;
  return list.every((root) => (at = whole.indexOf(root, at + 1)) >= 0);
}
