// Step 3 of a session: closing what should be closed, with the same fill model as the entry. docs/engine.md §3.
#pragma once
#include "column.h"
#include "quotes.h"
#include "run.h"
#include "position.h"
#include "underlying.h"

namespace mahler {

static i32 trigger(usize position, i32 dte);
static bool holds(i32 kind, usize position, usize sleeve, i32 dte);
static void close(usize position, i32 session, i32 reason);
static bool inBounds(usize position, f64 cost);
static f64 closingCost(usize position);

constexpr i32 NO_EXIT = -1;

// What the last `closingCost` found beside the price.
static f64 chargedLegs = 0;
static bool abandoned = false;

static void exits(i32 session) {
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    const auto reason = trigger(position, (i32)f64At(position, T_EXPIRY) - dayAt(session));
    if (reason != NO_EXIT) close(position, session, reason);
  }
  compact();
}

/** Legs of a structure, for the fill fraction. */
static i32 legsOf(i32 structure) {
  return structure == IRON_CONDOR ? 4 : structure == SHORT_PUT ? 1 : 2;
}

/** Commission of one order, units. */
static f64 commission(f64 contracts, f64 legs) {
  if (legs == 0) return 0;
  const auto most = acct(A_COMMISSION_MAX);
  const auto charged = max(contracts * legs * acct(A_COMMISSION), acct(A_COMMISSION_MIN));
  return most > 0 ? min(charged, most) : charged;
}

static i32 trigger(usize position, i32 dte) {
  const auto sleeve = sleeveAt((i32)f64At(position, T_SLEEVE));
  for (i32 k = 0; k < EXIT_KINDS; k++) {
    const auto kind = (i32)f64At(sleeve, S_EXIT_PRIORITY + k);
    if (holds(kind, position, sleeve, dte)) return kind;
  }
  return NO_EXIT;
}

static bool holds(i32 kind, usize position, usize sleeve, i32 dte) {
  if (kind == EXIT_BREAKER) return f64At(position, P_FORCED) != 0;
  if (kind == EXIT_PROFIT_TARGET || kind == EXIT_STOP_LOSS) {
    const auto threshold = f64At(sleeve, kind == EXIT_PROFIT_TARGET ? S_PROFIT_TARGET : S_STOP_LOSS);
    if (threshold <= 0 || f64At(position, P_FRESH) == 0) return false;
    const auto gain = gainAt(position, f64At(position, P_MARK));
    return (kind == EXIT_PROFIT_TARGET ? gain : -gain) * 10000 >= threshold * f64At(position, T_CREDIT);
  }
  const auto limit = f64At(sleeve, kind == EXIT_GAMMA ? S_GAMMA_EXIT : S_TIME_EXIT);
  return limit >= 0 && (f64)dte <= limit;
}

static void close(usize position, i32 session, i32 reason) {
  const auto cost = closingCost(position);
  if (!inBounds(position, cost)) {
    if (!isnan(cost)) count(SUM_FILL_OUT_OF_BOUNDS);
    addTo(position, T_BLOCKED_EXITS, 1);
    count(SUM_BLOCKED_EXITS);
    return;
  }
  const auto fee = commission(f64At(position, T_CONTRACTS), chargedLegs);
  setF64(position, T_EXIT_COMMISSION, fee);
  if (abandoned) addFlag(position, FLAG_ABANDONED_LONG);
  addCash(-(cost * quantity(position) + fee));
  seeGain(position, gainAt(position, cost));
  finish(position, session, f64At(position, P_REALISED) + cost, spotToday(underlyingOf(position), session), reason);
}

/** A fill that exists and lies between nothing and the most the position can be worth. */
static bool inBounds(usize position, f64 cost) {
  return !isnan(cost) && cost >= 0 && cost <= capOf(position);
}

/** Σ short buys − Σ long sells, units per share; NAN when some open leg cannot be traded. */
static f64 closingCost(usize position) {
  focus(underlyingOf(position));
  const auto fraction = fillFraction(legsOf((i32)f64At(position, T_STRUCTURE)));
  f64 cost = 0;
  chargedLegs = 0;
  abandoned = false;
  for (i32 leg = 0; leg < 4; leg++) {
    if (!legOpen(position, leg)) continue;
    const auto row = (i32)f64At(position, P_ROW + leg);
    if (row < 0) return NAN;
    const auto bid = bidOf(row);
    const auto ask = askOf(row);
    const auto state = quoteState(bid, ask);
    if ((leg & 1) == 0) {
      if (!buyable(state)) return NAN;
      const auto price = buyFill(bid, ask, fraction);
      cost += price;
      if (price > acct(A_FREE_CLOSE)) chargedLegs++;
    } else if (bid == 0 && ask > 0) abandoned = true;
    else {
      if (!sellable(state)) return NAN;
      cost -= sellFill(bid, ask, fraction);
      chargedLegs++;
    }
  }
  return cost;
}

}  // namespace mahler
