// Resampled means of many rows on shared resamples, eight rows side by side so that each resample is read once for all of them.
//
//   values[day × 8 + lane]      = the row's value on the day − the row's mean, or its square
//   prefix[day × 8 + lane]      = Σ of the same over days 0 … day − 1, day = 0 … 2 n (two rounds of the circle)
//   counts[replicate × n + day] = how often the replicate takes the day
//   means[replicate × 8 + lane] = mean of the values over the resample
import type { Resamples } from "./blocks";
import { rowOf } from "./matrix";
import type { ReturnMatrix } from "./matrix";
import { centred } from "./sums";

/** Rows resampled together. */
export const LANES = 8;

/** Mean run, in days, from which differences of prefix sums (two scattered reads a run) beat the product with counts (one pass over all days). */
const LONG_RUNS = 4;

function fillValues(values: Float64Array, lane: number, x: Float64Array): void {
  for (let day = 0, at = lane; day < x.length; day++, at += LANES) values[at] = x[day];
}

function fillPrefix(prefix: Float64Array, lane: number, x: Float64Array): void {
  let sum = 0;
  prefix[lane] = 0;
  for (let round = 0, at = lane; round < 2; round++) {
    for (let day = 0; day < x.length; day++) prefix[at += LANES] = sum += x[day];
  }
}

/** Days in each replicate. */
const sizesOf = ({ replicates, starts, from, to }: Resamples): Int32Array => {
  const sizes = new Int32Array(replicates);
  for (let r = 0; r < replicates; r++) for (let i = starts[r]; i < starts[r + 1]; i++) sizes[r] += to[i] - from[i];
  return sizes;
};

/** Sixteen bits a count: the table of 1,000 × 4,780 stays within a processor's cache. */
function countsOf({ length, replicates, starts, from, to }: Resamples): Uint16Array {
  const counts = new Uint16Array(length * replicates);
  for (let r = 0; r < replicates; r++) {
    for (let i = starts[r]; i < starts[r + 1]; i++) for (let day = from[i]; day < to[i]; day++) counts[r * length + (day < length ? day : day - length)]++;
  }
  return counts;
}

/** One whole hot loop: every replicate's runs against eight rows' prefix sums. */
function meansOfRuns(prefix: Float64Array, { replicates, starts, from, to }: Resamples, sizes: Int32Array, means: Float64Array): void {
  for (let r = 0; r < replicates; r++) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    for (let i = starts[r]; i < starts[r + 1]; i++) {
      const a = from[i] * LANES;
      const b = to[i] * LANES;
      s0 += prefix[b] - prefix[a];
      s1 += prefix[b + 1] - prefix[a + 1];
      s2 += prefix[b + 2] - prefix[a + 2];
      s3 += prefix[b + 3] - prefix[a + 3];
      s4 += prefix[b + 4] - prefix[a + 4];
      s5 += prefix[b + 5] - prefix[a + 5];
      s6 += prefix[b + 6] - prefix[a + 6];
      s7 += prefix[b + 7] - prefix[a + 7];
    }
    const scale = 1 / sizes[r];
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

/** One whole hot loop: counts × values, in tiles of two replicates by four rows, as many sums as there are registers. */
function meansOfCounts(values: Float64Array, counts: Uint16Array, sizes: Int32Array, means: Float64Array): void {
  const n = counts.length / sizes.length;
  for (let r = 0; r < sizes.length; r += 2) {
    const second = Math.min(r + 1, sizes.length - 1);
    for (let half = 0; half < LANES; half += 4) {
      let a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;
      for (let day = 0, i = half, p = r * n, q = second * n; day < n; day++, i += LANES, p++, q++) {
        const a = counts[p];
        const b = counts[q];
        const x0 = values[i], x1 = values[i + 1], x2 = values[i + 2], x3 = values[i + 3];
        a0 += a * x0;
        a1 += a * x1;
        a2 += a * x2;
        a3 += a * x3;
        b0 += b * x0;
        b1 += b * x1;
        b2 += b * x2;
        b3 += b * x3;
      }
      const first = r * LANES + half;
      const other = second * LANES + half;
      means[first] = a0 / sizes[r];
      means[first + 1] = a1 / sizes[r];
      means[first + 2] = a2 / sizes[r];
      means[first + 3] = a3 / sizes[r];
      means[other] = b0 / sizes[second];
      means[other + 1] = b1 / sizes[second];
      means[other + 2] = b2 / sizes[second];
      means[other + 3] = b3 / sizes[second];
    }
  }
}

/** Resampled means of up to eight series at a time. */
function createAverager(resamples: Resamples): (group: readonly Float64Array[], means: Float64Array) => void {
  const { length, replicates, from } = resamples;
  const long = length * replicates >= LONG_RUNS * from.length;
  const sizes = sizesOf(resamples);
  const counts = long ? new Uint16Array(0) : countsOf(resamples);
  const lanes = new Float64Array((long ? 2 * length + 1 : length) * LANES);
  return (group, means) => {
    group.forEach((x, lane) => (long ? fillPrefix : fillValues)(lanes, lane, x));
    if (long) meansOfRuns(lanes, resamples, sizes, means);
    else meansOfCounts(lanes, counts, sizes, means);
  };
}

/** A group's resampled means of the rows' deviations from their means, and of the squares of these when asked for. */
export interface ResampledGroup { means: Float64Array; squares: Float64Array | null }

/**
 * Calls `visit(position, count, group)` for groups of up to eight rows taken in the order of `rows`: [replicate × 8 + lane] for rows[position] …
 * rows[position + count − 1]; overwritten by the next group. Time: rows × replicates × (days, or runs where they are long), twice with squares; memory:
 * 8 × replicates values and, for short runs, 2 bytes × replicates × days.
 */
export function resampledMeans(matrix: ReturnMatrix, rows: ArrayLike<number>, { resamples, squared }: { resamples: Resamples; squared: boolean }, visit: (position: number, count: number, group: ResampledGroup) => void): void {
  const average = createAverager(resamples);
  const means = new Float64Array(resamples.replicates * LANES);
  const squares = squared ? new Float64Array(resamples.replicates * LANES) : null;
  for (let position = 0; position < rows.length; position += LANES) {
    const count = Math.min(LANES, rows.length - position);
    const group = Array.from({ length: count }, (_, lane) => centred(rowOf(matrix, rows[position + lane])));
    average(group, means);
    if (squares) average(group.map((x) => x.map((value) => value * value)), squares);
    visit(position, count, { means, squares });
  }
}
