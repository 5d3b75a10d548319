// One account, any number of underlyings and structures, one pass over the sessions. docs/engine.md §3 is this file in prose.
#pragma once
#include "breakers.h"
#include "column.h"
#include "entries.h"
#include "exits.h"
#include "forced.h"
#include "position.h"
#include "run.h"
#include "settle.h"
#include "sizing.h"
#include "underlying.h"

namespace mahler {

static void markAll(i32 session);
static f64 liability();
static void record(i32 session);
static void closeBook(i32 session);

static i32 staleToday = 0;

/** Runs the context record at `address`; returns a STATUS_*. Outputs are complete up to the session that failed. */
static i32 runBacktest(usize address) {
  blur();
  begin(address, f64At((usize)i32At(address, CTX_ACCOUNT_PTR), A_EQUITY));
  beginBreakers(acct(A_EQUITY));
  beginEntries();
  const auto sessions = (i32)ctx(CTX_SESSIONS);
  for (i32 session = 0; session < sessions && status == STATUS_OK; session++) {
    resetExits();
    overnight(session);
    markAll(session);
    exits(session);
    const auto equity = cash - liability();
    refreshBreakers(session, equity);
    for (i32 k = 0; k < closings; k++) forceClose(closingShare(k));
    entries(session, equity);
    settleClose(session);
    record(session);
  }
  if (status == STATUS_OK && sessions > 0) closeBook(sessions - 1);
  return status;
}

static void markAll(i32 session) {
  staleToday = 0;
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    mark(position, session);
    if (f64At(position, P_FRESH) == 0) staleToday++;
    else seeGain(position, gainAt(position, f64At(position, P_MARK)));
  }
}

/** Σ marks of open positions, units. */
static f64 liability() {
  f64 sum = 0;
  for (i32 i = 0; i < open; i++) sum += f64At(positionAt(i), P_MARK) * quantity(positionAt(i));
  return sum;
}

/** Step 7, with the conservation check: cash − marks must equal initial + closed + open P&L to the unit. */
static void record(i32 session) {
  const auto owed = liability();
  const auto equity = cash - owed;
  auto expected = acct(A_EQUITY) + closedPnl;
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    expected += gainAt(position, f64At(position, P_MARK)) * quantity(position) - f64At(position, T_ENTRY_COMMISSION) - f64At(position, T_FEES);
  }
  if (!isfinite(equity)) fail(STATUS_NOT_FINITE);
  else if (equity != expected) fail(STATUS_NOT_CONSERVED);
  const auto row = ctx(CTX_EQUITY_PTR) + (usize)(session * EQ_STRIDE * 8);
  setF64(row, E_DAY, dayAt(session));
  setF64(row, E_CASH, cash);
  setF64(row, E_LIABILITY, owed);
  setF64(row, E_EQUITY, equity);
  setF64(row, E_POSITIONS, open);
  setF64(row, E_HEAT, sumHeat());
  setF64(row, E_BREAKER_MULTIPLIER, multiplier);
  setF64(row, E_BREAKER_BITS, bits);
  setF64(row, E_STALE, staleToday);
  setF64(row, E_ENTRIES, entriesToday);
  setF64(row, E_EXITS, exitsToday);
  setF64(row, 11, 0);
  recordEquity(equity);
}

/** What is still open is written at its mark, apart from the other reasons. */
static void closeBook(i32 session) {
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    seeGain(position, gainAt(position, f64At(position, P_MARK)));
    finish(position, session, f64At(position, P_REALISED) + f64At(position, P_MARK), spotToday(underlyingOf(position), session), EXIT_END_OF_DATA);
  }
}

}  // namespace mahler
