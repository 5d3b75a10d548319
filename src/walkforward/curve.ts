// Metrics of an equity curve alone, by the definitions of a backtest's.
import { E_DAY, E_EQUITY, EQ_STRIDE } from "../../assembly/abi";
import { METRICS } from "../metrics";
import { evaluate } from "../metrics/metric";
import type { Ledger, Metric, MetricValue } from "../metrics";
import type { Calendar } from "./calendar";
import type { Curve } from "./types";

/** Metrics that need nothing but the curve. */
export const CURVE_METRICS = ["net_profit", "total_return", "cagr", "volatility", "sharpe", "sortino", "max_drawdown", "calmar"] as const;

const listed = METRICS.filter(({ id }) => (CURVE_METRICS as readonly string[]).includes(id));
/** A ledger of a curve holds no trades: the profit is what the equity gained. */
const profit: Metric = { ...listed[0], compute: (ledger) => (ledger.equity.length ? (ledger.equity[ledger.equity.length - EQ_STRIDE + E_EQUITY] - ledger.initial) / 10_000 : { reason: "no sessions" }) };

/** The curve as what metrics read. `initial` in units, like the curve. */
export function ledgerOf({ days, equity }: Curve, initial: number, { days: all, rates, riskFree }: Calendar): Ledger {
  const records = new Float64Array(days.length * EQ_STRIDE);
  days.forEach((day, t) => {
    records[t * EQ_STRIDE + E_DAY] = day;
    records[t * EQ_STRIDE + E_EQUITY] = equity[t];
  });
  const from = rates ? all.indexOf(days[0]) : 0;
  const dated = rates && days.length ? Float64Array.from(days, (day, t) => (all[from + t] === day ? rates[from + t] : rates[all.indexOf(day)])) : null;
  return { trades: new Float64Array(0), equity: records, initial, underlyings: [], structures: [], regimes: [], rates: dated, riskFree };
}

/** All of CURVE_METRICS, by id. */
export function curveValues(curve: Curve, initial: number, calendar: Calendar): Record<string, MetricValue> {
  const ledger = ledgerOf(curve, initial, calendar);
  return Object.fromEntries(listed.map((metric) => [metric.id, evaluate(metric.id === "net_profit" ? profit : metric, ledger)]));
}
