// P&L by exit reason, regime, year, underlying and structure. Plain loops: a page under a strict policy computes it too, and table libraries compile code.
import { EXIT_END_OF_DATA, REGIME_UNKNOWN, T_ENTRY_DAY, T_EXIT_DAY, T_REASON, T_REGIME, T_SLEEVE, T_UNDERLYING } from "../../assembly/abi";
import { isoDate, toDollars } from "../units";
import { netPnl, trade, tradeCount } from "./ledger";
import type { Ledger } from "./ledger";
import { EXIT_REASONS } from "./names";

/** Totals of one group. Dollars; win rate is null without a closed trade. */
export interface GroupTotals {
  key: string;
  trades: number;
  /** Of the closed ones. */
  winRate: number | null;
  netPnl: number;
  averagePnl: number;
  /** Calendar days. */
  averageHold: number;
}

export const DIMENSIONS = ["reason", "regime", "year", "underlying", "structure"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Breakdown = Record<Dimension, GroupTotals[]>;

interface Group {
  trades: number;
  closed: number;
  wins: number;
  pnl: number;
  hold: number;
}

/** All five breakdowns, each group in the order of its codes (years rising). A year is the year of the exit. */
export function breakdown(ledger: Ledger): Breakdown {
  const keyOf: Record<Dimension, (i: number) => string> = {
    reason: (i) => EXIT_REASONS[trade(ledger, i, T_REASON)],
    regime: (i) => regimeName(ledger, trade(ledger, i, T_REGIME)),
    year: (i) => isoDate(trade(ledger, i, T_EXIT_DAY)).slice(0, 4),
    underlying: (i) => ledger.underlyings[trade(ledger, i, T_UNDERLYING)],
    structure: (i) => ledger.structures[trade(ledger, i, T_SLEEVE)],
  };
  const order: Partial<Record<Dimension, readonly string[]>> = { reason: EXIT_REASONS, regime: [...ledger.regimes, "unknown"], underlying: ledger.underlyings, structure: [...new Set(ledger.structures)] };
  return Object.fromEntries(DIMENSIONS.map((dimension) => {
    const groups = groupsOf(ledger, keyOf[dimension]);
    const keys = order[dimension]?.filter((key) => groups.has(key)) ?? [...groups.keys()].sort();
    return [dimension, keys.map((key) => totals(key, groups.get(key)!))];
  })) as Breakdown;
}

export const regimeName = (ledger: Ledger, label: number): string => (label === REGIME_UNKNOWN ? "unknown" : (ledger.regimes[label] ?? "unknown"));

function groupsOf(ledger: Ledger, keyOf: (i: number) => string): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (let i = 0; i < tradeCount(ledger); i++) {
    const key = keyOf(i);
    const group = groups.get(key) ?? { trades: 0, closed: 0, wins: 0, pnl: 0, hold: 0 };
    groups.set(key, group);
    const closed = trade(ledger, i, T_REASON) !== EXIT_END_OF_DATA;
    group.trades++;
    if (closed) group.closed++;
    if (closed && netPnl(ledger, i) > 0) group.wins++;
    group.pnl += netPnl(ledger, i);
    group.hold += trade(ledger, i, T_EXIT_DAY) - trade(ledger, i, T_ENTRY_DAY);
  }
  return groups;
}

const totals = (key: string, { trades, closed, wins, pnl, hold }: Group): GroupTotals => ({
  key, trades, winRate: closed ? wins / closed : null, netPnl: toDollars(pnl), averagePnl: toDollars(pnl / trades), averageHold: hold / trades,
});
