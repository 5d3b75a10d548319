// What a chain history holds, year by year.
import { sessions } from "../calendar";
import type { Underlying } from "../market/types";
import { DELTA_NONE, RATIO_SCALE, yearOf } from "../units";
import type { QualityContext } from "./context";
import { newValues, push, spreadOf } from "./spread";
import type { Spread, Values } from "./spread";
import { eachBlock } from "./walk";

/** What one underlying holds of one year. */
export interface YearCoverage {
  year: number;
  days: number;
  rows: number;
  /** Distinct series: last trade date, settlement, root. */
  expiries: number;
  /** Exchange sessions without a chain, between the underlying's first and last chain day. */
  missingSessions: number;
  /** (ask − bid)/mid of two-sided quotes with 20–60 days and |delta| 0.08–0.35. */
  width: Spread;
  /** Median of `width`; null when there are none. */
  medianWidth: number | null;
  /** Parity-implied forward / spot − 1 of expiries within 60 days. */
  forward: Spread;
}

export const WIDTH_BAND = { minDte: 20, maxDte: 60, minDelta: 0.08, maxDelta: 0.35 } as const;
/** Days ahead within which the forward is compared with the spot. */
export const FORWARD_DAYS = 60;

/** Index ranges [begin, end) of equal years, rising. */
export function yearRanges(day: Int32Array): { year: number; begin: number; end: number }[] {
  const ranges: { year: number; begin: number; end: number }[] = [];
  for (let begin = 0, end = 0; begin < day.length; begin = end) {
    const year = yearOf(day[begin]);
    while (end < day.length && yearOf(day[end]) === year) end++;
    ranges.push({ year, begin, end });
  }
  return ranges;
}

/** Exchange sessions between the first and the last of `days` that are not among them, rising. */
export function missingSessions(days: Int32Array): number[] {
  if (days.length === 0) return [];
  const present = new Set(days);
  return [...sessions(days[0], days[days.length - 1])].filter((session) => !present.has(session));
}

/** Facts of the days of `u`, which are all of `year`. `missing`: sessions of that year without a chain. */
export function coverYear(u: Underlying, year: number, missing: number, context: QualityContext): YearCoverage {
  const series = new Set<number>();
  const widths = newValues();
  const gaps = newValues();
  const { forward } = context.carry();
  const { expiry, settlement, root, callsBegin, end } = u.blocks;
  let rows = 0;
  eachBlock(u, (b, d) => {
    series.add((expiry[b] * 2 + settlement[b]) * 256 + root[b]);
    rows += end[b] - callsBegin[b];
    const dte = expiry[b] - u.days.day[d];
    if (dte <= FORWARD_DAYS && forward[b] > 0) push(gaps, forward[b] / u.days.spot[d] - 1);
    if (dte >= WIDTH_BAND.minDte && dte <= WIDTH_BAND.maxDte) pushWidths(u, callsBegin[b], end[b], widths);
  });
  const width = spreadOf(widths);
  return { year, days: u.days.day.length, rows, expiries: series.size, missingSessions: missing, width, medianWidth: width.median, forward: spreadOf(gaps) };
}

/** Adds the relative widths of the rows [begin, end) within the band of deltas. */
export function pushWidths({ rows: { bid, ask, delta } }: Underlying, begin: number, end: number, widths: Values): void {
  const [least, most] = [WIDTH_BAND.minDelta * RATIO_SCALE, WIDTH_BAND.maxDelta * RATIO_SCALE];
  for (let i = begin; i < end; i++) {
    const size = Math.abs(delta[i]);
    if (delta[i] === DELTA_NONE || size < least || size > most || bid[i] === 0 || ask[i] <= bid[i]) continue;
    push(widths, (2 * (ask[i] - bid[i])) / (ask[i] + bid[i]));
  }
}
