import { T_ENTRY_COMMISSION, T_ENTRY_DAY, T_EXIT_COMMISSION, T_EXIT_DAY, T_FEES } from "../../assembly/abi";
import { toDollars } from "../units";
import { closedTrades, netPnl, openAtEnd, trade, tradeCount } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric } from "./metric";

const NONE = undefinedBecause("no closed trades");

/** Sum over trades in ledger order. Money is integer-valued, so the sum is exact in any order. */
export function sum(indices: readonly number[], of: (i: number) => number): number {
  let total = 0;
  for (const i of indices) total += of(i);
  return total;
}

const all = (ledger: Ledger): number[] => Array.from({ length: tradeCount(ledger) }, (_, i) => i);

export const netProfit: Metric = {
  id: "net_profit",
  label: "Net profit",
  unit: "dollars",
  better: "higher",
  definition: "sum of all trades' net P&L after costs, positions open at the end at their last mark; equals final − initial equity",
  compute: (ledger) => toDollars(sum(all(ledger), (i) => netPnl(ledger, i))),
};

export const tradesClosed: Metric = {
  id: "trades",
  label: "Closed trades",
  unit: "count",
  better: null,
  definition: "positions that ended by an exit, a settlement or an assignment",
  compute: (ledger) => closedTrades(ledger).length,
};

export const tradesOpen: Metric = {
  id: "open_at_end",
  label: "Open at the end",
  unit: "count",
  better: null,
  definition: "positions still open on the last day: marked, part of the totals, outside win rate, profit factor, expectancy and hold",
  compute: (ledger) => openAtEnd(ledger).length,
};

export const openPnl: Metric = {
  id: "open_at_end_pnl",
  label: "P&L open at the end",
  unit: "dollars",
  better: null,
  definition: "net P&L of the positions still open on the last day, at their last mark",
  compute: (ledger) => toDollars(sum(openAtEnd(ledger), (i) => netPnl(ledger, i))),
};

export const winRate: Metric = {
  id: "win_rate",
  label: "Win rate",
  unit: "percent",
  better: "higher",
  definition: "closed trades with net P&L > 0 / closed trades",
  compute: (ledger) => {
    const closed = closedTrades(ledger);
    return closed.length ? closed.filter((i) => netPnl(ledger, i) > 0).length / closed.length : NONE;
  },
};

export const profitFactor: Metric = {
  id: "profit_factor",
  label: "Profit factor",
  unit: "ratio",
  better: "higher",
  definition: "sum of winning net P&L / sum of losing net P&L of closed trades; undefined, not ∞, without a loss",
  compute: (ledger) => {
    const closed = closedTrades(ledger);
    if (closed.length === 0) return NONE;
    const loss = sum(closed, (i) => Math.min(netPnl(ledger, i), 0));
    return loss === 0 ? undefinedBecause("no losing trade") : sum(closed, (i) => Math.max(netPnl(ledger, i), 0)) / -loss;
  },
};

export const expectancy: Metric = {
  id: "expectancy",
  label: "Expectancy",
  unit: "dollars",
  better: "higher",
  definition: "mean net P&L of closed trades",
  compute: (ledger) => {
    const closed = closedTrades(ledger);
    return closed.length ? toDollars(sum(closed, (i) => netPnl(ledger, i)) / closed.length) : NONE;
  },
};

export const averageHold: Metric = {
  id: "average_hold",
  label: "Average hold",
  unit: "days",
  better: null,
  definition: "mean calendar days from entry to exit of closed trades",
  compute: (ledger) => {
    const closed = closedTrades(ledger);
    return closed.length ? sum(closed, (i) => trade(ledger, i, T_EXIT_DAY) - trade(ledger, i, T_ENTRY_DAY)) / closed.length : NONE;
  },
};

export const commissions: Metric = {
  id: "commissions",
  label: "Commissions",
  unit: "dollars",
  better: "lower",
  definition: "commissions of all entries and exits",
  compute: (ledger) => toDollars(sum(all(ledger), (i) => trade(ledger, i, T_ENTRY_COMMISSION) + trade(ledger, i, T_EXIT_COMMISSION))),
};

export const fees: Metric = {
  id: "fees",
  label: "Assignment fees",
  unit: "dollars",
  better: "lower",
  definition: "fees of assignments and pinned expiries",
  compute: (ledger) => toDollars(sum(all(ledger), (i) => trade(ledger, i, T_FEES))),
};
