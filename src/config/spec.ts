import type { AccountSpec, BreakerSpec, FeatureSpec, FillFractions, RunSpec, SleeveSpec } from "../strategy/spec";
import { parseIsoDate, RATIO_SCALE, STRIKE_PER_DOLLAR, toUnits } from "../units";
import { multipliersOf } from "./multipliers";
import type { Config } from "./parameters";
import { EXIT_STYLES } from "./presets";
import type { Slippage } from "./readers";
import { resolveSleeves } from "./sleeves";
import type { ResolvedSleeve } from "./sleeves";

/** Fill fractions by legs, × 1e4 (ORATS: 75, 66, 56, 53 % for 1 to 4 legs). */
const FILLS: Record<"orats" | "mid" | "pessimistic", FillFractions> = { orats: [7500, 6600, 5600, 5300], mid: [5000, 5000, 5000, 5000], pessimistic: [10_000, 10_000, 10_000, 10_000] };

const ratio = (value: number): number => Math.round(value * RATIO_SCALE);
const percentRatio = (value: number): number => Math.round(value * (RATIO_SCALE / 100));
const fraction = (percent: number): number => percent / 100;

export function fillOf(slippage: Slippage): FillFractions {
  if (typeof slippage === "string") return FILLS[slippage];
  const f = percentRatio(slippage);
  return [f, f, f, f];
}

/**
 * The config in the core's units. `underlyings` are the symbols of the run in order: groups hold their indices. `sleeves` are the
 * config's own, when the caller has them.
 */
export function toRunSpec(config: Config, underlyings: readonly string[], sleeves: readonly ResolvedSleeve[] = resolveSleeves(config)): RunSpec {
  return { account: accountSpec(config, underlyings), sleeves: sleeves.map(sleeveSpec), features: featureSpec(config) };
}

function accountSpec(c: Config, underlyings: readonly string[]): AccountSpec {
  return {
    equity: toUnits(c.equity),
    sizing: c.sizing,
    contracts: c.contracts,
    maxContracts: c.max_contracts,
    riskPerTrade: fraction(c.max_risk_per_trade),
    singlePosition: fraction(c.max_single_position),
    heat: fraction(c.max_portfolio_heat),
    perUnderlying: fraction(c.max_per_underlying),
    correlated: fraction(c.max_effective_heat),
    maxPositions: c.max_positions,
    maxEntries: c.max_entries_per_day,
    lastEntry: c.last_entry === null ? null : parseIsoDate(c.last_entry)!,
    entryOrder: c.entry_order,
    // Paper trading records regimes but does not size by them.
    useRegime: c.use_regime_sizing && c.environment !== "paper",
    regimeMultipliers: multipliersOf(c) ?? [],
    fill: fillOf(c.slippage),
    commission: toUnits(c.commission),
    commissionMin: toUnits(c.commission_min),
    commissionMax: toUnits(c.commission_max),
    freeClose: c.free_close === null ? -1 : toUnits(c.free_close),
    assignmentFee: toUnits(c.assignment_fee),
    earlyAssignment: c.early_assignment,
    deepItmDelta: ratio(c.deep_itm_delta),
    widthShare: percentRatio(c.max_quote_width_pct),
    widthFloor: toUnits(c.max_quote_width_floor),
    widthMax: toUnits(c.max_quote_width),
    groups: groupsOf(c, underlyings),
    breakers: c.breakers ? breakerSpec(c) : null,
    shortPutStress: percentRatio(c.short_put_stress),
  };
}

/** Groups with at least one member in the run; the correlated group first. */
function groupsOf(c: Config, underlyings: readonly string[]): AccountSpec["groups"] {
  const all = [{ limit: c.max_correlated_exposure, tickers: c.correlated_group }, ...c.groups];
  return all
    .map(({ limit, tickers }) => ({ limit: fraction(limit), members: underlyings.flatMap((symbol, i) => (tickers.includes(symbol) ? [i] : [])) }))
    .filter((group) => group.members.length > 0);
}

function breakerSpec(c: Config): BreakerSpec {
  return {
    dayAlert: fraction(c.day_loss_alert),
    dayHalf: fraction(c.day_loss_half),
    dayHalt: fraction(c.day_loss_halt),
    weekHalf: fraction(c.week_loss_half),
    weekHalt: fraction(c.week_loss_halt),
    drawdownCut: fraction(c.drawdown_cut),
    drawdownHalt: fraction(c.drawdown_halt),
    drawdownCooldown: c.drawdown_cooldown,
    vixLevels: four(c.vix_levels),
    vixMultipliers: four(c.vix_multipliers),
  };
}

function sleeveSpec(s: ResolvedSleeve): SleeveSpec {
  return {
    structure: s.structure,
    minDelta: ratio(s.min_delta),
    maxDelta: ratio(s.max_delta),
    minDte: s.min_dte,
    maxDte: s.max_dte,
    widthMode: s.width.mode,
    widths: s.width.values.map((value) => WIDTH_UNITS[s.width.mode](value)),
    minCredit: percentRatio(s.min_credit),
    minOpenInterest: s.min_open_interest,
    minVolume: s.min_volume,
    minIvPercentile: fraction(s.min_iv_percentile),
    requireIv: s.require_iv,
    ranking: s.ranking,
    targetDelta: ratio(s.target_delta),
    weights: s.weights,
    ...targetAndStop(s),
    gammaExit: s.gamma_exit ?? -1,
    timeExit: s.time_exit ?? -1,
    exitPriority: s.exit_priority,
  };
}

/** The pair that is in force, or that is scaled day by day. */
function targetAndStop({ profit_target, stop_loss, dynamic_exits: mode }: ResolvedSleeve): Pick<SleeveSpec, "profitTarget" | "stopLoss" | "dynamicExits"> {
  const { target, stop } = mode === "off" || mode === "scaled" ? { target: profit_target, stop: stop_loss } : EXIT_STYLES[mode];
  return {
    profitTarget: profit_target === null ? 0 : percentRatio(target ?? 0),
    stopLoss: stop_loss === null ? 0 : percentRatio(stop ?? 0),
    dynamicExits: mode !== "off",
  };
}

const WIDTH_UNITS = { dollars: (value: number) => Math.round(value * STRIKE_PER_DOLLAR), percent: percentRatio, delta: ratio };

function featureSpec(c: Config): FeatureSpec {
  return {
    detector: c.regime_detector,
    lag: c.feature_lag,
    volatilityWindow: c.volatility_window,
    momentumWindow: c.momentum_window,
    trendFast: c.trend_fast,
    trendSlow: c.trend_slow,
    deadBand: c.trend_dead_band,
    quantileWindow: c.quantile_window,
    quantile: c.quantile,
    ivWindow: c.iv_window,
    correlationWindow: c.correlation_window,
    vixThresholds: four(c.vix_thresholds),
    vixTrendWindow: c.vix_trend_window,
    crisisMemory: c.crisis_memory,
    mixtureColumns: c.mixture_columns,
    mixtureWarmup: c.mixture_warmup,
    mixtureRefit: c.mixture_refit,
    mixtureWindow: c.mixture_window,
    exitWindow: c.dynamic_window,
    exitBaseVolatility: fraction(c.dynamic_base_volatility),
    exitRange: [c.dynamic_range[0], c.dynamic_range[1]],
  };
}

const four = (values: readonly number[]): readonly [number, number, number, number] => [values[0], values[1], values[2], values[3]];
