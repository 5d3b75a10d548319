// Difference of two Sharpe ratios: O. Ledoit, M. Wolf (2008), "Robust performance hypothesis testing with the Sharpe ratio", Journal of Empirical Finance
// 15, 850–859. The Sharpe ratios are per day, with the sample deviation (n − 1).
import type { Resamples } from "./blocks";
import { longRunCovariance } from "./hac";
import { degenerate, symmetricT } from "./interval";
import type { Inference } from "./interval";
import { quadratic } from "./linear";
import { studentisedResamples } from "./studentised";
import type { Smooth } from "./studentised";
import { centred, meanOf } from "./sums";

/** The published bandwidth rule weighs returns against their squares, hence depends on the unit: percent, as in the publication. */
const PERCENT = 100;

/** Means of (a, b, a², b²) → Sharpe a − Sharpe b, with the gradient in these four (their equation 4, population deviation). */
const difference: Smooth = (means, days, gradient) => {
  const meanA = means[0], meanB = means[1], squareA = means[2], squareB = means[3]; // destructuring would walk an iterator, in a loop of thousands
  const varianceA = squareA - meanA * meanA;
  const varianceB = squareB - meanB * meanB;
  const cubeA = varianceA * Math.sqrt(varianceA);
  const cubeB = varianceB * Math.sqrt(varianceB);
  gradient[0] = squareA / cubeA;
  gradient[1] = -squareB / cubeB;
  gradient[2] = (-0.5 * meanA) / cubeA;
  gradient[3] = (0.5 * meanB) / cubeB;
  return (meanA / Math.sqrt(varianceA) - meanB / Math.sqrt(varianceB)) * Math.sqrt((days - 1) / days);
};

/** Returns in percent and their squares. */
function moments(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array[] {
  const percent = [a, b].map((series) => Float64Array.from(series, (value) => value * PERCENT));
  return [...percent, ...percent.map((series) => series.map((value) => value * value))];
}

const atMeans = (columns: readonly Float64Array[]): { estimate: number; gradient: Float64Array } => {
  const gradient = new Float64Array(4);
  return { estimate: difference(Float64Array.from(columns, meanOf), columns[0].length, gradient), gradient };
};

/** Standard error of the difference by the kernel estimate of the long-run covariance (their equation 5). */
export function sharpeDifferenceError(a: ArrayLike<number>, b: ArrayLike<number>, prewhiten = true): { estimate: number; standardError: number } {
  const columns = moments(a, b);
  const { estimate, gradient } = atMeans(columns);
  return { estimate, standardError: Math.sqrt(quadratic(longRunCovariance(columns.map(centred), prewhiten), [...gradient]) / a.length) };
}

/** Sharpe of `a` minus Sharpe of `b`, studentised bootstrap (their algorithm 3.1): kernel standard error for the data, block standard error for resamples. */
export function inferSharpeDifference(a: ArrayLike<number>, b: ArrayLike<number>, resamples: Resamples, level: number): Inference {
  const still = [a, b].some((series) => centred(series).every((value) => value === 0));
  if (still) return degenerate(NaN, "a series never varies: it has no Sharpe ratio");
  const { estimate, standardError } = sharpeDifferenceError(a, b);
  if (!(standardError > 0)) return degenerate(estimate, "the two series differ by a factor only");
  return symmetricT(estimate, standardError, studentisedResamples(moments(a, b), estimate, difference, resamples), level);
}
