// Rolling correlations of daily log returns, one column per pair (docs/engine.md §6).
import type { Timeline } from "../../src/engine/types";
import type { Underlying } from "../../src/market/types";
import type { FeatureSpec } from "../../src/strategy/spec";
import { logReturns } from "./returns";
import { sum } from "./sum";

/** Pairs (i < j) at i·(2n−i−1)/2 + j−i−1, one value per return day. */
export function referenceCorrelations(underlyings: readonly Underlying[], timeline: Timeline, spec: FeatureSpec): Float64Array[] {
  const returns = underlyings.map(({ bars }, u) => {
    const own = logReturns(bars);
    return Float64Array.from(timeline.underlyings[u].barOfReturnDay, (bar) => (bar < 0 ? NaN : own[bar]));
  });
  return returns.flatMap((x, i) => returns.slice(i + 1).map((y) => x.map((_, g) => correlation(x, y, g, spec.correlationWindow))));
}

/** Over the newest `window` common days ≤ g, looking back at most twice as far; the sums run from newest to oldest. */
function correlation(x: Float64Array, y: Float64Array, g: number, window: number): number {
  const days: number[] = [];
  for (let k = g; k >= 0 && k > g - 2 * window && days.length < window; k--) if (Number.isFinite(x[k]) && Number.isFinite(y[k])) days.push(k);
  if (days.length < window) return NaN;
  const dx = deviations(days.map((k) => x[k]));
  const dy = deviations(days.map((k) => y[k]));
  const variances = product(dx, dx) * product(dy, dy);
  if (variances === 0) return NaN;
  return Math.max(-1, Math.min(1, product(dx, dy) / Math.sqrt(variances)));
}

function deviations(values: number[]): number[] {
  const mean = sum(values, 0, values.length) / values.length;
  return values.map((value) => value - mean);
}

const product = (a: number[], b: number[]): number =>
  sum(
    a.map((value, k) => value * b[k]),
    0,
    a.length,
  );
