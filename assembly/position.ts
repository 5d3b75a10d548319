// An open position: its legs, its mark, its end. docs/engine.md §2.
import {
  P_FRESH, P_MARK, P_OFFSET, P_PREV_CALL_MID, P_PREV_DAY, P_PREV_PUT_DELTA, P_PREV_PUT_MID, P_PREV_SPOT, P_REALISED, P_ROW, P_SIDES, P_STALE_RUN,
  DELTA_MISSING, SHORT_PUT, SUM_STALE_MARKS, T_CONTRACTS, T_CREDIT, T_ENTRY_COMMISSION, T_EXIT_COMMISSION, T_EXIT_COST, T_EXIT_DAY, T_EXPIRY, T_FEES, T_FLAGS, T_LONG_CALL, T_LONG_PUT,
  T_MAE, T_MAX_STALE_RUN, T_MFE, T_NET_PNL, T_REASON, T_ROOT, T_SETTLEMENT, T_SHORT_CALL, T_SHORT_PUT, T_SPOT_EXIT, T_STALE_DAYS, T_STRUCTURE, T_UNDERLYING, T_VENDOR_EXPIRY,
  U_BAR_OPEN_PTR, U_BAR_INDEX_PTR, U_MULTIPLIER,
} from "./abi";
import { findBlock, findStrike } from "./chain";
import { f64At, i32At, setF64 } from "./column";
import { markValid, quoteState } from "./quotes";
import { addTo, count, dayAt, und, writeTrade } from "./run";
import { askOf, bidOf, blockEnd, callsBegin, chainOf, deltaOf, focus, putsBegin, spotOf } from "./underlying";

export const PUT_SIDE: i32 = 1;
export const CALL_SIDE: i32 = 2;

// @ts-ignore: decorator
@inline
export function underlyingOf(position: usize): i32 {
  return <i32>f64At(position, T_UNDERLYING);
}

/** Shares per contract × contracts: turns a price per share into a total. */
export function quantity(position: usize): f64 {
  return <f64>und(underlyingOf(position), U_MULTIPLIER) * f64At(position, T_CONTRACTS);
}

export function isOpen(position: usize, side: i32): bool {
  return (<i32>f64At(position, P_SIDES) & side) != 0;
}

/** Strike price of a leg slot in units per share; 0 = no such leg. */
// @ts-ignore: decorator
@inline
export function strikeUnits(position: usize, slot: i32): f64 {
  return f64At(position, slot) * 10;
}

/** Largest value the open sides can have, units per share: the mark's and the fill's upper bound. */
export function capOf(position: usize): f64 {
  if (<i32>f64At(position, T_STRUCTURE) == SHORT_PUT) return strikeUnits(position, T_SHORT_PUT);
  const put = isOpen(position, PUT_SIDE) ? strikeUnits(position, T_SHORT_PUT) - strikeUnits(position, T_LONG_PUT) : 0;
  const call = isOpen(position, CALL_SIDE) ? strikeUnits(position, T_LONG_CALL) - strikeUnits(position, T_SHORT_CALL) : 0;
  return Math.max(put, call);
}

/** Intrinsic value of the open sides at `spot`, short − long, units per share. */
export function intrinsic(position: usize, spot: f64): f64 {
  let value: f64 = 0;
  if (isOpen(position, PUT_SIDE)) {
    value += Math.max(0, strikeUnits(position, T_SHORT_PUT) - spot);
    if (f64At(position, T_LONG_PUT) > 0) value -= Math.max(0, strikeUnits(position, T_LONG_PUT) - spot);
  }
  if (isOpen(position, CALL_SIDE)) {
    value += Math.max(0, spot - strikeUnits(position, T_SHORT_CALL));
    if (f64At(position, T_LONG_CALL) > 0) value -= Math.max(0, spot - strikeUnits(position, T_LONG_CALL));
  }
  return value;
}

/** Today's price of the underlying as it is known when orders are decided: snapshot, else the bar's open, else 0. */
export function spotToday(underlying: i32, session: i32): f64 {
  focus(underlying);
  const chain = chainOf(session);
  if (chain >= 0) return spotOf(chain);
  const bar = i32At(und(underlying, U_BAR_INDEX_PTR), session);
  return bar >= 0 ? <f64>i32At(und(underlying, U_BAR_OPEN_PTR), bar) : 0;
}

/** Fills P_ROW with today's rows of the open legs (−1 = none). */
export function findRows(position: usize, session: i32): void {
  for (let leg = 0; leg < 4; leg++) setF64(position, P_ROW + leg, -1);
  const u = underlyingOf(position);
  focus(u);
  const chain = chainOf(session);
  if (chain < 0) return;
  const block = findBlock(u, chain, <i32>f64At(position, T_EXPIRY), <i32>f64At(position, T_VENDOR_EXPIRY), <i32>f64At(position, T_SETTLEMENT), <i32>f64At(position, T_ROOT));
  if (block < 0) return;
  const calls = callsBegin(block);
  const puts = putsBegin(block);
  const end = blockEnd(block);
  for (let leg = 0; leg < 4; leg++) {
    const strike = <i32>f64At(position, T_SHORT_PUT + leg);
    if (strike == 0 || !isOpen(position, sideOf(leg))) continue;
    const begin = leg < 2 ? puts : calls;
    const row = findStrike(begin, leg < 2 ? end : puts, strike, begin + <i32>f64At(position, P_OFFSET + leg));
    setF64(position, P_ROW + leg, row);
    if (row >= 0) setF64(position, P_OFFSET + leg, row - begin);
  }
}

/** Side of leg 0…3: short put, long put, short call, long call. */
// @ts-ignore: decorator
@inline
export function sideOf(leg: i32): i32 {
  return leg < 2 ? PUT_SIDE : CALL_SIDE;
}

/** Leg exists and its side is open. */
export function legOpen(position: usize, leg: i32): bool {
  return f64At(position, T_SHORT_PUT + leg) > 0 && isOpen(position, sideOf(leg));
}

/** Marks the position at today's mids, or keeps the bounded old mark and counts it. */
export function mark(position: usize, session: i32): void {
  findRows(position, session);
  let value: f64 = 0;
  let valid: bool = true;
  for (let leg = 0; leg < 4 && valid; leg++) {
    if (!legOpen(position, leg)) continue;
    const row = <i32>f64At(position, P_ROW + leg);
    if (row < 0) {
      valid = false;
      break;
    }
    const bid = bidOf(row);
    const ask = askOf(row);
    valid = markValid(quoteState(bid, ask));
    const mid = (bid + ask) / 2;
    value += (leg & 1) == 0 ? mid : -mid;
    if (leg == 0) {
      setF64(position, P_PREV_PUT_MID, mid);
      const delta = deltaOf(row);
      setF64(position, P_PREV_PUT_DELTA, delta == DELTA_MISSING ? 0 : Math.abs(<f64>delta));
    } else if (leg == 2) setF64(position, P_PREV_CALL_MID, mid);
  }
  setF64(position, P_PREV_DAY, dayAt(session));
  if (valid) {
    setF64(position, P_MARK, Math.max(0, Math.min(value, capOf(position))));
    setF64(position, P_PREV_SPOT, spotOf(chainOf(session)));
    setF64(position, P_FRESH, 1);
    setF64(position, P_STALE_RUN, 0);
  } else markStale(position, session);
}

function markStale(position: usize, session: i32): void {
  const spot = spotToday(underlyingOf(position), session);
  const cap = capOf(position);
  const low = spot > 0 ? Math.min(intrinsic(position, spot), cap) : 0;
  setF64(position, P_MARK, Math.max(low, Math.min(f64At(position, P_MARK), cap)));
  setF64(position, P_FRESH, 0);
  addTo(position, P_STALE_RUN, 1);
  addTo(position, T_STALE_DAYS, 1);
  setF64(position, T_MAX_STALE_RUN, Math.max(f64At(position, T_MAX_STALE_RUN), f64At(position, P_STALE_RUN)));
  count(SUM_STALE_MARKS);
}

/** Gain per share if closed at `cost`: credit − realised − cost. */
// @ts-ignore: decorator
@inline
export function gainAt(position: usize, cost: f64): f64 {
  return f64At(position, T_CREDIT) - f64At(position, P_REALISED) - cost;
}

/** Lets MFE and MAE see a gain per share. */
export function seeGain(position: usize, gain: f64): void {
  const total = gain * quantity(position);
  setF64(position, T_MFE, Math.max(f64At(position, T_MFE), total));
  setF64(position, T_MAE, Math.min(f64At(position, T_MAE), total));
}

export function addFlag(position: usize, flag: i32): void {
  setF64(position, T_FLAGS, <i32>f64At(position, T_FLAGS) | flag);
}

/** Ends the position: everything paid per share is `cost`; cash has been moved by the caller. */
export function finish(position: usize, session: i32, cost: f64, spot: f64, reason: i32): void {
  setF64(position, T_EXIT_DAY, dayAt(session));
  setF64(position, T_EXIT_COST, cost);
  setF64(position, T_SPOT_EXIT, spot);
  setF64(position, T_REASON, reason);
  const gross = (f64At(position, T_CREDIT) - cost) * quantity(position);
  const net = gross - f64At(position, T_ENTRY_COMMISSION) - f64At(position, T_EXIT_COMMISSION) - f64At(position, T_FEES);
  setF64(position, T_NET_PNL, net);
  writeTrade(position, net);
}
