import { OPENED } from "../../assembly/abi";
import { METRICS } from "../metrics";
import type { Ledger, MetricValue, StressResult } from "../metrics";
import { evaluate } from "../metrics/metric";
import { stressWindows } from "../metrics/stress";
import { REASONS } from "../results/reasons";
import type { LayerRun } from "./types";

/** Metrics told of every run. */
export const RUN_METRICS = ["total_return", "cagr", "volatility", "sharpe", "max_drawdown", "trades", "win_rate", "net_profit", "mean_heat", "time_in_market"] as const;
export type RunMetric = (typeof RUN_METRICS)[number];

export interface ReasonShare {
  /** Reason id of docs/results.md. */
  id: string;
  count: number;
  /** Of all chances. */
  share: number;
}

export interface RunSummary {
  metrics: Record<RunMetric, MetricValue>;
  /** Chances: sessions × underlyings × sleeves; every one opened a position or has one reason. */
  starvation: { chances: number; opened: number; reasons: ReasonShare[] };
  stress: StressResult[];
}

/** What is told of one run: metrics, why it did not trade, stress windows. */
export function summarise({ ledger, funnel }: LayerRun): RunSummary {
  return { metrics: metricsOf(ledger), starvation: starvationOf(funnel), stress: stressWindows(ledger) };
}

function metricsOf(ledger: Ledger): Record<RunMetric, MetricValue> {
  const chosen = RUN_METRICS.map((id) => METRICS.find((metric) => metric.id === id)!);
  return Object.fromEntries(chosen.map((metric) => [metric.id, evaluate(metric, ledger)])) as Record<RunMetric, MetricValue>;
}

function starvationOf(funnel: Uint8Array): RunSummary["starvation"] {
  const counts = new Array<number>(REASONS.length).fill(0);
  for (const code of funnel) counts[code]++;
  const reasons = counts.flatMap((count, code) => (count > 0 && code !== OPENED ? [{ id: REASONS[code].id, count, share: count / funnel.length }] : []));
  return { chances: funnel.length, opened: counts[OPENED], reasons };
}

export interface Refused {
  /** Chances that open a position without the layer and not with it. */
  lost: number;
  /** What stopped them with it, by reason, most frequent first (ties by code). */
  reasons: { id: string; count: number }[];
  /** Chances that open a position only with it. */
  gained: number;
}

/** What the layer refused, chance by chance; null when the runs did not have the same chances. */
export function refusedBy(withLayer: Uint8Array, without: Uint8Array): Refused | null {
  if (withLayer.length !== without.length) return null;
  const counts = new Array<number>(REASONS.length).fill(0);
  let gained = 0;
  for (let i = 0; i < without.length; i++) {
    if (without[i] === OPENED && withLayer[i] !== OPENED) counts[withLayer[i]]++;
    else if (withLayer[i] === OPENED && without[i] !== OPENED) gained++;
  }
  const reasons = counts.flatMap((count, code) => (count > 0 ? [{ id: REASONS[code].id, count, code }] : [])).sort((a, b) => b.count - a.count || a.code - b.code);
  return { lost: counts.reduce((sum, count) => sum + count, 0), reasons: reasons.map(({ id, count }) => ({ id, count })), gained };
}
