// What the history could have been: days drawn in blocks, the same days for every curve, so that differences are paired.
import { pow } from "../../assembly/portable/pow";
import { stationaryBootstrap } from "../stats/blocks";
import type { ReturnMatrix } from "../stats/matrix";
import { rowOf } from "../stats/matrix";
import type { InferenceOptions } from "./types";

/** Figures of a curve of daily returns. */
export interface CurveFigures {
  /** Per year. */
  sharpe: number;
  cagr: number;
  maxDrawdown: number;
  /** Sum of the daily returns on the initial equity without compounding, a fraction. */
  total: number;
}

export const FIGURES = ["sharpe", "cagr", "maxDrawdown", "total"] as const;
export type FigureName = (typeof FIGURES)[number];

/** The figures of `returns` in the order of `indices` (null = as they are). Sharpe and CAGR are NaN where they are undefined. */
export function curveFigures(returns: Float64Array, indices: Int32Array | null, daysPerYear: number): CurveFigures {
  const n = returns.length;
  let [sum, squares, growth, peak, fall] = [0, 0, 1, 1, 0];
  for (let t = 0; t < n; t++) {
    const r = returns[indices === null ? t : indices[t]];
    sum += r;
    squares += r * r;
    growth *= 1 + r;
    if (growth > peak) peak = growth;
    else if (peak - growth > fall * peak) fall = (peak - growth) / peak;
  }
  const variance = (squares - (sum * sum) / n) / (n - 1);
  return {
    sharpe: variance > 1e-24 ? (sum / n / Math.sqrt(variance)) * Math.sqrt(daysPerYear) : NaN,
    cagr: growth > 0 ? pow(growth, daysPerYear / n) - 1 : NaN, maxDrawdown: fall, total: sum,
  };
}

/** [figure][row][replicate]. */
export type Resampled = Readonly<Record<FigureName, readonly Float64Array[]>>;

/** The figures of every row on every resampled history; the same days for all rows. */
export function resample(matrix: ReturnMatrix, meanBlock: number, { replicates, seed }: InferenceOptions, daysPerYear: number): Resampled {
  const empty = (): Float64Array[] => Array.from({ length: matrix.rows }, () => new Float64Array(replicates));
  const figures = { sharpe: empty(), cagr: empty(), maxDrawdown: empty(), total: empty() };
  for (let b = 0; b < replicates; b++) {
    const indices = stationaryBootstrap(matrix.columns, meanBlock, seed, b);
    for (let row = 0; row < matrix.rows; row++) {
      const of = curveFigures(rowOf(matrix, row), indices, daysPerYear);
      for (const name of FIGURES) figures[name][row][b] = of[name];
    }
  }
  return figures;
}

/** Ends of the middle `level` of the values that are defined; null when more than one in twenty is not. */
export function percentiles(values: ArrayLike<number>, level: number): { low: number; high: number } | null {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
  if (known.length < 0.95 * values.length || known.length < 20) return null;
  const tail = (1 - level) / 2;
  const at = (share: number): number => known[Math.min(known.length - 1, Math.max(0, Math.round(share * (known.length - 1))))];
  return { low: at(tail), high: at(1 - tail) };
}
