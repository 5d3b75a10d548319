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
 * stay both. Sorted scan: O(n log n + n × front), less where early members beat most.
 */
export function pareto(table: SweepTable, objectives: readonly Objective[] = OBJECTIVES, minTrades = MIN_TRADES): Pareto {
  const scores = objectives.map(({ metric, better }) => scoreOf(table, metric, minTrades, better).oriented);
  const valid = Array.from({ length: table.count }, (_, i) => i).filter((i) => scores.every((score) => Number.isFinite(score[i])));
  valid.sort((a, b) => compare(scores, a, b) || a - b);
  const alike = firstAlike(table);
  const front: FrontMember[] = [];
  const points: Float64Array[] = [];
  for (const i of valid) {
    const point = Float64Array.from(scores, (score) => score[i]);
    if (isBeaten(points, point)) continue;
    const twin = twinOf(front, scores, alike, i);
    if (twin) {
      twin.alike++;
      continue;
    }
    front.push({ config: i, values: objectives.map(({ metric }) => table.metrics[metric][i]), alike: 1 });
    points.push(point);
  }
  return { objectives, front, compared: valid.length, left: table.count - valid.length };
}

function compare(scores: readonly Float64Array[], a: number, b: number): number {
  for (const score of scores) if (score[a] !== score[b]) return score[b] - score[a];
  return 0;
}

/** Earlier points are at least as good in the first objective; the one that beats is moved to the front, for it will beat again. */
function isBeaten(points: Float64Array[], point: Float64Array): boolean {
  for (let p = 0; p < points.length; p++) {
    if (!beats(points[p], point)) continue;
    [points[0], points[p]] = [points[p], points[0]];
    return true;
  }
  return false;
}

function beats(a: Float64Array, b: Float64Array): boolean {
  let better = false;
  for (let k = 0; k < a.length; k++) {
    if (a[k] < b[k]) return false;
    if (a[k] > b[k]) better = true;
  }
  return better;
}

/** The front member with the same objectives and trades: equal objectives stand side by side at the end. */
function twinOf(front: readonly FrontMember[], scores: readonly Float64Array[], alike: Uint32Array, i: number): FrontMember | undefined {
  for (let k = front.length - 1; k >= 0 && compare(scores, front[k].config, i) === 0; k--) if (alike[front[k].config] === alike[i]) return front[k];
  return undefined;
}
