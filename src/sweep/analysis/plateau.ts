// A peak is worth what its neighbours are worth.
import { medianOf, orNull } from "./columns";
import type { Score } from "./columns";
import { classesOf, keysOf, leadersOf } from "./lattice";
import type { Lattice, LatticeAxis } from "./lattice";

export interface Surroundings {
  /** Neighbours there are; a neighbour that may not win counts as worse than any. */
  count: number;
  /** In the metric's unit; null when it falls on neighbours that may not win, or there are none. */
  median: number | null;
  worst: number | null;
  /** Neighbours within the tolerance of the centre / neighbours; null without any. */
  near: number | null;
}

export interface PlateauPoint {
  config: number;
  value: number;
  /** Median of the config and its one-step neighbours. */
  score: number | null;
  /** One step along exactly one numeric axis. */
  steps: Surroundings;
}

export interface Plateau {
  metric: string;
  /** Share of |value| that counts as near. */
  within: number;
  /** Numeric axes along which a step is taken: those that stand for themselves and are not inert. */
  axes: string[];
  best: PlateauPoint & {
    /** At most one step along every numeric axis at once, the other axes equal. */
    box: Surroundings;
    /** Fewer than half of the one-step neighbours are near; null without neighbours. */
    spike: boolean | null;
  };
  /**
   * The config with the best score among those that are no worse than it themselves and have at least half as many
   * neighbours as any config; ties by value, then by config. Null when none qualifies.
   */
  recommended: PlateauPoint | null;
}

export interface PlateauOptions {
  /** Keys of axes that changed nothing: steps along them are no test. */
  inert?: readonly string[];
  /** Share of |peak| that counts as near; default 0.2. */
  within?: number;
}

/** The surroundings of the best config and the config with the best surroundings; null when no config may win. Ties by config. */
export function plateau(lattice: Lattice, score: Score, { inert = [], within = 0.2 }: PlateauOptions = {}): Plateau | null {
  const { oriented } = score;
  const best = indexOfBest(oriented);
  if (best < 0) return null;
  const steps = leadersOf(lattice).filter((k) => lattice.axes[k].numeric > 1 && !inert.includes(lattice.axes[k].key));
  const near = neighboursOf(lattice, steps);
  const point = (config: number): PlateauPoint => ({
    config, value: score.values[config], score: inUnit(score, plateauScore(oriented, near, config).score), steps: surroundings(score, config, around(near, config), within),
  });
  const peak = point(best);
  const recommended = indexOfRecommended(oriented, near);
  return {
    metric: score.id, within, axes: steps.map((k) => lattice.axes[k].key),
    best: { ...peak, box: surroundings(score, best, boxAround(lattice, steps, best), within), spike: peak.steps.near === null ? null : peak.steps.near < 0.5 },
    recommended: recommended < 0 ? null : point(recommended),
  };
}

function indexOfBest(oriented: Float64Array): number {
  let best = -1;
  for (let i = 0; i < oriented.length; i++) if (!Number.isNaN(oriented[i]) && (best < 0 || oriented[i] > oriented[best])) best = i;
  return best;
}

/** One-step neighbours of all configs: [config][stride], −1 = none. */
interface Neighbours {
  table: Int32Array;
  stride: number;
}

function neighboursOf(lattice: Lattice, steps: readonly number[]): Neighbours {
  const leaders = leadersOf(lattice);
  const stride = 2 * steps.length;
  const table = new Int32Array(lattice.count * stride).fill(-1);
  steps.forEach((k, s) => {
    const axis = lattice.axes[k];
    const { order, starts } = classesOf(keysOf(lattice, leaders.filter((at) => at !== k)), (i) => isNumber(axis, i));
    const at = new Map<number, number>();
    for (let c = 0; c + 1 < starts.length; c++) {
      at.clear();
      const members = order.subarray(starts[c], starts[c + 1]);
      for (const i of members) if (!at.has(axis.index[i])) at.set(axis.index[i], i);
      for (const i of members) {
        table[i * stride + 2 * s] = at.get(axis.index[i] - 1) ?? -1;
        table[i * stride + 2 * s + 1] = at.get(axis.index[i] + 1) ?? -1;
      }
    }
  });
  return { table, stride };
}

const around = ({ table, stride }: Neighbours, config: number): Uint32Array => Uint32Array.from(table.subarray(config * stride, (config + 1) * stride).filter((i) => i >= 0));

const isNumber = ({ index, numeric }: LatticeAxis, config: number): boolean => index[config] >= 0 && index[config] < numeric;

/** Configs at most one step away along every numeric axis, equal along the others. */
function boxAround(lattice: Lattice, steps: readonly number[], centre: number): Uint32Array {
  const leaders = leadersOf(lattice).map((k) => ({ axis: lattice.axes[k], stepped: steps.includes(k) && isNumber(lattice.axes[k], centre) }));
  const beside = (i: number): boolean =>
    leaders.every(({ axis, stepped }) => axis.index[i] === axis.index[centre] || (stepped && isNumber(axis, i) && Math.abs(axis.index[i] - axis.index[centre]) === 1));
  return Uint32Array.from({ length: lattice.count }, (_, i) => i).filter((i) => i !== centre && beside(i));
}

interface PlateauScore {
  /** Median of the config and its neighbours with the better end up; those that may not win are the worst. NaN when it falls on one. */
  score: number;
  /** Neighbours. */
  count: number;
}

function plateauScore(oriented: Float64Array, { table, stride }: Neighbours, config: number): PlateauScore {
  const values = new Float64Array(stride + 1);
  let n = 0;
  for (let s = -1; s < stride; s++) {
    const at = s < 0 ? config : table[config * stride + s];
    if (at < 0) continue;
    const value = Number.isNaN(oriented[at]) ? -Infinity : oriented[at];
    let place = n++;
    for (; place > 0 && values[place - 1] > value; place--) values[place] = values[place - 1];
    values[place] = value;
  }
  const median = (values[(n - 1) >> 1] + values[n >> 1]) / 2;
  return { score: Number.isFinite(median) ? median : NaN, count: n - 1 };
}

function indexOfRecommended(oriented: Float64Array, near: Neighbours): number {
  const scores = Array.from(oriented, (_, config) => plateauScore(oriented, near, config));
  const most = scores.reduce((top, { count }) => Math.max(top, count), 0);
  let best = -1;
  scores.forEach(({ score, count }, i) => {
    // A pit between good neighbours is not a plateau; NaN is not at least anything.
    if (count === 0 || 2 * count < most || !(oriented[i] >= score)) return;
    if (best < 0 || score > scores[best].score || (score === scores[best].score && oriented[i] > oriented[best])) best = i;
  });
  return best;
}

function surroundings(score: Score, centre: number, neighbours: Uint32Array, within: number): Surroundings {
  const values = Float64Array.from(neighbours, (i) => (Number.isNaN(score.oriented[i]) ? -Infinity : score.oriented[i]));
  const floor = score.oriented[centre] - within * Math.abs(score.oriented[centre]);
  const near = values.reduce((n, value) => n + (value >= floor ? 1 : 0), 0);
  const median = medianOf(values);
  return { count: values.length, median: inUnit(score, median), worst: values.length ? inUnit(score, values[0]) : null, near: values.length ? near / values.length : null };
}

const inUnit = ({ better }: Score, oriented: number): number | null => orNull(better === "higher" ? oriented : -oriented);
