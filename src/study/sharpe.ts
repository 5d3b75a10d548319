// Differences of Sharpe ratios as means of a series, so that every test of means is a test of them.
//
//   ψ_t(r) = z_t − S/2 · (z_t² − 1)     z_t = (r_t − mean) / σ,  S = mean / σ per day
//
// is the influence function of S (O. Ledoit, M. Wolf 2008, "Robust performance hypothesis testing with the Sharpe ratio", in its linear form): the series
// S_a − S_b + ψ_t(a) − ψ_t(b) has the difference as its mean and the difference's sampling variance, that of both volatilities included.

/** S per day and its influence by session; null for a series that never varies or is not all numbers. */
export function sharpeInfluence(returns: Float64Array): { sharpe: number; influence: Float64Array } | null {
  const n = returns.length;
  let [sum, squares] = [0, 0];
  for (const r of returns) sum += r;
  const mean = sum / n;
  for (const r of returns) squares += (r - mean) * (r - mean);
  const sigma = Math.sqrt(squares / n);
  if (!(sigma > 1e-12)) return null;
  const sharpe = mean / sigma;
  return { sharpe, influence: returns.map((r) => (r - mean) / sigma - (sharpe / 2) * (((r - mean) / sigma) * ((r - mean) / sigma) - 1)) };
}

/** The series whose mean is S_a − S_b per day; null where either is undefined. */
export function sharpeGapSeries(a: Float64Array, b: Float64Array): Float64Array | null {
  const [one, other] = [sharpeInfluence(a), sharpeInfluence(b)];
  if (!one || !other) return null;
  return one.influence.map((value, t) => one.sharpe - other.sharpe + value - other.influence[t]);
}
