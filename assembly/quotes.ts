// What a quote allows, and the one fill model for entry and exit. docs/engine.md §1.
import { A_FILL, A_WIDTH_FLOOR, A_WIDTH_MAX, A_WIDTH_SHARE } from "./abi";
import { acct } from "./run";

// Rising severity: comparisons below rely on the order.
export const GOOD: i32 = 0;
export const NO_BID: i32 = 1;
export const WIDE: i32 = 2;
export const LOCKED: i32 = 3;
export const BLOWN: i32 = 4;
export const CROSSED: i32 = 5;
export const ZERO: i32 = 6;

/** Mid above which an ask of ten bids is an error rather than a cheap wing: $1, as bid + ask in units. */
const BLOWN_FROM: f64 = 20_000;

export function quoteState(bid: f64, ask: f64): i32 {
  if (ask == 0) return ZERO;
  if (bid > ask) return CROSSED;
  if (bid == ask) return LOCKED;
  if (ask > 10 * bid && bid + ask > BLOWN_FROM) return BLOWN;
  const width = ask - bid;
  const widest = acct(A_WIDTH_MAX);
  if (widest > 0 && width > widest) return WIDE;
  const share = acct(A_WIDTH_SHARE);
  if (share > 0 && width > acct(A_WIDTH_FLOOR) && 2 * width * 10_000 > share * (bid + ask)) return WIDE;
  return bid == 0 ? NO_BID : GOOD;
}

// @ts-ignore: decorator
@inline
export function markValid(state: i32): bool {
  return state <= LOCKED;
}

// @ts-ignore: decorator
@inline
export function buyable(state: i32): bool {
  return state <= NO_BID;
}

// @ts-ignore: decorator
@inline
export function sellable(state: i32): bool {
  return state == GOOD;
}

/** Fill fraction × 1e4 for a structure of `legs` legs. */
export function fillFraction(legs: i32): f64 {
  return acct(A_FILL + legs - 1);
}

/** Units, rounded half up; the quotient stays below 2^40, so the division cannot cross an integer. */
export function buyFill(bid: f64, ask: f64, fraction: f64): f64 {
  return Math.floor((bid * 10_000 + fraction * (ask - bid) + 5_000) / 10_000);
}

export function sellFill(bid: f64, ask: f64, fraction: f64): f64 {
  return Math.floor((ask * 10_000 - fraction * (ask - bid) + 5_000) / 10_000);
}
