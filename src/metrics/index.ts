import { breakdown } from "./breakdown";
import type { Breakdown } from "./breakdown";
import { breakerShares, meanBreakerMultiplier } from "./breakers";
import { cagr, calmar } from "./cagr";
import { otherConventions } from "./conventions";
import type { ConventionRow } from "./conventions";
import { deepestDrawdown, maxDrawdown } from "./drawdown";
import type { Drawdown } from "./drawdown";
import { maxHeat, maxPositions, meanHeat, meanPositions, timeInMarket } from "./exposure";
import type { Ledger } from "./ledger";
import { evaluate } from "./metric";
import type { Better, Metric, MetricValue, Unit } from "./metric";
import { daysPerYear, totalReturn, volatility } from "./returns";
import { sharpe } from "./sharpe";
import { sortino } from "./sortino";
import { stressWindows } from "./stress";
import type { StressResult } from "./stress";
import { cvarEquity, cvarR, sigmaR, tenWorst, worstTrade, worstTradeEquity, worstTradeR } from "./tail";
import { averageHold, commissions, expectancy, fees, netProfit, openPnl, profitFactor, tradesClosed, tradesOpen, winRate } from "./trades";

/** Every single-number metric, in the order of reports. */
export const METRICS: readonly Metric[] = [
  netProfit, totalReturn, cagr, volatility, sharpe, sortino, maxDrawdown, calmar,
  tradesClosed, winRate, profitFactor, expectancy, averageHold, tradesOpen, openPnl,
  sigmaR, worstTrade, worstTradeR, worstTradeEquity, tenWorst, cvarR, cvarEquity,
  timeInMarket, meanHeat, maxHeat, meanPositions, maxPositions, meanBreakerMultiplier, commissions, fees,
];

export interface RunMetrics {
  /** By metric id. */
  values: Record<string, MetricValue>;
  drawdown: Drawdown | null;
  breakdown: Breakdown;
  stress: StressResult[];
  /** Share of the sessions on which each breaker was in force. */
  breakers: Record<string, number>;
  /** The same curve as other tools would print it. */
  conventions: ConventionRow[];
  convention: { daysPerYear: number; daysPerCalendarYear: number; riskFree: number | "dated" };
}

/** All metrics of a finished run. */
export function computeMetrics(ledger: Ledger): RunMetrics {
  return {
    values: Object.fromEntries(METRICS.map((metric) => [metric.id, evaluate(metric, ledger)])),
    drawdown: deepestDrawdown(ledger),
    breakdown: breakdown(ledger),
    stress: stressWindows(ledger),
    breakers: breakerShares(ledger),
    conventions: otherConventions(ledger),
    convention: { daysPerYear: daysPerYear(ledger), daysPerCalendarYear: 365.25, riskFree: ledger.rates ? "dated" : ledger.riskFree },
  };
}

export { BREAK_EVEN_DEFINITION, breakEvenSlippage } from "./slippage";
export { underwater } from "./drawdown";
export { STRESS_WINDOWS } from "./stress";
export { EXIT_REASONS } from "./names";
export { regimeName } from "./breakdown";
export type { Better, Breakdown, ConventionRow, Drawdown, Ledger, Metric, MetricValue, StressResult, Unit };
