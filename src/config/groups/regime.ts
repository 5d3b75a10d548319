import { choice, custom, number, numbers, toggle } from "../kinds";
import { DETECTORS, MIXTURE_COLUMNS } from "../../strategy/spec";
import type { MixtureColumn } from "../../strategy/spec";
import { readMixtureColumns, readMultipliers } from "../readers";
import type { Multipliers } from "../readers";

export const REGIME = {
  use_regime_sizing: toggle({ group: "regime", help: "Scale the risk budget by the regime's multiplier. Labels are recorded either way.", default: false }),
  regime_detector: choice({ group: "regime", help: "four-state: trend × volatility; vix-ladder: six steps of the volatility index; gaussian-mixture: the four states from a mixture fitted on days before.", default: "four-state", of: DETECTORS }),
  regime_multipliers: custom<Multipliers>({ group: "regime", help: "Multipliers in the order of the labels: bull_low_vol, bull_high_vol, bear_low_vol, bear_high_vol; or calm, normal, elevated, high, crisis, recovery.", default: "production", accepts: "flat | production | mild | aggressive | bear_boost | inverse, or one number per label", read: readMultipliers }),
};

/** Brakes on losses and fear; the worst multiplier wins, closing is always allowed. */
export const BREAKERS = {
  breakers: toggle({ group: "breakers", help: "Loss, drawdown and volatility-index breakers.", default: true }),
  day_loss_alert: number({ group: "breakers", help: "Day loss that is flagged.", unit: "% of equity", default: 1, min: 0, max: 100, above: true }),
  day_loss_half: number({ group: "breakers", help: "Day loss that halves new risk.", unit: "% of equity", default: 1.5, min: 0, max: 100, above: true }),
  day_loss_halt: number({ group: "breakers", help: "Day loss that stops entries for the day.", unit: "% of equity", default: 2, min: 0, max: 100, above: true }),
  week_loss_half: number({ group: "breakers", help: "Loss since the ISO week began that halves new risk.", unit: "% of equity", default: 3, min: 0, max: 100, above: true }),
  week_loss_halt: number({ group: "breakers", help: "Week loss that stops entries for the week and closes half of the risk.", unit: "% of equity", default: 5, min: 0, max: 100, above: true }),
  drawdown_cut: number({ group: "breakers", help: "Drawdown that cuts new risk to a quarter and closes a quarter.", unit: "% of peak", default: 10, min: 0, max: 100, above: true }),
  drawdown_halt: number({ group: "breakers", help: "Drawdown that stops entries and closes everything.", unit: "% of peak", default: 15, min: 0, max: 100, above: true }),
  drawdown_cooldown: number({ group: "breakers", help: "Sessions a drawdown halt lasts; then the peak restarts at the current equity.", unit: "sessions", default: 20, min: 1, max: 100_000, integer: true }),
  vix_levels: numbers({ group: "breakers", help: "Volatility-index levels (known before the session).", unit: "points", default: [20, 30, 40, 50], min: 0, max: 1000, above: true, count: 4, rising: true }),
  vix_multipliers: numbers({ group: "breakers", help: "Multipliers from those levels on; 0 = halt.", default: [0.8, 0.5, 0.25, 0], min: 0, max: 10, count: 4 }),
};

/** How features and labels are made; all of them known before the session. */
export const FEATURES = {
  feature_lag: number({ group: "features", help: "Sessions between a feature's last datum and its use: 1 = yesterday's close; 0 looks at today and is for studies of look-ahead only.", unit: "sessions", default: 1, min: 0, max: 100, integer: true }),
  volatility_window: number({ group: "features", help: "Log returns in the realised volatility, and volumes in the volume ratio.", unit: "sessions", default: 20, min: 2, max: 10_000, integer: true }),
  momentum_window: number({ group: "features", help: "Span of the momentum.", unit: "sessions", default: 20, min: 1, max: 10_000, integer: true }),
  trend_fast: number({ group: "features", help: "Fast average of the trend.", unit: "sessions", default: 20, min: 1, max: 10_000, integer: true }),
  trend_slow: number({ group: "features", help: "Slow average of the trend.", unit: "sessions", default: 50, min: 2, max: 10_000, integer: true }),
  trend_dead_band: number({ group: "features", help: "A |trend| no larger than this is decided by the momentum.", default: 0, min: 0, max: 1 }),
  quantile_window: number({ group: "features", help: "Volatilities behind the high-volatility threshold.", unit: "sessions", default: 252, min: 2, max: 10_000, integer: true }),
  quantile: number({ group: "features", help: "Quantile of them above which volatility counts as high.", default: 0.5, min: 0, max: 1 }),
  dynamic_window: number({ group: "features", help: "Log returns in the realised volatility of dynamic_exits.", unit: "sessions", default: 10, min: 2, max: 10_000, integer: true }),
  dynamic_base_volatility: number({ group: "features", help: "Realised volatility at which dynamic_exits scale by 1; the ratio is volatility over this.", unit: "% a year", default: 15, min: 0, max: 1000, above: true }),
  dynamic_range: numbers({ group: "features", help: "Smallest and largest ratio of dynamic_exits; 1 while the volatility is not known.", default: [0.5, 2], min: 0, max: 100, above: true, count: 2, rising: true }),
  iv_window: number({ group: "features", help: "Values behind IV rank and percentile.", unit: "sessions", default: 252, min: 2, max: 10_000, integer: true }),
  correlation_window: number({ group: "features", help: "Daily returns behind the measured correlations.", unit: "sessions", default: 60, min: 3, max: 10_000, integer: true }),
  mixture_columns: custom<readonly MixtureColumn[]>({ group: "features", help: "What the gaussian-mixture looks at; a day without one of them has no label. IV itself is volatility + iv_spread.", default: ["volatility", "momentum", "trend"], accepts: `comma list of ${MIXTURE_COLUMNS.join(", ")}; volatility and trend always`, read: readMixtureColumns }),
  mixture_warmup: number({ group: "features", help: "Days before its first fit.", unit: "sessions", default: 252, min: 20, max: 100_000, integer: true }),
  mixture_refit: number({ group: "features", help: "Days from fit to fit.", unit: "sessions", default: 63, min: 1, max: 100_000, integer: true }),
  mixture_window: number({ group: "features", help: "Days in a fit, the last before it; 0 = all before it.", unit: "sessions", default: 0, min: 0, max: 100_000, integer: true }),
  vix_thresholds: numbers({ group: "features", help: "Steps of the vix-ladder.", unit: "points", default: [15, 25, 35, 50], min: 0, max: 1000, above: true, count: 4, rising: true }),
  vix_trend_window: number({ group: "features", help: "Average of the volatility index that tells recovery from stress.", unit: "sessions", default: 20, min: 1, max: 10_000, integer: true }),
  crisis_memory: number({ group: "features", help: "Sessions for which a high step is remembered.", unit: "sessions", default: 20, min: 1, max: 10_000, integer: true }),
};
