// Why a swept parameter changed no trade: what the config says first, then what the results say.
import type { Config } from "../../config";
import { LIMITS, REASONS } from "../../results/reasons";
import type { SweepTable } from "../table";
import type { LatticeAxis } from "./lattice";
import { sameToEngine, settingsOf, switchedOff } from "./switchedOff";

export interface Case {
  table: SweepTable;
  axes: readonly LatticeAxis[];
  base?: Config;
}

/** The reason in one line. `axis` is known to be inert. */
export function whyInert({ table, axes, base }: Case, axis: LatticeAxis): string {
  return (
    neverTraded(table) ??
    switchedOff(axis.key, settingsOf(axes, base)) ??
    (sameToEngine(axis, base) ? "its values are the same to the engine: they round to the same units, or something else overrides them" : null) ??
    exitNeverFired(table, axis.key) ??
    gateNeverRefused(table, axis.key) ??
    (SIZING_KEYS.includes(axis.key) ? "every value gave the same whole numbers of contracts" : "no decision turned on it: every value gave the same trades")
  );
}

type Column = Uint32Array | Float64Array | undefined;

function total(column: Column): number {
  let sum = 0;
  for (let i = 0; column && i < column.length; i++) sum += column[i];
  return sum;
}

const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
const totals = (columns: SweepTable["reasons"], ids: readonly string[]): number => ids.reduce((sum, id) => sum + total(columns[id]), 0);

/** The largest column and its sum; null when all are zero. */
function largest(columns: SweepTable["reasons"], ids: readonly string[]): { id: string; sum: number } | null {
  const sums = ids.map((id) => ({ id, sum: total(columns[id]) })).filter(({ sum }) => sum > 0);
  return sums.length ? sums.reduce((top, one) => (one.sum > top.sum ? one : top)) : null;
}

function neverTraded({ reasons, exits }: SweepTable): string | null {
  if (!reasons.opened || total(reasons.opened) > 0 || totals(exits, Object.keys(exits)) > 0) return null;
  const top = largest(reasons, REASONS.map(({ id }) => id));
  return `no config opened a position${top ? `: mostly, ${textOf(top.id)}` : ""}`;
}

const textOf = (id: string): string => REASONS.find((reason) => reason.id === id)?.text ?? id;

/** Keys that act through certain exits, and the names of these among the exit reasons. */
const SCALED_EXITS = ["profit_target", "stop_loss"];
const EXITS_OF: Readonly<Record<string, readonly string[]>> = {
  profit_target: ["profit_target"], stop_loss: ["stop_loss"], gamma_exit: ["gamma_exit"], time_exit: ["time_exit"],
  dynamic_exits: SCALED_EXITS, dynamic_window: SCALED_EXITS, dynamic_base_volatility: SCALED_EXITS, dynamic_range: SCALED_EXITS,
  early_assignment: ["early_assignment"], deep_itm_delta: ["early_assignment"],
};
const TRIGGERS = ["breaker", "profit_target", "stop_loss", "gamma_exit", "time_exit"];

function exitNeverFired({ exits }: SweepTable, key: string): string | null {
  if (key === "exit_priority") return onlyTrigger(exits);
  const own = EXITS_OF[key]?.filter((id) => exits[id]) ?? [];
  if (own.length === 0 || totals(exits, own) > 0) return null;
  const first = largest(exits, Object.keys(exits));
  return `no position ended by ${own.map(words).join(" or ")}${first ? `: another exit came first, mostly ${words(first.id)} (${count(first.sum)} trades)` : ""}`;
}

function onlyTrigger(exits: SweepTable["exits"]): string | null {
  const fired = TRIGGERS.filter((id) => total(exits[id]) > 0);
  return fired.length < 2 ? `${fired.length ? `only ${words(fired[0])}` : "no trigger"} ever closed a position: there was nothing to order` : null;
}

const words = (id: string): string => id.replaceAll("_", " ");

const limit = (id: string): readonly string[] => [`size_zero_${id}`, `limit_${id}`];
const BREAKERS = ["day_loss_half", "day_loss_halt", "week_loss_half", "week_loss_halt", "drawdown_cut", "drawdown_halt", "drawdown_cooldown", "vix_levels", "vix_multipliers"];

/** Keys that refuse chances, and the reason ids under which they do. */
const GATE_OF: Readonly<Record<string, readonly string[]>> = {
  max_positions: ["max_positions"], max_entries_per_day: ["max_entries"], last_entry: ["entries_ended"],
  max_risk_per_trade: limit("trade"), max_single_position: limit("single"), max_portfolio_heat: limit("heat"), max_per_underlying: limit("underlying"),
  max_correlated_exposure: limit("group"), correlated_group: limit("group"), groups: limit("group"), max_effective_heat: limit("correlation"), correlation_window: limit("correlation"),
  min_iv_percentile: ["iv_filter", "warm_up"], require_iv: ["iv_filter", "warm_up"], iv_window: ["iv_filter", "warm_up"],
  min_dte: ["no_expiry"], max_dte: ["no_expiry"], min_delta: ["no_strike"], max_delta: ["no_strike"], min_credit: ["credit_too_small"],
  min_open_interest: ["liquidity"], min_volume: ["liquidity"],
  max_quote_width_pct: ["quote_wide"], max_quote_width_floor: ["quote_wide"], max_quote_width: ["quote_wide"],
  ...Object.fromEntries(["breakers", ...BREAKERS].map((key) => [key, ["breaker"]])),
};
const BOOK_LIMITS = ["max_positions", "max_entries", ...LIMITS.flatMap(({ id }) => limit(id))];
const BOOK_KEYS = ["max_positions", "max_entries_per_day", "max_single_position", "max_portfolio_heat", "max_per_underlying", "max_correlated_exposure", "max_effective_heat"];
const SIZING_KEYS = ["equity", "max_risk_per_trade", "max_contracts", "contracts", "regime_multipliers", "use_regime_sizing", "vix_multipliers", "short_put_stress"];

function gateNeverRefused(table: SweepTable, key: string): string | null {
  const ids = GATE_OF[key]?.filter((id) => table.reasons[id]);
  if (!ids?.length) return null;
  const refused = totals(table.reasons, ids);
  if (refused > 0) return `it refused ${count(refused)} chances, yet the trades were the same at every value`;
  if (ids.includes("breaker")) return breakersIdle(table);
  return `it never bound: no chance was refused for it${othersFirst(table, key, ids)}`;
}

function breakersIdle({ exits, metrics }: SweepTable): string {
  const multipliers = metrics.mean_breaker_multiplier;
  const idle = total(exits.breaker) === 0 && multipliers?.every((value) => value === 1 || Number.isNaN(value));
  return idle ? "no breaker was ever in force" : "no chance was refused by a breaker";
}

function othersFirst({ reasons, metrics }: SweepTable, key: string, own: readonly string[]): string {
  if (!BOOK_KEYS.includes(key)) return "";
  const first = largest(reasons, BOOK_LIMITS.filter((id) => !own.includes(id)));
  const open = key === "max_positions" && metrics.max_positions ? metrics.max_positions.reduce((top, value) => (value > top ? value : top), 0) : 0;
  const most = open > 0 ? `, and never more than ${count(open)} were open at a close` : "";
  return `${most}${first ? `; first came: ${textOf(first.id)} (${count(first.sum)} chances)` : ""}`;
}
