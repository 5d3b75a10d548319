// The same equity curve under other tools' conventions, so that users can reconcile. Conventions as found in those tools' public sources.
import { netPnl, closedTrades, sessionCount, trade } from "./ledger";
import type { Ledger } from "./ledger";
import { T_MAX_LOSS } from "../../assembly/abi";
import { calendarDays, growthPerYear } from "./cagr";
import { undefinedBecause } from "./metric";
import type { Undefined } from "./metric";
import { dailyReturns, excessReturns } from "./returns";
import { downside } from "./sortino";
import { deviation, mean } from "./sums";

export interface ConventionRow {
  tool: string;
  /** What the tool does differently. */
  convention: string;
  sharpe: number | null;
  sortino: number | null;
  cagr: number | null;
}

interface Convention {
  tool: string;
  convention: string;
  sharpe?: (returns: Float64Array, ledger: Ledger) => number | Undefined;
  sortino?: (returns: Float64Array, ledger: Ledger) => number | Undefined;
  /** Years of the run. */
  years?: (ledger: Ledger) => number;
}

const sessionsOver = (n: number) => (ledger: Ledger) => sessionCount(ledger) / n;
const calendarOver = (n: number) => (ledger: Ledger) => calendarDays(ledger) / n;
const ratio = (top: number, bottom: number, perYear: number): number | Undefined => (bottom > 0 ? (top / bottom) * Math.sqrt(perYear) : undefinedBecause("no variation"));
const sampleSharpe = (perYear: number) => (r: Float64Array) => ratio(mean(r), deviation(r, 1), perYear);
const rmsSortino = (perYear: number) => (r: Float64Array) => ratio(mean(r), downside(r), perYear);
const negatives = (r: Float64Array): Float64Array => r.filter((x) => x < 0);

/** Per closed trade: net P&L over max loss. */
const perTrade = (ledger: Ledger): Float64Array => Float64Array.from(closedTrades(ledger), (i) => netPnl(ledger, i) / trade(ledger, i, T_MAX_LOSS));

export const CONVENTIONS: readonly Convention[] = [
  { tool: "traderjoe", convention: "population σ, RMS of negatives over n, years = sessions/252", sharpe: (r) => ratio(mean(r), deviation(r, 0), 252), sortino: rmsSortino(252), years: sessionsOver(252) },
  { tool: "lambdaclass", convention: "sample σ, downside = sample σ of the negative days only, years = sessions/252", sharpe: sampleSharpe(252), sortino: (r) => ratio(mean(r), deviation(negatives(r), 1), 252), years: sessionsOver(252) },
  { tool: "optopsy", convention: "returns per trade (on risk) × √252: not a Sharpe ratio", sharpe: (_, ledger) => sampleSharpe(252)(perTrade(ledger)), sortino: (_, ledger) => rmsSortino(252)(perTrade(ledger)) },
  { tool: "optopsy-mcp", convention: "sample σ, downside over n − 1, years = calendar/365", sharpe: sampleSharpe(252), sortino: (r) => ratio(mean(r), downside(r) * Math.sqrt(r.length / (r.length - 1)), 252), years: calendarOver(365) },
  { tool: "TradeBlocks", convention: "sample σ of excess returns, dated bill rate when set, years = calendar/365.25", sharpe: (_, ledger) => overExcess(ledger, sampleSharpe(252)), sortino: (_, ledger) => overExcess(ledger, rmsSortino(252)), years: calendarOver(365.25) },
  { tool: "quantstats", convention: "sample σ, RMS over n, no risk-free rate, years = sessions/252", sharpe: sampleSharpe(252), sortino: rmsSortino(252), years: sessionsOver(252) },
  { tool: "vectorbt", convention: "sample σ, a year of 365 sessions: ratios 1.20 × higher", sharpe: sampleSharpe(365), sortino: rmsSortino(365), years: sessionsOver(365) },
  { tool: "backtest-kit", convention: "pooled per trade, not annualised; none under ten trades", sharpe: (_, ledger) => pooled(perTrade(ledger)) },
];

/** Sharpe, Sortino and CAGR under each convention; null where the tool has none or it is undefined. Empty without usable daily returns. */
export function otherConventions(ledger: Ledger): ConventionRow[] {
  const returns = dailyReturns(ledger);
  if ("reason" in returns || returns.length < 2) return [];
  return CONVENTIONS.map(({ tool, convention, sharpe, sortino, years }) => ({
    tool, convention, sharpe: plain(sharpe?.(returns, ledger)), sortino: plain(sortino?.(returns, ledger)), cagr: years ? plain(growthPerYear(ledger, years(ledger))) : null,
  }));
}

const plain = (value: number | Undefined | undefined): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);

function overExcess(ledger: Ledger, of: (r: Float64Array) => number | Undefined): number | Undefined {
  const excess = excessReturns(ledger);
  return "reason" in excess ? excess : of(excess);
}

const pooled = (r: Float64Array): number | Undefined => (r.length < 10 ? undefinedBecause("fewer than ten trades") : ratio(mean(r), deviation(r, 1), 1));
