import { breakdown } from "./breakdown";
import type { Breakdown } from "./breakdown";
import { breakerShares } from "./breakers";
import { otherConventions } from "./conventions";
import type { ConventionRow } from "./conventions";
import { deepestDrawdown } from "./drawdown";
import type { Drawdown } from "./drawdown";
import type { Ledger } from "./ledger";
import { METRICS } from "./list";
import { evaluate } from "./metric";
import type { Better, Metric, MetricValue, Unit } from "./metric";
import { daysPerYear } from "./returns";
import { stressWindows } from "./stress";
import type { StressResult } from "./stress";

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

export { METRICS } from "./list";
export { BREAK_EVEN_DEFINITION, breakEvenSlippage } from "./slippage";
export { underwater } from "./drawdown";
export { STRESS_WINDOWS } from "./stress";
export { EXIT_REASONS } from "./names";
export { regimeName } from "./breakdown";
export type { Better, Breakdown, ConventionRow, Drawdown, Ledger, Metric, MetricValue, StressResult, Unit };
