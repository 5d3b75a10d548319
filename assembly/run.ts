// The state of the one run in progress. Everything else in the core is a function of these and of linear memory.
import {
  CTX_ACCOUNT_PTR, CTX_DAY_PTR, CTX_POSITIONS_CAPACITY, CTX_POSITIONS_PTR, CTX_SLEEVES_PTR, CTX_SUMMARY_PTR, CTX_TRADES_CAPACITY, CTX_TRADES_PTR,
  CTX_UNDERLYINGS_PTR, CTX_UNDERLYINGS, CTX_SLEEVES, P_CLOSED, POS_STRIDE, S_SLOTS, STATUS_OK, STATUS_TRADES_FULL, SUM_SLOTS, SUM_TRADES, T_ID, TRADE_STRIDE, U_SLOTS,
} from "./abi";
import { f64At, i32At, setF64 } from "./column";

export let context: usize = 0;
export let days: usize = 0;
export let account: usize = 0;
export let underlyings: i32 = 0;
export let sleeves: i32 = 0;
/** Open positions, by id. */
export let positions: usize = 0;
export let open: i32 = 0;
/** Units. */
export let cash: f64 = 0;
/** Σ net P&L of closed trades, units: the other side of the conservation check. */
export let closedPnl: f64 = 0;
export let exitsToday: i32 = 0;
export let status: i32 = STATUS_OK;

/** Of the next position. */
export let nextId: i32 = 0;
let trades: i32 = 0;

/** Makes a context the one that everything here speaks of. */
export function attach(contextAddress: usize): void {
  context = contextAddress;
  days = ctx(CTX_DAY_PTR);
  account = ctx(CTX_ACCOUNT_PTR);
  positions = ctx(CTX_POSITIONS_PTR);
  underlyings = <i32>ctx(CTX_UNDERLYINGS);
  sleeves = <i32>ctx(CTX_SLEEVES);
}

/** Starts a run with `equity` units of cash. */
export function begin(contextAddress: usize, equity: f64): void {
  attach(contextAddress);
  open = 0;
  cash = equity;
  closedPnl = 0;
  exitsToday = 0;
  nextId = 0;
  trades = 0;
  status = STATUS_OK;
  for (let i = 0; i < SUM_SLOTS; i++) setF64(ctx(CTX_SUMMARY_PTR), i, 0);
}

/** Goes on, after `begin`, with `count` positions that stand in the table; `id` is the next one's. */
export function reopen(count: i32, id: i32): void {
  open = count;
  nextId = id;
}

/** Slot of the context record. */
// @ts-ignore: decorator
@inline
export function ctx(slot: i32): usize {
  return <usize>i32At(context, slot);
}

/** Slot of the account record. */
// @ts-ignore: decorator
@inline
export function acct(slot: i32): f64 {
  return f64At(account, slot);
}

/** Slot of an underlying's record. */
// @ts-ignore: decorator
@inline
export function und(underlying: i32, slot: i32): i32 {
  return i32At(ctx(CTX_UNDERLYINGS_PTR), underlying * U_SLOTS + slot);
}

// @ts-ignore: decorator
@inline
export function sleeveAt(sleeve: i32): usize {
  return ctx(CTX_SLEEVES_PTR) + <usize>(sleeve * S_SLOTS * 8);
}

// @ts-ignore: decorator
@inline
export function dayAt(session: i32): i32 {
  return i32At(days, session);
}

/** Record of the i-th open position. */
// @ts-ignore: decorator
@inline
export function positionAt(index: i32): usize {
  return positions + <usize>(index * POS_STRIDE * 8);
}

// @ts-ignore: decorator
@inline
export function addTo(record: usize, slot: i32, amount: f64): void {
  setF64(record, slot, f64At(record, slot) + amount);
}

export function count(summarySlot: i32): void {
  addTo(ctx(CTX_SUMMARY_PTR), summarySlot, 1);
}

export function addCash(amount: f64): void {
  cash += amount;
}

export function resetExits(): void {
  exitsToday = 0;
}

export function fail(code: i32): void {
  if (status == STATUS_OK) status = code;
}

/** A zeroed record behind the open positions with the next id, or 0 when the table is full. `keep` makes it a position. */
export function fresh(): usize {
  if (open >= <i32>ctx(CTX_POSITIONS_CAPACITY)) return 0;
  const position = positionAt(open);
  memory.fill(position, 0, POS_STRIDE * 8);
  setF64(position, T_ID, nextId);
  return position;
}

export function keep(): void {
  nextId++;
  open++;
}

/** Copies a finished position into the trade table and marks it for removal. */
export function writeTrade(position: usize, netPnl: f64): void {
  if (trades >= <i32>ctx(CTX_TRADES_CAPACITY)) return fail(STATUS_TRADES_FULL);
  memory.copy(ctx(CTX_TRADES_PTR) + <usize>(trades * TRADE_STRIDE * 8), position, TRADE_STRIDE * 8);
  trades++;
  closedPnl += netPnl;
  exitsToday++;
  setF64(position, P_CLOSED, 1);
  setF64(ctx(CTX_SUMMARY_PTR), SUM_TRADES, trades);
}

export function tradesWritten(): i32 {
  return trades;
}

export function tradeAt(index: i32): usize {
  return ctx(CTX_TRADES_PTR) + <usize>(index * TRADE_STRIDE * 8);
}

/** Empties the trade table: for one who has read it. */
export function dropTrades(): void {
  trades = 0;
}

/** Drops closed positions; the others keep their order. */
export function compact(): void {
  let kept = 0;
  for (let i = 0; i < open; i++) {
    if (f64At(positionAt(i), P_CLOSED) != 0) continue;
    if (kept != i) memory.copy(positionAt(kept), positionAt(i), POS_STRIDE * 8);
    kept++;
  }
  open = kept;
}
