// One line per chain day, for calendars and curves through time.
import type { Underlying } from "../market/types";
import { DELTAS, TENORS, deltaIvs, smilesOf, termStructure } from "./surface";
import type { Smile } from "./surface";
import { FORWARD_DAYS, WIDTH_BAND, pushWidths } from "./coverage";
import { newValues, push, spreadOf } from "./spread";
import type { QualityContext } from "./context";
import type { CheckResult } from "./run";
import { rowsOfDay } from "./walk";

/** Null = not known that day. IVs and shares are fractions. */
export interface DayFacts {
  /** Day number. */
  day: number;
  rows: number;
  /** Rows that a check of grade `fault` names, whole days and series apart. */
  faulty: number;
  stale: boolean;
  /** Median relative width in the band of the coverage table. */
  width: number | null;
  /** Median parity-implied forward / spot − 1 within 60 days. */
  forward: number | null;
  /** At-the-money IV at TENORS. */
  term: (number | null)[];
  /** IV near 30 days at DELTAS. */
  byDelta: (number | null)[];
}

/** Smiles of one chosen day. */
export interface DaySmiles {
  day: number;
  /** Why this day: "lowest IV" … */
  why: string;
  smiles: Smile[];
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);

/** Facts of every day of `u`. `results` must hold the rows they concern. */
export function dailyFacts(u: Underlying, context: QualityContext, results: readonly CheckResult[]): DayFacts[] {
  const faulty = faultyRows(u, results);
  const stale = new Set(results.filter(({ check }) => check.id === "stale_day").flatMap(({ finding }) => daysOf(u, finding.rows)));
  return Array.from(u.days.day, (day, d) => {
    const { begin, end } = rowsOfDay(u, d);
    return { day, rows: end - begin, faulty: faulty[d], stale: stale.has(d), ...curveFacts(u, context, d), term: termStructure(u, d).map(orNull).map(round), byDelta: deltaIvs(u, d).map(orNull).map(round) };
  });
}

function curveFacts(u: Underlying, context: QualityContext, d: number): Pick<DayFacts, "width" | "forward"> {
  const { forward } = context.carry();
  const widths = newValues();
  const gaps = newValues();
  for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
    const dte = u.blocks.expiry[b] - u.days.day[d];
    if (dte <= FORWARD_DAYS && forward[b] > 0) push(gaps, forward[b] / u.days.spot[d] - 1);
    if (dte >= WIDTH_BAND.minDte && dte <= WIDTH_BAND.maxDte) pushWidths(u, u.blocks.callsBegin[b], u.blocks.end[b], widths);
  }
  return { width: round(spreadOf(widths).median), forward: round(spreadOf(gaps).median) };
}

/** Rows per day that row checks of grade `fault` name; a row named twice counts once. */
function faultyRows(u: Underlying, results: readonly CheckResult[]): Uint32Array {
  const rows = results.filter(({ check }) => check.grade === "fault" && check.scope === "row").map(({ finding }) => finding.rows);
  const at = rows.map(() => 0);
  return Uint32Array.from(u.days.day, (_, d) => {
    const { end } = rowsOfDay(u, d);
    const named = new Set<number>();
    rows.forEach((list, r) => {
      while (at[r] < list.length && list[at[r]] < end) named.add(list[at[r]++]);
    });
    return named.size;
  });
}

/** Indices of the days that hold the rows. */
function daysOf(u: Underlying, rows: Uint32Array): number[] {
  const found: number[] = [];
  let at = 0;
  for (let d = 0; d < u.days.day.length && at < rows.length; d++) {
    const { end } = rowsOfDay(u, d);
    if (rows[at] >= end) continue;
    found.push(d);
    while (at < rows.length && rows[at] < end) at++;
  }
  return found;
}

/** Position of 30 days among the tenors. */
const MONTH = TENORS.indexOf(30);

/** Days worth a picture: the calmest, the median and the wildest by 30-day IV, and the last. Each once. */
export function chosenDays(facts: readonly DayFacts[]): { day: number; why: string }[] {
  const known = facts.filter((f) => f.term[MONTH] !== null).sort((a, b) => a.term[MONTH]! - b.term[MONTH]! || a.day - b.day);
  const last = facts.at(-1);
  const wanted = [[known[0], "lowest 30-day IV"], [known[known.length >> 1], "median 30-day IV"], [known.at(-1), "highest 30-day IV"], [last, "last day"]] as const;
  if (facts.length === 1) return [{ day: facts[0].day, why: "the only day" }];
  const seen = new Set<number>();
  return wanted.flatMap(([f, why]) => {
    if (!f || seen.has(f.day)) return [];
    seen.add(f.day);
    return [{ day: f.day, why }];
  });
}

/** The smiles of chosen days that are among the days of `u`. */
export function daySmiles(u: Underlying, days: readonly { day: number; why: string }[]): DaySmiles[] {
  return days.flatMap(({ day, why }) => {
    const d = u.days.day.indexOf(day);
    return d < 0 ? [] : [{ day, why, smiles: smilesOf(u, d) }];
  });
}

export { DELTAS, TENORS };
