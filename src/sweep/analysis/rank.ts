import type { SweepTable } from "../table";
import { firstAlike, scoreOf } from "./columns";
import type { Score } from "./columns";

export interface Ranked {
  config: number;
  value: number | null;
  /** Configs with the same trades and the same value, this one included. */
  alike: number;
}

export interface RankOptions {
  metric: string;
  /** How many; default 10. */
  top?: number;
  /** Closed trades below which a config comes after all others; default 1. */
  minTrades?: number;
  /** Overrides the metric's own direction. */
  better?: "higher" | "lower";
  /** Whether configs with the same trades and value stand once, with their number; default true. */
  merge?: boolean;
}

/** The best configs by a metric: those that may win first, then those with too few trades, then undefined ones; ties by config. */
export function rank(table: SweepTable, { metric, top = 10, minTrades, better, merge = true }: RankOptions): Ranked[] {
  const score = scoreOf(table, metric, minTrades, better);
  const order = rankOrder(score);
  if (!merge) return Array.from(order.subarray(0, top), (config) => ({ config, value: finite(score, config), alike: 1 }));
  const entries: Ranked[] = [];
  const alike = firstAlike(table);
  const byTrades = new Map<number, Ranked[]>();
  for (const config of order) {
    const kin = byTrades.get(alike[config]) ?? [];
    const same = kin.find((entry) => Object.is(entry.value, finite(score, config)));
    if (same) same.alike++;
    else {
      const entry = { config, value: finite(score, config), alike: 1 };
      byTrades.set(alike[config], [...kin, entry]);
      entries.push(entry);
    }
  }
  return entries.slice(0, top);
}

const finite = ({ values }: Score, config: number): number | null => (Number.isFinite(values[config]) ? values[config] : null);

/** All configs, best first. */
export function rankOrder({ values, oriented, better }: Score): Uint32Array {
  const sign = better === "higher" ? 1 : -1;
  const tier = oriented.map((value, i) => (Number.isFinite(value) ? 0 : Number.isFinite(values[i]) ? 1 : 2));
  return Uint32Array.from(values.keys()).sort((a, b) => tier[a] - tier[b] || (tier[a] < 2 ? sign * (values[b] - values[a]) : 0) || a - b);
}
