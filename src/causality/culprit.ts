// Which data a decision looked at before their time: tables alone, columns alone, and the days by bisection.
import type { Market } from "../market/types";
import { countUpTo } from "../market/days";
import type { Change, Part } from "./types";

/** Columns of one table that alone change what came before them. */
export interface Culprit extends Part {
  /** Day numbers of the first and the last data that do so; null when only the table's end does (its length, its last row). */
  earliest: number | null;
  latest: number | null;
}

/** Whether a run on the changed market differs up to the change. */
export type Leaks = (change: Change) => boolean;

/** Every table that leaks by itself; empty when only several together do. Each is a few dozen runs. */
export function findCulprits(market: Market, change: Change, leaks: Leaks): Culprit[] {
  return change.parts.filter((part) => leaks({ ...change, parts: [part] })).map((part) => {
    const narrowed = change.how === "truncate" ? { ...change, how: "wild" as const, upTo: Infinity } : change;
    const columns = part.columns.filter((column) => leaks({ ...narrowed, parts: [{ ...part, columns: [column] }] }));
    if (columns.length === 0 && change.how === "truncate") return { ...part, columns: [], earliest: null, latest: null };
    const culprit = columns.length ? { ...part, columns } : part;
    return { ...culprit, ...daysThatLeak(daysOf(market, part), { ...narrowed, parts: [culprit] }, leaks) };
  });
}

/** Bisects twice: for the least that must change after the day, and for the latest that may. Assumes that more changed data leak no less. */
function daysThatLeak(all: Int32Array, change: Change, leaks: Leaks): { earliest: number | null; latest: number | null } {
  const days = all.subarray(countUpTo(all, change.after), change.upTo === Infinity ? all.length : countUpTo(all, change.upTo));
  if (days.length === 0) return { earliest: null, latest: null };
  const earliest = firstTrue(days.length, (k) => leaks({ ...change, upTo: days[k] }));
  const latest = days.length - 1 - firstTrue(days.length, (k) => leaks({ ...change, after: days[days.length - 1 - k] - 1 }));
  return { earliest: days[earliest], latest: days[latest] };
}

/** Smallest k < count with `test(k)`, for a test that stays true once it is; the last is taken as true. */
function firstTrue(count: number, test: (k: number) => boolean): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function daysOf(market: Market, { table, underlying }: Part): Int32Array {
  if (table === "vix" || table === "rate") return market.curves[table]!.day;
  const u = market.underlyings.find(({ symbol }) => symbol === underlying)!;
  return table === "chain" ? u.days.day : u.bars.day;
}
