// What runs over different sessions have in common: curves from one start, metrics of one window.
import * as abi from "../../../../assembly/abi";
import { dataError } from "../../../errors";
import { EXIT_REASONS, METRICS } from "../../../metrics";
import type { Ledger, Metric, MetricValue } from "../../../metrics";
import { evaluate } from "../../../metrics/metric";
import { isoDate, toUnits } from "../../../units";
import type { Trade } from "../backtest/input";
import type { Side } from "./side";

/** One run on the sessions that all have. */
export interface CommonSide extends Side {
  /** Equity at the close of its last session before the first common one; its initial equity when there is none. */
  base: number;
  /** Per common session: marked equity, dollars; its return; its fall from the running peak, fraction. */
  equity: number[];
  returns: Float64Array;
  drawdown: number[];
  /** Trades opened and ended within the common range; of these the closed ones. */
  inside: Trade[];
  insideClosed: Trade[];
  /** Trades left out because they reach beyond the range. */
  outside: number;
}

export interface Common {
  sides: CommonSide[];
  /** Day numbers of the sessions that all have. */
  day: number[];
  /** Sessions inside the common range that some run lacks. */
  dropped: number;
  /** Whether all runs have exactly these sessions. */
  same: boolean;
}

/** Throws a data error when there is no session that all have. */
export function commonOf(sides: readonly Side[]): Common {
  const sets = sides.map(({ sessions }) => new Set(sessions.day));
  const day = sides[0].sessions.day.filter((d) => sets.every((set) => set.has(d)));
  if (day.length === 0) throw dataError(sides.map(({ run: { folder } }) => folder).join(", "), `have no session in common: ${sides.map(({ letter, sessions }) => `${letter} ${rangeText(sessions.day)}`).join(", ")}`, "compare runs over ranges that overlap");
  const [first, last] = [day[0], day[day.length - 1]];
  const union = new Set(sides.flatMap(({ sessions }) => sessions.day.filter((d) => d >= first && d <= last)));
  return { day, dropped: union.size - day.length, same: sides.every(({ sessions }) => sessions.day.length === day.length), sides: sides.map((side) => onCommon(side, day)) };
}

export const rangeText = (day: readonly number[]): string => (day.length ? `${isoDate(day[0])} … ${isoDate(day[day.length - 1])}` : "no session");

function onCommon(side: Side, day: readonly number[]): CommonSide {
  const { sessions, initial, trades } = side;
  const at = new Map(sessions.day.map((d, t) => [d, t]));
  const equity = day.map((d) => sessions.equity[at.get(d)!]);
  const before = at.get(day[0])! - 1;
  const base = before < 0 ? initial : sessions.equity[before];
  const returns = Float64Array.from(equity, (value, t) => value / (t === 0 ? base : equity[t - 1]) - 1);
  let peak = base;
  const drawdown = equity.map((value) => 1 - value / (peak = Math.max(peak, value)));
  const inside = trades.filter(({ entry, exit }) => entry >= day[0] && exit <= day[day.length - 1]);
  return { ...side, base, equity, returns, drawdown, inside, insideClosed: inside.filter(({ closed }) => closed), outside: trades.length - inside.length };
}

/** Metrics that a window of another length or place leaves meaningful; ratios with a risk-free rate of 0 for all. */
const COMPARED = [
  "total_return", "cagr", "volatility", "sharpe", "sortino", "max_drawdown", "calmar", "net_profit", "trades", "win_rate", "profit_factor", "expectancy", "average_hold", "open_at_end",
  "sigma_r", "worst_trade", "worst_trade_r", "ten_worst", "cvar_95_r", "cvar_95_equity", "commissions", "fees",
];
/** Those that are read from equity at every close. */
const NEEDS_MARKS = ["volatility", "sharpe", "sortino", "max_drawdown", "calmar"];
/** Those that are measured in largest losses. */
const NEEDS_LOSS = ["sigma_r", "worst_trade_r", "cvar_95_r"];
/** Those read from trades; the rest is read from the curve. */
const OF_TRADES = new Set(["net_profit", "trades", "win_rate", "profit_factor", "expectancy", "average_hold", "open_at_end", "sigma_r", "worst_trade", "worst_trade_r", "ten_worst", "cvar_95_r", "cvar_95_equity", "commissions", "fees"]);
export const isOfTrades = ({ id }: Metric): boolean => OF_TRADES.has(id);

export const COMPARED_METRICS: readonly Metric[] = COMPARED.map((id) => METRICS.find((metric) => metric.id === id)!);

/** Labels are unique here: three figures come in two units. */
export const labelOf = ({ id, label, unit }: Pick<Metric, "id" | "label" | "unit">): string => (unit === "R" && id !== "sigma_r" ? `${label} (R)` : id === "cvar_95_equity" ? `${label} (of equity)` : label);

/** A metric of one side over the common sessions; null with a reason where it is undefined or the log does not say. */
export function metricOn(metric: Metric, side: CommonSide, day: readonly number[]): MetricValue {
  const { unit, label, definition } = metric;
  const not = (reason: string): MetricValue => ({ value: null, unit, label, definition, reason });
  if (!side.marked && NEEDS_MARKS.includes(metric.id)) return not("equity counts closed trades only");
  const unknown = side.insideClosed.filter(({ maxLoss }) => Number.isNaN(maxLoss)).length;
  if (unknown > 0 && NEEDS_LOSS.includes(metric.id)) return not(`the largest loss of ${unknown} trade${unknown === 1 ? "" : "s"} is not known`);
  if (metric.id === "fees" && Number.isNaN(feesOf(side))) return not("a log does not tell fees of assignment from commissions");
  const value = evaluate(metric, ledgerOf(side, day));
  return value.value === null && isOfTrades(metric) && side.insideClosed.length > 0 ? { ...value, reason: value.reason === "not a finite number" ? "not known for every trade" : value.reason } : value;
}

const feesOf = (side: CommonSide): number => ("imported" in side.recorded.record ? NaN : 0);

/** What metrics read, rebuilt from the tables for the window. */
function ledgerOf({ inside, equity, base }: CommonSide, day: readonly number[]): Ledger {
  const trades = new Float64Array(inside.length * abi.TRADE_STRIDE);
  inside.forEach((trade, i) => {
    const record = trades.subarray(i * abi.TRADE_STRIDE);
    const slots: readonly (readonly [slot: number, value: number])[] = [
      [abi.T_ID, trade.id], [abi.T_ENTRY_DAY, trade.entry], [abi.T_EXIT_DAY, trade.exit], [abi.T_NET_PNL, units(trade.net)], [abi.T_MAX_LOSS, units(trade.maxLoss)], [abi.T_EQUITY, units(trade.equityAtEntry)],
      [abi.T_ENTRY_COMMISSION, units(trade.commissions)], [abi.T_FEES, units(trade.fees)], [abi.T_REASON, trade.closed ? Math.max(0, EXIT_REASONS.indexOf("time_exit")) : abi.EXIT_END_OF_DATA],
    ];
    for (const [slot, value] of slots) record[slot] = value;
  });
  const sessions = new Float64Array(day.length * abi.EQ_STRIDE);
  day.forEach((d, t) => {
    sessions[t * abi.EQ_STRIDE + abi.E_DAY] = d;
    sessions[t * abi.EQ_STRIDE + abi.E_EQUITY] = units(equity[t]);
  });
  return { trades, equity: sessions, initial: units(base), underlyings: [], structures: [], regimes: [], rates: null, riskFree: 0 };
}

const units = (dollars: number): number => (Number.isNaN(dollars) ? NaN : toUnits(dollars));
