import { dataError } from "../errors";
import { indexOfDay, lastUpTo } from "../market/days";
import type { Curve, Market, Underlying } from "../market/types";
import { isoDate } from "../units";
import type { Timeline, UnderlyingTimeline } from "./types";

/** Calendar days after which a curve's last value no longer counts as known. */
const CURVE_MAX_AGE = 7;
/** The same for the volatility index on an underlying's own bars. */
const BAR_VIX_MAX_AGE = 5;

/**
 * Joins the chosen underlyings on one list of sessions; docs/engine.md §7.
 * `start` and `end` are day numbers, inclusive; `lag` in bars (1 = features of yesterday's close).
 * Throws a data error when no chain day lies in the range.
 */
export function buildTimeline(underlyings: readonly Underlying[], curves: Market["curves"], start: number, end: number, lag: number): Timeline {
  const chainDays = union(underlyings.map((u) => u.days.day)).filter((day) => day >= start && day <= end);
  if (chainDays.length === 0) throw emptyRange(underlyings, start, end);
  const first = chainDays[0];
  const last = chainDays[chainDays.length - 1];
  const returnDay = union(underlyings.map((u) => u.bars.day));
  const day = union([chainDays, returnDay.filter((d) => d >= first && d <= last)]);
  const known = (curve: Curve | null, d: number) => latest(curve, lag === 0 ? d : d - 1, d - CURVE_MAX_AGE);
  return {
    day,
    vix: Float64Array.from(day, (d) => known(curves.vix, d)),
    rate: Float64Array.from(day, (d) => known(curves.rate, d) || 0), // NaN → 0
    correlationIndex: day.map((d) => knownIndex(returnDay, d, lag)),
    underlyings: underlyings.map((u) => joinUnderlying(u, day, returnDay, curves.vix, lag)),
    returnDay,
  };
}

function joinUnderlying(u: Underlying, day: Int32Array, returnDay: Int32Array, vix: Curve | null, lag: number): UnderlyingTimeline {
  return {
    chainIndex: day.map((d) => indexOfDay(u.days.day, d)),
    barIndex: day.map((d) => indexOfDay(u.bars.day, d)),
    featureIndex: day.map((d) => knownIndex(u.bars.day, d, lag)),
    chainOfBar: u.bars.day.map((d) => indexOfDay(u.days.day, d)),
    vixOfBar: Float64Array.from(u.bars.day, (d) => latest(vix, d, d - BAR_VIX_MAX_AGE)),
    barOfReturnDay: returnDay.map((d) => indexOfDay(u.bars.day, d)),
  };
}

/** Index whose value is known when deciding on `day`: lag 0 = that day's, 1 = the last before it, 2 = one earlier … */
function knownIndex(days: Int32Array, day: number, lag: number): number {
  const index = lag === 0 ? lastUpTo(days, day) : lastUpTo(days, day - 1) - (lag - 1);
  return Math.max(index, -1);
}

/** Last value dated in [from, upTo]; NaN = none. */
function latest(curve: Curve | null, upTo: number, from: number): number {
  if (!curve) return NaN;
  const index = lastUpTo(curve.day, upTo);
  return index >= 0 && curve.day[index] >= from ? curve.value[index] : NaN;
}

/** Sorted distinct days of all lists. */
function union(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let offset = 0;
  for (const list of lists) {
    all.set(list, offset);
    offset += list.length;
  }
  all.sort();
  return all.filter((day, i) => i === 0 || day !== all[i - 1]);
}

export function emptyRange(underlyings: readonly Underlying[], start: number, end: number) {
  const covered = underlyings.map((u) => (u.days.day.length ? `${u.symbol} ${isoDate(u.days.day[0])}…${isoDate(u.days.day[u.days.day.length - 1])}` : `${u.symbol} none`));
  return dataError(`start = ${isoDate(start)}, end = ${isoDate(end)}`, "no chain day in the range", `the data cover ${covered.join(", ")}`);
}
