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
import type { AccountSpec, SleeveSpec } from "../../strategy/spec";
import { DELTA_NONE, STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { PathReply, Threshold } from "../protocol";

/** The slots of a trade. */
type Slot = (name: number) => number;

/** A side of the position. Strikes in thousandths; quotes by session, null = none. */
interface Side {
  right: Right;
  short: number;
  /** 0 = none. */
  long: number;
  shorts: readonly (Quote | null)[];
  longs: readonly (Quote | null)[];
  /** |Δ| × 1e4 of the short leg by session; 0 = not known. */
  deltas: readonly number[];
  /** Whether its owner exercised it before the end. */
  assigned: boolean;
}

/** By session, both ends included; NaN where a leg has no quote. Dollars per share; gains in dollars, before costs of leaving. Throws a config error for a trade the run does not have. */
export function tradePath({ output: { trades }, spec }: Execution, prepared: Prepared, id: number): PathReply {
  const at = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE).find((base) => trades[base + abi.T_ID] === id);
  if (at === undefined) throw configError(`trade = ${id}`, "is not in this run", `it has ${trades.length / abi.TRADE_STRIDE} trades`);
  const slot: Slot = (name) => trades[at + name];
  const u = slot(abi.T_UNDERLYING);
  const { [u]: underlying } = prepared.underlyings;
  const { chainIndex, featureIndex } = prepared.timeline.underlyings[u];
  const { day } = prepared.timeline;
  const sessions = Array.from(day.keys()).filter((t) => day[t] >= slot(abi.T_ENTRY_DAY) && day[t] <= slot(abi.T_EXIT_DAY));
  const sides = sidesOf(underlying, sessions.map((t) => chainIndex[t]), slot);
  const { mark, gain, assigned } = courseOf(sides, sessions, { prepared, u, account: spec.account, credit: slot(abi.T_CREDIT) });
  const quantity = underlying.multiplier * slot(abi.T_CONTRACTS);
  const sleeve = spec.sleeves[slot(abi.T_SLEEVE)];
  const scales = sessions.map((t) => (!sleeve.dynamicExits || featureIndex[t] < 0 ? 1 : prepared.features[u].exitScale[featureIndex[t]]));
  const days = Int32Array.from(sessions, (t) => day[t]);
  const leg = (kind: string, strike: number, right: Right, quotes: readonly (Quote | null)[]) => ({ name: `${kind} ${strike / STRIKE_PER_DOLLAR} ${right}`, mids: Float64Array.from(quotes, (quote) => toDollars(known(quote))) });
  return {
    id, symbol: underlying.symbol, days, quantity, blocked: slot(abi.T_BLOCKED_EXITS), assigned,
    legs: sides.flatMap(({ right, short, long, shorts, longs }) => [leg("short", short, right, shorts), ...(long > 0 ? [leg("long", long, right, longs)] : [])]),
    mark: Float64Array.from(mark, toDollars), gain: Float64Array.from(gain, (value) => toDollars(value * quantity)),
    spot: Float64Array.from(sessions, (t) => (chainIndex[t] < 0 ? NaN : toDollars(underlying.days.spot[chainIndex[t]]))),
    thresholds: thresholdsOf(sleeve, { gain, scales, dte: Array.from(days, (one) => slot(abi.T_EXPIRY) - one), credit: slot(abi.T_CREDIT), quantity }),
  };
}

const known = (quote: Quote | null): number => (quote && quote.ask > 0 ? mid(quote) : NaN);

/** The sides of the position with their quotes on these chain days. */
function sidesOf(underlying: Underlying, chainDays: readonly number[], slot: Slot): Side[] {
  const rows = (right: Right, strike: number): number[] => chainDays.map((chainDay) => rowOf(underlying, chainDay, right, strike, slot));
  const quotes = (of: readonly number[]): (Quote | null)[] => of.map((row) => (row < 0 ? null : quoteOf(underlying, row)));
  return ([["put", abi.T_SHORT_PUT, abi.T_LONG_PUT, abi.FLAG_ASSIGNED_PUT], ["call", abi.T_SHORT_CALL, abi.T_LONG_CALL, abi.FLAG_ASSIGNED_CALL]] as const).filter(([, short]) => slot(short) > 0).map(([right, shortSlot, longSlot, flag]) => {
    const [short, long] = [slot(shortSlot), slot(longSlot)];
    const at = rows(right, short);
    const deltas = at.map((row) => (row < 0 || underlying.rows.delta[row] === DELTA_NONE ? 0 : Math.abs(underlying.rows.delta[row])));
    return { right, short, long, shorts: quotes(at), longs: long > 0 ? quotes(rows(right, long)) : [], deltas, assigned: (slot(abi.T_FLAGS) & flag) !== 0 };
  });
}

/** The row of a leg on a chain day, −1 without one. */
function rowOf(underlying: Underlying, chainDay: number, right: Right, strike: number, slot: Slot): number {
  if (chainDay < 0) return -1;
  const block = blocksOf(underlying, chainDay).find((b) => b.expiry === slot(abi.T_EXPIRY) && b.vendorExpiry === slot(abi.T_VENDOR_EXPIRY) && b.settlement === slot(abi.T_SETTLEMENT) && underlying.roots.length > b.root);
  return block ? findStrike(underlying, block[right], strike) : -1;
}

interface Scene {
  prepared: Prepared;
  u: number;
  account: AccountSpec;
  /** Units per share. */
  credit: number;
}

/** Mark and gain by session, units per share; the gain is NaN on sessions without a valid mark. A side that was assigned leaves with its cost. */
function courseOf(sides: readonly Side[], sessions: readonly number[], scene: Scene): { mark: number[]; gain: number[]; assigned: PathReply["assigned"] } {
  const { prepared: { timeline }, account, credit } = scene;
  const assigned: { right: Right; day: number; cost: number }[] = [];
  const valid = (quote: Quote | null): boolean => quote !== null && isMarkable(quoteState(quote, account));
  let open = [...sides];
  let realised = 0;
  const [mark, gain]: [number[], number[]] = [[], []];
  sessions.forEach((t, i) => {
    for (const side of [...open].reverse()) { // calls are judged before puts
      if (!side.assigned || i === 0 || Number.isNaN(gain[i - 1])) continue;
      const cost = assignmentCost(side, i, sessions, scene);
      if (cost === null) continue;
      open = open.filter((one) => one !== side);
      realised += cost;
      assigned.push({ right: side.right, day: timeline.day[t], cost: toDollars(cost) });
    }
    const value = open.reduce((sum, { long, shorts, longs }) => sum + known(shorts[i]) - (long > 0 ? known(longs[i]) : 0), 0);
    const fresh = open.every(({ long, shorts, longs }) => valid(shorts[i]) && (long === 0 || valid(longs[i])));
    const cap = Math.max(0, ...open.map(({ short, long }) => strikePrice(long === 0 ? short : Math.abs(short - long))));
    mark.push(value);
    gain.push(fresh ? credit - realised - Math.min(Math.max(value, 0), cap) : NaN);
  });
  return { mark, gain, assigned };
}

/** What a side cost that its owner exercised before session `i`, units per share; null when it was not then. Judged as the engine judges, on the session before. */
function assignmentCost({ right, short, long, shorts, deltas }: Side, i: number, sessions: readonly number[], { prepared: { timeline, underlyings }, u, account }: Scene): number | null {
  const [t, before] = [sessions[i], sessions[i - 1]];
  const { bars, days } = underlyings[u];
  const { barIndex, chainIndex } = timeline.underlyings[u];
  if (barIndex[t] < 0) return null;
  const [open, dividend] = [bars.open[barIndex[t]], bars.dividend[barIndex[t]]];
  const [spot, strike, last] = [days.spot[chainIndex[before]], strikePrice(short), known(shorts[i - 1])];
  if (right === "call") {
    if (!(spot > strike && dividend > 0 && dividend > last - (spot - strike))) return null;
    return (long === 0 ? open : Math.min(open, strikePrice(long))) - strike + dividend;
  }
  const carry = (strike * timeline.rate[t] * (timeline.day[t] - timeline.day[before])) / 365;
  if (!(spot < strike && deltas[i - 1] >= account.deepItmDelta && last - (strike - spot) < carry)) return null;
  return strike - (long === 0 ? open : Math.max(open, strikePrice(long))) - dividend;
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
