// The three underlyings' parameters under the physical measure, and how the risk premium turns them into the pricing measure.
import type { Law } from "./model";

/** What the generator knows about one symbol. */
export interface Profile {
  symbol: string;
  /** Close of the first bar, dollars. */
  startPrice: number;
  /** Proportional dividend per quarterly ex-date. */
  dividend: number;
  /** Ex-date in March, June, September and December: the third Friday plus this many sessions. */
  exDateOffset: number;
  /** Excess return of the price over the risk-free rate at risk premium 1, per year. */
  equityPremium: number;
  /** Shares traded on a quiet day. */
  shareVolume: number;
  /** Option activity relative to SPY. */
  optionActivity: number;
  /** Quote width relative to SPY. */
  width: number;
  /** Variance state on the first day. */
  fast: number;
  slow: number;
  physical: Law;
}

const SPY: Law = {
  floor: 0.0006,
  fast: { speed: 5.5, level: 0.012, volatility: 0.9, correlation: -0.92 },
  slow: { speed: 0.9, level: 0.007, volatility: 0.24, correlation: -0.85 },
  jumps: { intensity: 0.7, mean: -0.012, deviation: 0.022, variance: 0.1, slope: -0.15 },
};

/** The same dynamics with every variance multiplied by `ratio`. */
function scaled(law: Law, ratio: number): Law {
  const vol = Math.sqrt(ratio);
  const factor = (f: Law["fast"]) => ({ ...f, level: f.level * ratio, volatility: f.volatility * vol });
  const { jumps } = law;
  return {
    floor: law.floor * ratio,
    fast: factor(law.fast),
    slow: factor(law.slow),
    jumps: { ...jumps, mean: jumps.mean * vol, deviation: jumps.deviation * vol, variance: jumps.variance * ratio, slope: jumps.slope / vol },
  };
}

/** Order matters: it is the order of the correlated draws. */
export const PROFILES: readonly Profile[] = [
  { symbol: "SPY", startPrice: 126.7, dividend: 0.0046, exDateOffset: 0, equityPremium: 0.065, shareVolume: 6e7, optionActivity: 1, width: 1, fast: 0.004, slow: 0.006, physical: SPY },
  { symbol: "QQQ", startPrice: 41.1, dividend: 0.0018, exDateOffset: 1, equityPremium: 0.085, shareVolume: 4e7, optionActivity: 0.55, width: 1.15, fast: 0.006, slow: 0.009, physical: scaled(SPY, 1.4) },
  { symbol: "IWM", startPrice: 68.0, dividend: 0.0032, exDateOffset: 3, equityPremium: 0.06, shareVolume: 3e7, optionActivity: 0.3, width: 1.5, fast: 0.007, slow: 0.01, physical: scaled(SPY, 1.55) },
];

/** Lower Cholesky factor of the correlations of the price shocks (SPY, QQQ, IWM): 0.93, 0.90, 0.83. */
export const PRICE_CHOLESKY = [[1], [0.93, 0.3676], [0.9, -0.0191, 0.4355]] as const;
/** The same for variance shocks and jump sizes: 0.95, 0.94, 0.91. */
export const VARIANCE_CHOLESKY = [[1], [0.95, 0.3122], [0.94, 0.0545, 0.3368]] as const;

/**
 * The pricing law at a risk premium (0 = the physical law itself, 1 = realistic): variance reverts more slowly to the same
 * drift at zero, jumps come oftener and bigger. Everything else, and every path, is the same.
 */
export function pricingLaw(physical: Law, riskPremium: number): Law {
  const { fast, slow, jumps } = physical;
  const fastSpeed = fast.speed * (1 - 0.25 * riskPremium);
  const slowSpeed = slow.speed * (1 - 0.25 * riskPremium);
  return {
    floor: physical.floor,
    fast: { ...fast, speed: fastSpeed, level: (fast.speed * fast.level) / fastSpeed },
    slow: { ...slow, speed: slowSpeed, level: (slow.speed * slow.level) / slowSpeed },
    jumps: {
      ...jumps,
      intensity: jumps.intensity * (1 + 0.3 * riskPremium),
      mean: jumps.mean * (1 + 2 * riskPremium),
      deviation: jumps.deviation * (1 + 1.1 * riskPremium),
      variance: jumps.variance * (1 + 0.3 * riskPremium),
    },
  };
}
