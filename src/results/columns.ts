// Result tables as named columns in users' units: dollars, dates, names. One spec per table; Arrow, CSV and JSON follow from it.
import * as abi from "../../assembly/abi";
import { underwater } from "../metrics/drawdown";
import type { Ledger } from "../metrics/ledger";
import { BREAKER_BITS, EXIT_REASONS } from "../metrics/names";
import { dailyReturns } from "../metrics/returns";
import { isoDate } from "../units";
import { LIMITS } from "./reasons";

export type Cell = number | string | boolean | null;

export interface ColumnSpec {
  name: string;
  type: "int" | "float" | "date" | "text" | "bool";
  unit: string;
  /** Cell of a record that begins at `base` of the raw table; dates are day numbers. */
  read: (raw: Float64Array, base: number) => Cell;
}

const slot = (type: "int" | "date", name: string, at: number, unit = ""): ColumnSpec => ({ name, type, unit, read: (raw, base) => raw[base + at] });
/** NaN = unknown. */
const float = (name: string, at: number, unit = ""): ColumnSpec => ({ name, type: "float", unit, read: (raw, base) => (Number.isNaN(raw[base + at]) ? null : raw[base + at]) });
const scaled = (name: string, at: number, scale: number, unit: string): ColumnSpec => ({ name, type: "float", unit, read: (raw, base) => (Number.isNaN(raw[base + at]) ? null : raw[base + at] / scale) });
const money = (name: string, at: number, unit = "$"): ColumnSpec => scaled(name, at, 10_000, unit);
/** 0 = no such leg. */
const strike = (name: string, at: number): ColumnSpec => ({ name, type: "float", unit: "$", read: (raw, base) => (raw[base + at] === 0 ? null : raw[base + at] / 1000) });
const named = (name: string, at: number, names: readonly string[], missing = "unknown"): ColumnSpec => ({ name, type: "text", unit: "", read: (raw, base) => names[raw[base + at]] ?? missing });
const flag = (name: string, at: number, bit: number): ColumnSpec => ({ name, type: "bool", unit: "", read: (raw, base) => (raw[base + at] & bit) !== 0 });
const formula = (name: string, type: ColumnSpec["type"], unit: string, read: ColumnSpec["read"]): ColumnSpec => ({ name, type, unit, read });

/** One row per trade, in the order in which positions ended. */
export const tradeColumns = ({ underlyings, structures, regimes }: Pick<Ledger, "underlyings" | "structures" | "regimes">): readonly ColumnSpec[] => [
  slot("int", "id", abi.T_ID),
  named("underlying", abi.T_UNDERLYING, underlyings),
  named("structure", abi.T_SLEEVE, structures),
  slot("int", "sleeve", abi.T_SLEEVE),
  slot("date", "entry_date", abi.T_ENTRY_DAY),
  slot("date", "exit_date", abi.T_EXIT_DAY),
  slot("date", "expiry", abi.T_EXPIRY),
  slot("date", "vendor_expiry", abi.T_VENDOR_EXPIRY),
  named("settlement", abi.T_SETTLEMENT, ["PM", "AM"]),
  formula("dte", "int", "days", (raw, base) => raw[base + abi.T_EXPIRY] - raw[base + abi.T_ENTRY_DAY]),
  formula("days_held", "int", "days", (raw, base) => raw[base + abi.T_EXIT_DAY] - raw[base + abi.T_ENTRY_DAY]),
  strike("short_put", abi.T_SHORT_PUT),
  strike("long_put", abi.T_LONG_PUT),
  strike("short_call", abi.T_SHORT_CALL),
  strike("long_call", abi.T_LONG_CALL),
  slot("int", "contracts", abi.T_CONTRACTS),
  money("width", abi.T_WIDTH, "$ per share"),
  money("credit", abi.T_CREDIT, "$ per share"),
  money("natural_credit", abi.T_NATURAL_CREDIT, "$ per share"),
  money("exit_cost", abi.T_EXIT_COST, "$ per share"),
  money("entry_commission", abi.T_ENTRY_COMMISSION),
  money("exit_commission", abi.T_EXIT_COMMISSION),
  money("fees", abi.T_FEES),
  money("net_pnl", abi.T_NET_PNL),
  money("max_loss", abi.T_MAX_LOSS),
  formula("r", "float", "R", (raw, base) => raw[base + abi.T_NET_PNL] / raw[base + abi.T_MAX_LOSS]),
  named("exit_reason", abi.T_REASON, EXIT_REASONS),
  float("delta", abi.T_DELTA, "|Δ|"),
  formula("call_delta", "float", "|Δ|", (raw, base) => (raw[base + abi.T_SHORT_CALL] === 0 || raw[base + abi.T_SHORT_PUT] === 0 || Number.isNaN(raw[base + abi.T_CALL_DELTA]) ? null : raw[base + abi.T_CALL_DELTA])),
  float("iv", abi.T_IV, "fraction"),
  float("atm_iv", abi.T_ATM_IV, "fraction"),
  float("iv_rank", abi.T_IV_RANK, "0…1"),
  float("iv_percentile", abi.T_IV_PERCENTILE, "0…1"),
  named("regime", abi.T_REGIME, regimes),
  float("multiplier", abi.T_MULTIPLIER),
  float("score", abi.T_SCORE),
  money("spot_entry", abi.T_SPOT_ENTRY),
  money("spot_exit", abi.T_SPOT_EXIT),
  float("vix", abi.T_VIX, "points"),
  money("mfe", abi.T_MFE),
  money("mae", abi.T_MAE),
  slot("int", "stale_days", abi.T_STALE_DAYS, "sessions"),
  slot("int", "max_stale_run", abi.T_MAX_STALE_RUN, "sessions"),
  slot("int", "blocked_exits", abi.T_BLOCKED_EXITS),
  named("binding_limit", abi.T_BINDING_LIMIT, LIMITS.map((limit) => limit.id)),
  formula("exit_scale", "float", "× volatility", (raw, base) => (raw[base + abi.T_EXIT_SCALE] > 0 ? raw[base + abi.T_EXIT_SCALE] : null)),
  money("equity_at_entry", abi.T_EQUITY),
  flag("pin", abi.T_FLAGS, abi.FLAG_PIN),
  flag("assigned_call", abi.T_FLAGS, abi.FLAG_ASSIGNED_CALL),
  flag("assigned_put", abi.T_FLAGS, abi.FLAG_ASSIGNED_PUT),
  flag("abandoned_long", abi.T_FLAGS, abi.FLAG_ABANDONED_LONG),
  flag("settled_on_fallback", abi.T_FLAGS, abi.FLAG_SETTLED_ON_FALLBACK),
];

/** One row per session. */
export const EQUITY_COLUMNS: readonly ColumnSpec[] = [
  slot("date", "date", abi.E_DAY),
  money("cash", abi.E_CASH),
  money("liability", abi.E_LIABILITY),
  money("equity", abi.E_EQUITY),
  slot("int", "positions", abi.E_POSITIONS),
  money("heat", abi.E_HEAT),
  float("breaker_multiplier", abi.E_BREAKER_MULTIPLIER),
  formula("breakers", "text", "", (raw, base) => BREAKER_BITS.filter(([bit]) => raw[base + abi.E_BREAKER_BITS] & bit).map(([, name]) => name).join("+")),
  slot("int", "stale_marks", abi.E_STALE),
  slot("int", "entries", abi.E_ENTRIES),
  slot("int", "exits", abi.E_EXITS),
];

export interface Column {
  name: string;
  type: ColumnSpec["type"];
  unit: string;
  cells: Cell[];
}

const columnsOf = (specs: readonly ColumnSpec[], raw: Float64Array, stride: number): Column[] =>
  specs.map(({ name, type, unit, read }) => ({ name, type, unit, cells: Array.from({ length: raw.length / stride }, (_, i) => read(raw, i * stride)) }));

export const tradeTable = (ledger: Ledger): Column[] => columnsOf(tradeColumns(ledger), ledger.trades, abi.TRADE_STRIDE);

/** The sessions with daily return and drawdown beside them (null where a return is undefined). */
export function equityTable(ledger: Ledger): Column[] {
  const returns = dailyReturns(ledger);
  const drawdown = Array.from(underwater(ledger));
  const daily = "reason" in returns ? drawdown.map(() => null) : Array.from(returns);
  return [
    ...columnsOf(EQUITY_COLUMNS, ledger.equity, abi.EQ_STRIDE),
    { name: "daily_return", type: "float", unit: "fraction", cells: daily },
    { name: "drawdown", type: "float", unit: "fraction of peak", cells: drawdown },
  ];
}

/** A cell as CSV and JSON show it: dates as ISO text. */
export const shown = (column: Column, row: number): Cell => {
  const cell = column.cells[row];
  return column.type === "date" && typeof cell === "number" ? isoDate(cell) : cell;
};
