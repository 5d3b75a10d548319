// Means and deviations in one fixed order; equal values give a deviation of exactly 0.

/** Mean, summed as differences from the first value; NaN without values. */
export function meanOf(values: ArrayLike<number>): number {
  const first = values[0];
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i] - first;
  return values.length ? first + sum / values.length : NaN;
}

/** Values minus their mean. */
export function centred(values: ArrayLike<number>): Float64Array {
  const mean = meanOf(values);
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] - mean;
  return out;
}

/** Σ (x − mean)² / (n − lost). */
export function varianceOf(values: ArrayLike<number>, lost: 0 | 1): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - mean) * (values[i] - mean);
  return sum / (values.length - lost);
}

/** Quantile q of values sorted upwards, linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const share = at - below;
  return share > 0 ? sorted[below] + share * (sorted[below + 1] - sorted[below]) : sorted[below];
}
