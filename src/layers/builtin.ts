// The layers that the source design asks about, with their neutral values.
import type { Config } from "../config";
import { keyLayer, setKeys } from "./keys";
import type { RawValues } from "./keys";
import type { SystemLayer } from "./types";

/** Losses at which no loss breaker acts: nothing is left by then. */
const NO_LOSS_BREAKERS: RawValues = { day_loss_half: 100, day_loss_halt: 100, week_loss_half: 100, week_loss_halt: 100, drawdown_cut: 100, drawdown_halt: 100 };
const NO_VIX_SCALING: RawValues = { vix_multipliers: [1, 1, 1, 1] };

/** The key `breakers` stands for two layers, on losses and on the volatility index: where it is off, both are on with neutral values. */
const unfoldBreakers = (config: Config): Config => (config.breakers ? config : setKeys(config, { breakers: "on", ...NO_LOSS_BREAKERS, ...NO_VIX_SCALING }, "breakers"));

export const BUILT_IN_LAYERS: readonly SystemLayer[] = [
  keyLayer({
    id: "regime-sizing", about: "scales each trade by the regime's multiplier",
    on: { use_regime_sizing: "on", regime_multipliers: "production" }, off: { use_regime_sizing: "off" }, along: ["regime_detector"],
  }),
  keyLayer({
    id: "portfolio-limits", about: "caps positions, entries a day and open risk: in total, per position, underlying and group",
    on: { max_positions: 5, max_entries_per_day: 3, max_portfolio_heat: 20, max_per_underlying: 15, max_single_position: 5, max_correlated_exposure: 50 },
    off: { max_positions: 10_000, max_entries_per_day: 10_000, max_portfolio_heat: 100, max_per_underlying: 100, max_single_position: 100, max_correlated_exposure: 100, groups: [] },
  }),
  keyLayer({ id: "correlated-heat", about: "caps open risk weighted by measured correlations", on: { max_effective_heat: 10 }, off: { max_effective_heat: 0 } }),
  keyLayer({
    id: "breakers", about: "cuts and halts after losses of a day, of a week and from the peak", unfold: unfoldBreakers,
    on: { breakers: "on", day_loss_half: 1.5, day_loss_halt: 2, week_loss_half: 3, week_loss_halt: 5, drawdown_cut: 10, drawdown_halt: 15 },
    off: NO_LOSS_BREAKERS, along: ["breakers", "day_loss_alert", "drawdown_cooldown"],
  }),
  keyLayer({
    id: "vix-scaling", about: "scales new risk down by the level of the volatility index", unfold: unfoldBreakers,
    on: { breakers: "on", vix_levels: [20, 30, 40, 50], vix_multipliers: [0.8, 0.5, 0.25, 0] }, off: NO_VIX_SCALING, along: ["breakers"],
  }),
  keyLayer({ id: "iv-filter", about: "enters only while implied volatility is high against its past year", on: { min_iv_percentile: 50 }, off: { min_iv_percentile: 0 }, along: ["require_iv"] }),
  keyLayer({
    id: "dynamic-exits", about: "takes profit sooner and stops later the more volatile the market is, by a style of its own",
    on: { dynamic_exits: "conservative" }, off: { dynamic_exits: "off" }, along: ["dynamic_window", "dynamic_base_volatility", "dynamic_range"],
  }),
  keyLayer({ id: "gamma-exit", about: "leaves a position a week before expiry, where its gamma grows", on: { gamma_exit: 7 }, off: { gamma_exit: "off" } }),
  keyLayer({ id: "time-exit", about: "leaves a position three weeks before expiry", on: { time_exit: 21 }, off: { time_exit: 0 } }),
  keyLayer({ id: "min-credit", about: "enters only for a tenth of the width or more", on: { min_credit: 10 }, off: { min_credit: 0 } }),
];
