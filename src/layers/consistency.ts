// Whether a difference is there all the time, or in one stretch only.
import type { StressResult } from "../metrics";
import { isoDate, yearOf } from "../units";
import { sharpeOf } from "./returns";

export interface Consistency {
  /** Sharpe difference (annualised) within each third of the sessions; null where a run has no Sharpe. */
  thirds: { from: string; to: string; sharpe: number | null }[];
  /** Calendar years in which both have a Sharpe and they differ, and how many of these have the sign of the whole. */
  years: { same: number; of: number };
  /** Return of each stress window with the layer and without it. */
  stress: { name: string; with: number; without: number }[];
}

interface Pair {
  /** Day numbers of the sessions. */
  days: Int32Array;
  /** Excess returns. */
  with: Float64Array;
  without: Float64Array;
  /** √ of the sessions of a year. */
  annual: number;
}

export function consistencyOf(pair: Pair, total: number, stress: { with: readonly StressResult[]; without: readonly StressResult[] }): Consistency {
  const years = yearSpans(pair.days).map(([from, to]) => sharpeWithin(pair, from, to)).filter((value): value is number => value !== null && value !== 0);
  return {
    thirds: [0, 1, 2].map((k) => third(pair, k)),
    years: { same: years.filter((value) => value > 0 === total > 0).length, of: years.length },
    stress: stress.with.flatMap(({ name, return: value }) => stress.without.filter((other) => other.name === name).map((other) => ({ name, with: value, without: other.return }))),
  };
}

function third(pair: Pair, k: number): Consistency["thirds"][number] {
  const n = pair.days.length;
  const [from, to] = [Math.floor((k * n) / 3), Math.floor(((k + 1) * n) / 3)];
  const last = Math.max(from, to - 1);
  return { from: isoDate(pair.days[from]), to: isoDate(pair.days[last]), sharpe: sharpeWithin(pair, from, to) };
}

function sharpeWithin(pair: Pair, from: number, to: number): number | null {
  const [a, b] = [sharpeOf(pair.with.subarray(from, to)), sharpeOf(pair.without.subarray(from, to))];
  return a === null || b === null ? null : (a - b) * pair.annual;
}

/** Sessions [from, to) of each calendar year. */
function yearSpans(days: Int32Array): [number, number][] {
  const spans: [number, number][] = [];
  for (let t = 0; t < days.length; t++) {
    const last = spans[spans.length - 1];
    if (last && yearOf(days[last[0]]) === yearOf(days[t])) last[1] = t + 1;
    else spans.push([t, t + 1]);
  }
  return spans;
}
