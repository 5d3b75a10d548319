// Step 5 of a session: every chance (underlying, sleeve) gets a position or exactly one reason code. docs/engine.md §3.
#pragma once
#include "breakers.h"
#include "column.h"
#include "exits.h"
#include "position.h"
#include "run.h"
#include "screen.h"
#include "sizing.h"
#include "underlying.h"

namespace mahler {

static void sortByScore(i32 session, i32 chances, usize scores, usize order);
static i32 labelOf(i32 underlying, i32 session);
static i32 take(i32 session, i32 chance, f64 equity);
static void fill(usize position, i32 u, i32 sleeveIndex, usize sleeve, i32 session, i32 chain);

static i32 entriesToday = 0;

/** Once per run, before the first session. */
static void beginEntries() {
  screenIn();
}

/*
 * SCRATCH: [underlyings × f64 heat][SCREEN_SCRATCH bytes][chances × f64 score][chances × i32 order]
 */
static void entries(i32 session, f64 equity) {
  entriesToday = 0;
  const auto chances = underlyings * sleeves;
  const auto funnel = ctx(CTX_FUNNEL_PTR);
  if ((f64)dayAt(session) > acct(A_LAST_ENTRY)) {
    for (i32 chance = 0; chance < chances; chance++) setU8(funnel, session * chances + chance, ENTRIES_ENDED);
    return;
  }
  const auto byScore = (i32)acct(A_ENTRY_ORDER) == ORDER_SCORE;
  const auto scores = ctx(CTX_SCRATCH_PTR) + (usize)(underlyings * 8 + SCREEN_SCRATCH);
  const auto order = scores + (usize)(chances * 8);
  if (byScore) sortByScore(session, chances, scores, order);
  for (i32 k = 0; k < chances; k++) {
    const auto chance = byScore ? i32At(order, k) : k;
    setU8(funnel, session * chances + chance, take(session, chance, equity));
  }
}

/** Chances by best candidate score, highest first; insertion sort keeps ties in config order. */
static void sortByScore(i32 session, i32 chances, usize scores, usize order) {
  for (i32 chance = 0; chance < chances; chance++) {
    const auto u = chance / sleeves;
    focus(u);
    const auto chain = chainOf(session);
    const auto found = chain >= 0 && screen(sleeveAt(chance % sleeves), session, chain, labelOf(u, session)) == OPENED;
    const auto score = found ? bestScore : -INFINITY;
    setF64(scores, chance, score);
    auto k = chance;
    while (k > 0 && f64At(scores, i32At(order, k - 1)) < score) {
      setI32(order, k, i32At(order, k - 1));
      k--;
    }
    setI32(order, k, chance);
  }
}

/** Bar whose features are known before the session, −1 = none. */
static i32 featureOf(i32 underlying, i32 session) {
  return i32At(und(underlying, U_FEATURE_INDEX_PTR), session);
}

static i32 labelOf(i32 underlying, i32 session) {
  const auto feature = featureOf(underlying, session);
  return feature < 0 ? REGIME_UNKNOWN : u8At(und(underlying, U_REGIME_PTR), feature);
}

static f64 featureAt(i32 underlying, i32 slot, i32 session) {
  const auto feature = featureOf(underlying, session);
  return feature < 0 ? NAN : f64At(und(underlying, slot), feature);
}

/** Runs one chance through the gates; opens a position or returns the code of the gate that refused. */
static i32 take(i32 session, i32 chance, f64 equity) {
  const auto u = chance / sleeves;
  const auto sleeveIndex = chance % sleeves;
  const auto sleeve = sleeveAt(sleeveIndex);
  focus(u);
  const auto chain = chainOf(session);
  if (chain < 0) return NO_DATA;
  const auto label = labelOf(u, session);
  f64 multiplier = 1;
  if (acct(A_USE_REGIME) != 0) {
    if (label == REGIME_UNKNOWN) return WARM_UP;
    multiplier = acct(A_REGIME_MULTIPLIER + label);
    if (multiplier == 0) return REGIME_ZERO;
  }
  if (::mahler::multiplier == 0) return BREAKER_HALT;
  multiplier *= ::mahler::multiplier;
  if ((f64)open >= acct(A_MAX_POSITIONS)) return MAX_POSITIONS;
  if ((f64)entriesToday >= acct(A_MAX_ENTRIES)) return MAX_ENTRIES;
  const auto floor = f64At(sleeve, S_MIN_IV_PERCENTILE);
  if (floor > 0) {
    const auto percentile = featureAt(u, U_IV_PERCENTILE_PTR, session);
    if (isnan(percentile)) {
      if (f64At(sleeve, S_REQUIRE_IV) != 0) return WARM_UP;
    } else if (percentile < floor) return IV_FILTER;
  }
  const auto code = screen(sleeve, session, chain, label);
  if (code != OPENED) return code;
  const auto loss = (bestWidth - bestCredit) * (f64)und(u, U_MULTIPLIER);
  const auto refused = size(u, session, equity, multiplier, loss);
  if (refused != OPENED) return refused;
  const auto position = fresh();
  if (position == 0) {
    fail(STATUS_POSITIONS_FULL);
    return MAX_POSITIONS;
  }
  fill(position, u, sleeveIndex, sleeve, session, chain);
  setF64(position, T_MAX_LOSS, loss * contracts);
  setF64(position, T_MULTIPLIER, multiplier);
  setF64(position, T_EQUITY, equity);
  setF64(position, T_REGIME, label);
  const auto fee = commission(contracts, legsOf((i32)f64At(sleeve, S_STRUCTURE)));
  setF64(position, T_ENTRY_COMMISSION, fee);
  addCash(bestCredit * quantity(position) - fee);
  mark(position, session);
  keep();
  entriesToday++;
  return OPENED;
}

/** Writes what the screen and the sizing decided into a new position. */
static void fill(usize position, i32 u, i32 sleeveIndex, usize sleeve, i32 session, i32 chain) {
  setF64(position, T_SLEEVE, sleeveIndex);
  setF64(position, T_UNDERLYING, u);
  setF64(position, T_STRUCTURE, f64At(sleeve, S_STRUCTURE));
  setF64(position, T_ENTRY_DAY, dayAt(session));
  setF64(position, T_EXPIRY, expiryOf(bestBlock));
  setF64(position, T_VENDOR_EXPIRY, i32At(und(u, U_VENDOR_EXPIRY_PTR), bestBlock));
  setF64(position, T_SETTLEMENT, u8At(und(u, U_SETTLEMENT_PTR), bestBlock));
  setF64(position, T_ROOT, u8At(und(u, U_ROOT_PTR), bestBlock));
  auto sides = 0;
  if (bestPut.shortLeg >= 0) {
    sides |= PUT_SIDE;
    setF64(position, T_SHORT_PUT, strikeOf(bestPut.shortLeg));
    if (bestPut.longLeg >= 0) setF64(position, T_LONG_PUT, strikeOf(bestPut.longLeg));
  }
  if (bestCall.shortLeg >= 0) {
    sides |= CALL_SIDE;
    setF64(position, T_SHORT_CALL, strikeOf(bestCall.shortLeg));
    setF64(position, T_LONG_CALL, strikeOf(bestCall.longLeg));
    setF64(position, T_CALL_DELTA, (f64)bestCall.delta / 10000);
  }
  const Vertical& main = sides & PUT_SIDE ? bestPut : bestCall;
  setF64(position, P_SIDES, sides);
  setF64(position, T_DELTA, (f64)main.delta / 10000);
  setF64(position, T_IV, (f64)u16At(und(u, U_IV_PTR), main.shortLeg) / 10000);
  setF64(position, T_CONTRACTS, contracts);
  setF64(position, T_WIDTH, bestWidth);
  setF64(position, T_CREDIT, bestCredit);
  setF64(position, T_NATURAL_CREDIT, bestNatural);
  setF64(position, T_SCORE, bestScore);
  setF64(position, T_BINDING_LIMIT, binding);
  setF64(position, T_SPOT_ENTRY, spotOf(chain));
  setF64(position, T_ATM_IV, featureAt(u, U_ATM_IV_PTR, session));
  setF64(position, T_IV_RANK, featureAt(u, U_IV_RANK_PTR, session));
  setF64(position, T_IV_PERCENTILE, featureAt(u, U_IV_PERCENTILE_PTR, session));
  setF64(position, T_VIX, f64At(ctx(CTX_VIX_PTR), session));
}

}  // namespace mahler
