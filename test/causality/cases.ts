// Every layer and every key of a decision, in configs on the tiny simulated market. A new key needs a case: layers.test.ts says so.
import { parameterOf, regimeLabels } from "../../src/config";
import type { Config } from "../../src/config";

export type Values = Record<string, unknown>;

/** Two symbols that trade often; windows short enough to be warm within the market's fifteen months. */
export const BASE: Values = {
  ticker: "SPY,QQQ", min_credit: 3, iv_window: 30, quantile_window: 60, correlation_window: 20, break_even: "off", breakers: "off",
  max_positions: 12, max_portfolio_heat: 60, max_per_underlying: 40, max_correlated_exposure: 60,
};

/** The values that a choice can take. */
export const optionsOf = (key: "regime_detector" | "ranking" | "dynamic_exits" | "sizing" | "entry_order"): string[] => parameterOf(key).accepts.split(" | ");

const multipliers = (detector: string): string => regimeLabels(detector as Config["regime_detector"]).map((_, i) => (0.4 + 0.2 * i).toFixed(1)).join(",");
const WINDOWS: Values = { volatility_window: 10, momentum_window: 12, trend_fast: 5, trend_slow: 15 };

export const CASES: Readonly<Record<string, Values>> = {
  "the defaults on this market": {},
  "bands of delta, days and credit": { min_delta: 0.05, max_delta: 0.25, min_dte: 8, max_dte: 30, min_credit: 6 },
  "widths in % of spot": { width: "8%,12%" },
  "widths by delta, liquidity": { width: "0.05d", min_open_interest: 200, min_volume: 5 },
  "IV filter": { min_iv_percentile: 40 },
  "IV filter, passing while it warms up": { min_iv_percentile: 60, require_iv: "off", iv_window: 60 },
  ...Object.fromEntries(optionsOf("ranking").map((ranking) => [`ranking ${ranking}`, { ranking, target_delta: 0.22, weights: "0.4,0.3,0.15,0.15;1,0,0,0;0,1,0,0;0,0,1,1", ...WINDOWS, width: "5,10" }])),
  "early targets, tight stops, two time exits": { profit_target: 30, stop_loss: 60, time_exit: 10, gamma_exit: 14, exit_priority: "time-exit,stop-loss" },
  ...Object.fromEntries(optionsOf("dynamic_exits").filter((kind) => kind !== "off").map((dynamic_exits) => [`dynamic exits ${dynamic_exits}`, { dynamic_exits, dynamic_window: 8, dynamic_base_volatility: 13, dynamic_range: "0.4,2.5" }])),
  "a fixed count, capped": { sizing: "fixed", contracts: 4, max_contracts: 3, equity: 60_000, max_single_position: 4 },
  "short puts under stress, small risk": { strategy: "short-put", short_put_stress: 25, max_risk_per_trade: 8, max_single_position: 10, equity: 150_000 },
  "every structure, by score": { strategy: "put-credit-spread,call-credit-spread,iron-condor,short-put", entry_order: "score", max_entries_per_day: 2, max_single_position: 8 },
  "sleeves of their own": { sleeves: ["put-credit-spread:min_delta=0.05,profit_target=40", "iron-condor:width=10,gamma_exit=7"] },
  "tight portfolio limits": { portfolio_limits: "tight", max_single_position: 3 },
  "limits that bind one by one": { max_positions: 3, max_entries_per_day: 1, max_portfolio_heat: 9, max_per_underlying: 4, max_correlated_exposure: 7, correlated_group: "SPY,QQQ" },
  "correlated heat, static groups": { max_effective_heat: 5, correlation_window: 15, groups: ["tech=6:QQQ"] },
  "a last day for entries": { last_entry: "2019-11-15" },
  "a window of the data": { start: "2019-06-03", end: "2020-02-14" },
  "paper trading": { environment: "paper", use_regime_sizing: "on" },
  ...Object.fromEntries(optionsOf("regime_detector").map((regime_detector) => [`regime sizing ${regime_detector}`, { use_regime_sizing: "on", regime_detector, regime_multipliers: multipliers(regime_detector), ...WINDOWS, trend_dead_band: 0.004, quantile_window: 40, quantile: 0.6, vix_thresholds: "11,14,18,24", vix_trend_window: 8, crisis_memory: 12, max_risk_per_trade: 3 }])),
  "a mixture fitted on all days before": { use_regime_sizing: "on", regime_detector: "gaussian-mixture", regime_multipliers: "1,0.6,0.8,0.3", ...WINDOWS, mixture_columns: "volatility,trend,momentum", mixture_warmup: 60, mixture_refit: 7, mixture_window: 0 },
  "a mixture fitted on the last days": { use_regime_sizing: "on", regime_detector: "gaussian-mixture", regime_multipliers: "0.4,1,0.7,1.2", ...WINDOWS, mixture_columns: "volatility,trend", mixture_warmup: 40, mixture_refit: 3, mixture_window: 80 },
  "a regime that stops trading": { use_regime_sizing: "on", regime_multipliers: "1,0,0.5,0", ...WINDOWS, quantile_window: 40 },
  "breakers that fire": {
    breakers: "on", day_loss_alert: 0.05, day_loss_half: 0.1, day_loss_halt: 0.3, week_loss_half: 0.2, week_loss_halt: 0.6, drawdown_cut: 0.8, drawdown_halt: 2, drawdown_cooldown: 6,
    vix_levels: "11,14,17,21", vix_multipliers: "0.9,0.6,0.3,0.1",
  },
  "volatility index halts": { breakers: "on", vix_levels: "12,13,14,16", vix_multipliers: "0.8,0.5,0.25,0" },
  "features of the day before yesterday": { feature_lag: 2, min_iv_percentile: 30, use_regime_sizing: "on", ...WINDOWS, quantile_window: 40 },
  "features a week old": { feature_lag: 5, min_iv_percentile: 30, ranking: "weighted", ...WINDOWS },
};
