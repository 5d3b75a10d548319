// Sums of fractions in one fixed order, so that a kernel with two-lane registers gets the same bits.

/** Σ of(i) for i < count: whole fours in four interleaved lanes, (l0 + l1) + (l2 + l3), then the rest one by one. */
export function laneSum(count: number, of: (i: number) => number): number {
  const whole = count - (count % 4);
  const lanes = [0, 0, 0, 0];
  for (let i = 0; i < whole; i++) lanes[i % 4] += of(i);
  let sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
  for (let i = whole; i < count; i++) sum += of(i);
  return sum;
}

/** Σ (x − first) over the values after the first: shifted, so that equal values give exactly 0. */
const shiftedSum = (values: ArrayLike<number>): number => laneSum(values.length - 1, (i) => values[i + 1] - values[0]);

export const mean = (values: ArrayLike<number>): number => (values.length ? values[0] + shiftedSum(values) / values.length : NaN);

/**
 * Standard deviation with divisor n − `lost` (1 = sample, 0 = population); NaN when there is nothing to divide by. One pass over values shifted by the
 * first: as the first is one of them, the subtraction cancels at most a factor n, and equal values give exactly 0.
 */
export function deviation(values: ArrayLike<number>, lost: 0 | 1): number {
  const n = values.length;
  if (n <= lost) return NaN;
  const sum = shiftedSum(values);
  const squares = laneSum(n - 1, (i) => (values[i + 1] - values[0]) * (values[i + 1] - values[0]));
  return Math.sqrt((squares - (sum * sum) / n) / (n - lost));
}
