// What the config alone says: parameters that a switch, a mode or the engine's units leave without effect.
import { parameterOf, PARAMETERS, rawConfig, resolveConfig, resolveSleeves, toRunSpec } from "../../config";
import type { Config, Key } from "../../config";
import type { ResolvedSleeve } from "../../config/sleeves";
import type { LatticeAxis } from "./lattice";

/** What is known of the configs of a sweep. */
export interface Settings {
  /** Whether a key passes the test in every config; false when its value is not known. */
  always: <K extends Key>(key: K, test: (value: Config[K]) => boolean) => boolean;
  /** The same for a key that sleeves may override. */
  everySleeve: <K extends keyof ResolvedSleeve & Key>(key: K, test: (value: ResolvedSleeve[K]) => boolean) => boolean;
  noStructure: (name: ResolvedSleeve["structure"]) => boolean;
}

/** Reads swept keys from their axes and the others from `base`. */
export function settingsOf(axes: readonly LatticeAxis[], base?: Config): Settings {
  const sleeves = base ? resolveSleeves(base) : [];
  const sweptPass = (key: Key, test: (value: never) => boolean): boolean | undefined => {
    const axis = axes.find((one) => one.key === key);
    return axis?.values.every((raw) => {
      const parsed = parameterOf(key).schema.safeParse(raw);
      return parsed.success && test(parsed.data as never);
    });
  };
  return {
    always: (key, test) => sweptPass(key, test) ?? (base !== undefined && test(base[key])),
    everySleeve: (key, test) => sweptPass(key, test) !== false && sleeves.length > 0 && sleeves.every((sleeve) => test(sleeve[key])),
    noStructure: (name) => sleeves.length > 0 && sweptPass("strategy", (value: Config["strategy"]) => !value.includes(name)) !== false && sleeves.every(({ structure }) => structure !== name),
  };
}

interface Rule {
  keys: readonly Key[];
  off: (settings: Settings) => boolean;
  reason: string;
}

const regimeUnused = ({ always, everySleeve }: Settings): boolean =>
  (always("use_regime_sizing", (on) => !on) || always("environment", (name) => name === "paper")) && everySleeve("ranking", (ranking) => ranking !== "weighted");
const noTargetOrStop = ({ everySleeve }: Settings): boolean => everySleeve("profit_target", (target) => target === null) && everySleeve("stop_loss", (stop) => stop === null);
const styled = ({ everySleeve }: Settings): boolean => everySleeve("dynamic_exits", (mode) => mode !== "off" && mode !== "scaled");
const STYLED = "dynamic_exits is a style, which has a target and a stop of its own";
const BREAKER_KEYS: readonly Key[] = ["day_loss_alert", "day_loss_half", "day_loss_halt", "week_loss_half", "week_loss_halt", "drawdown_cut", "drawdown_halt", "drawdown_cooldown", "vix_levels", "vix_multipliers"];
const FOUR_STATE_KEYS: readonly Key[] = ["momentum_window", "volatility_window", "trend_fast", "trend_slow", "trend_dead_band", "quantile_window", "quantile"];
const DYNAMIC_KEYS: readonly Key[] = ["dynamic_window", "dynamic_base_volatility", "dynamic_range"];
/** Those of them that a mixture does not read either. */
const THRESHOLD_KEYS: readonly Key[] = ["trend_dead_band", "quantile_window", "quantile"];
const MIXTURE_KEYS: readonly Key[] = ["mixture_columns", "mixture_warmup", "mixture_refit", "mixture_window"];
const LADDER_KEYS: readonly Key[] = ["vix_thresholds", "vix_trend_window", "crisis_memory"];

const RULES: readonly Rule[] = [
  { keys: ["risk_free", "break_even", "out", "export_trades", "json", "quiet"], off: () => true, reason: "it takes no part in trading" },
  { keys: ["day_loss_alert"], off: () => true, reason: "it flags days and changes no trade" },
  { keys: ["use_regime_sizing", "regime_multipliers"], off: ({ always }) => always("environment", (name) => name === "paper"), reason: "environment: paper sizes without regimes" },
  { keys: ["regime_multipliers"], off: ({ always }) => always("use_regime_sizing", (on) => !on), reason: "use_regime_sizing is off: regimes are recorded and scale nothing" },
  { keys: ["regime_detector", ...FOUR_STATE_KEYS, ...LADDER_KEYS, ...MIXTURE_KEYS], off: regimeUnused, reason: "use_regime_sizing is off and no ranking uses regimes: labels change nothing" },
  { keys: LADDER_KEYS, off: ({ always }) => always("regime_detector", (name) => name === "four-state"), reason: "regime_detector is four-state: the vix-ladder does not run" },
  { keys: LADDER_KEYS, off: ({ always }) => always("regime_detector", (name) => name === "gaussian-mixture"), reason: "regime_detector is gaussian-mixture: the vix-ladder does not run" },
  { keys: THRESHOLD_KEYS, off: ({ always }) => always("regime_detector", (name) => name === "gaussian-mixture"), reason: "regime_detector is gaussian-mixture: no threshold decides" },
  { keys: MIXTURE_KEYS, off: ({ always }) => always("regime_detector", (name) => name !== "gaussian-mixture"), reason: "regime_detector is not gaussian-mixture: no mixture is fitted" },
  { keys: FOUR_STATE_KEYS, off: ({ always }) => always("regime_detector", (name) => name === "vix-ladder"), reason: "regime_detector is vix-ladder: trend and volatility do not decide" },
  { keys: BREAKER_KEYS, off: ({ always }) => always("breakers", (on) => !on), reason: "breakers is off" },
  { keys: ["contracts"], off: ({ always }) => always("sizing", (mode) => mode === "risk"), reason: "sizing is risk: max_risk_per_trade decides the contracts" },
  { keys: ["max_risk_per_trade"], off: ({ always }) => always("sizing", (mode) => mode === "fixed"), reason: "sizing is fixed: contracts decides" },
  { keys: ["target_delta"], off: ({ everySleeve }) => everySleeve("ranking", (ranking) => ranking !== "target-delta"), reason: "no ranking is target-delta" },
  { keys: ["weights"], off: ({ everySleeve }) => everySleeve("ranking", (ranking) => ranking !== "weighted"), reason: "no ranking is weighted" },
  { keys: ["require_iv", "iv_window"], off: ({ everySleeve }) => everySleeve("min_iv_percentile", (floor) => floor === 0), reason: "min_iv_percentile is 0: there is no filter" },
  { keys: DYNAMIC_KEYS, off: ({ everySleeve }) => everySleeve("dynamic_exits", (mode) => mode === "off"), reason: "dynamic_exits is off: targets and stops are as written" },
  { keys: ["dynamic_exits", ...DYNAMIC_KEYS], off: noTargetOrStop, reason: "profit_target and stop_loss are off: there is nothing to scale" },
  { keys: ["profit_target"], off: (settings) => styled(settings) && settings.everySleeve("profit_target", (target) => target !== null), reason: STYLED },
  { keys: ["stop_loss"], off: (settings) => styled(settings) && settings.everySleeve("stop_loss", (stop) => stop !== null), reason: STYLED },
  { keys: ["correlation_window"], off: ({ always }) => always("max_effective_heat", (limit) => limit === 0), reason: "max_effective_heat is 0: correlations limit nothing" },
  { keys: ["deep_itm_delta"], off: ({ always }) => always("early_assignment", (on) => !on), reason: "early_assignment is off" },
  { keys: ["max_quote_width_floor"], off: ({ always }) => always("max_quote_width_pct", (cap) => cap === 0), reason: "max_quote_width_pct is 0: there is no cap to exempt from" },
  { keys: ["short_put_stress"], off: ({ noStructure }) => noStructure("short-put"), reason: "no structure is short-put" },
];

/** What switches a key off in every config, or null. */
export function switchedOff(key: string, settings: Settings): string | null {
  return RULES.find(({ keys, off }) => (keys as readonly string[]).includes(key) && off(settings))?.reason ?? null;
}

/** Whether all values give the engine the same numbers: they round to the same units, or sleeves override them. */
export function sameToEngine({ key, values }: LatticeAxis, base?: Config): boolean {
  if (!base || !(key in PARAMETERS) || key === "ticker") return false;
  const specs = values.map((value) => specText(base, key, value));
  return specs[0] !== null && specs.every((spec) => spec === specs[0]);
}

function specText(base: Config, key: string, value: unknown): string | null {
  try {
    return JSON.stringify(toRunSpec(resolveConfig([{ file: null, values: { ...rawConfig(base), [key]: value } }]), base.ticker));
  } catch {
    return null; // A value that only other swept keys make valid.
  }
}
