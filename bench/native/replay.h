// One config over a compiled market: the decisions of the day loop, but work only on sessions on which something can happen.
// Same trades, codes and equity, bit for bit: money is integer-valued, so sums are exact in any order. docs/sweeps.md.
// Of the core's, without what carries a config from block to block: here the whole range is one block.
#pragma once
#include "book.h"
#include "breakers.h"
#include "column.h"
#include "entries.h"
#include "life.h"
#include "run.h"
#include "sizing.h"
#include "underlying.h"

namespace mahler::replay {

using book::collateral, book::enter, book::entered, book::firstEvent, book::flagForced, book::happen, book::heat, book::held, book::openBook, book::profit;
using life::calendar;

static void start(usize address);
static i32 pass(i32 from, i32 to);
static void fill(usize column, i32 from, i32 to, f64 value);
static void copyCodes(i32 from, i32 to);
static void step(i32 session);
static void check();
static void decide(i32 session, f64 equity);
static void sortByScore(i32 session, usize order);
static i32 take(i32 session, i32 chance, f64 equity);

static i32 enteredToday = 0;

static usize record = 0;
static i32 sessions = 0;
static i32 chances = 0;
static usize codes = 0;
static usize fullCodes = 0;
static usize next = 0;
static usize liability = 0;
static usize closing = 0;
static usize equityColumn = 0;
static usize heatColumn = 0;
static usize positionsColumn = 0;
static usize multiplierColumn = 0;
static usize funnel = 0;
static i32 maxPositions = 0;
static bool breakersOn = false;

/** Runs a REPLAY record; returns a STATUS_*. */
static i32 replay(usize address) {
  start(address);
  auto session = 0;
  while (session < sessions && status == STATUS_OK) {
    const auto event = firstEvent(session);
    const auto quiet = held >= maxPositions ? event : min(event, i32At(next, session));
    if (quiet > session) session = pass(session, quiet);
    if (session < sessions) step(session++);
  }
  if (status == STATUS_OK && sessions > 0) check();
  setI32(record, R_TRADES, entered);
  return status;
}

static void start(usize address) {
  record = address;
  const auto context = (usize)i32At(record, R_CONTEXT_PTR);
  blur();
  begin(context, f64At((usize)i32At(context, CTX_ACCOUNT_PTR), A_EQUITY));
  beginBreakers(acct(A_EQUITY));
  sessions = (i32)ctx(CTX_SESSIONS);
  chances = underlyings * sleeves;
  codes = (usize)i32At(record, R_CODES_PTR);
  fullCodes = (usize)i32At(record, R_FULL_CODES_PTR);
  next = (usize)i32At(record, R_NEXT_PTR);
  liability = (usize)i32At(record, R_LIABILITY_PTR);
  closing = (usize)i32At(record, R_CLOSING_PTR);
  equityColumn = (usize)i32At(record, R_EQUITY_PTR);
  heatColumn = (usize)i32At(record, R_HEAT_PTR);
  positionsColumn = (usize)i32At(record, R_POSITIONS_PTR);
  multiplierColumn = (usize)i32At(record, R_MULTIPLIER_PTR);
  funnel = (usize)i32At(record, R_FUNNEL_PTR);
  maxPositions = (i32)min(acct(A_MAX_POSITIONS), 0x7fffffff);
  breakersOn = acct(A_BREAKERS) != 0;
  calendar((usize)i32At(record, R_SESSION_FROM_PTR), i32At(record, R_FIRST_DAY), i32At(record, R_DAYS), sessions, days);
  openBook(record, sessions);
}

/** Sessions [from, to) on which nothing ends and nothing can be opened; stops at one on which a breaker may stop entries, and returns it. */
static i32 pass(i32 from, i32 to) {
  const auto reached = breakersOn ? calmStretch(from, to, cash, liability, equityColumn, multiplierColumn) : to;
  const f64 open = held;
  if (!breakersOn) {
    for (i32 session = from; session < reached; session++) setF64(equityColumn, session, cash - f64At(liability, session));
    fill(multiplierColumn, from, reached, 1);
  }
  fill(heatColumn, from, reached, heat);
  fill(positionsColumn, from, reached, open);
  copyCodes(from, reached);
  return reached;
}

static void fill(usize column, i32 from, i32 to, f64 value) {
  for (i32 session = from; session < to; session++) setF64(column, session, value);
}

/** The funnel of sessions without a decision. */
static void copyCodes(i32 from, i32 to) {
  const auto source = held >= maxPositions ? fullCodes : codes;
  auto at = from * chances;
  const auto end = to * chances;
  for (; at + 8 <= end; at += 8) *ref<u64>(funnel + (usize)at) = *ref<u64>(source + (usize)at);
  for (; at < end; at++) setU8(funnel, at, u8At(source, at));
}

/** One session in the order of the day loop. */
static void step(i32 session) {
  happen(session, PHASE_OVERNIGHT);
  const auto equity = cash - (f64At(liability, session) + f64At(closing, session));
  if (!breakersOn || !calm(session, equity)) refreshBreakers(session, equity);
  for (i32 k = 0; k < closings; k++) flagForced(session, closingShare(k));
  decide(session, equity);
  happen(session, PHASE_CLOSE);
  const auto closed = cash - f64At(liability, session);
  setF64(equityColumn, session, closed);
  setF64(heatColumn, session, heat);
  setF64(positionsColumn, session, held);
  setF64(multiplierColumn, session, multiplier);
  recordEquity(closed);
}

/** Initial equity + Σ net P&L must be the last session's equity, to the unit. */
static void check() {
  const auto last = f64At(equityColumn, sessions - 1);
  if (!isfinite(last)) fail(STATUS_NOT_FINITE);
  else if (last != acct(A_EQUITY) + profit) fail(STATUS_NOT_CONSERVED);
}


static void decide(i32 session, f64 equity) {
  enteredToday = 0;
  const auto byScore = chances > 1 && (i32)acct(A_ENTRY_ORDER) == ORDER_SCORE;
  const auto order = ctx(CTX_SCRATCH_PTR) + (usize)(underlyings * 8 + SCREEN_SCRATCH + chances * 8);
  if (byScore) sortByScore(session, order);
  for (i32 k = 0; k < chances; k++) {
    const auto chance = byScore ? i32At(order, k) : k;
    setU8(funnel, session * chances + chance, take(session, chance, equity));
  }
}

static u32 entryOf(i32 chance, i32 session) {
  return (u32)i32At((usize)i32At((usize)i32At(record, R_ENTRIES_PTR), chance), session);
}

/** As in entries: best score first, ties in config order. */
static void sortByScore(i32 session, usize order) {
  const auto scores = ctx(CTX_SCRATCH_PTR) + (usize)(underlyings * 8 + SCREEN_SCRATCH);
  for (i32 chance = 0; chance < chances; chance++) {
    const auto entry = entryOf(chance, session);
    const auto score = entry >= FIRST_ADDRESS ? f64At((usize)entry, PICK_SCORE) : -INFINITY;
    setF64(scores, chance, score);
    auto k = chance;
    while (k > 0 && f64At(scores, i32At(order, k - 1)) < score) {
      setI32(order, k, i32At(order, k - 1));
      k--;
    }
    setI32(order, k, chance);
  }
}

/** Runs one chance through the gates that depend on the account; opens a position or returns the code. */
static i32 take(i32 session, i32 chance, f64 equity) {
  const auto at = session * chances + chance;
  const auto full = u8At(fullCodes, at);
  if (full != MAX_POSITIONS) return full;
  if (multiplier == 0) return BREAKER_HALT;
  if (held >= maxPositions) return MAX_POSITIONS;
  if ((f64)enteredToday >= acct(A_MAX_ENTRIES)) return MAX_ENTRIES;
  const auto code = u8At(codes, at);
  if (code != OPENED) return code;
  const auto u = chance / sleeves;
  const auto pick = (usize)entryOf(chance, session);
  const auto size = (acct(A_USE_REGIME) != 0 ? acct(A_REGIME_MULTIPLIER + labelOf(u, session)) : 1) * multiplier;
  const auto loss = (f64)(i32At(pick, PICK_WIDTH) - i32At(pick, PICK_CREDIT)) * (f64)und(u, U_MULTIPLIER);
  const auto refused = fit(u, session, equity, size, loss, heat, cash - collateral);
  if (refused != OPENED) return refused;
  enter(session, u, chance % sleeves, pick, loss, equity);
  enteredToday++;
  return OPENED;
}

}  // namespace mahler::replay
