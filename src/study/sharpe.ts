import { sharpeSeries } from "../stats/sharpeSeries";

/** A deviation this small is rounding: the returns never vary. */
const NOTHING = 1e-12;

/** The series whose mean is S_a − S_b per day; null where either has returns that never vary, or are not all numbers. */
export function sharpeGapSeries(a: Float64Array, b: Float64Array): Float64Array | null {
  if (!varies(a) || !varies(b)) return null;
  const other = sharpeSeries(b);
  return sharpeSeries(a).map((value, t) => value - other[t]);
}

const varies = (returns: Float64Array): boolean => {
  const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length;
  return Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) * (r - mean), 0) / returns.length) > NOTHING;
};
