// What every metric reads: the raw records of a run with names, labels and the dated rates beside them.
import { E_DAY, E_EQUITY, EQ_STRIDE, EXIT_END_OF_DATA, T_NET_PNL, T_REASON, TRADE_STRIDE } from "../../assembly/abi";

export interface Ledger {
  /** Records of assembly/abi.ts: trades × TRADE_STRIDE, in the order in which positions ended. */
  trades: Float64Array;
  /** sessions × EQ_STRIDE. */
  equity: Float64Array;
  /** Initial equity, units. */
  initial: number;
  /** Symbols by index. */
  underlyings: readonly string[];
  /** Structure names by sleeve. */
  structures: readonly string[];
  /** Regime label names by number. */
  regimes: readonly string[];
  /** Annual risk-free rate known before each session; null = the constant `riskFree`. */
  rates: Float64Array | null;
  /** Constant annual risk-free rate. */
  riskFree: number;
}

export const tradeCount = (ledger: Ledger): number => ledger.trades.length / TRADE_STRIDE;
export const sessionCount = (ledger: Ledger): number => ledger.equity.length / EQ_STRIDE;

/** Slot `slot` of trade `i`. */
export const trade = (ledger: Ledger, i: number, slot: number): number => ledger.trades[i * TRADE_STRIDE + slot];
/** Slot `slot` of session `t`. */
export const session = (ledger: Ledger, t: number, slot: number): number => ledger.equity[t * EQ_STRIDE + slot];

export const dayAt = (ledger: Ledger, t: number): number => session(ledger, t, E_DAY);
export const equityAt = (ledger: Ledger, t: number): number => (t < 0 ? ledger.initial : session(ledger, t, E_EQUITY));

/** Indices of the trades that closed by themselves: everything but positions still open at the end of the data. */
export const closedTrades = (ledger: Ledger): number[] => tradesWhere(ledger, (reason) => reason !== EXIT_END_OF_DATA);
/** Indices of the positions still open at the end of the data: in the totals, outside win rate and the like. */
export const openAtEnd = (ledger: Ledger): number[] => tradesWhere(ledger, (reason) => reason === EXIT_END_OF_DATA);

function tradesWhere(ledger: Ledger, keep: (reason: number) => boolean): number[] {
  const indices: number[] = [];
  for (let i = 0; i < tradeCount(ledger); i++) if (keep(trade(ledger, i, T_REASON))) indices.push(i);
  return indices;
}

export const netPnl = (ledger: Ledger, i: number): number => trade(ledger, i, T_NET_PNL);
