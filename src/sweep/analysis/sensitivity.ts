import { medianOf, orNull } from "./columns";
import type { Lattice } from "./lattice";
import { leadersOf } from "./lattice";
import { levelsOf } from "./levels";
import type { Levels } from "./levels";

export interface LevelEffect {
  label: string;
  /** One value, or the first and last of a stretch. */
  values: readonly unknown[];
  /** Configs with a defined metric. */
  n: number;
  median: number | null;
}

export interface MainEffect {
  key: string;
  levels: LevelEffect[];
  /** Share of the metric's variance between the levels, 0…1; null when nothing varies. */
  share: number | null;
  /** Largest − smallest median. */
  range: number | null;
  n: number;
}

export interface Interaction {
  keys: readonly [string, string];
  /** Share of the variance between the cells of the pair beyond both axes' own shares. */
  share: number;
}

export interface Sensitivity {
  metric: string;
  /** Most important first. */
  axes: MainEffect[];
  /** Strongest first, at most three. */
  interactions: Interaction[];
  /** Pairs whose cells hold too few configs to tell. */
  pairsLeft: number;
  defined: number;
  undefined: number;
}

const STRONGEST = 3;

/** Main effects and strongest pairs of the axes that stand for themselves. Undefined values take no part and are counted. */
export function sensitivity(lattice: Lattice, metric: string, values: Float64Array): Sensitivity {
  const levels = leadersOf(lattice).filter((k) => lattice.axes[k].values.length > 1).map((k) => levelsOf(lattice.axes[k]));
  const axes = levels.map((level) => mainEffect(level, values)).sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || (b.range ?? -1) - (a.range ?? -1));
  const pairs = levels.flatMap((a, i) => levels.slice(i + 1).map((b) => interaction(a, b, values, levels.length === 2)));
  const known = pairs.filter((pair) => pair !== null);
  const defined = values.reduce((n, value) => n + (Number.isFinite(value) ? 1 : 0), 0);
  return {
    metric, axes, interactions: known.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share).slice(0, STRONGEST),
    pairsLeft: pairs.length - known.length, defined, undefined: values.length - defined,
  };
}

function mainEffect({ key, labels, values: spans, of }: Levels, values: Float64Array): MainEffect {
  const groups = grouped(of, labels.length, values);
  const medians = groups.map((group) => medianOf(group.slice()));
  const known = medians.filter((median) => !Number.isNaN(median));
  const { share, n } = explained(of, labels.length, values);
  return {
    key, share, n, range: known.length ? Math.max(...known) - Math.min(...known) : null,
    levels: groups.map((group, l) => ({ label: labels[l], values: spans[l], n: group.length, median: orNull(medians[l]) })),
  };
}

/** Defined values by group, in config order. */
export function grouped(of: Int32Array, groups: number, values: Float64Array): Float64Array[] {
  const sizes = new Uint32Array(groups);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0 && Number.isFinite(values[i])) sizes[of[i]]++;
  const result = Array.from(sizes, (size) => new Float64Array(size));
  sizes.fill(0);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0 && Number.isFinite(values[i])) result[of[i]][sizes[of[i]]++] = values[i];
  return result;
}

interface Explained {
  /** Variance between groups / total variance (η²); null when nothing varies. */
  share: number | null;
  n: number;
  sizes: Uint32Array;
}

/** η² of a grouping: Σ n_g (mean_g − mean)² / Σ (value − mean)². */
function explained(of: Int32Array, groups: number, values: Float64Array): Explained {
  const sizes = new Uint32Array(groups);
  const sums = new Float64Array(groups);
  let [n, sum] = [0, 0];
  for (let i = 0; i < of.length; i++) {
    if (of[i] < 0 || !Number.isFinite(values[i])) continue;
    sizes[of[i]]++;
    sums[of[i]] += values[i];
    n++;
    sum += values[i];
  }
  const mean = sum / n;
  let [total, largest] = [0, 0];
  for (let i = 0; i < of.length; i++) {
    if (of[i] < 0 || !Number.isFinite(values[i])) continue;
    total += (values[i] - mean) * (values[i] - mean);
    largest = Math.max(largest, Math.abs(values[i]));
  }
  let between = 0;
  for (let g = 0; g < groups; g++) if (sizes[g]) between += sizes[g] * (sums[g] / sizes[g] - mean) * (sums[g] / sizes[g] - mean);
  // Below the rounding of the mean itself nothing varies.
  const flat = !(total > n * largest * largest * 1e-28);
  return { share: flat ? null : Math.min(1, between / total), n, sizes };
}

/** A cell needs this many configs on average, unless all cells hold the same number or the pair is the whole space. */
const CELL = 5;

/** Additional share of a pair; null when its cells are too thin: then every pair would seem to explain everything. */
function interaction(a: Levels, b: Levels, values: Float64Array, whole: boolean): Interaction | null {
  const width = b.labels.length;
  const cell = a.of.map((at, i) => (at < 0 || b.of[i] < 0 ? -1 : at * width + b.of[i]));
  const both = explained(cell, a.labels.length * width, values);
  const occupied = both.sizes.filter((size) => size > 0);
  const balanced = occupied.length === both.sizes.length && both.sizes.every((size) => size === both.sizes[0]);
  if (both.share === null || both.n === 0 || (!balanced && !whole && both.n < CELL * occupied.length)) return null;
  const inPair = (of: Int32Array): Int32Array => of.map((at, i) => (cell[i] < 0 ? -1 : at));
  const alone = (explained(inPair(a.of), a.labels.length, values).share ?? 0) + (explained(inPair(b.of), width, values).share ?? 0);
  return { keys: [a.key, b.key], share: Math.max(0, both.share - alone) };
}
