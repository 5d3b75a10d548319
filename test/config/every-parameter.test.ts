import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addConfigFlags, givenFlags } from "../../src/cli/flags";
import { flagOf, KEYS, parameterOf, resolveConfig, toRunSpec } from "../../src/config";
import type { Config, Key } from "../../src/config";

const UNDERLYINGS = ["SPY", "QQQ", "IWM"];

/** Another value of each key that takes effect in the run spec, and what must stand beside it to be legal or to matter. */
const CHANGES: Partial<Record<Key, string | readonly [value: string, ...beside: string[]]>> = {
  environment: ["paper", "--use-regime-sizing"],
  strategy: "iron-condor",
  sleeves: "iron-condor:min_delta=0.12",
  groups: "tech=30:QQQ+XLK",
  min_delta: "0.05", max_delta: "0.25", min_dte: "20", max_dte: "60", width: "2.5,10", min_credit: "12.5", min_open_interest: "100", min_volume: "10",
  min_iv_percentile: "50", require_iv: "off", ranking: "credit", target_delta: "0.2", weights: "1,0,0,0",
  profit_target: "50", stop_loss: "off", dynamic_exits: "neutral", time_exit: "7", gamma_exit: "3", exit_priority: "stop-loss",
  max_quote_width_pct: "20", max_quote_width_floor: "0.05", max_quote_width: "2",
  slippage: "pessimistic", commission: "0.65", commission_min: "1", commission_max: "10", free_close: "0.05", assignment_fee: "0", early_assignment: "off", deep_itm_delta: "0.9",
  equity: "50000", sizing: "fixed", contracts: "3", max_contracts: "10", max_risk_per_trade: "1", short_put_stress: "15",
  max_single_position: "4", portfolio_limits: "tight", max_positions: "8", max_entries_per_day: "1", last_entry: "2012-06-29", max_portfolio_heat: "30", max_per_underlying: "15",
  max_correlated_exposure: "25", correlated_group: "SPY,QQQ", max_effective_heat: "12", entry_order: "score",
  use_regime_sizing: "on", regime_detector: "vix-ladder", regime_multipliers: "1.0,0.9,0.8,0.7",
  breakers: "off", day_loss_alert: "0.5", day_loss_half: "1.75", day_loss_halt: "2.5", week_loss_half: "2", week_loss_halt: "6", drawdown_cut: "8", drawdown_halt: "20", drawdown_cooldown: "5",
  vix_levels: "22,30,40,50", vix_multipliers: "1,0.5,0.25,0",
  feature_lag: "2", volatility_window: "30", momentum_window: "10", trend_fast: "10", trend_slow: "100", trend_dead_band: "0.01", quantile_window: "126", quantile: "0.7", iv_window: "126",
  dynamic_window: "20", dynamic_base_volatility: "12", dynamic_range: "0.25,4",
  mixture_columns: "volatility,trend,range", mixture_warmup: "120", mixture_refit: "21", mixture_window: "756",
  correlation_window: "90", vix_thresholds: "12,20,30,40", vix_trend_window: "10", crisis_memory: "5",
};

/** Keys that act outside the run spec; test/cli and test/run show that each does. */
const OUTSIDE: readonly Key[] = ["ticker", "start", "end", "data", "risk_free", "break_even", "out", "export_trades", "json", "quiet"];

function configOf(...args: string[]): Config {
  const command = addConfigFlags(new Command("backtest").exitOverride());
  command.parse(args, { from: "user" });
  return resolveConfig([givenFlags(command).layer]);
}

describe("every flag is honoured", () => {
  it("covers every key", () => {
    expect([...Object.keys(CHANGES), ...OUTSIDE].sort()).toEqual([...KEYS].sort());
  });

  it.each(Object.entries(CHANGES) as [Key, string | readonly string[]][])("%s changes the run spec", (key, change) => {
    const [value, ...beside] = typeof change === "string" ? [change] : change;
    const before = toRunSpec(configOf(...beside), UNDERLYINGS);
    const after = toRunSpec(configOf(...beside, flagOf(key), value), UNDERLYINGS);
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
  });

  it.each(OUTSIDE)("%s reaches the config", (key) => {
    const value = { ticker: "SPY", start: "2010-01-04", end: "2012-01-03", data: "data/x", risk_free: "curve", break_even: "off", out: "out/x", export_trades: "x.csv", json: "on", quiet: "on" }[key as string]!;
    expect(configOf(flagOf(key), value)[key]).not.toEqual(configOf()[key]);
  });

  it("a value given in YAML and by flag resolves to the same config", () => {
    for (const [key, change] of Object.entries(CHANGES) as [Key, string | readonly string[]][]) {
      const value = typeof change === "string" ? change : change[0];
      const file = resolveConfig([{ file: "x.yaml", values: { [key]: parameterOf(key).repeatable ? [value] : value } }]);
      expect(file).toEqual(configOf(flagOf(key), value));
    }
  });
});
