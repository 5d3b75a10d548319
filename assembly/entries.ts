// Step 5 of a session: every chance (underlying, sleeve) gets a position or exactly one reason code. docs/engine.md §3.
import {
  A_ENTRY_ORDER, A_LAST_ENTRY, A_MAX_ENTRIES, A_MAX_POSITIONS, A_REGIME_MULTIPLIER, A_USE_REGIME, BREAKER_HALT, CTX_FUNNEL_PTR, CTX_SCRATCH_PTR, CTX_VIX_PTR, ENTRIES_ENDED, IV_FILTER, MAX_ENTRIES, MAX_POSITIONS, NO_DATA, OPENED, ORDER_SCORE,
  P_SIDES, REGIME_UNKNOWN, REGIME_ZERO, SCREEN_SCRATCH, S_MIN_IV_PERCENTILE, S_REQUIRE_IV, S_STRUCTURE, STATUS_POSITIONS_FULL, T_ATM_IV, T_BINDING_LIMIT, T_CALL_DELTA, T_CONTRACTS, T_CREDIT, T_DELTA, T_ENTRY_COMMISSION,
  T_ENTRY_DAY, T_EQUITY, T_EXPIRY, T_IV, T_IV_PERCENTILE, T_IV_RANK, T_LONG_CALL, T_LONG_PUT, T_MAX_LOSS, T_MULTIPLIER, T_NATURAL_CREDIT, T_REGIME, T_ROOT, T_SCORE, T_SETTLEMENT, T_SHORT_CALL, T_SHORT_PUT,
  T_SLEEVE, T_SPOT_ENTRY, T_STRUCTURE, T_UNDERLYING, T_VENDOR_EXPIRY, T_VIX, T_WIDTH, U_ATM_IV_PTR, U_FEATURE_INDEX_PTR, U_IV_PERCENTILE_PTR, U_IV_PTR, U_IV_RANK_PTR, U_MULTIPLIER, U_REGIME_PTR,
  U_ROOT_PTR, U_SETTLEMENT_PTR, U_VENDOR_EXPIRY_PTR, WARM_UP,
} from "./abi";
import { multiplier as breakerMultiplier } from "./breakers";
import { f64At, i32At, setF64, setI32, setU8, u16At, u8At } from "./column";
import { commission, legsOf } from "./exits";
import { CALL_SIDE, PUT_SIDE, mark, quantity } from "./position";
import { acct, addCash, ctx, dayAt, fail, fresh, keep, open, sleeveAt, sleeves, und, underlyings } from "./run";
import { bestBlock, bestCall, bestCredit, bestNatural, bestPut, bestScore, bestWidth, screen, screenIn } from "./screen";
import { binding, contracts, size } from "./sizing";
import { chainOf, expiryOf, focus, spotOf, strikeOf } from "./underlying";

export let entriesToday: i32 = 0;

/** Once per run, before the first session. */
export function beginEntries(): void {
  screenIn(ctx(CTX_SCRATCH_PTR) + <usize>(underlyings * 8));
}

/*
 * SCRATCH: [underlyings × f64 heat][SCREEN_SCRATCH bytes][chances × f64 score][chances × i32 order]
 */
export function entries(session: i32, equity: f64): void {
  entriesToday = 0;
  const chances = underlyings * sleeves;
  const funnel = ctx(CTX_FUNNEL_PTR);
  if (<f64>dayAt(session) > acct(A_LAST_ENTRY)) {
    memory.fill(funnel + <usize>(session * chances), <u8>ENTRIES_ENDED, chances);
    return;
  }
  const byScore = <i32>acct(A_ENTRY_ORDER) == ORDER_SCORE;
  const scores = ctx(CTX_SCRATCH_PTR) + <usize>(underlyings * 8 + SCREEN_SCRATCH);
  const order = scores + <usize>(chances * 8);
  if (byScore) sortByScore(session, chances, scores, order);
  for (let k = 0; k < chances; k++) {
    const chance = byScore ? i32At(order, k) : k;
    setU8(funnel, session * chances + chance, take(session, chance, equity));
  }
}

/** Chances by best candidate score, highest first; insertion sort keeps ties in config order. */
function sortByScore(session: i32, chances: i32, scores: usize, order: usize): void {
  for (let chance = 0; chance < chances; chance++) {
    const u = chance / sleeves;
    focus(u);
    const chain = chainOf(session);
    const found = chain >= 0 && screen(sleeveAt(chance % sleeves), session, chain, labelOf(u, session)) == OPENED;
    const score = found ? bestScore : -Infinity;
    setF64(scores, chance, score);
    let k = chance;
    while (k > 0 && f64At(scores, i32At(order, k - 1)) < score) {
      setI32(order, k, i32At(order, k - 1));
      k--;
    }
    setI32(order, k, chance);
  }
}

/** Bar whose features are known before the session, −1 = none. */
function featureOf(underlying: i32, session: i32): i32 {
  return i32At(und(underlying, U_FEATURE_INDEX_PTR), session);
}

export function labelOf(underlying: i32, session: i32): i32 {
  const feature = featureOf(underlying, session);
  return feature < 0 ? REGIME_UNKNOWN : u8At(und(underlying, U_REGIME_PTR), feature);
}

export function featureAt(underlying: i32, slot: i32, session: i32): f64 {
  const feature = featureOf(underlying, session);
  return feature < 0 ? NaN : f64At(und(underlying, slot), feature);
}

/** Runs one chance through the gates; opens a position or returns the code of the gate that refused. */
function take(session: i32, chance: i32, equity: f64): i32 {
  const u = chance / sleeves;
  const sleeveIndex = chance % sleeves;
  const sleeve = sleeveAt(sleeveIndex);
  focus(u);
  const chain = chainOf(session);
  if (chain < 0) return NO_DATA;
  const label = labelOf(u, session);
  let multiplier: f64 = 1;
  if (acct(A_USE_REGIME) != 0) {
    if (label == REGIME_UNKNOWN) return WARM_UP;
    multiplier = acct(A_REGIME_MULTIPLIER + label);
    if (multiplier == 0) return REGIME_ZERO;
  }
  if (breakerMultiplier == 0) return BREAKER_HALT;
  multiplier *= breakerMultiplier;
  if (<f64>open >= acct(A_MAX_POSITIONS)) return MAX_POSITIONS;
  if (<f64>entriesToday >= acct(A_MAX_ENTRIES)) return MAX_ENTRIES;
  const floor = f64At(sleeve, S_MIN_IV_PERCENTILE);
  if (floor > 0) {
    const percentile = featureAt(u, U_IV_PERCENTILE_PTR, session);
    if (isNaN(percentile)) {
      if (f64At(sleeve, S_REQUIRE_IV) != 0) return WARM_UP;
    } else if (percentile < floor) return IV_FILTER;
  }
  const code = screen(sleeve, session, chain, label);
  if (code != OPENED) return code;
  const loss = (bestWidth - bestCredit) * <f64>und(u, U_MULTIPLIER);
  const refused = size(u, session, equity, multiplier, loss);
  if (refused != OPENED) return refused;
  const position = fresh();
  if (position == 0) {
    fail(STATUS_POSITIONS_FULL);
    return MAX_POSITIONS;
  }
  fill(position, u, sleeveIndex, sleeve, session, chain);
  setF64(position, T_MAX_LOSS, loss * contracts);
  setF64(position, T_MULTIPLIER, multiplier);
  setF64(position, T_EQUITY, equity);
  setF64(position, T_REGIME, label);
  const fee = commission(contracts, legsOf(<i32>f64At(sleeve, S_STRUCTURE)));
  setF64(position, T_ENTRY_COMMISSION, fee);
  addCash(bestCredit * quantity(position) - fee);
  mark(position, session);
  keep();
  entriesToday++;
  return OPENED;
}

/** Writes what the screen and the sizing decided into a new position. */
function fill(position: usize, u: i32, sleeveIndex: i32, sleeve: usize, session: i32, chain: i32): void {
  setF64(position, T_SLEEVE, sleeveIndex);
  setF64(position, T_UNDERLYING, u);
  setF64(position, T_STRUCTURE, f64At(sleeve, S_STRUCTURE));
  setF64(position, T_ENTRY_DAY, dayAt(session));
  setF64(position, T_EXPIRY, expiryOf(bestBlock));
  setF64(position, T_VENDOR_EXPIRY, i32At(und(u, U_VENDOR_EXPIRY_PTR), bestBlock));
  setF64(position, T_SETTLEMENT, u8At(und(u, U_SETTLEMENT_PTR), bestBlock));
  setF64(position, T_ROOT, u8At(und(u, U_ROOT_PTR), bestBlock));
  let sides = 0;
  if (bestPut.short >= 0) {
    sides |= PUT_SIDE;
    setF64(position, T_SHORT_PUT, strikeOf(bestPut.short));
    if (bestPut.long >= 0) setF64(position, T_LONG_PUT, strikeOf(bestPut.long));
  }
  if (bestCall.short >= 0) {
    sides |= CALL_SIDE;
    setF64(position, T_SHORT_CALL, strikeOf(bestCall.short));
    setF64(position, T_LONG_CALL, strikeOf(bestCall.long));
    setF64(position, T_CALL_DELTA, <f64>bestCall.delta / 10_000);
  }
  const main = sides & PUT_SIDE ? bestPut : bestCall;
  setF64(position, P_SIDES, sides);
  setF64(position, T_DELTA, <f64>main.delta / 10_000);
  setF64(position, T_IV, <f64>u16At(und(u, U_IV_PTR), main.short) / 10_000);
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
