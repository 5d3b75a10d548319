// What autocorrelation does to a Sharpe ratio. Marks of option spreads are smooth, so their daily returns are not independent.
import { dataError } from "../errors";
import { log } from "../../assembly/portable/log";
import { exp } from "../../assembly/portable/exp";
import { moments } from "./moments";

/** Bartlett lags of Newey & West (1994, section 3): ⌊4 (T / 100)^(2/9)⌋. */
export const neweyWestLags = (count: number): number => (count > 1 ? Math.min(count - 1, Math.floor(4 * exp((2 / 9) * log(count / 100)))) : 0);

/** Autocovariance at a lag of a series with mean zero, divisor n. */
function autocovariance(centred: ArrayLike<number>, lag: number): number {
  let sum = 0;
  for (let i = lag; i < centred.length; i++) sum += centred[i] * centred[i - lag];
  return sum / centred.length;
}

function centred(series: ArrayLike<number>): Float64Array {
  const { mean } = moments(series);
  return Float64Array.from(series, (value) => value - mean);
}

/** Variance of √n × the mean, by Newey & West (1987): γ₀ + 2 Σ (1 − k / (lags + 1)) γ_k. Never negative. */
export function longRunVariance(series: ArrayLike<number>, lags = neweyWestLags(series.length)): number {
  const values = centred(series);
  let sum = autocovariance(values, 0);
  for (let k = 1; k <= lags; k++) sum += 2 * (1 - k / (lags + 1)) * autocovariance(values, k);
  return sum;
}

export interface SharpeError {
  /** Per session. */
  sharpe: number;
  /** Standard error with autocorrelation: √(long-run variance of the influence / n). */
  standardError: number;
  /** As if returns were independent: Mertens (2002), what the probabilistic Sharpe ratio of 2012 uses. */
  independent: number;
  /** Square of the ratio of both: how many sessions weigh as one independent one. Above 1 where returns follow each other. */
  dependence: number;
  lags: number;
}

/**
 * Standard error of the Sharpe ratio that allows for skewness, fat tails and autocorrelation: the delta method (Lo 2002, section "non-IID returns") on the
 * influence of a session, z − S (z² − 1) / 2 with z = (r − mean) / deviation, with the long-run variance of Newey & West. NaN where returns never vary.
 */
export function sharpeError(series: ArrayLike<number>, lags = neweyWestLags(series.length)): SharpeError {
  const { count, mean, deviation, sharpe } = moments(series);
  const influence = Float64Array.from(series, (value) => {
    const z = (value - mean) / deviation;
    return z - (sharpe / 2) * (z * z - 1);
  });
  const [variance, plain] = [longRunVariance(influence, lags), longRunVariance(influence, 0)];
  return { sharpe, standardError: Math.sqrt(variance / count), independent: Math.sqrt(plain / count), dependence: variance / plain, lags };
}

/**
 * Factor from the Sharpe ratio per session to that of `periods` sessions: q / √(q + 2 Σ (q − k) ρ_k), A. W. Lo, "The Statistics of Sharpe Ratios", FAJ 58
 * (2002), equation 20. It is √periods for independent returns; autocorrelations beyond `lags` count as zero.
 */
export function loFactor(series: ArrayLike<number>, periods = 252, lags = neweyWestLags(series.length)): number {
  if (!(periods >= 1)) throw dataError(`periods = ${periods}`, "is not a number of sessions", "a year has 252");
  const values = centred(series);
  const variance = autocovariance(values, 0);
  let sum = periods;
  for (let k = 1; k <= Math.min(lags, periods - 1); k++) sum += 2 * (periods - k) * (autocovariance(values, k) / variance);
  return sum > 0 ? periods / Math.sqrt(sum) : NaN;
}
