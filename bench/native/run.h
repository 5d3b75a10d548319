// The state of the one run in progress. Everything else in the core is a function of these and of linear memory.
#pragma once
#include "column.h"

namespace mahler {

static usize ctx(i32 slot);

static usize context = 0;
static usize days = 0;
static usize account = 0;
static i32 underlyings = 0;
static i32 sleeves = 0;
/** Open positions, by id. */
static usize positions = 0;
static i32 open = 0;
/** Units. */
static f64 cash = 0;
/** Σ net P&L of closed trades, units: the other side of the conservation check. */
static f64 closedPnl = 0;
static i32 exitsToday = 0;
static i32 status = STATUS_OK;

static i32 nextId = 0;
static i32 trades = 0;

/** Makes a context the one that everything here speaks of. */
static void attach(usize contextAddress) {
  context = contextAddress;
  days = ctx(CTX_DAY_PTR);
  account = ctx(CTX_ACCOUNT_PTR);
  positions = ctx(CTX_POSITIONS_PTR);
  underlyings = (i32)ctx(CTX_UNDERLYINGS);
  sleeves = (i32)ctx(CTX_SLEEVES);
}

/** Starts a run with `equity` units of cash. */
static void begin(usize contextAddress, f64 equity) {
  attach(contextAddress);
  open = 0;
  cash = equity;
  closedPnl = 0;
  exitsToday = 0;
  nextId = 0;
  trades = 0;
  status = STATUS_OK;
  for (i32 i = 0; i < SUM_SLOTS; i++) setF64(ctx(CTX_SUMMARY_PTR), i, 0);
}

/** Slot of the context record. */
static usize ctx(i32 slot) {
  return (usize)i32At(context, slot);
}

/** Slot of the account record. */
static f64 acct(i32 slot) {
  return f64At(account, slot);
}

/** Slot of an underlying's record. */
static i32 und(i32 underlying, i32 slot) {
  return i32At(ctx(CTX_UNDERLYINGS_PTR), underlying * U_SLOTS + slot);
}
static usize sleeveAt(i32 sleeve) {
  return ctx(CTX_SLEEVES_PTR) + (usize)(sleeve * S_SLOTS * 8);
}
static i32 dayAt(i32 session) {
  return i32At(days, session);
}

/** Record of the i-th open position. */
static usize positionAt(i32 index) {
  return positions + (usize)(index * POS_STRIDE * 8);
}
static void addTo(usize record, i32 slot, f64 amount) {
  setF64(record, slot, f64At(record, slot) + amount);
}

static void count(i32 summarySlot) {
  addTo(ctx(CTX_SUMMARY_PTR), summarySlot, 1);
}

static void addCash(f64 amount) {
  cash += amount;
}

static void resetExits() {
  exitsToday = 0;
}

static void fail(i32 code) {
  if (status == STATUS_OK) status = code;
}

/** A zeroed record behind the open positions with the next id, or 0 when the table is full. `keep` makes it a position. */
static usize fresh() {
  if (open >= (i32)ctx(CTX_POSITIONS_CAPACITY)) return 0;
  const auto position = positionAt(open);
  fillBytes(position, 0, POS_STRIDE * 8);
  setF64(position, T_ID, nextId);
  return position;
}

static void keep() {
  nextId++;
  open++;
}

/** Copies a finished position into the trade table and marks it for removal. */
static void writeTrade(usize position, f64 netPnl) {
  if (trades >= (i32)ctx(CTX_TRADES_CAPACITY)) return fail(STATUS_TRADES_FULL);
  copyBytes(ctx(CTX_TRADES_PTR) + (usize)(trades * TRADE_STRIDE * 8), position, TRADE_STRIDE * 8);
  trades++;
  closedPnl += netPnl;
  exitsToday++;
  setF64(position, P_CLOSED, 1);
  setF64(ctx(CTX_SUMMARY_PTR), SUM_TRADES, trades);
}

static i32 tradesWritten() {
  return trades;
}

static usize tradeAt(i32 index) {
  return ctx(CTX_TRADES_PTR) + (usize)(index * TRADE_STRIDE * 8);
}

/** Empties the trade table: for one who has read it. */
static void dropTrades() {
  trades = 0;
}

/** Drops closed positions; the others keep their order. */
static void compact() {
  auto kept = 0;
  for (i32 i = 0; i < open; i++) {
    if (f64At(positionAt(i), P_CLOSED) != 0) continue;
    if (kept != i) copyBytes(positionAt(kept), positionAt(i), POS_STRIDE * 8);
    kept++;
  }
  open = kept;
}

}  // namespace mahler
