import type { Better } from "../../metrics";
import type { SweepTable } from "../table";
import { firstAlike, MIN_TRADES, scoreOf } from "./columns";

export interface Objective {
  metric: string;
  better: Better;
}

/** More growth, less pain, more evidence. */
export const OBJECTIVES: readonly Objective[] = [
  { metric: "cagr", better: "higher" }, { metric: "max_drawdown", better: "lower" }, { metric: "trades", better: "higher" },
];

export interface FrontMember {
  config: number;
  /** One per objective, in the unit of the metric. */
  values: number[];
  /** Configs with the same trades and values, this one included. */
  alike: number;
}

export interface Pareto {
  objectives: readonly Objective[];
  /** Best first objective first; ties by the next objectives, then by config. */
  front: FrontMember[];
  /** Configs that took part, and those left out: an objective undefined, or too few trades. */
  compared: number;
  left: number;
}

/**
 * Configs that no other beats: none is as good in every objective and better in one. Equal objectives with other trades
 * stay both. O(n log n) for up to three objectives but for moving numbers in an array; O(n × front) for more.
 */
export function pareto(table: SweepTable, objectives: readonly Objective[] = OBJECTIVES, minTrades = MIN_TRADES): Pareto {
  const scores = objectives.map(({ metric, better }) => scoreOf(table, metric, minTrades, better).oriented);
  const valid = Array.from({ length: table.count }, (_, i) => i).filter((i) => scores.every((score) => Number.isFinite(score[i])));
  valid.sort((a, b) => compare(scores, a, b) || a - b);
  const alike = firstAlike(table);
  const front: FrontMember[] = [];
  const archive = scores.length <= 3 ? staircase() : list();
  let beaten = false;
  valid.forEach((i, at) => {
    const equal = at > 0 && compare(scores, valid[at - 1], i) === 0;
    const point = scores.map((score) => score[i]);
    if (!equal) beaten = archive.beats(point);
    if (beaten) return;
    if (!equal) archive.add(point);
    const twin = equal ? twinOf(front, scores, alike, i) : undefined;
    if (twin) twin.alike++;
    else front.push({ config: i, values: objectives.map(({ metric }) => table.metrics[metric][i]), alike: 1 });
  });
  return { objectives, front, compared: valid.length, left: table.count - valid.length };
}

function compare(scores: readonly Float64Array[], a: number, b: number): number {
  for (const score of scores) if (score[a] !== score[b]) return score[b] - score[a];
  return 0;
}

/** Points so far, each at least as good in the first objective as whatever comes later and equal to none of it. */
interface Archive {
  /** Whether some point is at least as good in every objective. */
  beats: (point: readonly number[]) => boolean;
  add: (point: readonly number[]) => void;
}

/** Second and third objective of the best points: seconds falling, thirds rising. */
function staircase(): Archive {
  const seconds: number[] = [];
  const thirds: number[] = [];
  /** First step whose second is below `second`. */
  const below = (second: number): number => {
    let [low, high] = [0, seconds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seconds[middle] >= second) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    beats: ([, second = 0, third = 0]) => {
      const at = below(second);
      return at > 0 && thirds[at - 1] >= third;
    },
    add: ([, second = 0, third = 0]) => {
      const at = below(second);
      let to = at;
      while (to < thirds.length && thirds[to] <= third) to++;
      const from = at > 0 && seconds[at - 1] === second ? at - 1 : at;
      seconds.splice(from, to - from, second);
      thirds.splice(from, to - from, third);
    },
  };
}

/** All points; one that beats is moved to the front, for it will beat again. */
function list(): Archive {
  const points: (readonly number[])[] = [];
  return {
    beats: (point) => {
      const p = points.findIndex((one) => one.every((value, k) => value >= point[k]));
      if (p > 0) [points[0], points[p]] = [points[p], points[0]];
      return p >= 0;
    },
    add: (point) => points.push(point),
  };
}

/** The front member with the same objectives and trades: equal objectives stand side by side at the end. */
function twinOf(front: readonly FrontMember[], scores: readonly Float64Array[], alike: Uint32Array, i: number): FrontMember | undefined {
  for (let k = front.length - 1; k >= 0 && compare(scores, front[k].config, i) === 0; k--) if (alike[front[k].config] === alike[i]) return front[k];
  return undefined;
}
