// The law of one underlying. Variance is a floor plus two square-root factors; the fast one jumps together with the price:
//
//   d ln F = −½ v dt − λ m dt + √floor dW₀ + √fast dW₁ + √slow dW₂ + J dN        v = floor + fast + slow
//   d fast = κ₁(θ₁ − fast) dt + σ₁ √fast dB₁ + Z dN      corr(dB₁, dW₁) = ρ₁     Z ~ Exp(mean μ_v)
//   d slow = κ₂(θ₂ − slow) dt + σ₂ √slow dB₂             corr(dB₂, dW₂) = ρ₂     J | Z ~ Normal(μ_J + ρ_J Z, σ_J²)
//
// with m = E[e^J] − 1, so that F is a martingale. Duffie, Pan and Singleton (2000) with a second factor: affine, hence the
// options price in closed form up to one Fourier sum. Time is in years of 252 sessions, rates are per such year.
import { exp } from "../../assembly/portable/exp";

/** One square-root variance factor. */
export interface Factor {
  /** Mean reversion speed κ, per year. */
  speed: number;
  /** Long-run level θ, annual variance (before jumps). */
  level: number;
  /** Volatility of variance σ. */
  volatility: number;
  /** Correlation ρ of the variance's and the price's shocks. */
  correlation: number;
}

/** Simultaneous jumps of price and fast variance. */
export interface Jumps {
  /** λ, jumps per year. */
  intensity: number;
  /** μ_J, mean log-price jump when the variance does not jump. */
  mean: number;
  /** σ_J. */
  deviation: number;
  /** μ_v, mean of the exponential variance jump, annual variance. */
  variance: number;
  /** ρ_J, log-price jump per unit of variance jump (negative: bigger fear, bigger fall). */
  slope: number;
}

/** Parameters of one underlying under one measure. */
export interface Law {
  floor: number;
  fast: Factor;
  slow: Factor;
  jumps: Jumps;
}

/** Sessions per model year: the clock of every rate above. */
export const SESSIONS_PER_YEAR = 252;

/** m = E[e^J] − 1, the drift that jumps would add to the price. */
export function jumpDrift(jumps: Jumps): number {
  return exp(jumps.mean + 0.5 * jumps.deviation * jumps.deviation) / (1 - jumps.slope * jumps.variance) - 1;
}

/** E[J], the mean log-price jump. */
export const jumpMean = (jumps: Jumps): number => jumps.mean + jumps.slope * jumps.variance;

/** E[J²]. */
export function jumpSquare(jumps: Jumps): number {
  const tilt = jumps.slope * jumps.variance;
  return jumps.deviation * jumps.deviation + jumps.mean * jumps.mean + 2 * jumps.mean * tilt + 2 * tilt * tilt;
}

/** Expected average over the next `years` of a factor now at `value`, whose jumps add `inflow` per year. */
export function meanFactor(factor: Factor, inflow: number, value: number, years: number): number {
  const target = factor.level + inflow / factor.speed;
  const x = factor.speed * years;
  const weight = x > 1e-8 ? (1 - exp(-x)) / x : 1 - 0.5 * x;
  return target + (value - target) * weight;
}

/** Expected average total diffusive variance over the next `years`. */
export function meanVariance(law: Law, fast: number, slow: number, years: number): number {
  const { jumps } = law;
  return law.floor + meanFactor(law.fast, jumps.intensity * jumps.variance, fast, years) + meanFactor(law.slow, 0, slow, years);
}
