// Resampled means of many rows on shared resamples: sums over runs as differences of prefix sums, eight rows side by side so that each run is read once.
//
//   prefix[day × 8 + lane] = Σ of the row's deviations over days 0 … day − 1, day = 0 … 2 n (two rounds of the circle)
//   means[replicate × 8 + lane] = mean over the resample − the row's mean
import type { Resamples } from "./blocks";
import { rowOf } from "./matrix";
import type { ReturnMatrix } from "./matrix";
import { meanOf } from "./sums";

/** Rows resampled together. */
export const LANES = 8;

function prefixOf(prefix: Float64Array, lane: number, row: Float64Array): void {
  const mean = meanOf(row);
  let sum = 0;
  prefix[lane] = 0;
  for (let round = 0, at = lane; round < 2; round++) {
    for (let day = 0; day < row.length; day++) prefix[at += LANES] = sum += row[day] - mean;
  }
}

/** One whole hot loop: every replicate's runs against eight rows' prefix sums. */
function meansOf(prefix: Float64Array, { replicates, starts, from, to }: Resamples, means: Float64Array): void {
  for (let r = 0; r < replicates; r++) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, days = 0;
    for (let i = starts[r]; i < starts[r + 1]; i++) {
      const a = from[i] * LANES;
      const b = to[i] * LANES;
      days += b - a;
      s0 += prefix[b] - prefix[a];
      s1 += prefix[b + 1] - prefix[a + 1];
      s2 += prefix[b + 2] - prefix[a + 2];
      s3 += prefix[b + 3] - prefix[a + 3];
      s4 += prefix[b + 4] - prefix[a + 4];
      s5 += prefix[b + 5] - prefix[a + 5];
      s6 += prefix[b + 6] - prefix[a + 6];
      s7 += prefix[b + 7] - prefix[a + 7];
    }
    const scale = LANES / days;
    const at = r * LANES;
    means[at] = s0 * scale;
    means[at + 1] = s1 * scale;
    means[at + 2] = s2 * scale;
    means[at + 3] = s3 * scale;
    means[at + 4] = s4 * scale;
    means[at + 5] = s5 * scale;
    means[at + 6] = s6 * scale;
    means[at + 7] = s7 * scale;
  }
}

/**
 * Calls `visit(position, count, means)` for groups of up to eight rows taken in the order of `rows`: `means` as laid out above for rows[position] …
 * rows[position + count − 1]; it is overwritten by the next group. Time: rows × replicates × runs; memory: 8 × replicates values.
 */
export function resampledMeans(matrix: ReturnMatrix, rows: ArrayLike<number>, resamples: Resamples, visit: (position: number, count: number, means: Float64Array) => void): void {
  const prefix = new Float64Array((2 * matrix.columns + 1) * LANES);
  const means = new Float64Array(resamples.replicates * LANES);
  for (let position = 0; position < rows.length; position += LANES) {
    const count = Math.min(LANES, rows.length - position);
    for (let lane = 0; lane < count; lane++) prefixOf(prefix, lane, rowOf(matrix, rows[position + lane]));
    meansOf(prefix, resamples, means);
    visit(position, count, means);
  }
}
