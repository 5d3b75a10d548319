// Apart from index.ts, which groups tables: a worker that evaluates configs loads this and no table library.
import { meanBreakerMultiplier } from "./breakers";
import { cagr, calmar } from "./cagr";
import { maxDrawdown } from "./drawdown";
import { maxHeat, maxPositions, meanHeat, meanPositions, timeInMarket } from "./exposure";
import type { Metric } from "./metric";
import { totalReturn, volatility } from "./returns";
import { sharpe } from "./sharpe";
import { sortino } from "./sortino";
import { cvarEquity, cvarR, sigmaR, tenWorst, worstTrade, worstTradeEquity, worstTradeR } from "./tail";
import { averageHold, commissions, expectancy, fees, netProfit, openPnl, profitFactor, tradesClosed, tradesOpen, winRate } from "./trades";

/** Every single-number metric, in the order of reports. */
export const METRICS: readonly Metric[] = [
  netProfit, totalReturn, cagr, volatility, sharpe, sortino, maxDrawdown, calmar,
  tradesClosed, winRate, profitFactor, expectancy, averageHold, tradesOpen, openPnl,
  sigmaR, worstTrade, worstTradeR, worstTradeEquity, tenWorst, cvarR, cvarEquity,
  timeInMarket, meanHeat, maxHeat, meanPositions, maxPositions, meanBreakerMultiplier, commissions, fees,
];
