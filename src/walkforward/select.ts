// Who may be chosen, and who is.
import type { Metric } from "../metrics";
import { valueAt } from "./configs";
import type { Results } from "./configs";
import type { Guards } from "./types";

/** The guards of a stretch that is `share` times as long as training: trades in proportion (rounded up, at least one), shares of trades and equity as they are. */
export const scaled = (guards: Guards, share: number): Guards => ({ ...guards, minTrades: Math.max(1, Math.ceil(guards.minTrades * share - 1e-9)) });

/** Whether the row keeps the guards. A comparison with an undefined figure is never kept (D.43). */
export function passes(results: Results, row: number, { minTrades, maxDrawdown, minWinRate }: Guards): boolean {
  const { trades, max_drawdown: drawdown, win_rate: wins } = figures(results, row);
  return trades >= Math.max(1, minTrades) && (maxDrawdown === null || drawdown <= maxDrawdown) && (minWinRate === null || wins >= minWinRate);
}

const figures = (results: Results, row: number) => ({ trades: valueAt(results, row, "trades"), max_drawdown: valueAt(results, row, "max_drawdown"), win_rate: valueAt(results, row, "win_rate") });

/**
 * Rows that keep the guards and in which the metric is defined, best first; ties by row, and rows are in the order of config numbers. A config that never
 * traded is not among them, whatever the metric (S.10).
 */
export function ranking(results: Results, { id, better }: Pick<Metric, "id" | "better">, guards: Guards): number[] {
  const sign = better === "lower" ? -1 : 1;
  const rows = Array.from({ length: results.count }, (_, row) => row).filter((row) => Number.isFinite(valueAt(results, row, id)) && passes(results, row, guards));
  return rows.sort((a, b) => sign * (valueAt(results, b, id) - valueAt(results, a, id)) || a - b);
}
