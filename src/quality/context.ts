import type { Bars, Curve, Underlying } from "../market/types";
import { carryOf } from "./carry";
import type { Carry } from "./carry";
import { DEFAULT_LIMITS } from "./limits";
import type { QualityLimits } from "./limits";

/** What checks need beside the chain. */
export interface QualityContext {
  /** Official sessions of the whole history, not only of the days examined. */
  bars: Bars;
  /** Annual risk-free rate; null = none is known, 0 stands in. */
  rate: Curve | null;
  /** Continuous dividend yield per year, for expiries beyond the bars and bars without dividends. */
  dividendYield: number;
  limits: QualityLimits;
  /** False = findings carry no row numbers. */
  collectRows: boolean;
  /** Forwards, discounts and years of every series, worked out once when the first check asks. */
  carry(): Carry;
}

export interface ContextOptions {
  /** Default: the underlying's own. */
  bars?: Bars;
  rate?: Curve | null;
  dividendYield?: number;
  limits?: Partial<QualityLimits>;
  collectRows?: boolean;
}

/** The context of one underlying, or of a part of its days. */
export function qualityContext(u: Underlying, options: ContextOptions = {}): QualityContext {
  const { bars = u.bars, rate = null, dividendYield = u.dividendYield, limits, collectRows = true } = options;
  let carry: Carry | undefined;
  return { bars, rate, dividendYield, limits: { ...DEFAULT_LIMITS, ...limits }, collectRows, carry: () => (carry ??= carryOf(u, { bars, rate, dividendYield })) };
}
