// What the history could have been: days drawn in blocks, the same days for every curve, so that differences are paired.
import { pow } from "../../assembly/portable/pow";
import type { Resamples } from "../stats/blocks";
import type { ReturnMatrix } from "../stats/matrix";
import { rowOf } from "../stats/matrix";

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

/** The whole series as one run: what is measured without resampling. */
const asItIs = (length: number): Resamples => ({ length, replicates: 1, starts: Int32Array.of(0, 1), from: Int32Array.of(0), to: Int32Array.of(length) });

/** The figures of `returns` on one of the resamples (without any: as they are). Sharpe and CAGR are NaN where they are undefined. */
export function curveFigures(returns: Float64Array, daysPerYear: number, { length: n, starts, from, to } = asItIs(returns.length), replicate = 0): CurveFigures {
  let [sum, squares, growth, peak, fall, days] = [0, 0, 1, 1, 0, 0];
  for (let i = starts[replicate]; i < starts[replicate + 1]; i++) {
    days += to[i] - from[i];
    for (let day = from[i]; day < to[i]; day++) {
      const r = returns[day < n ? day : day - n];
      sum += r;
      squares += r * r;
      growth *= 1 + r;
      if (growth > peak) peak = growth;
      else if (peak - growth > fall * peak) fall = (peak - growth) / peak;
    }
  }
  const variance = (squares - (sum * sum) / days) / (days - 1);
  return {
    sharpe: variance > 1e-24 ? (sum / days / Math.sqrt(variance)) * Math.sqrt(daysPerYear) : NaN,
    cagr: growth > 0 ? pow(growth, daysPerYear / days) - 1 : NaN, maxDrawdown: fall, total: sum,
  };
}

/** [figure][row][replicate]. */
export type Resampled = Readonly<Record<FigureName, readonly Float64Array[]>>;

/** The figures of every row on every resampled history; the same days for all rows. */
export function resample(matrix: ReturnMatrix, resamples: Resamples, daysPerYear: number): Resampled {
  const empty = (): Float64Array[] => Array.from({ length: matrix.rows }, () => new Float64Array(resamples.replicates));
  const figures = { sharpe: empty(), cagr: empty(), maxDrawdown: empty(), total: empty() };
  for (let row = 0; row < matrix.rows; row++) {
    const returns = rowOf(matrix, row);
    for (let b = 0; b < resamples.replicates; b++) {
      const of = curveFigures(returns, daysPerYear, resamples, b);
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
