import { jumpDrift, jumpMean, meanVariance, type Law } from "./model";

/** Horizon of the index: 30 calendar days. */
export const INDEX_YEARS = 30 / 365;

/**
 * The 30-day volatility index in points: 100·√(−2/T · E[ln(S_T/F)]) under the pricing law, which is what the exchange's formula
 * replicates with a strip of options. `fast` and `slow` are the variance state at the snapshot.
 */
export function volatilityIndex(law: Law, fast: number, slow: number): number {
  const { jumps } = law;
  const convexity = jumps.intensity > 0 ? 2 * jumps.intensity * (jumpDrift(jumps) - jumpMean(jumps)) : 0;
  return 100 * Math.sqrt(meanVariance(law, fast, slow, INDEX_YEARS) + convexity);
}
