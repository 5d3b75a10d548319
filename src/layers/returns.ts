// Daily returns of a run and the figures that the comparison makes of them. All sums in the order of the sessions.

/** Mean and population standard deviation per session. */
export interface Moments {
  mean: number;
  deviation: number;
}

export function momentsOf(returns: Float64Array): Moments {
  let sum = 0;
  for (const r of returns) sum += r;
  const mean = sum / returns.length;
  let squares = 0;
  for (const r of returns) squares += (r - mean) * (r - mean);
  return { mean, deviation: Math.sqrt(squares / returns.length) };
}

/** Sharpe ratio per session with the sample deviation; null for fewer than two sessions or returns that never vary. */
export function sharpeOf(returns: Float64Array): number | null {
  if (returns.length < 2) return null;
  const { mean, deviation } = momentsOf(returns);
  return deviation > 0 ? mean / (deviation * Math.sqrt(returns.length / (returns.length - 1))) : null;
}

/** Deepest fall from a running peak of the compounded returns, each scaled by `scale`; the start is the first peak. */
export function drawdownOf(returns: ArrayLike<number>, scale = 1): number {
  let wealth = 1;
  let peak = 1;
  let deepest = 0;
  for (let t = 0; t < returns.length; t++) {
    wealth *= 1 + scale * returns[t];
    if (wealth > peak) peak = wealth;
    else if (peak - wealth > deepest * peak) deepest = (peak - wealth) / peak;
  }
  return deepest;
}

/**
 * On how many sessions a series of differences rests: (Σ d²)² / Σ d⁴, the participation ratio; n for differences of one size on n sessions and none on the
 * others, a third of the sessions for normal ones. Not NaN: 0 for a series of zeros.
 */
export function effectiveSessions(differences: Float64Array): number {
  let squares = 0;
  let fourths = 0;
  for (const d of differences) {
    squares += d * d;
    fourths += d * d * d * d;
  }
  return fourths > 0 ? (squares * squares) / fourths : 0;
}

/** Deviations from the mean. */
export function centred(series: Float64Array): Float64Array {
  const { mean } = momentsOf(series);
  return series.map((value) => value - mean);
}
