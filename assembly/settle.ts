// Overnight events and expiry: AM and missed settlements, early assignment, the close. docs/engine.md §3, steps 1 and 6.
import {
  A_ASSIGNMENT_FEE, A_DEEP_ITM_DELTA, A_EARLY_ASSIGNMENT, CTX_RATE_PTR, CTX_SUMMARY_PTR, EXIT_EARLY_ASSIGNMENT, EXIT_EXPIRED_ITM, EXIT_EXPIRED_WORTHLESS, FLAG_ASSIGNED_CALL, FLAG_ASSIGNED_PUT, FLAG_PIN,
  FLAG_SETTLED_ON_FALLBACK, P_FRESH, P_PREV_CALL_MID, P_PREV_DAY, P_PREV_PUT_DELTA, P_PREV_PUT_MID, P_PREV_SPOT, P_REALISED, P_SIDES, SETTLEMENT_AM, SETTLEMENT_PM, SUM_ASSIGNMENTS, SUM_ASSIGNMENT_UNKNOWN,
  SUM_FALLBACK_SETTLEMENTS, SUM_PINS, T_CONTRACTS, T_EXPIRY, T_FEES, T_LONG_CALL, T_LONG_PUT, T_SETTLEMENT, T_SHORT_CALL, T_SHORT_PUT, T_VENDOR_EXPIRY, U_AMERICAN, U_BARS,
  U_BAR_CLOSE_PTR, U_BAR_DAY_PTR, U_BAR_DIVIDEND_PTR, U_BAR_INDEX_PTR, U_BAR_OPEN_PTR, U_BAR_SETTLEMENT_PTR, U_PHYSICAL,
} from "./abi";
import { f64At, i32At, setF64 } from "./column";
import { acct, addCash, addTo, compact, count, ctx, dayAt, open, positionAt, und } from "./run";
import { CALL_SIDE, PUT_SIDE, addFlag, finish, gainAt, isOpen, quantity, seeGain, strikeUnits, underlyingOf } from "./position";

/** An option settles in the money from one cent. */
const EXERCISE_FROM: f64 = 100;

/** Step 1: settlements that belong to the morning, then early assignment. */
export function overnight(session: i32): void {
  const day = dayAt(session);
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    const am = <i32>f64At(position, T_SETTLEMENT) == SETTLEMENT_AM;
    if (am && day >= <i32>f64At(position, T_VENDOR_EXPIRY)) settleMorning(position, session, <i32>f64At(position, T_VENDOR_EXPIRY), true);
    else if (!am && day > <i32>f64At(position, T_EXPIRY)) settleMorning(position, session, <i32>f64At(position, T_EXPIRY), false);
    else if (session > 0) assign(position, session);
  }
  compact();
}

/** Step 6: PM series whose last trade date is today, when the day has an official close. */
export function settleClose(session: i32): void {
  const day = dayAt(session);
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    if (<i32>f64At(position, T_SETTLEMENT) != SETTLEMENT_PM || <i32>f64At(position, T_EXPIRY) != day) continue;
    const u = underlyingOf(position);
    const bar = i32At(und(u, U_BAR_INDEX_PTR), session);
    if (bar >= 0) settle(position, session, i32At(und(u, U_BAR_CLOSE_PTR), bar), false);
  }
  compact();
}

function settleMorning(position: usize, session: i32, settlementDay: i32, am: bool): void {
  const u = underlyingOf(position);
  const bar = lastBarUpTo(u, settlementDay);
  if (bar < 0) return;
  const exact = i32At(und(u, U_BAR_DAY_PTR), bar) == settlementDay;
  if (!exact || !am) return settle(position, session, i32At(und(u, U_BAR_CLOSE_PTR), bar), !exact);
  const official = i32At(und(u, U_BAR_SETTLEMENT_PTR), bar);
  settle(position, session, official > 0 ? official : i32At(und(u, U_BAR_OPEN_PTR), bar), official <= 0);
}

function lastBarUpTo(underlying: i32, day: i32): i32 {
  const bars = und(underlying, U_BAR_DAY_PTR);
  let low = 0;
  let high = und(underlying, U_BARS);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (i32At(bars, middle) <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Cash or netted physical settlement at `price`, units per share. */
function settle(position: usize, session: i32, price: f64, fallback: bool): void {
  let cost: f64 = 0;
  let pins = 0;
  if (isOpen(position, PUT_SIDE)) {
    const short = exercised(strikeUnits(position, T_SHORT_PUT) - price);
    const long = f64At(position, T_LONG_PUT) > 0 ? exercised(strikeUnits(position, T_LONG_PUT) - price) : 0;
    cost += short - long;
    if (short > 0 != long > 0) pins++;
  }
  if (isOpen(position, CALL_SIDE)) {
    const short = exercised(price - strikeUnits(position, T_SHORT_CALL));
    const long = f64At(position, T_LONG_CALL) > 0 ? exercised(price - strikeUnits(position, T_LONG_CALL)) : 0;
    cost += short - long;
    if (short > 0 != long > 0) pins++;
  }
  if (fallback) {
    addFlag(position, FLAG_SETTLED_ON_FALLBACK);
    count(SUM_FALLBACK_SETTLEMENTS);
  }
  const u = underlyingOf(position);
  if (und(u, U_PHYSICAL) == 0) pins = 0;
  let fee: f64 = 0;
  if (pins > 0) {
    addFlag(position, FLAG_PIN);
    addTo(ctx(CTX_SUMMARY_PTR), SUM_PINS, pins);
    fee = <f64>pins * acct(A_ASSIGNMENT_FEE) * f64At(position, T_CONTRACTS);
    addTo(position, T_FEES, fee);
  }
  addCash(-(cost * quantity(position) + fee));
  seeGain(position, gainAt(position, cost));
  const total = f64At(position, P_REALISED) + cost;
  finish(position, session, total, price, total == 0 && pins == 0 ? EXIT_EXPIRED_WORTHLESS : EXIT_EXPIRED_ITM);
}

function exercised(intrinsic: f64): f64 {
  return intrinsic < EXERCISE_FROM ? 0 : intrinsic;
}

function assign(position: usize, session: i32): void {
  const u = underlyingOf(position);
  if (acct(A_EARLY_ASSIGNMENT) == 0 || und(u, U_AMERICAN) == 0) return;
  const bar = i32At(und(u, U_BAR_INDEX_PTR), session);
  if (bar < 0) return;
  const previous = dayAt(session - 1);
  const spot = f64At(position, P_PREV_SPOT);
  if (f64At(position, P_FRESH) == 0 || <i32>f64At(position, P_PREV_DAY) != previous) {
    if (shortInTheMoney(position, spot)) count(SUM_ASSIGNMENT_UNKNOWN);
    return;
  }
  const opening: f64 = i32At(und(u, U_BAR_OPEN_PTR), bar);
  const dividend: f64 = i32At(und(u, U_BAR_DIVIDEND_PTR), bar);
  if (isOpen(position, CALL_SIDE)) {
    const strike = strikeUnits(position, T_SHORT_CALL);
    const extrinsic = f64At(position, P_PREV_CALL_MID) - (spot - strike);
    if (spot > strike && dividend > 0 && dividend > extrinsic) {
      const long = strikeUnits(position, T_LONG_CALL);
      deliver(position, CALL_SIDE, (long > 0 ? Math.min(opening, long) : opening) - strike + dividend);
    }
  }
  if (isOpen(position, PUT_SIDE)) {
    const strike = strikeUnits(position, T_SHORT_PUT);
    const extrinsic = f64At(position, P_PREV_PUT_MID) - (strike - spot);
    const carry = strike * f64At(ctx(CTX_RATE_PTR), session) * <f64>(dayAt(session) - previous) / 365;
    if (spot < strike && f64At(position, P_PREV_PUT_DELTA) >= acct(A_DEEP_ITM_DELTA) && extrinsic < carry) {
      const long = strikeUnits(position, T_LONG_PUT);
      deliver(position, PUT_SIDE, strike - (long > 0 ? Math.max(opening, long) : opening) - dividend);
    }
  }
  if (f64At(position, P_SIDES) != 0) return;
  const cost = f64At(position, P_REALISED);
  seeGain(position, gainAt(position, 0));
  finish(position, session, cost, opening, EXIT_EARLY_ASSIGNMENT);
}

function shortInTheMoney(position: usize, spot: f64): bool {
  if (spot == 0) return false;
  if (isOpen(position, CALL_SIDE) && spot > strikeUnits(position, T_SHORT_CALL)) return true;
  return isOpen(position, PUT_SIDE) && spot < strikeUnits(position, T_SHORT_PUT);
}

/** The side is assigned: `cost` per share, the assignment fee, and it is gone. */
function deliver(position: usize, side: i32, cost: f64): void {
  const fee = acct(A_ASSIGNMENT_FEE) * f64At(position, T_CONTRACTS);
  addTo(position, P_REALISED, cost);
  addTo(position, T_FEES, fee);
  addCash(-(cost * quantity(position) + fee));
  setF64(position, P_SIDES, <i32>f64At(position, P_SIDES) & ~side);
  addFlag(position, side == CALL_SIDE ? FLAG_ASSIGNED_CALL : FLAG_ASSIGNED_PUT);
  count(SUM_ASSIGNMENTS);
}
