// A trade from entry to exit: the marks of docs/engine.md §2, made again from the quotes by the engine's own rule.
// The core keeps no path; that these are its marks is tested by the liability of every session, which is their sum.
import * as abi from "../../assembly/abi";
import type { Timeline } from "../engine/types";
import { lastUpTo } from "../market/days";
import type { Underlying } from "../market/types";
import type { AccountSpec } from "../strategy/spec";
import { DELTA_NONE } from "../units";
import { blockAt, findStrike, quoteOf, strikePrice } from "./chain";
import type { Block, Right } from "./chain";
import { isMarkable, mid, quoteState } from "./quotes";

/** What a path is made from; a prepared market is one. */
export interface PathSource {
  underlyings: readonly Underlying[];
  timeline: Pick<Timeline, "day" | "rate" | "underlyings">;
}

/** One value per session from entry to exit. */
export interface TradePath {
  /** Day numbers. */
  day: Int32Array;
  /** Cost of closing at mid, units per share; NaN on the session whose morning ended the position, before a mark. */
  mark: Float64Array;
  /** Credit less costs of an assigned side less mark, for all contracts, units, before commissions; NaN as `mark`. */
  gain: Float64Array;
  /** Snapshot spot, else the bar's open, units; NaN = neither. */
  spot: Float64Array;
  /** 1 = some leg had no usable quote: the last mark, within what arbitrage allows. */
  stale: Uint8Array;
  /** Sides that their owners exercised before the end: the day, and the cost in units per share. A position that ended so by its last side has its cost in the record. */
  assigned: { right: Right; day: number; cost: number }[];
}

/** A short leg with its long leg (0 = none); strikes in thousandths. */
interface Side {
  right: Right;
  short: number;
  long: number;
  /** Its owner exercised early; until then it is open. */
  assigned: boolean;
  open: boolean;
  /** Mid and |Δ| × 1e4 of the short leg at the last fresh mark. */
  mid: number;
  delta: number;
}

/** The path of the trade whose TRADE record begins at `base`. Units per share as in assembly/abi.ts. */
export function tradePath(trades: Float64Array, base: number, { underlyings, timeline }: PathSource, account: AccountSpec): TradePath {
  const slot = (name: number): number => trades[base + name];
  const u = slot(abi.T_UNDERLYING);
  const market: Place = { underlying: underlyings[u], rate: timeline.rate, day: timeline.day, ...timeline.underlyings[u] };
  const first = lastUpTo(timeline.day, slot(abi.T_ENTRY_DAY));
  const length = lastUpTo(timeline.day, slot(abi.T_EXIT_DAY)) + 1 - first;
  const path: TradePath = { day: timeline.day.slice(first, first + length), mark: new Float64Array(length), gain: new Float64Array(length), spot: new Float64Array(length), stale: new Uint8Array(length), assigned: [] };
  const sides = sidesOf(slot);
  const quantity = market.underlying.multiplier * slot(abi.T_CONTRACTS);
  const marked = endedOvernight(slot) ? length - 1 : length;
  let [mark, realised, fresh] = [0, 0, false];
  for (let i = 0; i < length; i++) {
    const t = first + i;
    path.spot[i] = spotAt(market, t);
    if (i >= marked) {
      path.mark[i] = path.gain[i] = NaN;
      continue;
    }
    if (i > 0 && fresh) {
      for (const { side, cost } of assignedNow(market, sides, t, account)) {
        realised += cost;
        path.assigned.push({ right: side.right, day: path.day[i], cost });
      }
    }
    const open = sides.filter((side) => side.open);
    const now = freshMark(market, t, { sides: open, slot, account });
    fresh = !Number.isNaN(now);
    const cap = Math.max(0, ...open.map(widthOf));
    mark = fresh ? clamp(now, 0, cap) : clamp(mark, Number.isNaN(path.spot[i]) ? 0 : Math.min(intrinsicOf(open, path.spot[i]), cap), cap);
    path.stale[i] = fresh ? 0 : 1;
    path.mark[i] = mark;
    path.gain[i] = (slot(abi.T_CREDIT) - realised - mark) * quantity;
  }
  return path;
}

/** Mids of each leg on the sessions of a path, units per share; NaN where it has no usable quote. */
export function legMids(trades: Float64Array, base: number, { underlyings, timeline }: PathSource, account: AccountSpec): { right: Right; strike: number; sign: 1 | -1; mids: Float64Array }[] {
  const slot = (name: number): number => trades[base + name];
  const u = slot(abi.T_UNDERLYING);
  const first = lastUpTo(timeline.day, slot(abi.T_ENTRY_DAY));
  const last = lastUpTo(timeline.day, slot(abi.T_EXIT_DAY));
  const blocks = Array.from({ length: last + 1 - first }, (_, i) => blockOf(underlyings[u], timeline.underlyings[u].chainIndex[first + i], slot));
  const legs = sidesOf(slot).flatMap(({ right, short, long }) => [{ right, strike: short, sign: 1 as const }, ...(long === 0 ? [] : [{ right, strike: long, sign: -1 as const }])]);
  return legs.map((leg) => ({ ...leg, mids: Float64Array.from(blocks, (block) => midAt(underlyings[u], block, leg, account).mid) }));
}

interface Place {
  underlying: Underlying;
  day: Int32Array;
  rate: Float64Array;
  chainIndex: Int32Array;
  barIndex: Int32Array;
}

type Slot = (name: number) => number;

function sidesOf(slot: Slot): Side[] {
  const side = (right: Right, short: number, long: number, flag: number): Side[] => (short === 0 ? [] : [{ right, short, long, assigned: (slot(abi.T_FLAGS) & flag) !== 0, open: true, mid: NaN, delta: 0 }]);
  return [...side("put", slot(abi.T_SHORT_PUT), slot(abi.T_LONG_PUT), abi.FLAG_ASSIGNED_PUT), ...side("call", slot(abi.T_SHORT_CALL), slot(abi.T_LONG_CALL), abi.FLAG_ASSIGNED_CALL)];
}

/** docs/engine.md §3 step 1: settled or assigned before the session's marks. */
function endedOvernight(slot: Slot): boolean {
  const reason = slot(abi.T_REASON);
  if (reason === abi.EXIT_EARLY_ASSIGNMENT) return true;
  if (reason !== abi.EXIT_EXPIRED_WORTHLESS && reason !== abi.EXIT_EXPIRED_ITM) return false;
  return slot(abi.T_SETTLEMENT) === abi.SETTLEMENT_AM || slot(abi.T_EXIT_DAY) > slot(abi.T_EXPIRY);
}

function spotAt({ underlying: { days, bars }, chainIndex, barIndex }: Place, t: number): number {
  if (chainIndex[t] >= 0) return days.spot[chainIndex[t]];
  return barIndex[t] >= 0 ? bars.open[barIndex[t]] : NaN;
}

function blockOf(underlying: Underlying, chainDay: number, slot: Slot): Block | null {
  if (chainDay < 0) return null;
  const { blocks, days } = underlying;
  for (let b = days.blocksBegin[chainDay]; b < days.blocksEnd[chainDay]; b++) {
    if (blocks.expiry[b] === slot(abi.T_EXPIRY) && blocks.vendorExpiry[b] === slot(abi.T_VENDOR_EXPIRY) && blocks.settlement[b] === slot(abi.T_SETTLEMENT) && blocks.root[b] === slot(abi.T_ROOT)) return blockAt(underlying, b);
  }
  return null;
}

function midAt(underlying: Underlying, block: Block | null, { right, strike }: { right: Right; strike: number }, account: AccountSpec): { row: number; mid: number } {
  const row = block === null ? -1 : findStrike(underlying, block[right], strike);
  const quote = row < 0 ? null : quoteOf(underlying, row);
  return { row, mid: quote !== null && isMarkable(quoteState(quote, account)) ? mid(quote) : NaN };
}

/** Σ short mids − Σ long mids, NaN when some leg has no usable quote; remembers what the next morning's assignment is judged by. */
function freshMark({ underlying, chainIndex }: Place, t: number, { sides, slot, account }: { sides: readonly Side[]; slot: Slot; account: AccountSpec }): number {
  const block = blockOf(underlying, chainIndex[t], slot);
  const quotes = sides.map(({ right, short, long }) => ({ short: midAt(underlying, block, { right, strike: short }, account), long: long === 0 ? 0 : midAt(underlying, block, { right, strike: long }, account).mid }));
  const shorts = quotes.reduce((sum, { short }) => sum + short.mid, 0);
  const mark = shorts - quotes.reduce((sum, { long }) => sum + long, 0);
  if (Number.isNaN(mark)) return NaN;
  sides.forEach((side, i) => {
    const delta = underlying.rows.delta[quotes[i].short.row];
    side.mid = quotes[i].short.mid;
    side.delta = delta === DELTA_NONE ? 0 : -delta;
  });
  return mark;
}

/** docs/engine.md §3 step 1c, for sides of which the record says that they were assigned: closes those whose morning it is, with what they cost. */
function assignedNow(place: Place, sides: readonly Side[], t: number, account: AccountSpec): { side: Side; cost: number }[] {
  const bar = place.barIndex[t];
  if (bar < 0) return [];
  return [...sides].reverse().filter(({ assigned, open }) => assigned && open).flatMap((side) => {
    const cost = exerciseCost(place, side, t, account);
    if (cost === null) return [];
    side.open = false;
    return [{ side, cost }];
  });
}

/** Cost of the side when its owner exercises it this morning; null when not. */
function exerciseCost({ underlying: { bars, days }, barIndex, chainIndex, rate, day }: Place, side: Side, t: number, { deepItmDelta }: AccountSpec): number | null {
  const [spot, open, dividend] = [days.spot[chainIndex[t - 1]], bars.open[barIndex[t]], bars.dividend[barIndex[t]]];
  const [strike, long] = [strikePrice(side.short), strikePrice(side.long)];
  if (side.right === "call") {
    const due = spot > strike && dividend > 0 && dividend > side.mid - (spot - strike);
    return due ? (side.long === 0 ? open : Math.min(open, long)) - strike + dividend : null;
  }
  const due = spot < strike && side.delta >= deepItmDelta && side.mid - (strike - spot) < (strike * rate[t] * (day[t] - day[t - 1])) / 365;
  return due ? strike - (side.long === 0 ? open : Math.max(open, long)) - dividend : null;
}

/** A lone short put has its whole strike at stake. */
const widthOf = ({ short, long }: Side): number => (long === 0 ? strikePrice(short) : strikePrice(Math.abs(short - long)));

const intrinsicOf = (sides: readonly Side[], spot: number): number =>
  sides.reduce((sum, { right, short, long }) => sum + intrinsic(right, short, spot) - (long === 0 ? 0 : intrinsic(right, long, spot)), 0);

const intrinsic = (right: Right, strike: number, spot: number): number => Math.max(0, right === "put" ? strikePrice(strike) - spot : spot - strikePrice(strike));

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
