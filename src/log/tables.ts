// A log's trades and equity under the column names of this project's own runs; null = the log does not say.
import { underwater } from "../metrics";
import { dailyReturns } from "../metrics/returns";
import type { Cell, Column } from "../results/columns";
import * as abi from "../../assembly/abi";
import { strategyOf } from "./ledger";
import type { LogLedger } from "./ledger";
import { SHARES, structureOf } from "./legs";
import type { Structure } from "./legs";
import type { LoggedTrade } from "./trades";

type Kind = Column["type"];

interface Row {
  trade: LoggedTrade;
  structure: Structure | null;
  /** Index in the ledger. */
  i: number;
}

export function logTradeTable(ledger: LogLedger): Column[] {
  const rows = ledger.logged.map((trade, i): Row => ({ trade, structure: trade.legs ? structureOf(trade.legs) : null, i }));
  const column = (name: string, type: Kind, unit: string, of: (row: Row) => Cell): Column => ({ name, type, unit, cells: rows.map(of) });
  const money = (name: string, of: (row: Row) => number | null, scale = 1e4, unit = "$"): Column => column(name, "float", unit, (row) => divided(of(row), scale));
  const slot = (name: string, at: number): Column => money(name, ({ i }) => known(ledger.trades[i * abi.TRADE_STRIDE + at]));
  const strike = (name: string, of: (structure: Structure) => number | null): Column => money(name, ({ structure }) => structure && of(structure), 1000);
  const expiry = ({ trade: { legs } }: Row): number | null => (legs ? Math.min(...legs.map((leg) => leg.expiry)) : null);
  const excursion = (name: string, of: (trade: LoggedTrade) => number | null): Column =>
    money(name, ({ trade }) => (of(trade) === null || trade.premium === null ? null : (of(trade)! / 1e6) * Math.abs(trade.premium) * trade.contracts));
  return [
    column("id", "int", "", ({ i }) => i),
    column("underlying", "text", "", ({ i }) => ledger.underlyings[ledger.trades[i * abi.TRADE_STRIDE + abi.T_UNDERLYING]]),
    column("structure", "text", "", ({ structure }) => structure?.name ?? "unknown"),
    column("strategy", "text", "", ({ trade }) => strategyOf(trade)),
    column("entry_date", "date", "", ({ trade }) => trade.opened),
    column("entry_time", "text", "", ({ trade }) => trade.openedAt || null),
    column("exit_date", "date", "", ({ trade }) => trade.closed),
    column("exit_time", "text", "", ({ trade }) => trade.closedAt || null),
    column("expiry", "date", "", expiry),
    column("dte", "int", "days", (row) => (expiry(row) === null ? null : expiry(row)! - row.trade.opened)),
    column("days_held", "int", "days", ({ trade }) => (trade.closed === null ? null : trade.closed - trade.opened)),
    strike("short_put", (s) => s.shortPut), strike("long_put", (s) => s.longPut), strike("short_call", (s) => s.shortCall), strike("long_call", (s) => s.longCall),
    column("contracts", "float", "", ({ trade }) => trade.contracts),
    money("width", ({ structure }) => width(structure), 1000, "$ per share"),
    money("credit", ({ trade }) => trade.premium, 1e4 * SHARES, "$ per share"),
    money("exit_cost", ({ trade }) => trade.closingCost, 1e4 * SHARES, "$ per share"),
    money("entry_commission", ({ trade }) => trade.openFees), money("exit_commission", ({ trade }) => trade.closeFees),
    money("net_pnl", ({ trade }) => trade.pnl), slot("max_loss", abi.T_MAX_LOSS),
    column("r", "float", "R", ({ trade, i }) => (ledger.largestLosses[i] === null ? null : trade.pnl / ledger.largestLosses[i])),
    column("exit_reason", "text", "", ({ trade }) => trade.reason || null),
    money("spot_entry", ({ trade }) => trade.openPrice), money("spot_exit", ({ trade }) => trade.closePrice),
    money("vix", ({ trade }) => trade.vix, 1e4, "points"),
    excursion("mfe", (trade) => trade.maxProfit), excursion("mae", (trade) => trade.maxLoss),
    money("margin", ({ trade }) => trade.margin), money("funds_at_close", ({ trade }) => trade.funds), slot("equity_at_entry", abi.T_EQUITY),
    column("legs", "text", "", ({ trade }) => trade.legsText || null),
    column("line", "int", "line of the log", ({ trade }) => trade.line),
  ];
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
const divided = (value: number | null, scale: number): number | null => (value === null ? null : value / scale);

/** Thousandths of a dollar between the strikes of the wider side. */
function width(structure: Structure | null): number | null {
  if (!structure || structure.name === "other" || structure.name === "short-put") return null;
  const { shortPut, longPut, shortCall, longCall } = structure;
  return Math.max(shortPut !== null && longPut !== null ? shortPut - longPut : 0, shortCall !== null && longCall !== null ? longCall - shortCall : 0);
}

export function logEquityTable(ledger: LogLedger): Column[] {
  const sessions = ledger.equity.length / abi.EQ_STRIDE;
  const slot = (name: string, type: Kind, unit: string, at: number, scale = 1): Column => ({ name, type, unit, cells: Array.from({ length: sessions }, (_, t) => divided(known(ledger.equity[t * abi.EQ_STRIDE + at]), scale)) });
  const returns = dailyReturns(ledger);
  return [
    slot("date", "date", "", abi.E_DAY), slot("equity", "float", "$", abi.E_EQUITY, 1e4), slot("positions", "int", "", abi.E_POSITIONS), slot("heat", "float", "$", abi.E_HEAT, 1e4),
    slot("entries", "int", "", abi.E_ENTRIES), slot("exits", "int", "", abi.E_EXITS),
    { name: "daily_return", type: "float", unit: "fraction", cells: "reason" in returns ? Array.from({ length: sessions }, () => null) : Array.from(returns) },
    { name: "drawdown", type: "float", unit: "fraction of peak", cells: Array.from(underwater(ledger)) },
  ];
}
