// Studentised resamples of a smooth function of means: t* = (f(means*) − f(means)) / se*, with se* from the resample's own blocks (F. Götze, H. Künsch 1996).
import type { Resamples } from "./blocks";
import { meanOf } from "./sums";

/** A function of column means with its gradient, evaluated on a resample of `days` days. */
export type Smooth = (means: Float64Array, days: number, gradient: Float64Array) => number;

/** Prefix sums of a column's deviations over two rounds of the circle. */
function prefixSums(column: ArrayLike<number>, mean: number): Float64Array {
  const n = column.length;
  const prefix = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) prefix[i + 1] = prefix[i] + (column[i < n ? i : i - n] - mean);
  return prefix;
}

/**
 * t* of every replicate. With S_j the sum over block j of gradient · (column − resample mean): se*² = Σ S_j² / (days × length). A replicate whose blocks
 * give se* = 0 has t* = 0 where the estimate did not move, else ±Infinity.
 */
export function studentisedResamples(columns: readonly ArrayLike<number>[], estimate: number, smooth: Smooth, resamples: Resamples): Float64Array {
  const { length, replicates, starts, from, to } = resamples;
  const centre = columns.map(meanOf);
  const prefixes = columns.map((column, k) => prefixSums(column, centre[k]));
  const shift = new Float64Array(columns.length);
  const means = new Float64Array(columns.length);
  const gradient = new Float64Array(columns.length);
  const out = new Float64Array(replicates);
  for (let r = 0; r < replicates; r++) {
    let days = 0;
    for (let i = starts[r]; i < starts[r + 1]; i++) days += to[i] - from[i];
    for (let k = 0; k < prefixes.length; k++) {
      const prefix = prefixes[k];
      let sum = 0;
      for (let i = starts[r]; i < starts[r + 1]; i++) sum += prefix[to[i]] - prefix[from[i]];
      shift[k] = sum / days;
      means[k] = centre[k] + shift[k];
    }
    const moved = smooth(means, days, gradient) - estimate;
    let squares = 0;
    for (let i = starts[r]; i < starts[r + 1]; i++) {
      let block = 0;
      for (let k = 0; k < prefixes.length; k++) block += gradient[k] * (prefixes[k][to[i]] - prefixes[k][from[i]] - (to[i] - from[i]) * shift[k]);
      squares += block * block;
    }
    out[r] = moved === 0 ? 0 : moved / Math.sqrt(squares / (days * length));
  }
  return out;
}
