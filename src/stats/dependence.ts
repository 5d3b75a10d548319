// Variance of a mean under the stationary bootstrap, in closed form and linear time.

/**
 * n × the variance of the stationary bootstrap's mean of `x` (deviations from the mean): c(0) + 2 Σ_{i=1}^{n−1} (1 − i/n) q^i c(i) with c the circular
 * autocovariances and q = 1 − 1/meanBlock (Politis and Romano 1994, lemma 1; Hansen 2005's ω̂²). The sums over lags are two recursions round the
 * circle, S_t = Σ q^i x_{t−i} and D_t = Σ i q^i x_{t−i}, instead of n²/2 products. Never negative; 0 for a series that never varies.
 */
export function stationaryVariance(x: Float64Array, meanBlock: number): number {
  const n = x.length;
  const q = 1 - 1 / meanBlock;
  let power = 1;
  let weighted = 0;
  let dated = 0;
  for (let i = 1; i < n; i++) { // S and D on day 0, the oldest lag being day 1
    power *= q;
    weighted += power * x[n - i];
    dated += i * power * x[n - i];
  }
  power *= q; // q^n
  let own = 0;
  let crossed = 0;
  let crossedDated = 0;
  for (let t = 0; t < n; t++) {
    own += x[t] * x[t];
    crossed += x[t] * weighted;
    crossedDated += x[t] * dated;
    const next = t + 1 < n ? x[t + 1] : x[0];
    dated = q * (dated + weighted + x[t]) - n * power * next;
    weighted = q * (weighted + x[t]) - power * next;
  }
  return Math.max(0, own / n + (2 * (crossed - crossedDated / n)) / n);
}
