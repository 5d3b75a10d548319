// Overnight events and expiry: AM and missed settlements, early assignment, the close. docs/engine.md §3, steps 1 and 6.
#pragma once
#include "column.h"
#include "run.h"
#include "position.h"

namespace mahler {

static void settleMorning(usize position, i32 session, i32 settlementDay, bool am);
static i32 lastBarUpTo(i32 underlying, i32 day);
static void settle(usize position, i32 session, f64 price, bool fallback);
static f64 exercised(f64 intrinsic);
static void assign(usize position, i32 session);
static bool shortInTheMoney(usize position, f64 spot);
static void deliver(usize position, i32 side, f64 cost);

/** An option settles in the money from one cent. */
constexpr f64 EXERCISE_FROM = 100;

/** Step 1: settlements that belong to the morning, then early assignment. */
static void overnight(i32 session) {
  const auto day = dayAt(session);
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    const auto am = (i32)f64At(position, T_SETTLEMENT) == SETTLEMENT_AM;
    if (am && day >= (i32)f64At(position, T_VENDOR_EXPIRY)) settleMorning(position, session, (i32)f64At(position, T_VENDOR_EXPIRY), true);
    else if (!am && day > (i32)f64At(position, T_EXPIRY)) settleMorning(position, session, (i32)f64At(position, T_EXPIRY), false);
    else if (session > 0) assign(position, session);
  }
  compact();
}

/** Step 6: PM series whose last trade date is today, when the day has an official close. */
static void settleClose(i32 session) {
  const auto day = dayAt(session);
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    if ((i32)f64At(position, T_SETTLEMENT) != SETTLEMENT_PM || (i32)f64At(position, T_EXPIRY) != day) continue;
    const auto u = underlyingOf(position);
    const auto bar = i32At(und(u, U_BAR_INDEX_PTR), session);
    if (bar >= 0) settle(position, session, i32At(und(u, U_BAR_CLOSE_PTR), bar), false);
  }
  compact();
}

static void settleMorning(usize position, i32 session, i32 settlementDay, bool am) {
  const auto u = underlyingOf(position);
  const auto bar = lastBarUpTo(u, settlementDay);
  if (bar < 0) return;
  const auto exact = i32At(und(u, U_BAR_DAY_PTR), bar) == settlementDay;
  if (!exact || !am) return settle(position, session, i32At(und(u, U_BAR_CLOSE_PTR), bar), !exact);
  const auto official = i32At(und(u, U_BAR_SETTLEMENT_PTR), bar);
  settle(position, session, official > 0 ? official : i32At(und(u, U_BAR_OPEN_PTR), bar), official <= 0);
}

static i32 lastBarUpTo(i32 underlying, i32 day) {
  const auto bars = und(underlying, U_BAR_DAY_PTR);
  auto low = 0;
  auto high = und(underlying, U_BARS);
  while (low < high) {
    const auto middle = (low + high) >> 1;
    if (i32At(bars, middle) <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Cash or netted physical settlement at `price`, units per share. */
static void settle(usize position, i32 session, f64 price, bool fallback) {
  f64 cost = 0;
  auto pins = 0;
  if (isOpen(position, PUT_SIDE)) {
    const auto shortLeg = exercised(strikeUnits(position, T_SHORT_PUT) - price);
    const auto longLeg = f64At(position, T_LONG_PUT) > 0 ? exercised(strikeUnits(position, T_LONG_PUT) - price) : 0;
    cost += shortLeg - longLeg;
    if ((shortLeg > 0) != (longLeg > 0)) pins++;
  }
  if (isOpen(position, CALL_SIDE)) {
    const auto shortLeg = exercised(price - strikeUnits(position, T_SHORT_CALL));
    const auto longLeg = f64At(position, T_LONG_CALL) > 0 ? exercised(price - strikeUnits(position, T_LONG_CALL)) : 0;
    cost += shortLeg - longLeg;
    if ((shortLeg > 0) != (longLeg > 0)) pins++;
  }
  if (fallback) {
    addFlag(position, FLAG_SETTLED_ON_FALLBACK);
    count(SUM_FALLBACK_SETTLEMENTS);
  }
  const auto u = underlyingOf(position);
  if (und(u, U_PHYSICAL) == 0) pins = 0;
  f64 fee = 0;
  if (pins > 0) {
    addFlag(position, FLAG_PIN);
    addTo(ctx(CTX_SUMMARY_PTR), SUM_PINS, pins);
    fee = (f64)pins * acct(A_ASSIGNMENT_FEE) * f64At(position, T_CONTRACTS);
    addTo(position, T_FEES, fee);
  }
  addCash(-(cost * quantity(position) + fee));
  seeGain(position, gainAt(position, cost));
  const auto total = f64At(position, P_REALISED) + cost;
  finish(position, session, total, price, total == 0 && pins == 0 ? EXIT_EXPIRED_WORTHLESS : EXIT_EXPIRED_ITM);
}

static f64 exercised(f64 intrinsic) {
  return intrinsic < EXERCISE_FROM ? 0 : intrinsic;
}

static void assign(usize position, i32 session) {
  const auto u = underlyingOf(position);
  if (acct(A_EARLY_ASSIGNMENT) == 0 || und(u, U_AMERICAN) == 0) return;
  const auto bar = i32At(und(u, U_BAR_INDEX_PTR), session);
  if (bar < 0) return;
  const auto previous = dayAt(session - 1);
  const auto spot = f64At(position, P_PREV_SPOT);
  if (f64At(position, P_FRESH) == 0 || (i32)f64At(position, P_PREV_DAY) != previous) {
    if (shortInTheMoney(position, spot)) count(SUM_ASSIGNMENT_UNKNOWN);
    return;
  }
  const f64 opening = i32At(und(u, U_BAR_OPEN_PTR), bar);
  const f64 dividend = i32At(und(u, U_BAR_DIVIDEND_PTR), bar);
  if (isOpen(position, CALL_SIDE)) {
    const auto strike = strikeUnits(position, T_SHORT_CALL);
    const auto extrinsic = f64At(position, P_PREV_CALL_MID) - (spot - strike);
    if (spot > strike && dividend > 0 && dividend > extrinsic) {
      const auto longLeg = strikeUnits(position, T_LONG_CALL);
      deliver(position, CALL_SIDE, (longLeg > 0 ? min(opening, longLeg) : opening) - strike + dividend);
    }
  }
  if (isOpen(position, PUT_SIDE)) {
    const auto strike = strikeUnits(position, T_SHORT_PUT);
    const auto extrinsic = f64At(position, P_PREV_PUT_MID) - (strike - spot);
    const auto carry = strike * f64At(ctx(CTX_RATE_PTR), session) * (f64)(dayAt(session) - previous) / 365;
    if (spot < strike && f64At(position, P_PREV_PUT_DELTA) >= acct(A_DEEP_ITM_DELTA) && extrinsic < carry) {
      const auto longLeg = strikeUnits(position, T_LONG_PUT);
      deliver(position, PUT_SIDE, strike - (longLeg > 0 ? max(opening, longLeg) : opening) - dividend);
    }
  }
  if (f64At(position, P_SIDES) != 0) return;
  const auto cost = f64At(position, P_REALISED);
  seeGain(position, gainAt(position, 0));
  finish(position, session, cost, opening, EXIT_EARLY_ASSIGNMENT);
}

static bool shortInTheMoney(usize position, f64 spot) {
  if (spot == 0) return false;
  if (isOpen(position, CALL_SIDE) && spot > strikeUnits(position, T_SHORT_CALL)) return true;
  return isOpen(position, PUT_SIDE) && spot < strikeUnits(position, T_SHORT_PUT);
}

/** The side is assigned: `cost` per share, the assignment fee, and it is gone. */
static void deliver(usize position, i32 side, f64 cost) {
  const auto fee = acct(A_ASSIGNMENT_FEE) * f64At(position, T_CONTRACTS);
  addTo(position, P_REALISED, cost);
  addTo(position, T_FEES, fee);
  addCash(-(cost * quantity(position) + fee));
  setF64(position, P_SIDES, (i32)f64At(position, P_SIDES) & ~side);
  addFlag(position, side == CALL_SIDE ? FLAG_ASSIGNED_CALL : FLAG_ASSIGNED_PUT);
  count(SUM_ASSIGNMENTS);
}

}  // namespace mahler
