import { T_ENTRY_DAY, T_EXIT_DAY } from "../../assembly/abi";
import { parseIsoDate, toDollars } from "../units";
import { closedTrades, dayAt, equityAt, netPnl, sessionCount, trade, tradeCount } from "./ledger";
import type { Ledger } from "./ledger";

/** Named stretches of market stress, inclusive dates. */
export const STRESS_WINDOWS = [
  { name: "GFC", start: "2008-09-01", end: "2009-03-31" },
  { name: "Flash crash", start: "2010-05-01", end: "2010-05-31" },
  { name: "Euro / downgrade", start: "2011-07-01", end: "2011-10-31" },
  { name: "August 2015", start: "2015-08-01", end: "2015-08-31" },
  { name: "Volmageddon", start: "2018-01-26", end: "2018-02-28" },
  { name: "Q4 2018", start: "2018-10-01", end: "2018-12-31" },
  { name: "COVID", start: "2020-02-19", end: "2020-04-30" },
  { name: "2022 bear", start: "2022-01-03", end: "2022-10-14" },
  { name: "August 2024", start: "2024-08-01", end: "2024-08-31" },
  { name: "April 2025", start: "2025-04-01", end: "2025-04-30" },
] as const;

export interface StressResult {
  name: string;
  start: string;
  end: string;
  sessions: number;
  /** Equity at the window's last session / equity before its first − 1. */
  return: number;
  /** Largest fall from a running peak inside the window, the equity before it being the first peak. */
  maxDrawdown: number;
  /** Trades entered inside the window. */
  entered: number;
  /** Trades closed inside it, their win rate (null without one) and net P&L in dollars. */
  closed: number;
  winRate: number | null;
  netPnl: number;
}

/** The windows that the run's sessions reach into; a window without a session is left out. */
export function stressWindows(ledger: Ledger): StressResult[] {
  return STRESS_WINDOWS.flatMap(({ name, start, end }) => {
    const [from, to] = [parseIsoDate(start)!, parseIsoDate(end)!];
    const inside = (day: number): boolean => day >= from && day <= to;
    const sessions = Array.from({ length: sessionCount(ledger) }, (_, t) => t).filter((t) => inside(dayAt(ledger, t)));
    return sessions.length ? [{ name, start, end, sessions: sessions.length, ...curveOver(ledger, sessions), ...tradesOver(ledger, inside) }] : [];
  });
}

function curveOver(ledger: Ledger, sessions: readonly number[]): Pick<StressResult, "return" | "maxDrawdown"> {
  const before = equityAt(ledger, sessions[0] - 1);
  let peak = before;
  let deepest = 0;
  for (const t of sessions) {
    peak = Math.max(peak, equityAt(ledger, t));
    deepest = Math.max(deepest, (peak - equityAt(ledger, t)) / peak);
  }
  return { return: equityAt(ledger, sessions[sessions.length - 1]) / before - 1, maxDrawdown: deepest };
}

function tradesOver(ledger: Ledger, inside: (day: number) => boolean): Pick<StressResult, "entered" | "closed" | "winRate" | "netPnl"> {
  const closed = closedTrades(ledger).filter((i) => inside(trade(ledger, i, T_EXIT_DAY)));
  let entered = 0;
  for (let i = 0; i < tradeCount(ledger); i++) if (inside(trade(ledger, i, T_ENTRY_DAY))) entered++;
  const wins = closed.filter((i) => netPnl(ledger, i) > 0).length;
  return { entered, closed: closed.length, winRate: closed.length ? wins / closed.length : null, netPnl: toDollars(closed.reduce((total, i) => total + netPnl(ledger, i), 0)) };
}
