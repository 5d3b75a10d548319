// What can be dragged: one table. A slider runs over a list of values of a config key; `apply` says what a value changes in the config.
import { KEYS, parameterOf, REGIME_PRESETS } from "../config";
import type { Key } from "../config";
import type { Values } from "./protocol";

export interface Slider {
  id: string;
  /** Config key whose values tell the slider's positions apart. */
  key: string;
  label: string;
  group: Group;
  /** Raw config values, from left to right. */
  values: readonly unknown[];
  /** As people read it. */
  text: (value: unknown) => string;
  /** Keys to change, beside the slider's own when others must give way. */
  apply: (value: unknown, config: Values) => Values;
  /** Value in force under a config; compared by its text. */
  read: (config: Values) => unknown;
}

export const GROUPS = ["Entry", "Exit", "Size and limits", "Regime", "Costs"] as const;
export type Group = (typeof GROUPS)[number];

/** Values in force where a config names none, as a YAML file would write them. */
export const DEFAULTS: Values = Object.fromEntries(KEYS.map((key) => [key, rawOf(key)]));

/** A switch as a word, a value that is off as "off", a list as its only item. */
function rawOf(key: Key): unknown {
  const raw = parameterOf(key).raw(parameterOf(key).default);
  if (typeof raw === "boolean") return raw ? "on" : "off";
  return raw === null ? "off" : Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
}

/** Whole multiples of `step`, so that decimals stay what they look like. */
const range = (from: number, to: number, step: number): number[] => Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Number((from + i * step).toFixed(4)));

const unit = (suffix: string) => (value: unknown): string => (value === "off" ? "off" : `${String(value)}${suffix}`);
const plain = ([key, group, label]: readonly [key: string, group: Group, label: string], values: readonly unknown[], text: (value: unknown) => string, apply: Slider["apply"] = (value) => ({ [key]: value })): Slider =>
  ({ id: key, key, group, label, values, text, apply, read: (config) => config[key] ?? DEFAULTS[key] });

/** Moves the other end of a band along when they would cross. */
const lower = (key: string, other: string) => (value: unknown, config: Values): Values =>
  ({ [key]: value, ...(Number(config[other] ?? DEFAULTS[other]) < Number(value) ? { [other]: value } : {}) });
const upper = (key: string, other: string) => (value: unknown, config: Values): Values =>
  ({ [key]: value, ...(Number(config[other] ?? DEFAULTS[other]) > Number(value) ? { [other]: value } : {}) });

const at = (config: Values, key: string): number => Number(config[key] ?? DEFAULTS[key]);

/** A time exit gives way when entries would begin below it: they would be closed on the next session. */
const begin = (dte: number, config: Values): Values => (at(config, "time_exit") >= dte && at(config, "time_exit") > 0 ? { time_exit: Math.max(0, dte - 1) } : {});

const delta = (value: unknown): string => Number(value).toFixed(2);

export const SLIDERS: readonly Slider[] = [
  plain(["min_delta", "Entry", "Short Δ from"], range(0.02, 0.5, 0.01), delta, lower("min_delta", "max_delta")),
  plain(["max_delta", "Entry", "Short Δ to"], range(0.02, 0.5, 0.01), delta, upper("max_delta", "min_delta")),
  plain(["min_dte", "Entry", "Days to expiry from"], range(0, 60, 1), unit(" d"), (value, config) => ({ ...lower("min_dte", "max_dte")(value, config), ...begin(Number(value), config) })),
  plain(["max_dte", "Entry", "Days to expiry to"], range(1, 75, 1), unit(" d"), (value, config) => ({ ...upper("max_dte", "min_dte")(value, config), ...begin(Math.min(Number(value), at(config, "min_dte")), config) })),
  plain(["width", "Entry", "Width"], range(1, 25, 1), (value) => `$${String(value)}`),
  plain(["min_credit", "Entry", "Credit at least"], range(0, 40, 1), unit(" % of width")),
  plain(["min_iv_percentile", "Entry", "IV percentile at least"], range(0, 95, 5), unit("")),
  plain(["profit_target", "Exit", "Profit target"], [...range(5, 100, 5), "off"], unit(" % of credit")),
  plain(["stop_loss", "Exit", "Stop loss"], [...range(25, 400, 25), "off"], unit(" % of credit")),
  plain(["time_exit", "Exit", "Time exit"], ["off", ...range(0, 40, 1)], unit(" days left"), leave),
  plain(["max_risk_per_trade", "Size and limits", "Risk per trade"], range(0.25, 10, 0.25), unit(" % of equity"), (value, config) => ({ max_risk_per_trade: value, ...(at(config, "max_single_position") < Number(value) ? { max_single_position: value } : {}) })),
  plain(["max_positions", "Size and limits", "Positions"], range(1, 20, 1), unit("")),
  plain(["max_portfolio_heat", "Size and limits", "Portfolio heat"], range(2, 60, 2), unit(" % of equity")),
  plain(["max_per_underlying", "Size and limits", "Heat per underlying"], range(2, 60, 2), unit(" % of equity")),
  ...["bull, calm", "bull, volatile", "bear, calm", "bear, volatile"].map((name, i) => multiplier(name, i)),
  plain(["slippage", "Costs", "Fill, share of the quoted width"], ["orats", ...range(0, 100, 2)], (value) => (value === "orats" ? "ORATS by legs" : `${String(value)} %`)),
  plain(["commission", "Costs", "Commission per contract and leg"], range(0, 2, 0.05), (value) => `$${Number(value).toFixed(2)}`),
];

/** A later time exit pushes the band of entries ahead of it. */
function leave(value: unknown, config: Values): Values {
  const from = Math.max(at(config, "min_dte"), value === "off" || value === 0 ? 0 : Number(value) + 1);
  return { time_exit: value, ...(from > at(config, "min_dte") ? { min_dte: from } : {}), ...(from > at(config, "max_dte") ? { max_dte: from } : {}) };
}

/** One of the four sizes by regime. Touching one switches regime sizing on. */
function multiplier(name: string, position: number): Slider {
  const all = (config: Values): string[] => {
    const now = String(config.regime_multipliers ?? DEFAULTS.regime_multipliers);
    return now in REGIME_PRESETS ? REGIME_PRESETS[now as keyof typeof REGIME_PRESETS]["four-state"].map(String) : now.split(",");
  };
  return {
    id: `regime-${position}`, key: "regime_multipliers", group: "Regime", label: `Size in ${name}`, values: range(0, 1.5, 0.05), text: (value) => `× ${Number(value).toFixed(2)}`,
    apply: (value, config) => ({ use_regime_sizing: "on", regime_multipliers: all(config).map((old, i) => (i === position ? String(value) : old)).join(",") }),
    read: (config) => Number(all(config)[position] ?? 1),
  };
}

/** Position of the value in force, the nearest one where the config's own is not among the slider's. */
export function positionOf(slider: Slider, config: Values): number {
  const now = slider.read(config);
  const exact = slider.values.findIndex((value) => String(value) === String(now));
  if (exact >= 0 || !Number.isFinite(Number(now))) return Math.max(0, exact);
  const distances = slider.values.map((value) => (Number.isFinite(Number(value)) ? Math.abs(Number(value) - Number(now)) : Infinity));
  return distances.indexOf(Math.min(...distances));
}
