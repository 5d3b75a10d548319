import type { Ledger } from "./ledger";

export type Unit = "ratio" | "percent" | "dollars" | "days" | "count" | "R";
export type Better = "higher" | "lower";

/** One number with its definition. Percentages are fractions (0.062), dollars are dollars. */
export interface Metric {
  id: string;
  label: string;
  unit: Unit;
  /** Which end a search prefers; null = neither is better in itself. */
  better: Better | null;
  definition: string;
  compute: (ledger: Ledger) => number | Undefined;
}

/** Why a metric has no value: never 0, never ∞ (S.10). */
export interface Undefined {
  reason: string;
}

export const undefinedBecause = (reason: string): Undefined => ({ reason });

export interface MetricValue {
  value: number | null;
  unit: Unit;
  label: string;
  definition: string;
  /** Present exactly when value is null. */
  reason?: string;
}

/** Evaluates a metric; a result that is not finite is undefined, whatever the formula said (D.43). */
export function evaluate(metric: Metric, ledger: Ledger): MetricValue {
  const { unit, label, definition } = metric;
  const result = metric.compute(ledger);
  if (typeof result !== "number") return { value: null, unit, label, definition, reason: result.reason };
  if (!Number.isFinite(result)) return { value: null, unit, label, definition, reason: "not a finite number" };
  return { value: result, unit, label, definition };
}
