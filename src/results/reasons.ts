// What each funnel code says, and what to loosen. Index = code of assembly/abi.ts.
import { LIMIT_HEAT } from "../../assembly/abi";

export interface Reason {
  /** Stable name in files. */
  id: string;
  /** One line: why nothing was opened. */
  text: string;
  /** Which key to change to get past it; "" when nothing is wrong. */
  remedy: string;
}

/** LIMIT_* by number. */
export const LIMITS = [
  { id: "trade", name: "the risk budget per trade", remedy: "raise max_risk_per_trade (or contracts) or equity, or choose a smaller width" },
  { id: "single", name: "the single-position cap", remedy: "raise max_single_position, or choose a smaller width" },
  { id: "heat", name: "portfolio heat", remedy: "raise max_portfolio_heat" },
  { id: "underlying", name: "the per-underlying cap", remedy: "raise max_per_underlying" },
  { id: "group", name: "a group cap", remedy: "raise max_correlated_exposure or the group's limit" },
  { id: "correlation", name: "effective heat", remedy: "raise max_effective_heat" },
  { id: "buying_power", name: "buying power", remedy: "raise equity, or hold fewer positions" },
] as const;

const GATES: readonly Reason[] = [
  { id: "opened", text: "a position was opened", remedy: "" },
  { id: "no_data", text: "no option chain on that day", remedy: "import the missing days, or trim start and end" },
  { id: "warm_up", text: "regime or IV percentile not known yet: its window is not full", remedy: "give the dataset earlier bars and chains, shorten the windows, or require_iv: off" },
  { id: "regime_zero", text: "the regime's multiplier is 0", remedy: "raise it in regime_multipliers" },
  { id: "breaker", text: "a loss, drawdown or volatility breaker stopped entries", remedy: "raise the breaker's threshold, or breakers: off" },
  { id: "max_positions", text: "all position slots were taken", remedy: "raise max_positions" },
  { id: "max_entries", text: "the day's entries were used up", remedy: "raise max_entries_per_day" },
  { id: "iv_filter", text: "the IV percentile was below the filter", remedy: "lower min_iv_percentile" },
  { id: "no_expiry", text: "no expiry within the DTE band", remedy: "widen min_dte … max_dte" },
  { id: "no_strike", text: "no short strike within the delta band", remedy: "widen min_delta … max_delta" },
  { id: "long_leg_missing", text: "the long leg's strike is not listed", remedy: "offer more widths, or a width in % of spot" },
  { id: "quote_zero", text: "a leg had no quote, or the short leg no bid", remedy: "raise min_delta" },
  { id: "quote_crossed", text: "a leg's bid was above its ask", remedy: "check the data: mahler data verify" },
  { id: "quote_locked", text: "a leg's bid equalled its ask", remedy: "check the data: mahler data verify" },
  { id: "quote_blown", text: "a leg's ask was above ten times its bid", remedy: "raise min_delta" },
  { id: "quote_wide", text: "a leg's quote was wider than the cap", remedy: "raise max_quote_width_pct, max_quote_width_floor or max_quote_width" },
  { id: "liquidity", text: "open interest or volume was below the minimum", remedy: "lower min_open_interest or min_volume" },
  { id: "credit_too_small", text: "the executable credit was below the minimum", remedy: "lower min_credit, or raise the delta band" },
  { id: "credit_over_width", text: "the credit reached the width: a data error", remedy: "check the data: mahler data verify" },
];

const sizeZero: readonly Reason[] = LIMITS.map(({ id, name, remedy }) => ({ id: `size_zero_${id}`, text: `one contract is more than ${name} allows even in an empty book`, remedy }));
const limitFull: readonly Reason[] = LIMITS.slice(LIMIT_HEAT).map(({ id, name, remedy }) => ({ id: `limit_${id}`, text: `open positions left no room under ${name}`, remedy }));

const ENDED: Reason = { id: "entries_ended", text: "the day lay after the last on which positions are opened", remedy: "choose a later last_entry, or last_entry: end" };

/** All reasons by code. */
export const REASONS: readonly Reason[] = [...GATES, ...sizeZero, ...limitFull, ENDED];

