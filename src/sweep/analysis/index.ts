// Everything that is said about a finished sweep, as data that JSON can hold.
import type { Config } from "../../config";
import { METRICS } from "../../metrics";
import type { Better, Unit } from "../../metrics";
import type { SweepTable } from "../table";
import { firstAlike, MIN_TRADES, scoreOf } from "./columns";
import { axisEffects } from "./inert";
import type { AxisEffect } from "./inert";
import { latticeOf } from "./lattice";
import { OBJECTIVES, pareto } from "./pareto";
import type { Objective, Pareto } from "./pareto";
import { plateau } from "./plateau";
import type { Plateau } from "./plateau";
import { rank } from "./rank";
import type { Ranked } from "./rank";
import { sensitivity } from "./sensitivity";
import type { Sensitivity } from "./sensitivity";
import { surface } from "./surface";
import type { Surface } from "./surface";

export interface AnalysisOptions {
  /** The values that were not swept: reasons of inert parameters are fuller with it. */
  base?: Config;
  /** Rows of the ranking; default 10. */
  top?: number;
  /** Closed trades below which a config never wins; default 1. */
  minTrades?: number;
  /** Share of |peak| that counts as near in the plateau; default 0.2. */
  within?: number;
  /** Default: CAGR up, max drawdown down, trades up, as far as the table has them. */
  objectives?: readonly Objective[];
}

export interface SweepAnalysis {
  metric: { id: string; label: string; unit: Unit; better: Better; definition: string };
  configs: number;
  /** Different trade lists among them. */
  distinct: number;
  /** Configs in which the metric is undefined, and those with it but too few trades to win. */
  undefined: number;
  tooFew: number;
  minTrades: number;
  /** Raw values by key of every config that the analysis names. */
  parameters: Record<number, Record<string, unknown>>;
  top: Ranked[];
  axes: AxisEffect[];
  sensitivity: Sensitivity;
  /** Over the two most important axes; null with fewer than two. */
  surface: Surface | null;
  pareto: Pareto;
  plateau: Plateau | null;
}

/** Analyses a sweep by one metric. Pure; equal tables give equal objects. Throws a config error for a metric the table does not have. */
export function analysisData(table: SweepTable, metric: string, options: AnalysisOptions = {}): SweepAnalysis {
  const { base, top, minTrades = MIN_TRADES, within } = options;
  const score = scoreOf(table, metric, minTrades);
  const lattice = latticeOf(table);
  const axes = axisEffects(table, lattice, base);
  const effects = sensitivity(lattice, metric, score.values);
  const ranked = rank(table, { metric, top, minTrades });
  const front = pareto(table, options.objectives ?? OBJECTIVES.filter((objective) => table.metrics[objective.metric]), minTrades);
  const peak = plateau(table, lattice, score, within);
  const [first, second] = effects.axes;
  const named = [...ranked, ...front.front, ...(peak ? [peak.best] : []), ...(peak?.recommended ? [peak.recommended] : [])].map(({ config }) => config);
  return {
    metric: describe(metric, score.better), configs: table.count, distinct: new Set(firstAlike(table)).size,
    undefined: effects.undefined, tooFew: score.oriented.reduce((n, value) => n + (Number.isNaN(value) ? 1 : 0), 0) - effects.undefined, minTrades,
    parameters: Object.fromEntries(named.map((config) => [config, parametersOf(table, config)])),
    top: ranked, axes, sensitivity: effects, surface: second ? surface(lattice, second.key, first.key, score.values) : null, pareto: front, plateau: peak,
  };
}

function describe(id: string, better: Better): SweepAnalysis["metric"] {
  const metric = METRICS.find((one) => one.id === id);
  return { id, label: metric?.label ?? id, unit: metric?.unit ?? "ratio", better, definition: metric?.definition ?? "" };
}

/** Raw values of a config by key; parameters that take no part are left out. */
export function parametersOf({ axes }: Pick<SweepTable, "axes">, config: number): Record<string, unknown> {
  return Object.fromEntries(axes.filter(({ values, index }) => index[config] < values.length).map(({ key, values, index }) => [key, values[index[config]]]));
}
