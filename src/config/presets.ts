// Named sets of values (docs: semantics of limits and regimes). A preset fills keys; a key written beside it wins.
import type { Detector } from "../strategy/spec";

/** Portfolio limits of the source design: positions, heat %, per underlying %. */
export const LIMIT_PRESETS = {
  single: { max_positions: 1, max_portfolio_heat: 5, max_per_underlying: 5 },
  tight: { max_positions: 3, max_portfolio_heat: 10, max_per_underlying: 10 },
  moderate: { max_positions: 5, max_portfolio_heat: 20, max_per_underlying: 15 },
  loose: { max_positions: 8, max_portfolio_heat: 30, max_per_underlying: 20 },
  wide_open: { max_positions: 10, max_portfolio_heat: 50, max_per_underlying: 30 },
} as const;

export type LimitPresetName = keyof typeof LIMIT_PRESETS;
export const LIMIT_PRESET_NAMES = Object.keys(LIMIT_PRESETS) as LimitPresetName[];

/** Paper trading, phase 1 of the source design: the loosened limits. Regime sizing is off whatever else is said (see toRunSpec). */
export const PAPER_LIMITS = { max_positions: 5, max_portfolio_heat: 20, max_per_underlying: 20 } as const;

/** Dynamic exits of the production system, before scaling: target and stop, % of credit. */
export const EXIT_STYLES = {
  conservative: { target: 40, stop: 100 },
  neutral: { target: 50, stop: 125 },
  aggressive: { target: 60, stop: 150 },
} as const;

export const EXIT_STYLE_NAMES = ["conservative", "neutral", "aggressive"] as const satisfies readonly (keyof typeof EXIT_STYLES)[];

export const FOUR_STATE_LABELS = ["bull_low_vol", "bull_high_vol", "bear_low_vol", "bear_high_vol"] as const;
export const VIX_LADDER_LABELS = ["calm", "normal", "elevated", "high", "crisis", "recovery"] as const;

/** Size multipliers by regime label (a Gaussian mixture has those of four-state); null where a preset has no form for the detector. */
export const REGIME_PRESETS = {
  flat: { "four-state": [1, 1, 1, 1], "vix-ladder": [1, 1, 1, 1, 1, 1] },
  production: { "four-state": [1, 0.75, 0.5, 0.4], "vix-ladder": [1, 1, 0.75, 0.5, 0.25, 0.75] },
  mild: { "four-state": [1, 0.9, 0.75, 0.5], "vix-ladder": null },
  aggressive: { "four-state": [1, 0.5, 0.25, 0.1], "vix-ladder": null },
  bear_boost: { "four-state": [1, 0.75, 1.25, 1.5], "vix-ladder": null },
  inverse: { "four-state": [0.5, 0.75, 1, 1.25], "vix-ladder": null },
} as const;

export type RegimePresetName = keyof typeof REGIME_PRESETS;
export const REGIME_PRESET_NAMES = Object.keys(REGIME_PRESETS) as RegimePresetName[];


/** Names of a detector's labels, by number; 255 is unknown. */
export const regimeLabels = (detector: Detector): readonly string[] => (detector === "vix-ladder" ? VIX_LADDER_LABELS : FOUR_STATE_LABELS);

/** Index funds and indices on US equities: one static group, because they fall together. */
export const EQUITY_INDEX_GROUP: readonly string[] = ["SPY", "QQQ", "IWM", "DIA", "VOO", "IVV", "VTI", "SPX", "XSP", "NDX", "XND", "RUT", "MRUT", "DJX"];
