// What the trial ledger adds: it depends on everything ever evaluated on the dataset, so it stands apart from the sweep's own figures.
import type { TrialCount } from "../ledger";
import { deflation } from "./deflation";
import type { Deflation, Overfit } from "./types";

/** Deflation by the ledger. */
export interface Counted {
  count: TrialCount;
  deflated: Deflation;
}

/** The deflated Sharpe ratio by all trials ever made on the dataset: their number, and the spread of the Sharpe ratios of their different trade lists. */
export function countedDeflation({ best, sessions, sessionsPerYear }: Overfit, count: TrialCount): Counted {
  const number = ({ value }: { value: number | null }): number => value ?? NaN;
  return {
    count,
    deflated: deflation({
      sharpe: number(best.sharpe), sessions, skewness: number(best.skewness), kurtosis: number(best.kurtosis), dependence: number(best.dependence),
      trials: count.trials, variance: count.sharpe.variance / sessionsPerYear, perYear: sessionsPerYear,
    }),
  };
}
