// Two accounts on the same days: how far apart, and how sure.
import { romanoWolf } from "../stats";
import { returnMatrix, rowOf } from "../stats/matrix";
import type { Gap } from "./judge";
import { curveFigures, percentiles, resample } from "./resample";
import { sharpeGapSeries } from "./sharpe";
import type { InferenceOptions } from "./types";

export interface PairedGap {
  sharpe: Gap | null;
  cagr: Gap | null;
  drawdown: Gap | null;
  /** Two-sided, of the difference of Sharpe ratios; null where it is undefined or the accounts are the same. */
  p: number | null;
  /** The accounts have the same returns on every day. */
  same: boolean;
}

/** First − second: paired block bootstrap of figures, studentised test of the Sharpe ratios. */
export function pairedGap(a: Float64Array, b: Float64Array, daysPerYear: number, inference: InferenceOptions): PairedGap {
  const none = { sharpe: null, cagr: null, drawdown: null, p: null };
  if (a.every((value, t) => value === b[t])) return { ...none, same: true };
  if (a.length < 3 || [...a, ...b].some(Number.isNaN)) return { ...none, same: false };
  const series = sharpeGapSeries(a, b);
  const matrix = returnMatrix(2, a.length, Float64Array.of(...a, ...b));
  const test = series && romanoWolf(returnMatrix(1, a.length, series), { alternative: "two-sided", replicates: inference.replicates, seed: inference.seed });
  const drawn = resample(matrix, test?.meanBlock ?? 10, inference, daysPerYear);
  const points = [0, 1].map((row) => curveFigures(rowOf(matrix, row), null, daysPerYear));
  const gap = (name: "sharpe" | "cagr" | "maxDrawdown"): Gap | null => {
    const value = points[0][name] - points[1][name];
    if (Number.isNaN(value)) return null;
    const ends = percentiles(drawn[name][0].map((one, i) => one - drawn[name][1][i]), inference.level);
    return { value, low: ends?.low ?? null, high: ends?.high ?? null };
  };
  return { sharpe: gap("sharpe"), cagr: gap("cagr"), drawdown: gap("maxDrawdown"), p: test && !Number.isNaN(test.single[0]) ? test.single[0] : null, same: false };
}
