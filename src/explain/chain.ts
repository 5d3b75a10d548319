// One day's chain as plain objects: blocks, row ranges, strikes in thousandths, quotes in units.
import type { Underlying } from "../market/types";
import type { Quote } from "./quotes";

export type Right = "put" | "call";

/** Rows [begin, end) of one right, by rising strike. */
export interface Rows {
  begin: number;
  end: number;
}

export interface Block {
  expiry: number;
  vendorExpiry: number;
  settlement: number;
  root: number;
  call: Rows;
  put: Rows;
}

export function blockAt({ blocks }: Underlying, index: number): Block {
  return {
    expiry: blocks.expiry[index],
    vendorExpiry: blocks.vendorExpiry[index],
    settlement: blocks.settlement[index],
    root: blocks.root[index],
    call: { begin: blocks.callsBegin[index], end: blocks.putsBegin[index] },
    put: { begin: blocks.putsBegin[index], end: blocks.end[index] },
  };
}

/** Blocks of a chain day in stored order. */
export function blocksOf(underlying: Underlying, chainDay: number): Block[] {
  const blocks: Block[] = [];
  for (let b = underlying.days.blocksBegin[chainDay]; b < underlying.days.blocksEnd[chainDay]; b++) blocks.push(blockAt(underlying, b));
  return blocks;
}

/** Strike of a row, thousandths of a dollar. */
export const strikeOf = (underlying: Underlying, row: number): number => underlying.rows.strike[row] * underlying.strikeUnit;

/** Strike thousandths as a price in units. */
export const strikePrice = (strike: number): number => strike * 10;

export const quoteOf = ({ rows, tick }: Underlying, row: number): Quote => ({ bid: rows.bid[row] * tick, ask: rows.ask[row] * tick });

/** Row of an exact strike, −1 when the contract is not listed. */
export function findStrike(underlying: Underlying, { begin, end }: Rows, strike: number): number {
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strikeOf(underlying, middle) < strike) low = middle + 1;
    else high = middle;
  }
  return low < end && strikeOf(underlying, low) === strike ? low : -1;
}

/** Index of the last day ≤ `day` in a rising column, −1 when there is none. */
export function lastAtOrBefore(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of `day` itself, −1 when absent. */
export function indexOfDay(days: Int32Array, day: number): number {
  const index = lastAtOrBefore(days, day);
  return index >= 0 && days[index] === day ? index : -1;
}
