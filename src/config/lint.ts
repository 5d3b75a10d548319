// Faults that only show when keys are looked at together: inverted bands, rules that could never fire, budgets in the wrong order.
import { configError } from "../errors";
import { isoDate, parseIsoDate } from "../units";
import type { Config } from "./parameters";
import { multipliersOf } from "./multipliers";
import { EXIT_STYLES, regimeLabels } from "./presets";
import { resolveSleeves } from "./sleeves";
import type { ResolvedSleeve } from "./sleeves";

/** Throws the first fault as a config error naming keys, values and remedy. `sleeves` are the config's own, when the caller has them. */
export function lint(config: Config, sleeves: readonly ResolvedSleeve[] = resolveSleeves(config)): void {
  lintMarket(config);
  sleeves.forEach((sleeve, i) => lintSleeve(sleeve, config.dynamic_range[0], config.sleeves.length ? `sleeve ${i + 1} (${sleeve.structure}): ` : ""));
  lintTwins(sleeves);
  lintBudgets(config);
  if (config.breakers) lintBreakers(config);
  lintFeatures(config);
  lintOutput(config);
}

function lintMarket({ start, end, last_entry }: Config): void {
  if (start !== null && end !== null && parseIsoDate(end)! < parseIsoDate(start)!) {
    throw configError(`end = ${end}`, `is before start = ${start}`, "swap them");
  }
  if (start !== null && last_entry !== null && parseIsoDate(last_entry)! < parseIsoDate(start)!) {
    throw configError(`last_entry = ${last_entry}`, `is before start = ${start}: nothing would be opened`, "choose a later day, or last_entry: end");
  }
}

/** `low` must not exceed `high`. */
function ordered(where: string, lowKey: string, low: number, highKey: string, high: number): void {
  if (low > high) throw configError(`${where}${lowKey} = ${low}`, `is above ${highKey} = ${high}`, `lower ${lowKey} or raise ${highKey}`);
}

/** `calmest`: the smallest ratio of dynamic exits. */
function lintSleeve(s: ResolvedSleeve, calmest: number, where: string): void {
  ordered(where, "min_delta", s.min_delta, "max_delta", s.max_delta);
  ordered(where, "min_dte", s.min_dte, "max_dte", s.max_dte);
  lintWidth(s, where);
  if (s.ranking === "target-delta" && (s.target_delta < s.min_delta || s.target_delta > s.max_delta)) {
    throw configError(`${where}target_delta = ${s.target_delta}`, `is outside the band ${s.min_delta} … ${s.max_delta}`, "move it into the band of min_delta and max_delta");
  }
  if (s.ranking === "weighted" && s.weights.some((row) => row.every((w) => w === 0))) throw configError(`${where}weights`, "has a row of zeros: nothing would rank", "give each row a weight");
  lintExits(s, calmest, where);
}

function lintWidth({ structure, width, min_delta }: ResolvedSleeve, where: string): void {
  const widest = width.values[width.values.length - 1];
  if (width.mode === "delta" && structure !== "short-put" && widest >= min_delta) {
    throw configError(`${where}width = ${widest}d`, `puts the long leg at a |Δ| not below min_delta = ${min_delta}`, "choose a smaller width delta");
  }
}

function lintExits(s: ResolvedSleeve, calmest: number, where: string): void {
  if (s.min_credit >= 100) throw configError(`${where}min_credit = ${s.min_credit}`, "asks for the whole width, which no spread pays", "choose less than 100 % of width");
  const worst = s.min_credit > 0 ? (100 * (100 - s.min_credit)) / s.min_credit : Infinity;
  const { key, stop } = tightestStop(s, calmest);
  if (stop >= worst) {
    throw configError(`${where}${key} = ${s[key]}`, `can never fire: at min_credit = ${s.min_credit} % of width a position loses less than ${worst.toFixed(0)} % of its credit`, "lower it, or switch it off with stop_loss: off");
  }
  for (const [key, days] of [["time_exit", s.time_exit], ["gamma_exit", s.gamma_exit]] as const) {
    if (days !== null && days > 0 && days >= s.min_dte) throw configError(`${where}${key} = ${days}`, `would close entries at min_dte = ${s.min_dte} on the next session`, `lower ${key}, switch it off, or raise min_dte`);
  }
}

/** The smallest loss, % of credit, at which the stop can ever fire, and the key that sets it; -∞ without a stop. */
function tightestStop({ stop_loss, dynamic_exits: mode }: ResolvedSleeve, calmest: number): { key: "stop_loss" | "dynamic_exits"; stop: number } {
  if (stop_loss === null) return { key: "stop_loss", stop: -Infinity };
  if (mode === "off") return { key: "stop_loss", stop: stop_loss };
  const least = Math.min(1, calmest);
  return mode === "scaled" ? { key: "stop_loss", stop: stop_loss * least } : { key: "dynamic_exits", stop: EXIT_STYLES[mode].stop * least };
}

function lintTwins(sleeves: readonly ResolvedSleeve[]): void {
  if (sleeves.length < 2) return;
  const texts = sleeves.map((sleeve) => JSON.stringify(sleeve));
  const twin = texts.findIndex((text, i) => texts.indexOf(text) !== i);
  if (twin >= 0) throw configError(`sleeve ${twin + 1} (${sleeves[twin].structure})`, "is the same as an earlier one", "remove it or change a key");
  if (sleeves.length > 64) throw configError(`sleeves = ${sleeves.length}`, "are more than 64", "split the run");
}

function lintBudgets(c: Config): void {
  if (c.sizing === "risk") ordered("", "max_risk_per_trade", c.max_risk_per_trade, "max_single_position", c.max_single_position);
  if (c.commission_max > 0) ordered("", "commission_min", c.commission_min, "commission_max", c.commission_max);
  if (c.max_quote_width > 0) ordered("", "max_quote_width_floor", c.max_quote_width_floor, "max_quote_width", c.max_quote_width);
  const names = c.groups.map((group) => group.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw configError(`groups: ${twice}`, "is named twice", "give each group its own name");
  if (names.length > 7) throw configError(`groups = ${names.length}`, "are more than seven besides the correlated group", "merge some");
}

function lintBreakers(c: Config): void {
  ordered("", "day_loss_alert", c.day_loss_alert, "day_loss_half", c.day_loss_half);
  ordered("", "day_loss_half", c.day_loss_half, "day_loss_halt", c.day_loss_halt);
  ordered("", "week_loss_half", c.week_loss_half, "week_loss_halt", c.week_loss_halt);
  ordered("", "drawdown_cut", c.drawdown_cut, "drawdown_halt", c.drawdown_halt);
}

function lintFeatures(c: Config): void {
  if (c.trend_fast >= c.trend_slow) throw configError(`trend_fast = ${c.trend_fast}`, `is not below trend_slow = ${c.trend_slow}`, "swap them");
  if (c.mixture_window > 0) ordered("", "mixture_warmup", c.mixture_warmup, "mixture_window", c.mixture_window);
  if (!c.use_regime_sizing) return;
  const values = multipliersOf(c);
  const labels = regimeLabels(c.regime_detector);
  const shown = String(c.regime_multipliers);
  if (!values) throw configError(`regime_multipliers = ${shown}`, `has no form for ${c.regime_detector}`, `give ${labels.length} numbers: ${labels.join(", ")}`);
  if (values.length !== labels.length) throw configError(`regime_multipliers = ${shown}`, `has ${values.length} values, ${c.regime_detector} has ${labels.length} labels`, `give one per label: ${labels.join(", ")}`);
  if (values.every((value) => value === 0)) throw configError(`regime_multipliers = ${shown}`, "is zero in every regime: nothing would trade", "give some regime a size");
}

function lintOutput({ export_trades }: Config): void {
  if (export_trades !== null && !/\.(csv|json|arrow)$/.test(export_trades)) throw configError(`export_trades = ${export_trades}`, "has an unknown ending", "end it in .csv, .json or .arrow");
}

/** The day range asked for; the dataset's edges where the config leaves it open. Throws when nothing is left of it. */
export function dayRange({ start, end }: Pick<Config, "start" | "end">, first: number, last: number): { start: number; end: number } {
  const range = { start: start === null ? first : parseIsoDate(start)!, end: end === null ? last : parseIsoDate(end)! };
  if (range.start > last) throw configError(`start = ${isoDate(range.start)}`, `is after the data, which ends on ${isoDate(last)}`, "choose an earlier start");
  if (range.end < first) throw configError(`end = ${isoDate(range.end)}`, `is before the data, which begins on ${isoDate(first)}`, "choose a later end");
  return range;
}
