import { sessions } from "../calendar";
import type { Underlying } from "../market/types";
import { DELTA_NONE, RATIO_SCALE, isoDate } from "../units";

/** What a dataset holds of one underlying in one year. */
export interface YearCoverage {
  year: number;
  days: number;
  rows: number;
  /** Distinct series: last trade date, settlement, root. */
  expiries: number;
  /** Exchange sessions without a chain, between the underlying's first and last chain day. */
  missingSessions: number;
  /** Median of (ask − bid)/mid over two-sided quotes with 20–60 days and |delta| 0.08–0.35; null when there are none. */
  medianWidth: number | null;
}

const MIN_DTE = 20;
const MAX_DTE = 60;
const MIN_DELTA = 0.08 * RATIO_SCALE;
const MAX_DELTA = 0.35 * RATIO_SCALE;

/** Coverage by year, rising. */
export function coverage(u: Underlying): YearCoverage[] {
  const { day } = u.days;
  if (day.length === 0) return [];
  const missing = missingByYear(day);
  const years: YearCoverage[] = [];
  for (let begin = 0; begin < day.length; ) {
    const year = yearOf(day[begin]);
    let end = begin;
    while (end < day.length && yearOf(day[end]) === year) end++;
    years.push({ year, days: end - begin, ...chainFacts(u, begin, end), missingSessions: missing.get(year) ?? 0 });
    missing.delete(year);
    begin = end;
  }
  for (const [year, missingSessions] of missing) years.push({ year, days: 0, rows: 0, expiries: 0, missingSessions, medianWidth: null });
  return years.sort((a, b) => a.year - b.year);
}

const yearOf = (day: number): number => Number(isoDate(day).slice(0, 4));

function missingByYear(day: Int32Array): Map<number, number> {
  const present = new Set(day);
  const missing = new Map<number, number>();
  for (const session of sessions(day[0], day[day.length - 1])) {
    if (!present.has(session)) missing.set(yearOf(session), (missing.get(yearOf(session)) ?? 0) + 1);
  }
  return missing;
}

function chainFacts({ days, blocks, rows }: Underlying, begin: number, end: number): { rows: number; expiries: number; medianWidth: number | null } {
  const series = new Set<string>();
  const widths: number[] = [];
  let count = 0;
  for (let d = begin; d < end; d++) {
    for (let b = days.blocksBegin[d]; b < days.blocksEnd[d]; b++) {
      series.add(`${blocks.expiry[b]} ${blocks.settlement[b]} ${blocks.root[b]}`);
      count += blocks.end[b] - blocks.callsBegin[b];
      const dte = blocks.expiry[b] - days.day[d];
      if (dte < MIN_DTE || dte > MAX_DTE) continue;
      for (let i = blocks.callsBegin[b]; i < blocks.end[b]; i++) {
        const size = Math.abs(rows.delta[i]);
        const inBand = rows.delta[i] !== DELTA_NONE && size >= MIN_DELTA && size <= MAX_DELTA;
        if (inBand && rows.bid[i] > 0 && rows.ask[i] > rows.bid[i]) widths.push((2 * (rows.ask[i] - rows.bid[i])) / (rows.ask[i] + rows.bid[i]));
      }
    }
  }
  return { rows: count, expiries: series.size, medianWidth: median(widths) };
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
