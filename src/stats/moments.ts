/** Of a series of returns. Everything but count and mean is NaN when it never varies or has fewer than two values. */
export interface Moments {
  count: number;
  mean: number;
  /** Sample standard deviation, divisor n − 1. */
  deviation: number;
  /** Third standardised moment, of the population: 0 for a normal distribution. */
  skewness: number;
  /** Fourth standardised moment, of the population: 3 for a normal distribution, not the excess over it. */
  kurtosis: number;
  /** mean / deviation: per session, not annualised. */
  sharpe: number;
}

/** Moments in two passes: the mean, then powers of the distance from it, in the order of the series. */
export function moments(series: ArrayLike<number>): Moments {
  const count = series.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += series[i];
  const mean = count ? sum / count : NaN;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const distance = series[i] - mean;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  if (count < 2 || !varies(series)) return { count, mean, deviation: NaN, skewness: NaN, kurtosis: NaN, sharpe: NaN };
  const variance = second / count;
  const deviation = Math.sqrt(second / (count - 1));
  return { count, mean, deviation, skewness: third / count / (variance * Math.sqrt(variance)), kurtosis: fourth / count / (variance * variance), sharpe: mean / deviation };
}

/** Whether a series has two different values: rounding gives a constant a variance of its own. */
export function varies(series: ArrayLike<number>): boolean {
  for (let i = 1; i < series.length; i++) if (series[i] !== series[0]) return true;
  return false;
}
