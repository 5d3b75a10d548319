// Fast dice for millions of cells. A number belongs to (seed, day, column, row): a datum becomes the same other datum whatever else changes.

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

/** Key of one column on one day. */
export const dayKey = (seed: number, day: number, column: number): number => mix(mix(mix(seed) ^ day) + Math.imul(column + 1, 0x9e3779b9));

/** Uniform in [0, 1), 32 bits: number `row` under the key. */
export const dice = (key: number, row: number): number => (mix(key + Math.imul(row + 1, 0x9e3779b9)) >>> 0) / 4294967296;

/** The next state of the dice for one day's rows, one after the other: a linear congruence (Numerical Recipes), one multiplication. */
export const roll = (x: number): number => (Math.imul(x, 1664525) + 1013904223) | 0;

/** Uniform in [0, 1), the upper 24 bits of a state. */
export const unit = (x: number): number => (x >>> 8) * 5.9604644775390625e-8;
