// A trade from its entry to its exit: its legs' mids, its gain, and the thresholds that would close it. Marks and triggers as docs/engine.md §2 and §3 have them.
import * as abi from "../../../assembly/abi";
import type { Prepared } from "../../engine/prepare";
import { configError } from "../../errors";
import { blocksOf, findStrike, quoteOf, strikePrice } from "../../explain/chain";
import type { Right } from "../../explain/chain";
import { isMarkable, mid, quoteState } from "../../explain/quotes";
import type { Quote } from "../../explain/quotes";
import type { Underlying } from "../../market/types";
import type { Execution } from "../../results/execution";
import type { SleeveSpec } from "../../strategy/spec";
import { STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { PathReply, Threshold } from "../protocol";

/** The slots of a trade. */
type Slot = (name: number) => number;

const LEGS = [["put", abi.T_SHORT_PUT, 1], ["put", abi.T_LONG_PUT, -1], ["call", abi.T_SHORT_CALL, 1], ["call", abi.T_LONG_CALL, -1]] as const;

/** By session, both ends included; NaN where a leg has no quote. Dollars per share; gains in dollars, before costs of leaving. Throws a config error for a trade the run does not have. */
export function tradePath({ output: { trades }, spec }: Execution, { underlyings, timeline, features }: Prepared, id: number): PathReply {
  const at = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE).find((base) => trades[base + abi.T_ID] === id);
  if (at === undefined) throw configError(`trade = ${id}`, "is not in this run", `it has ${trades.length / abi.TRADE_STRIDE} trades`);
  const slot: Slot = (name) => trades[at + name];
  const u = slot(abi.T_UNDERLYING);
  const underlying = underlyings[u];
  const { chainIndex, featureIndex } = timeline.underlyings[u];
  const legs = LEGS.filter(([, strike]) => slot(strike) > 0);
  const sessions = Array.from(timeline.day.keys()).filter((t) => timeline.day[t] >= slot(abi.T_ENTRY_DAY) && timeline.day[t] <= slot(abi.T_EXIT_DAY));
  const quotes = legs.map(([right, strike]) => sessions.map((t) => quoteAt(underlying, chainIndex[t], right, slot(strike), slot)));
  const known = (quote: Quote | null): number => (quote && quote.ask > 0 ? mid(quote) : NaN);
  const mark = sessions.map((_, i) => legs.reduce((sum, [, , sign], leg) => sum + sign * known(quotes[leg][i]), 0));
  const fresh = sessions.map((_, i) => quotes.every((of) => of[i] !== null && isMarkable(quoteState(of[i], spec.account))));
  const cap = capOf(slot);
  const gain = mark.map((value, i) => (fresh[i] ? slot(abi.T_CREDIT) - Math.min(Math.max(value, 0), cap) : NaN));
  const quantity = underlying.multiplier * slot(abi.T_CONTRACTS);
  const sleeve = spec.sleeves[slot(abi.T_SLEEVE)];
  const scales = sessions.map((t) => (!sleeve.dynamicExits || featureIndex[t] < 0 ? 1 : features[u].exitScale[featureIndex[t]]));
  const days = Int32Array.from(sessions, (t) => timeline.day[t]);
  return {
    id, symbol: underlying.symbol, days, quantity, blocked: slot(abi.T_BLOCKED_EXITS),
    legs: legs.map(([right, strike, sign], leg) => ({ name: `${sign > 0 ? "short" : "long"} ${slot(strike) / STRIKE_PER_DOLLAR} ${right}`, mids: Float64Array.from(quotes[leg], (quote) => toDollars(known(quote))) })),
    mark: Float64Array.from(mark, toDollars), gain: Float64Array.from(gain, (value) => toDollars(value * quantity)),
    spot: Float64Array.from(sessions, (t) => (chainIndex[t] < 0 ? NaN : toDollars(underlying.days.spot[chainIndex[t]]))),
    thresholds: thresholdsOf(sleeve, { gain, scales, dte: Array.from(days, (day) => slot(abi.T_EXPIRY) - day), credit: slot(abi.T_CREDIT), quantity }),
  };
}

/** The quote of a leg on a chain day. */
function quoteAt(underlying: Underlying, chainDay: number, right: Right, strike: number, slot: Slot): Quote | null {
  if (chainDay < 0) return null;
  const block = blocksOf(underlying, chainDay).find((b) => b.expiry === slot(abi.T_EXPIRY) && b.vendorExpiry === slot(abi.T_VENDOR_EXPIRY) && b.settlement === slot(abi.T_SETTLEMENT) && underlying.roots.length > b.root);
  const row = block ? findStrike(underlying, block[right], strike) : -1;
  return row < 0 ? null : quoteOf(underlying, row);
}

/** The most that closing can cost, units per share: the wider side, or the strike of a lone short put. */
function capOf(slot: Slot): number {
  const side = (short: number, long: number): number => (slot(short) === 0 ? 0 : strikePrice(slot(long) === 0 ? slot(short) : Math.abs(slot(short) - slot(long))));
  return Math.max(side(abi.T_SHORT_PUT, abi.T_LONG_PUT), side(abi.T_SHORT_CALL, abi.T_LONG_CALL));
}

interface Course {
  /** Units per share, NaN without a fresh mark. */
  gain: readonly number[];
  /** What scales target and stop. */
  scales: readonly number[];
  dte: readonly number[];
  /** Units per share. */
  credit: number;
  quantity: number;
}

/** The thresholds that are on. Nothing is examined on the session of the entry. */
function thresholdsOf({ profitTarget, stopLoss, dynamicExits, gammaExit, timeExit, exitPriority }: SleeveSpec, { gain, scales, dte, credit, quantity }: Course): Threshold[] {
  const first = (holds: (i: number) => boolean): number => dte.findIndex((_, i) => i > 0 && holds(i));
  const level = (shares: readonly number[]): Float64Array => Float64Array.from(shares, (share) => toDollars((share * credit * quantity) / 1e4));
  const ofGain = (base: number, sign: 1 | -1): Pick<Threshold, "level" | "dte" | "first"> => {
    const shares = scales.map((scale) => (dynamicExits ? Math.floor((sign > 0 ? base / scale : base * scale) + 0.5) : base));
    return { level: level(shares.map((share) => sign * share)), dte: null, first: first((i) => sign * gain[i] * 1e4 >= shares[i] * credit) };
  };
  const ofTime = (days: number): Pick<Threshold, "level" | "dte" | "first"> => ({ level: null, dte: days, first: first((i) => dte[i] <= days) });
  return exitPriority.flatMap((kind): Threshold[] => {
    if (kind === "profit-target" && profitTarget > 0) return [{ kind, ...ofGain(profitTarget, 1) }];
    if (kind === "stop-loss" && stopLoss > 0) return [{ kind, ...ofGain(stopLoss, -1) }];
    if (kind === "gamma-exit" && gammaExit >= 0) return [{ kind, ...ofTime(gammaExit) }];
    return kind === "time-exit" && timeExit >= 0 ? [{ kind, ...ofTime(timeExit) }] : [];
  });
}
