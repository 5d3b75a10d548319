// A peak is worth what its neighbours are worth.
import type { SweepTable } from "../table";
import { firstAlike, medianOf, orNull } from "./columns";
import type { Score } from "./columns";
import { classesAlong, leadersOf } from "./lattice";
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
  /** One step along exactly one numeric axis, past values that give the same trades and value. */
  steps: Surroundings;
}

export interface Plateau {
  metric: string;
  /** Share of |value| that counts as near. */
  within: number;
  /** Numeric axes that stand for themselves: steps are taken along them. */
  axes: string[];
  best: PlateauPoint & {
    /** At most one step along every numeric axis at once, the other axes equal; each trade list once, the centre's own not. */
    box: Surroundings;
    /** Fewer than half of the one-step neighbours are near; null with fewer than two of them. */
    spike: boolean | null;
    /** Axes of which it has the first or last value while the value next to it gives other trades: better ones may lie beyond. */
    edges: string[];
  };
  /**
   * The config with the best score among those that are no worse than it themselves and have at least half as many
   * neighbours as any config; ties by value, then by config. Null when none qualifies.
   */
  recommended: PlateauPoint | null;
}

/** Share of |peak| that counts as near. */
const WITHIN = 0.2;

/** The surroundings of the best config and the config with the best surroundings; null when no config may win. Ties by config. */
export function plateau(table: SweepTable, lattice: Lattice, score: Score, within = WITHIN): Plateau | null {
  const { oriented } = score;
  const best = indexOfBest(oriented);
  if (best < 0) return null;
  const leaders = leadersOf(lattice);
  const steps = leaders.filter((k) => lattice.axes[k].numeric > 1);
  const first = firstAlike(table);
  const isSame: Same = (i, j) => first[i] === first[j] && Object.is(score.values[i], score.values[j]);
  const near = neighboursOf(lattice, steps, isSame);
  const point = (config: number): PlateauPoint => ({
    config, value: score.values[config], score: inUnit(score, plateauScore(oriented, near, config).score), steps: surroundings(score, config, around(near, config), within),
  });
  const peak = point(best);
  const box = onceEach(boxAround(lattice, steps, best).filter((i) => !isSame(i, best)), first);
  const recommended = indexOfRecommended(oriented, near);
  return {
    metric: score.id, within, axes: steps.map((k) => lattice.axes[k].key),
    best: {
      ...peak, box: surroundings(score, best, box, within), spike: peak.steps.count < 2 || peak.steps.near === null ? null : peak.steps.near < 0.5,
      edges: steps.filter((k) => isAtEdge(lattice, leaders, k, best, isSame)).map((k) => lattice.axes[k].key),
    },
    recommended: recommended < 0 ? null : point(recommended),
  };
}

/** Whether two configs have the same trades and the same value of the metric. */
type Same = (i: number, j: number) => boolean;

const onceEach = (configs: Uint32Array, first: Uint32Array): Uint32Array => {
  const seen = new Set<number>();
  return configs.filter((i) => !seen.has(first[i]) && seen.add(first[i]));
};

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

/** The nearest config on each side that is not the same, reached without a gap. */
function neighboursOf(lattice: Lattice, steps: readonly number[], isSame: Same): Neighbours {
  const stride = 2 * steps.length;
  const near: Neighbours = { table: new Int32Array(lattice.count * stride).fill(-1), stride };
  steps.forEach((k, s) => {
    const axis = lattice.axes[k];
    const { order, starts } = classesAlong(lattice, k);
    const line = new Int32Array(axis.numeric); // config by value; only the stretch of the class at hand holds
    for (let c = 0; c + 1 < starts.length; c++) {
      const { low, high } = fillLine(line, axis, order, starts, c);
      for (let v = low + 1; v <= high; v++) link(near, 2 * s, line[v], line[v - 1], isSame);
      for (let v = high - 1; v >= low; v--) link(near, 2 * s + 1, line[v], line[v + 1], isSame);
    }
  });
  return near;
}

/** Sets in `slot` of config i its neighbour beside it, or the neighbour's own where the two are the same. */
function link({ table, stride }: Neighbours, slot: number, i: number, beside: number, isSame: Same): void {
  if (i >= 0 && beside >= 0) table[i * stride + slot] = isSame(i, beside) ? table[beside * stride + slot] : beside;
}

/** Puts the configs of class c into `line` by value, the first of several; −1 in gaps. The stretch is empty when it holds no number. */
function fillLine(line: Int32Array, { index, numeric }: LatticeAxis, order: Uint32Array, starts: Uint32Array, c: number): { low: number; high: number } {
  let [low, high] = [numeric, -1];
  for (let m = starts[c]; m < starts[c + 1]; m++) {
    const at = index[order[m]];
    if (at < numeric && at < low) low = at;
    if (at < numeric && at > high) high = at;
  }
  for (let v = low; v <= high; v++) line[v] = -1;
  for (let m = starts[c + 1] - 1; m >= starts[c]; m--) if (index[order[m]] < numeric) line[index[order[m]]] = order[m];
  return { low, high };
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

/** First or last value, and the config next to it inwards exists and differs. */
function isAtEdge(lattice: Lattice, leaders: readonly number[], k: number, config: number, isSame: Same): boolean {
  const { index, numeric } = lattice.axes[k];
  const inwards = index[config] === 0 ? 1 : index[config] === numeric - 1 ? index[config] - 1 : -1;
  const next = inwards < 0 ? -1 : index.findIndex((at, i) => at === inwards && leaders.every((one) => one === k || lattice.axes[one].index[i] === lattice.axes[one].index[config]));
  return next >= 0 && !isSame(next, config);
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
