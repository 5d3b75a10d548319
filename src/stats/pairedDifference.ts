// Two runs over the same days: is one better than the other, in mean and in Sharpe ratio?
import { dataError } from "../errors";
import { inferMean, resamplesFor } from "./bootstrapMean";
import type { BootstrapBasis, BootstrapOptions } from "./bootstrapMean";
import type { Inference } from "./interval";
import { blockOf } from "./optimalBlock";
import { inferSharpeDifference } from "./sharpeDifference";

export interface PairedDifferenceResult extends BootstrapBasis {
  /** Mean daily return of a − that of b. */
  mean: Inference;
  /** Daily Sharpe ratio of a − that of b. */
  sharpe: Inference;
}

/**
 * Differences a − b of two series of daily returns over the same sessions; both figures come from the same resamples of whole days, so that what the two
 * have in common cancels. The automatic block length is that of the differences.
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>, options: BootstrapOptions = {}): PairedDifferenceResult {
  if (a.length !== b.length) throw dataError(`series of ${a.length} and ${b.length} sessions`, "a pair covers the same days", "give two series of one length");
  const differences = Float64Array.from({ length: a.length }, (_, i) => a[i] - b[i]);
  const { resamples, basis } = resamplesFor(a.length, () => blockOf("auto", differences), options);
  return { ...basis, mean: inferMean(differences, resamples, basis.level), sharpe: inferSharpeDifference(a, b, resamples, basis.level) };
}
