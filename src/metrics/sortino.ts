import { undefinedBecause } from "./metric";
import type { Metric } from "./metric";
import { daysPerYear, excessReturns, mean } from "./returns";

/** √(Σ min(x, 0)² / n) over all days. */
export function downside(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] < 0) sum += values[i] * values[i];
  return Math.sqrt(sum / values.length);
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
