// "89 Mar 13 6575 P STO 42.90 | 89 Mar 20 6575 P BTO 55.70": contracts, month, day, strike, right, side, price per share; no year.
import { monthOf } from "../importer/daily/cells";
import { isoDate } from "../units";
import { dayOf } from "../vendors/dates";
import { parseScaled } from "../vendors/parse";

export interface Leg {
  /** Contracts of the whole trade. */
  quantity: number;
  /** Day number. */
  expiry: number;
  /** Thousandths of a dollar. */
  strike: number;
  right: "P" | "C";
  /** +1 bought, −1 sold to open. */
  side: 1 | -1;
  /** Money units per share. */
  price: number;
}

const LEG = /^(\d{1,7}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{1,7}(?:\.\d{1,3})?) ([PC]) (STO|BTO) (-?\d{1,7}(?:\.\d+)?)$/;

/** The legs of a trade opened on `opened`; undefined when the text is not of this form. An expiry is the first such date on or after the day of opening. */
export function parseLegs(text: string, opened: number): Leg[] | undefined {
  const legs = text.split("|").map((part) => parseLeg(part.trim().replace(/\s+/g, " "), opened));
  return legs.every((leg) => leg !== undefined) ? legs : undefined;
}

function parseLeg(text: string, opened: number): Leg | undefined {
  const match = LEG.exec(text);
  if (!match) return undefined;
  const [, quantity, month, day, strike, right, side, price] = match;
  const expiry = nextDate(monthOf(month), Number(day), opened);
  if (expiry === undefined || Number(quantity) === 0) return undefined;
  return { quantity: Number(quantity), expiry, strike: parseScaled(strike, 3), right: right as "P" | "C", side: side === "BTO" ? 1 : -1, price: parseScaled(price, 4) };
}

/** First such date on or after `from`: 29 February may be years away. */
function nextDate(month: number, day: number, from: number): number | undefined {
  const year = Number(isoDate(from).slice(0, 4));
  for (let y = year; y <= year + 8; y++) {
    const date = dayOf(y, month, day);
    if (date >= from) return date;
  }
  return undefined;
}

export interface Structure {
  /** One of this project's structures, or "other". */
  name: string;
  /** Thousandths of a dollar; null = no such leg. */
  shortPut: number | null;
  longPut: number | null;
  shortCall: number | null;
  longCall: number | null;
}

/** Names the structure when it is one that this project trades: one expiry, one contract of each leg per contract. */
export function structureOf(legs: readonly Leg[]): Structure {
  const other: Structure = { name: "other", shortPut: null, longPut: null, shortCall: null, longCall: null };
  if (legs.some((leg) => leg.expiry !== legs[0].expiry || leg.quantity !== legs[0].quantity)) return other;
  const strikes = (right: "P" | "C", side: 1 | -1): number[] => legs.filter((leg) => leg.right === right && leg.side === side).map((leg) => leg.strike);
  const [shortPuts, longPuts, shortCalls, longCalls] = [strikes("P", -1), strikes("P", 1), strikes("C", -1), strikes("C", 1)];
  if ([shortPuts, longPuts, shortCalls, longCalls].some((list) => list.length > 1)) return other;
  const [shortPut = null, longPut = null, shortCall = null, longCall = null] = [shortPuts[0], longPuts[0], shortCalls[0], longCalls[0]];
  const spread = (low: number | null, high: number | null): boolean => low !== null && high !== null && low < high;
  const name = nameOf(legs.length, spread(longPut, shortPut), spread(shortCall, longCall), shortPut !== null);
  return name === "other" ? other : { name, shortPut, longPut, shortCall, longCall };
}

function nameOf(legs: number, putSpread: boolean, callSpread: boolean, shortPut: boolean): string {
  if (legs === 4) return putSpread && callSpread ? "iron-condor" : "other";
  if (legs === 2) return putSpread ? "put-credit-spread" : callSpread ? "call-credit-spread" : "other";
  return legs === 1 && shortPut ? "short-put" : "other";
}

/**
 * Largest loss at expiry in money units, given the credit received (negative = paid) for the whole trade; null when it is unbounded or the legs end on
 * different days. Payoffs are piecewise linear, so the worst lies at zero, at a strike, or beyond the highest.
 */
export function largestLoss(legs: readonly Leg[], credit: number): number | null {
  if (legs.some((leg) => leg.expiry !== legs[0].expiry)) return null;
  if (legs.reduce((slope, leg) => slope + (leg.right === "C" ? leg.side * leg.quantity : 0), 0) < 0) return null;
  const payoff = (price: number): number => legs.reduce((sum, { right, strike, side, quantity }) => sum + side * quantity * Math.max(right === "C" ? price - strike : strike - price, 0), 0);
  const worst = Math.min(...[0, ...legs.map((leg) => leg.strike)].map(payoff));
  const loss = -(worst * 10 * SHARES + credit);
  return loss > 0 ? loss : null;
}

/** Shares per contract; thousandths × 10 are money units. */
export const SHARES = 100;
