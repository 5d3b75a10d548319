import { undefinedBecause } from "./metric";
import type { Metric } from "./metric";
import { daysPerYear, excessReturns } from "./returns";
import { laneSum, mean } from "./sums";

/** √(Σ min(x, 0)² / n) over all days. */
export function downside(values: ArrayLike<number>): number {
  if (values.length === 0) return NaN;
  const loss = (i: number): number => (values[i] < 0 ? values[i] * values[i] : 0);
  return Math.sqrt((loss(0) + laneSum(values.length - 1, (i) => loss(i + 1))) / values.length);
}

export const sortino: Metric = {
  id: "sortino",
  label: "Sortino",
  unit: "ratio",
  better: "higher",
  definition: "mean of (daily return − risk-free per day) / √(Σ min(return − risk-free, 0)² / n over all days) × √(days per year)",
  compute: (ledger) => {
    const excess = excessReturns(ledger);
    if ("reason" in excess) return excess;
    if (excess.length === 0) return undefinedBecause("no sessions");
    const risk = downside(excess);
    return risk === 0 ? undefinedBecause("no day below the risk-free rate") : (mean(excess) / risk) * Math.sqrt(daysPerYear(ledger));
  },
};
