// P&L by exit reason, regime, year, underlying and structure: one pass into an arquero table, one group-by each.
import { op, table } from "arquero";
import type { ColumnTable } from "arquero";
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

interface Row {
  key: string;
  trades: number;
  closed: number;
  wins: number;
  pnl: number;
  hold: number;
}

/** All five breakdowns, each group in the order of its codes (years rising). A year is the year of the exit. */
export function breakdown(ledger: Ledger): Breakdown {
  const frame = tradeFrame(ledger);
  const order: Record<Dimension, readonly string[]> = {
    reason: EXIT_REASONS, regime: [...ledger.regimes, "unknown"], year: years(frame), underlying: ledger.underlyings, structure: [...new Set(ledger.structures)],
  };
  return Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, totals(frame, dimension, order[dimension])])) as Breakdown;
}

function tradeFrame(ledger: Ledger): ColumnTable {
  const n = tradeCount(ledger);
  const column = <T>(of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
  const slot = (slotNumber: number) => (i: number) => trade(ledger, i, slotNumber);
  const closed = column((i) => (slot(T_REASON)(i) === EXIT_END_OF_DATA ? 0 : 1));
  return table({
    reason: column((i) => EXIT_REASONS[slot(T_REASON)(i)]),
    regime: column((i) => regimeName(ledger, slot(T_REGIME)(i))),
    year: column((i) => isoDate(slot(T_EXIT_DAY)(i)).slice(0, 4)),
    underlying: column((i) => ledger.underlyings[slot(T_UNDERLYING)(i)]),
    structure: column((i) => ledger.structures[slot(T_SLEEVE)(i)]),
    closed,
    win: column((i) => (closed[i] && netPnl(ledger, i) > 0 ? 1 : 0)),
    pnl: column((i) => netPnl(ledger, i)),
    hold: column((i) => slot(T_EXIT_DAY)(i) - slot(T_ENTRY_DAY)(i)),
  });
}

export const regimeName = (ledger: Ledger, label: number): string => (label === REGIME_UNKNOWN ? "unknown" : (ledger.regimes[label] ?? "unknown"));

const years = (frame: ColumnTable): string[] => [...new Set(frame.array("year") as string[])].sort();

function totals(frame: ColumnTable, dimension: Dimension, order: readonly string[]): GroupTotals[] {
  const rows = frame
    .groupby({ key: `d => d.${dimension}` })
    .rollup({ trades: op.count(), closed: op.sum("closed"), wins: op.sum("win"), pnl: op.sum("pnl"), hold: op.sum("hold") })
    .objects() as Row[];
  return rows
    .sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    .map(({ key, trades, closed, wins, pnl, hold }) => ({
      key, trades, winRate: closed ? wins / closed : null, netPnl: toDollars(pnl), averagePnl: toDollars(pnl / trades), averageHold: hold / trades,
    }));
}
