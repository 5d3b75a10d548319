import { undefinedBecause } from "./metric";
import type { Metric } from "./metric";
import { daysPerYear, excessReturns } from "./returns";
import { deviation, mean } from "./sums";

/** Of daily marked returns, annualised by the sampling interval: never by the number of trades (D.35, S.15). */
export const sharpe: Metric = {
  id: "sharpe",
  label: "Sharpe",
  unit: "ratio",
  better: "higher",
  definition: "mean of (daily return − risk-free per day) / its sample standard deviation × √(days per year)",
  compute: (ledger) => {
    const excess = excessReturns(ledger);
    if ("reason" in excess) return excess;
    if (excess.length < 2) return undefinedBecause("fewer than two sessions");
    const sigma = deviation(excess, 1);
    return sigma === 0 ? undefinedBecause("daily returns never vary") : (mean(excess) / sigma) * Math.sqrt(daysPerYear(ledger));
  },
};
