// docs/engine.md §2 and §3 step 2: what an open position is worth at today's quotes.
import type { AccountSpec } from "../../src/strategy/spec";
import { DELTA_NONE } from "../../src/units";
import type { Today } from "./account";
import { spotOf } from "./account";
import type { Block } from "../../src/explain/chain";
import { blocksOf, findStrike, quoteOf } from "../../src/explain/chain";
import type { Position, Side } from "./position";
import { cap, gain, intrinsic, observeGain, openSides } from "./position";
import type { Quote } from "../../src/explain/quotes";
import { isMarkable, mid, quoteState } from "../../src/explain/quotes";

/** Today's quotes of a side; undefined when the contract has no row. */
export interface SideQuotes {
  side: Side;
  shortRow: number;
  short: Quote | undefined;
  /** Absent rows and lone short puts both have none; `side.long` tells them apart. */
  long: Quote | undefined;
}

/** Quotes of the open sides, in the block that has the position's expiry, vendor expiry, settlement and root. */
export function sideQuotes(position: Position, today: Today): SideQuotes[] {
  const block = today.chainDay < 0 ? undefined : blocksOf(today.underlying, today.chainDay).find((one) => isBlockOf(position, one));
  return openSides(position).map((side) => {
    const row = (strike: number): number => (block === undefined || strike === 0 ? -1 : findStrike(today.underlying, block[side.right], strike));
    const quote = (strike: number): Quote | undefined => (row(strike) < 0 ? undefined : quoteOf(today.underlying, row(strike)));
    return { side, shortRow: row(side.short), short: quote(side.short), long: quote(side.long) };
  });
}

const isBlockOf = (position: Position, { expiry, vendorExpiry, settlement, root }: Block): boolean =>
  position.expiry === expiry && position.vendorExpiry === vendorExpiry && position.settlement === settlement && position.root === root;

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** First mark, right after the fill: entry quotes are valid by construction and excursions start at zero. */
export function markEntry(position: Position, today: Today): void {
  markFresh(position, today, sideQuotes(position, today));
  position.last.day = today.day;
}

/** Daily mark; true when it is stale. */
export function markPosition(position: Position, today: Today, account: AccountSpec): boolean {
  const quotes = sideQuotes(position, today);
  const valid = (quote: Quote | undefined): boolean => quote !== undefined && isMarkable(quoteState(quote, account));
  position.fresh = quotes.every(({ side, short, long }) => valid(short) && (side.long === 0 || valid(long)));
  if (position.fresh) {
    markFresh(position, today, quotes);
    observeGain(position, gain(position));
  } else {
    markStale(position, today);
  }
  position.last.day = today.day;
  return !position.fresh;
}

function markFresh(position: Position, today: Today, quotes: SideQuotes[]): void {
  const shorts = quotes.reduce((sum, { short }) => sum + mid(short!), 0);
  const longs = quotes.reduce((sum, { long }) => sum + (long === undefined ? 0 : mid(long)), 0);
  position.mark = clamp(shorts - longs, 0, cap(position));
  position.fresh = true;
  position.staleRun = 0;
  position.last.spot = today.underlying.days.spot[today.chainDay];
  for (const { side, short, shortRow } of quotes) {
    if (side.right === "call") {
      position.last.callMid = mid(short!);
    } else {
      const delta = today.underlying.rows.delta[shortRow];
      position.last.putMid = mid(short!);
      position.last.putDelta = delta === DELTA_NONE ? 0 : -delta;
    }
  }
}

/** Keeps the last mark within what arbitrage allows at today's price of the underlying. */
function markStale(position: Position, today: Today): void {
  const spot = spotOf(today);
  const highest = cap(position);
  const lowest = spot === undefined ? 0 : Math.min(intrinsicOf(position, spot), highest);
  position.mark = clamp(position.mark, lowest, highest);
  position.staleDays++;
  position.staleRun++;
  position.maxStaleRun = Math.max(position.maxStaleRun, position.staleRun);
}

/** Intrinsic value of the open sides, short − long. */
function intrinsicOf(position: Position, spot: number): number {
  return openSides(position).reduce((sum, { right, short, long }) => sum + intrinsic(right, short, spot) - (long === 0 ? 0 : intrinsic(right, long, spot)), 0);
}
