import { T_EQUITY, T_ID, T_MAX_LOSS } from "../../assembly/abi";
import { toDollars } from "../units";
import { closedTrades, netPnl, trade } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric, Undefined } from "./metric";
import { deviation, laneSum } from "./sums";

const NONE = undefinedBecause("no closed trades");

/** Net P&L in units of the risk taken at entry (max loss). */
const inR = (ledger: Ledger) => (i: number) => netPnl(ledger, i) / trade(ledger, i, T_MAX_LOSS);
/** Net P&L as a fraction of the equity at entry. */
const ofEquity = (ledger: Ledger) => (i: number) => netPnl(ledger, i) / trade(ledger, i, T_EQUITY);

/** Values of the closed trades, in the order in which they were opened. */
function opened(ledger: Ledger, of: (i: number) => number): Float64Array {
  return Float64Array.from(closedTrades(ledger).sort((a, b) => trade(ledger, a, T_ID) - trade(ledger, b, T_ID)), of);
}

/** The same, rising. */
const sorted = (ledger: Ledger, of: (i: number) => number): Float64Array => opened(ledger, of).sort();

/** Mean of the worst k = ⌈5 %⌉ of trades: q + Σ min(x − q, 0) / k with q the k-th smallest (Rockafellar & Uryasev 2000). */
function conditionalValueAtRisk(values: Float64Array): number | Undefined {
  if (values.length === 0) return NONE;
  const k = Math.ceil(values.length / 20);
  const q = values.slice().sort()[k - 1];
  return q + laneSum(values.length, (i) => (values[i] < q ? values[i] - q : 0)) / k;
}

const worst = (values: Float64Array): number | Undefined => (values.length ? values[0] : NONE);

export const sigmaR: Metric = {
  id: "sigma_r",
  label: "σ of R",
  unit: "R",
  better: "lower",
  definition: "sample standard deviation of net P&L / max loss at entry, closed trades",
  compute: (ledger) => {
    const values = opened(ledger, inR(ledger));
    return values.length < 2 ? undefinedBecause("fewer than two closed trades") : deviation(values, 1);
  },
};

export const worstTrade: Metric = { id: "worst_trade", label: "Worst trade", unit: "dollars", better: "higher", definition: "smallest net P&L of a closed trade", compute: (ledger) => worst(sorted(ledger, (i) => toDollars(netPnl(ledger, i)))) };
export const worstTradeR: Metric = { id: "worst_trade_r", label: "Worst trade", unit: "R", better: "higher", definition: "smallest net P&L / max loss of a closed trade", compute: (ledger) => worst(sorted(ledger, inR(ledger))) };
export const worstTradeEquity: Metric = { id: "worst_trade_equity", label: "Worst trade", unit: "percent", better: "higher", definition: "smallest net P&L / equity at entry of a closed trade", compute: (ledger) => worst(sorted(ledger, ofEquity(ledger))) };

export const tenWorst: Metric = {
  id: "ten_worst",
  label: "Ten worst trades",
  unit: "dollars",
  better: "higher",
  definition: "sum of the ten smallest net P&Ls of closed trades (of all when fewer)",
  compute: (ledger) => {
    const values = sorted(ledger, (i) => netPnl(ledger, i));
    return values.length ? toDollars(values.subarray(0, 10).reduce((total, value) => total + value, 0)) : NONE;
  },
};

export const cvarR: Metric = { id: "cvar_95_r", label: "CVaR 95 %", unit: "R", better: "higher", definition: "mean R of the worst 5 % of closed trades (rounded up to whole trades)", compute: (ledger) => conditionalValueAtRisk(opened(ledger, inR(ledger))) };
export const cvarEquity: Metric = { id: "cvar_95_equity", label: "CVaR 95 %", unit: "percent", better: "higher", definition: "mean net P&L / equity at entry of the worst 5 % of closed trades (rounded up to whole trades)", compute: (ledger) => conditionalValueAtRisk(opened(ledger, ofEquity(ledger))) };
