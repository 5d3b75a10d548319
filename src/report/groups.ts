import type { GroupTotals } from "../metrics/breakdown";
import type { Execution } from "../results/execution";
import { bar } from "./chart";
import { grouped, percent, wholeDollars } from "./format";
import { padEnd, padStart } from "./style";
import { textTable } from "./table";
import { section, signed } from "./view";
import type { View } from "./view";

const right = (title: string) => ({ title, align: "right" as const });
const left = (title: string) => ({ title, align: "left" as const });

/** Trades of each group: count, share as a bar, win rate, P&L. */
function groupTable(view: View, title: string, name: string, groups: readonly GroupTotals[]): string[] {
  const total = groups.reduce((sum, group) => sum + group.trades, 0);
  if (total === 0) return [];
  const room = Math.max(5, Math.min(16, view.width - 72));
  const rows = groups.map((group) => [
    group.key.replaceAll("_", " "),
    grouped(group.trades),
    view.style.accent(padEnd(bar(group.trades / total, room), room)),
    group.winRate === null ? "–" : percent(group.winRate, 1),
    signed(view, group.netPnl, wholeDollars(group.netPnl)),
    signed(view, group.averagePnl, wholeDollars(group.averagePnl)),
    grouped(group.averageHold, 1),
  ]);
  return section(view, title, textTable([left(name), right("trades"), left("share"), right("wins"), right("net P&L"), right("per trade"), right("days")], rows, view.style.dim));
}

export const byReason = (view: View, { metrics }: Execution): string[] => groupTable(view, "Trades by exit reason", "exit", metrics.breakdown.reason);
export const byRegime = (view: View, { metrics }: Execution): string[] => groupTable(view, "Trades by regime at entry", "regime", metrics.breakdown.regime);

/** Only when there is something to compare. */
export function byUnderlying(view: View, { metrics }: Execution): string[] {
  const { underlying, structure } = metrics.breakdown;
  return [...(underlying.length > 1 ? groupTable(view, "Trades by underlying", "underlying", underlying) : []), ...(structure.length > 1 ? groupTable(view, "Trades by structure", "structure", structure) : [])];
}

const HALF = 14;

/** P&L of each exit year as a bar to the left (loss) or right (gain) of a middle line. */
export function byYear(view: View, { metrics, range }: Execution): string[] {
  if (metrics.breakdown.year.length === 0) return [];
  const years = everyYear(metrics.breakdown.year, range);
  const largest = Math.max(...years.map((year) => Math.abs(year.netPnl)));
  const rows = years.map((year) => [
    year.key,
    grouped(year.trades),
    year.winRate === null ? "–" : percent(year.winRate, 1),
    signed(view, year.netPnl, wholeDollars(year.netPnl)),
    swing(view, largest > 0 ? year.netPnl / largest : 0),
  ]);
  return section(view, "Trades by year of exit", textTable([left("year"), right("trades"), right("wins"), right("net P&L"), left("")], rows, view.style.dim));
}

/** The years of the run, those without a trade as zeros. */
function everyYear(years: readonly GroupTotals[], { start, end }: Execution["range"]): GroupTotals[] {
  const [first, last] = [Number(start.slice(0, 4)), Number(end.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const key = String(first + i);
    return years.find((year) => year.key === key) ?? { key, trades: 0, winRate: null, netPnl: 0, averagePnl: 0, averageHold: 0 };
  });
}

function swing(view: View, share: number): string {
  const { bad, dim, good } = view.style;
  const block = "█".repeat(Math.max(share === 0 ? 0 : 1, Math.round(Math.abs(share) * HALF)));
  return share < 0 ? padStart(bad(block), HALF) + dim("│") : `${" ".repeat(HALF)}${dim("│")}${good(share > 0 ? bar(share, HALF) : "")}`;
}
