// Two accounts on the same days: how far apart, and how sure.
import { returnMatrix, rowOf } from "../stats/matrix";
import { pairedDifference } from "../stats/pairedDifference";
import type { Resamples } from "../stats/blocks";
import { curveFigures, percentiles, resample } from "./resample";
import { blockFor } from "./inference";
import type { Inference } from "./inference";
import { optimalBlock } from "../stats/optimalBlock";
import type { Gap, PairedGap } from "./types";

/** Fewest sessions that a difference is judged on. */
const FEWEST = 20;

/** First − second: studentised bootstrap of the Sharpe ratios, paired block bootstrap of growth and fall. */
export function pairedGap(a: Float64Array, b: Float64Array, daysPerYear: number, { draws, level }: Inference): PairedGap {
  const none = { sharpe: null, cagr: null, drawdown: null, p: null };
  if (a.every((value, t) => value === b[t])) return { ...none, same: true };
  if (a.length < FEWEST || a.some(Number.isNaN) || b.some(Number.isNaN)) return { ...none, same: false };
  const meanBlock = blockFor(optimalBlock(a.map((value, t) => value - b[t])), a.length);
  const resamples = draws(a.length, meanBlock);
  const { sharpe } = pairedDifference(a, b, { resamples, meanBlock, level });
  const matrix = returnMatrix(2, a.length);
  matrix.values.set(a);
  matrix.values.set(b, a.length);
  const drawn = resample(matrix, resamples, daysPerYear);
  const points = [0, 1].map((row) => curveFigures(rowOf(matrix, row), daysPerYear));
  const gap = (name: "cagr" | "maxDrawdown"): Gap | null => {
    const value = points[0][name] - points[1][name];
    if (Number.isNaN(value)) return null;
    const ends = percentiles(drawn[name][0].map((one, i) => one - drawn[name][1][i]), level);
    return { value, low: ends?.low ?? null, high: ends?.high ?? null };
  };
  return { sharpe: annualGap(sharpe, daysPerYear), cagr: gap("cagr"), drawdown: gap("maxDrawdown"), p: orNull(sharpe.pValue), same: false };
}

/** Interval and p-value of the difference of Sharpe ratios alone, on resamples made elsewhere. */
export function sharpeGap(a: Float64Array, b: Float64Array, daysPerYear: number, { resamples, level }: { resamples: Resamples; level: number }): { gap: Gap | null; p: number | null } {
  const { sharpe } = pairedDifference(a, b, { resamples, meanBlock: 1, level });
  return { gap: annualGap(sharpe, daysPerYear), p: orNull(sharpe.pValue) };
}

function annualGap({ estimate, low, high }: { estimate: number; low: number; high: number }, daysPerYear: number): Gap | null {
  const year = Math.sqrt(daysPerYear);
  return Number.isFinite(estimate) ? { value: estimate * year, low: orNull(low * year), high: orNull(high * year) } : null;
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
