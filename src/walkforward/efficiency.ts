// Walk-forward efficiency (R. Pardo, "The Evaluation and Optimization of Trading Strategies", 2008): annual out-of-sample profit / annual in-sample profit.
import type { Efficiency, Figures } from "./types";

/** Calendar days of a year. */
const YEAR = 365.25;

/** A return over so many calendar days, per year. Not compounded: Pardo compares rates of profit, and three months' return to the fourth power says little. */
export const annual = (total: number, days: number): number => (total * YEAR) / days;

export const undefinedEfficiency = (reason: string): Efficiency => ({ value: null, reason });

/** Of one window. Undefined when nothing was earned in sample: a loss cannot be kept up, and its sign would turn the ratio around. */
export function efficiencyOf(trained: Figures | null, tested: Figures | null): Efficiency {
  if (!trained || !tested) return undefinedEfficiency("the window traded nothing");
  if (!(trained.annual > 0)) return undefinedEfficiency("nothing was earned in sample");
  return { value: tested.annual / trained.annual, reason: null };
}

interface Stretch {
  /** Net profit / initial equity. */
  return: number;
  /** Calendar days. */
  days: number;
}

/** Of several windows: the pooled rate outside / the pooled rate inside, Σ return / Σ days of each. */
export function pooledEfficiency(inside: readonly Stretch[], outside: readonly Stretch[]): Efficiency {
  if (inside.length === 0) return undefinedEfficiency("no window traded");
  const rate = (stretches: readonly Stretch[]): number => annual(stretches.reduce((sum, s) => sum + s.return, 0), stretches.reduce((sum, s) => sum + s.days, 0));
  const base = rate(inside);
  return base > 0 ? { value: rate(outside) / base, reason: null } : undefinedEfficiency("nothing was earned in sample, all windows together");
}
