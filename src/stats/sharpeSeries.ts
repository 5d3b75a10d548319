// Sharpe ratios as means of a series, so that every test of means is a test of them.

/**
 * A series whose mean is the Sharpe ratio per session (population deviation) and whose deviations are the ratio's influence function, z − S (z² − 1) / 2 with
 * z = (r − mean) / deviation: to first order the ratio's sampling error, that of the volatility included, is that of this mean (delta method: Lo 2002; O. Ledoit,
 * M. Wolf 2008, "Robust performance hypothesis testing with the Sharpe ratio", in its linear form). NaN throughout for returns that never vary.
 */
export function sharpeSeries(returns: Float64Array): Float64Array {
  const n = returns.length;
  let [sum, squares] = [0, 0];
  for (const r of returns) sum += r;
  const mean = sum / n;
  for (const r of returns) squares += (r - mean) * (r - mean);
  const deviation = Math.sqrt(squares / n);
  const sharpe = mean / deviation;
  return returns.map((r) => {
    const z = (r - mean) / deviation;
    return sharpe + z - (sharpe / 2) * (z * z - 1);
  });
}
