import { isoDate, weekday } from "../units";
import { dayAt, equityAt, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric, Undefined } from "./metric";
import { deviation } from "./sums";

/**
 * Daily returns: change of marked equity / previous marked equity, the first against the initial equity.
 * Undefined when equity was not positive before some day, for then a return means nothing.
 */
export function dailyReturns(ledger: Ledger): Float64Array | Undefined {
  const n = sessionCount(ledger);
  const returns = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    const before = equityAt(ledger, t - 1);
    if (!(before > 0)) return undefinedBecause(`equity was not positive before ${isoDate(dayAt(ledger, t))}`);
    returns[t] = (equityAt(ledger, t) - before) / before;
  }
  return returns;
}

/** Risk-free return of each day: the annual rate over the days of a year. */
export function riskFreePerDay(ledger: Ledger): Float64Array {
  const n = sessionCount(ledger);
  const perDay = 1 / daysPerYear(ledger);
  return Float64Array.from({ length: n }, (_, t) => (ledger.rates?.[t] ?? ledger.riskFree) * perDay);
}

/** Daily returns minus the risk-free return; undefined when there are none. */
export function excessReturns(ledger: Ledger): Float64Array | Undefined {
  const returns = dailyReturns(ledger);
  if ("reason" in returns) return returns;
  const free = riskFreePerDay(ledger);
  return returns.map((r, t) => r - free[t]);
}

/** Days of a year for the ledger's sessions. */
export const daysPerYear = (ledger: Ledger): number => daysPerYearOf(Int32Array.from({ length: sessionCount(ledger) }, (_, t) => dayAt(ledger, t)));

/** 252 for exchange data; 365 when there are sessions on Saturdays and Sundays (24/7 data). */
export function daysPerYearOf(days: Int32Array): number {
  let weekend = 0;
  for (const day of days) if (weekday(day) > 5) weekend++;
  return weekend * 7 > days.length ? 365 : 252;
}

export const totalReturn: Metric = {
  id: "total_return",
  label: "Total return",
  unit: "percent",
  better: "higher",
  definition: "final marked equity / initial equity − 1",
  compute: (ledger) => (sessionCount(ledger) ? equityAt(ledger, sessionCount(ledger) - 1) / ledger.initial - 1 : undefinedBecause("no sessions")),
};

export const volatility: Metric = {
  id: "volatility",
  label: "Volatility",
  unit: "percent",
  better: "lower",
  definition: "sample standard deviation of daily returns × √(days per year)",
  compute: (ledger) => {
    const returns = dailyReturns(ledger);
    if ("reason" in returns) return returns;
    return returns.length < 2 ? undefinedBecause("fewer than two sessions") : deviation(returns, 1) * Math.sqrt(daysPerYear(ledger));
  },
};
