// How many independent trials a set of correlated configurations is worth.
import { rowOf, type ReturnMatrix } from "./matrix";
import { moments } from "./moments";

export interface EffectiveTrials {
  /** Rows whose returns vary; the others are no bets. */
  trials: number;
  /** Mean correlation of two of them; NaN for fewer than two. */
  correlation: number;
  /** ρ + (1 − ρ) × trials: Bailey & López de Prado 2014, appendix 3; a negative mean correlation counts as 0. */
  effective: number;
  /** Sample variance of their Sharpe ratios per session; NaN for fewer than two. */
  variance: number;
}

/**
 * Trials, their mean correlation and the number of independent ones they are worth. With unit rows z the mean correlation is (|Σ z|² − n) / (n (n − 1)), so
 * no pair is looked at.
 */
export function effectiveTrials(matrix: ReturnMatrix): EffectiveTrials {
  const total = new Float64Array(matrix.columns);
  const sharpes: number[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    const series = rowOf(matrix, row);
    const { count, mean, deviation, sharpe } = moments(series);
    if (Number.isNaN(sharpe)) continue;
    sharpes.push(sharpe);
    const length = deviation * Math.sqrt(count - 1);
    for (let i = 0; i < count; i++) total[i] += (series[i] - mean) / length;
  }
  const trials = sharpes.length;
  if (trials < 2) return { trials, correlation: NaN, effective: trials, variance: NaN };
  const correlation = (total.reduce((sum, value) => sum + value * value, 0) - trials) / (trials * (trials - 1));
  const shared = Math.min(1, Math.max(0, correlation));
  return { trials, correlation, effective: shared + (1 - shared) * trials, variance: sampleVariance(sharpes) };
}

/** Sample variance, divisor n − 1; NaN for fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number {
  const { deviation, count } = moments(values);
  return count >= 2 && Number.isNaN(deviation) ? 0 : deviation * deviation;
}
