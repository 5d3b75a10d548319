// What a quote allows, and the one fill model for entry and exit. docs/engine.md §1.
#pragma once
#include "run.h"

namespace mahler {

// Rising severity: comparisons below rely on the order.
constexpr i32 GOOD = 0;
constexpr i32 NO_BID = 1;
constexpr i32 WIDE = 2;
constexpr i32 LOCKED = 3;
constexpr i32 BLOWN = 4;
constexpr i32 CROSSED = 5;
constexpr i32 ZERO = 6;

/** Mid above which an ask of ten bids is an error rather than a cheap wing: $1, as bid + ask in units. */
constexpr f64 BLOWN_FROM = 20000;

static i32 quoteState(f64 bid, f64 ask) {
  if (ask == 0) return ZERO;
  if (bid > ask) return CROSSED;
  if (bid == ask) return LOCKED;
  if (ask > 10 * bid && bid + ask > BLOWN_FROM) return BLOWN;
  const auto width = ask - bid;
  const auto widest = acct(A_WIDTH_MAX);
  if (widest > 0 && width > widest) return WIDE;
  const auto share = acct(A_WIDTH_SHARE);
  if (share > 0 && width > acct(A_WIDTH_FLOOR) && 2 * width * 10000 > share * (bid + ask)) return WIDE;
  return bid == 0 ? NO_BID : GOOD;
}
static bool markValid(i32 state) {
  return state <= LOCKED;
}
static bool buyable(i32 state) {
  return state <= NO_BID;
}
static bool sellable(i32 state) {
  return state == GOOD;
}

/** Fill fraction × 1e4 for a structure of `legs` legs. */
static f64 fillFraction(i32 legs) {
  return acct(A_FILL + legs - 1);
}

/** Units, rounded half up; the quotient stays below 2^40, so the division cannot cross an integer. */
static f64 buyFill(f64 bid, f64 ask, f64 fraction) {
  return floor((bid * 10000 + fraction * (ask - bid) + 5000) / 10000);
}

static f64 sellFill(f64 bid, f64 ask, f64 fraction) {
  return floor((ask * 10000 - fraction * (ask - bid) + 5000) / 10000);
}

}  // namespace mahler
