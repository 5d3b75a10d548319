// The values of an axis as groups of configs: one group per value, or stretches of values when a sample has almost as many values as configs.
import type { LatticeAxis } from "./lattice";
import { valueText } from "./value";

export interface Levels {
  key: string;
  /** Per level: its value, or its first and last value. */
  values: (readonly unknown[])[];
  labels: string[];
  /** Per config: its level; −1 = the parameter takes no part. */
  of: Int32Array;
}

/** Numeric axes with more values than this are cut into stretches when a value has fewer than MEMBERS configs on average. */
const MANY = 12;
const MEMBERS = 8;
/** Into this many stretches of about equally many configs. */
const STRETCHES = 8;

/** Levels of an axis, in the order of its values; of numbers no more than about `most`. */
export function levelsOf({ key, values, numeric, index }: LatticeAxis, most = Infinity): Levels {
  const sizes = new Uint32Array(values.length);
  for (const at of index) if (at >= 0) sizes[at]++;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const thin = values.length > MANY && total < MEMBERS * values.length;
  const level = thin || values.length > most ? stretched(sizes, numeric, thin ? Math.min(STRETCHES, most) : most) : Int32Array.from(values.keys());
  const ranges = Array.from({ length: level.length ? level[level.length - 1] + 1 : 0 }, (_, l) => [values[level.indexOf(l)], values[level.lastIndexOf(l)]]);
  const spans = ranges.map(([low, high]) => (low === high ? [low] : [low, high]));
  return { key, values: spans, labels: spans.map((span) => span.map(valueText).join("…")), of: index.map((at) => (at < 0 ? -1 : level[at])) };
}

/** Level per value: numbers in stretches, each other value by itself. */
function stretched(sizes: Uint32Array, numeric: number, stretches: number): Int32Array {
  const total = sizes.subarray(0, numeric).reduce((sum, size) => sum + size, 0);
  const level = new Int32Array(sizes.length);
  let [seen, last, raw] = [0, -1, -1];
  for (let at = 0; at < sizes.length; at++) {
    const stretch = at < numeric ? Math.floor((seen * stretches) / total) : stretches + at;
    if (stretch !== raw) last++;
    raw = stretch;
    level[at] = last;
    seen += sizes[at];
  }
  return level;
}
