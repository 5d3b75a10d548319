// An open position: its legs, its mark, its end. docs/engine.md §2.
#pragma once
#include "chain.h"
#include "column.h"
#include "quotes.h"
#include "run.h"
#include "underlying.h"

namespace mahler {

static i32 sideOf(i32 leg);
static void markStale(usize position, i32 session);

constexpr i32 PUT_SIDE = 1;
constexpr i32 CALL_SIDE = 2;
static i32 underlyingOf(usize position) {
  return (i32)f64At(position, T_UNDERLYING);
}

/** Shares per contract × contracts: turns a price per share into a total. */
static f64 quantity(usize position) {
  return (f64)und(underlyingOf(position), U_MULTIPLIER) * f64At(position, T_CONTRACTS);
}

static bool isOpen(usize position, i32 side) {
  return ((i32)f64At(position, P_SIDES) & side) != 0;
}

/** Strike price of a leg slot in units per share; 0 = no such leg. */
static f64 strikeUnits(usize position, i32 slot) {
  return f64At(position, slot) * 10;
}

/** Largest value the open sides can have, units per share: the mark's and the fill's upper bound. */
static f64 capOf(usize position) {
  if ((i32)f64At(position, T_STRUCTURE) == SHORT_PUT) return strikeUnits(position, T_SHORT_PUT);
  const auto put = isOpen(position, PUT_SIDE) ? strikeUnits(position, T_SHORT_PUT) - strikeUnits(position, T_LONG_PUT) : 0;
  const auto call = isOpen(position, CALL_SIDE) ? strikeUnits(position, T_LONG_CALL) - strikeUnits(position, T_SHORT_CALL) : 0;
  return max(put, call);
}

/** Intrinsic value of the open sides at `spot`, short − long, units per share. */
static f64 intrinsic(usize position, f64 spot) {
  f64 value = 0;
  if (isOpen(position, PUT_SIDE)) {
    value += max(0, strikeUnits(position, T_SHORT_PUT) - spot);
    if (f64At(position, T_LONG_PUT) > 0) value -= max(0, strikeUnits(position, T_LONG_PUT) - spot);
  }
  if (isOpen(position, CALL_SIDE)) {
    value += max(0, spot - strikeUnits(position, T_SHORT_CALL));
    if (f64At(position, T_LONG_CALL) > 0) value -= max(0, spot - strikeUnits(position, T_LONG_CALL));
  }
  return value;
}

/** Today's price of the underlying as it is known when orders are decided: snapshot, else the bar's open, else 0. */
static f64 spotToday(i32 underlying, i32 session) {
  focus(underlying);
  const auto chain = chainOf(session);
  if (chain >= 0) return spotOf(chain);
  const auto bar = i32At(und(underlying, U_BAR_INDEX_PTR), session);
  return bar >= 0 ? (f64)i32At(und(underlying, U_BAR_OPEN_PTR), bar) : 0;
}

/** Fills P_ROW with today's rows of the open legs (−1 = none). */
static void findRows(usize position, i32 session) {
  for (i32 leg = 0; leg < 4; leg++) setF64(position, P_ROW + leg, -1);
  const auto u = underlyingOf(position);
  focus(u);
  const auto chain = chainOf(session);
  if (chain < 0) return;
  const auto block = findBlock(u, chain, (i32)f64At(position, T_EXPIRY), (i32)f64At(position, T_VENDOR_EXPIRY), (i32)f64At(position, T_SETTLEMENT), (i32)f64At(position, T_ROOT));
  if (block < 0) return;
  const auto calls = callsBegin(block);
  const auto puts = putsBegin(block);
  const auto end = blockEnd(block);
  for (i32 leg = 0; leg < 4; leg++) {
    const auto strike = (i32)f64At(position, T_SHORT_PUT + leg);
    if (strike == 0 || !isOpen(position, sideOf(leg))) continue;
    const auto begin = leg < 2 ? puts : calls;
    const auto row = findStrike(begin, leg < 2 ? end : puts, strike, begin + (i32)f64At(position, P_OFFSET + leg));
    setF64(position, P_ROW + leg, row);
    if (row >= 0) setF64(position, P_OFFSET + leg, row - begin);
  }
}

/** Side of leg 0…3: short put, long put, short call, long call. */
static i32 sideOf(i32 leg) {
  return leg < 2 ? PUT_SIDE : CALL_SIDE;
}

/** Leg exists and its side is open. */
static bool legOpen(usize position, i32 leg) {
  return f64At(position, T_SHORT_PUT + leg) > 0 && isOpen(position, sideOf(leg));
}

/** Marks the position at today's mids, or keeps the bounded old mark and counts it. */
static void mark(usize position, i32 session) {
  findRows(position, session);
  f64 value = 0;
  bool valid = true;
  for (i32 leg = 0; leg < 4 && valid; leg++) {
    if (!legOpen(position, leg)) continue;
    const auto row = (i32)f64At(position, P_ROW + leg);
    if (row < 0) {
      valid = false;
      break;
    }
    const auto bid = bidOf(row);
    const auto ask = askOf(row);
    valid = markValid(quoteState(bid, ask));
    const auto mid = (bid + ask) / 2;
    value += (leg & 1) == 0 ? mid : -mid;
    if (leg == 0) {
      setF64(position, P_PREV_PUT_MID, mid);
      const auto delta = deltaOf(row);
      setF64(position, P_PREV_PUT_DELTA, delta == DELTA_MISSING ? 0 : abs((f64)delta));
    } else if (leg == 2) setF64(position, P_PREV_CALL_MID, mid);
  }
  setF64(position, P_PREV_DAY, dayAt(session));
  if (valid) {
    setF64(position, P_MARK, max(0, min(value, capOf(position))));
    setF64(position, P_PREV_SPOT, spotOf(chainOf(session)));
    setF64(position, P_FRESH, 1);
    setF64(position, P_STALE_RUN, 0);
  } else markStale(position, session);
}

static void markStale(usize position, i32 session) {
  const auto spot = spotToday(underlyingOf(position), session);
  const auto cap = capOf(position);
  const auto low = spot > 0 ? min(intrinsic(position, spot), cap) : 0;
  setF64(position, P_MARK, max(low, min(f64At(position, P_MARK), cap)));
  setF64(position, P_FRESH, 0);
  addTo(position, P_STALE_RUN, 1);
  addTo(position, T_STALE_DAYS, 1);
  setF64(position, T_MAX_STALE_RUN, max(f64At(position, T_MAX_STALE_RUN), f64At(position, P_STALE_RUN)));
  count(SUM_STALE_MARKS);
}

/** Gain per share if closed at `cost`: credit − realised − cost. */
static f64 gainAt(usize position, f64 cost) {
  return f64At(position, T_CREDIT) - f64At(position, P_REALISED) - cost;
}

/** Lets MFE and MAE see a gain per share. */
static void seeGain(usize position, f64 gain) {
  const auto total = gain * quantity(position);
  setF64(position, T_MFE, max(f64At(position, T_MFE), total));
  setF64(position, T_MAE, min(f64At(position, T_MAE), total));
}

static void addFlag(usize position, i32 flag) {
  setF64(position, T_FLAGS, (i32)f64At(position, T_FLAGS) | flag);
}

/** Ends the position: everything paid per share is `cost`; cash has been moved by the caller. */
static void finish(usize position, i32 session, f64 cost, f64 spot, i32 reason) {
  setF64(position, T_EXIT_DAY, dayAt(session));
  setF64(position, T_EXIT_COST, cost);
  setF64(position, T_SPOT_EXIT, spot);
  setF64(position, T_REASON, reason);
  const auto gross = (f64At(position, T_CREDIT) - cost) * quantity(position);
  const auto net = gross - f64At(position, T_ENTRY_COMMISSION) - f64At(position, T_EXIT_COMMISSION) - f64At(position, T_FEES);
  setF64(position, T_NET_PNL, net);
  writeTrade(position, net);
}

}  // namespace mahler
