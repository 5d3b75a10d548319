import { METRICS } from "../metrics";
import type { SweepAnalysis } from "../sweep/analysis";
import { valueText } from "../sweep/analysis/value";
import type { SweepTable } from "../sweep/table";
import { metricText } from "./format";

/** What the sections of a sweep's report read. */
export interface Sweep {
  table: SweepTable;
  analysis: SweepAnalysis;
}

/** A value of a metric in its unit; an en dash when undefined. */
export function valueOf(metric: string, value: number | null | undefined): string {
  const unit = METRICS.find(({ id }) => id === metric)?.unit ?? "ratio";
  return metricText({ value: value === undefined || !Number.isFinite(value) ? null : value, unit });
}

export const labelOf = (metric: string): string => METRICS.find(({ id }) => id === metric)?.label ?? metric;

/** Axes that tell configs apart, the most important first: not those that follow another or never changed a trade. */
export function tellingKeys({ sensitivity, axes }: SweepAnalysis): string[] {
  const idle = axes.filter(({ status }) => status === "inert" || status === "constant").map(({ key }) => key);
  return sensitivity.axes.map(({ key }) => key).filter((key) => !idle.includes(key));
}

/** "profit_target 50 · min_delta 0.1" of a config. */
export function parametersText({ parameters }: SweepAnalysis, config: number, keys: readonly string[]): string {
  const values = parameters[config] ?? {};
  return keys.filter((key) => key in values).map((key) => `${key} ${valueText(values[key])}`).join(" · ") || "the only values";
}
