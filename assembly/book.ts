// The positions of a replay: each knows its end from its entry on, and its marks lie in the liability column up to there.
import {
  A_ASSIGNMENT_FEE, BOOK_BYTES, CTX_SCRATCH_PTR, C_COMMISSIONS, C_CONTRACTS, C_CREDIT, C_ENTRY_DAY, C_EQUITY, C_EXIT_COST, C_EXIT_DAY, C_FEES, C_MAX_LOSS, C_NET_PNL, C_REASON, C_SHORT_CALL, C_SHORT_PUT, C_SLEEVE,
  C_UNDERLYING, COMPACT_STRIDE, PHASE_CLOSE, PHASE_NEVER, PICK_CREDIT, PICK_SPREAD, PICK_WIDTH, R_BOOK_PTR, R_CARRIED_PTR, R_CLOSING_PTR, R_EVENTS_PTR, R_EVENT_BITS_PTR, R_LIABILITY_PTR, R_TRADES_CAPACITY, R_TRADES_PTR,
  S_STRUCTURE, SP_CARRY, SP_FIRST, SP_MARKS, SP_SHORT_CALL, SP_SHORT_PUT, STATE_BOOK, STATE_COLLATERAL, STATE_ENTERED, STATE_HEAT, STATE_HELD, STATE_OLDEST, STATE_PROFIT, STATE_SLOTS, STATE_VACANT, STATUS_TRADES_FULL,
  U_MULTIPLIER,
} from "./abi";
import { f64At, i32At, setF64, setI32 } from "./column";
import { commission, legsOf } from "./exits";
import { endCost, endFees, endLegs, endPhase, endReason, endSession, exitsOf, live, midCost, midFees, midSession } from "./life";
import { acct, addCash, ctx, dayAt, fail, sleeveAt, sleeves, und, underlyings } from "./run";
import { contracts } from "./sizing";

/** What a replay needs of an open position beside its COMPACT TRADE. A slot is taken again once its position has ended: the book stays in the nearest cache. */
// @ts-ignore: decorator
@unmanaged
class Held {
  /** Cash that flows at the end, and when a condor's side is assigned on the way; units. */
  endCash: f64;
  midCash: f64;
  /** Shares. */
  quantity: f64;
  /** Risk basis × shares. */
  collateral: f64;
  maxLoss: f64;
  endSession: i32;
  endPhase: i32;
  midSession: i32;
  /** The events after this one on the same session. */
  afterEnd: i32;
  afterMid: i32;
  /** Address; between blocks its place among those carried. */
  spread: u32;
  state: i32;
  /** Of its trade. */
  id: i32;
  underlying: i32;
}

// States of a slot.
const FREE: i32 = 0;
const OPEN: i32 = 1;
const FORCED: i32 = 2;

/** Open positions, their Σ max loss and Σ risk basis, Σ net P&L of everything entered. */
export let held: i32 = 0;
export let heat: f64 = 0;
export let collateral: f64 = 0;
export let profit: f64 = 0;
/** Positions entered so far. */
export let entered: i32 = 0;

let positions: usize = 0;
let trades: usize = 0;
let capacity: i32 = 0;
let liability: usize = 0;
let closing: usize = 0;
/** Per session the first event: 0 = none, 2·slot + 1 = the end of a position, 2·slot + 2 = its assignment on the way. */
let events: usize = 0;
let eventBits: usize = 0;
/** End of the block. */
let sessions: i32 = 0;
let exitsSleeve: i32 = -1;
/** Slots ever taken, and the last one given back (−1 = none), each of which knows the one before it by `afterEnd`. */
let slots: i32 = 0;
let vacant: i32 = -1;

/** Empties the book of a REPLAY record, for sessions [from, to). */
export function openBook(record: usize, from: i32, to: i32): void {
  sessions = to;
  positions = <usize>i32At(record, R_BOOK_PTR);
  trades = <usize>i32At(record, R_TRADES_PTR);
  capacity = i32At(record, R_TRADES_CAPACITY);
  liability = <usize>i32At(record, R_LIABILITY_PTR);
  closing = <usize>i32At(record, R_CLOSING_PTR);
  events = <usize>i32At(record, R_EVENTS_PTR);
  eventBits = <usize>i32At(record, R_EVENT_BITS_PTR);
  const count = <usize>(to - from);
  memory.fill(liability + (<usize>from << 3), 0, count << 3);
  memory.fill(closing + (<usize>from << 3), 0, count << 3);
  memory.fill(events + (<usize>from << 2), 0, count << 2);
  memory.fill(eventBits + (<usize>(from >> 6) << 3), 0, <usize>(((to + 63) >> 6) - (from >> 6)) << 3);
  memory.fill(ctx(CTX_SCRATCH_PTR), 0, <usize>underlyings << 3);
  held = 0;
  heat = 0;
  collateral = 0;
  profit = 0;
  entered = 0;
  exitsSleeve = -1;
  slots = 0;
  vacant = -1;
}

/** Keeps the book's sums in a STATE, the heats behind it, and in each position the place of its spread among those carried. */
export function saveBook(state: usize): void {
  let oldest = entered;
  for (let slot = 0; slot < slots; slot++) {
    const position = heldAt(slot);
    if (position.state == FREE) continue;
    position.spread = <u32>i32At(<usize>position.spread, SP_CARRY);
    oldest = min(oldest, position.id);
  }
  setF64(state, STATE_HELD, held);
  setF64(state, STATE_HEAT, heat);
  setF64(state, STATE_COLLATERAL, collateral);
  setF64(state, STATE_PROFIT, profit);
  setF64(state, STATE_ENTERED, entered);
  setF64(state, STATE_BOOK, slots);
  setF64(state, STATE_VACANT, vacant);
  setF64(state, STATE_OLDEST, oldest);
  memory.copy(state + (STATE_SLOTS << 3), ctx(CTX_SCRATCH_PTR), <usize>underlyings << 3);
}

/** Goes on, after `openBook`, with what was kept: each position meets its spread's next piece, and has its end looked for again from session `from` on. */
export function resumeBook(record: usize, state: usize, from: i32): void {
  held = <i32>f64At(state, STATE_HELD);
  heat = f64At(state, STATE_HEAT);
  collateral = f64At(state, STATE_COLLATERAL);
  profit = f64At(state, STATE_PROFIT);
  entered = <i32>f64At(state, STATE_ENTERED);
  slots = <i32>f64At(state, STATE_BOOK);
  vacant = <i32>f64At(state, STATE_VACANT);
  memory.copy(ctx(CTX_SCRATCH_PTR), state + (STATE_SLOTS << 3), <usize>underlyings << 3);
  const carried = <usize>i32At(record, R_CARRIED_PTR);
  for (let slot = 0; slot < slots; slot++) {
    const position = heldAt(slot);
    if (position.state == FREE) continue;
    const spreads = <usize>i32At(carried, position.underlying * sleeves + <i32>f64At(tradeOf(position.id), C_SLEEVE));
    position.spread = <u32>i32At(spreads, <i32>position.spread);
    rearrange(slot, from);
  }
}

// @ts-ignore: decorator
@inline
function heldAt(slot: i32): Held {
  return changetype<Held>(positions + <usize>(slot * BOOK_BYTES));
}

// @ts-ignore: decorator
@inline
function tradeOf(id: i32): usize {
  return trades + <usize>(id * COMPACT_STRIDE * 8);
}

/** First session ≥ `from` with an event; the block's end when there is none. */
export function firstEvent(from: i32): i32 {
  let word = from >> 6;
  const words = (sessions + 63) >> 6;
  let bits = load<u64>(eventBits + (<usize>word << 3)) & (~(<u64>0) << (from & 63));
  while (bits == 0) {
    if (++word >= words) return sessions;
    bits = load<u64>(eventBits + (<usize>word << 3));
  }
  return (word << 6) + <i32>ctz(bits);
}

function takeSlot(): i32 {
  if (vacant < 0) return slots++;
  const slot = vacant;
  vacant = heldAt(slot).afterEnd;
  return slot;
}

/** Opens `contracts` (of the last `fit`) of a pick with this max loss per contract. The caller keeps within the account's positions, hence within the slots. */
export function enter(session: i32, u: i32, sleeve: i32, pick: usize, loss: f64, equity: f64): void {
  if (entered >= capacity) return fail(STATUS_TRADES_FULL);
  if (sleeve != exitsSleeve) {
    exitsOf(sleeveAt(sleeve));
    exitsSleeve = sleeve;
  }
  const slot = takeSlot();
  const position = heldAt(slot);
  const id = entered++;
  const trade = tradeOf(id);
  const spread = <usize>i32At(pick, PICK_SPREAD);
  const credit = <f64>i32At(pick, PICK_CREDIT);
  const quantity = <f64>und(u, U_MULTIPLIER) * contracts;
  position.quantity = quantity;
  position.collateral = <f64>i32At(pick, PICK_WIDTH) * quantity;
  position.maxLoss = loss * contracts;
  position.spread = <u32>spread;
  position.state = OPEN;
  position.id = id;
  position.underlying = u;
  setF64(trade, C_UNDERLYING, u);
  setF64(trade, C_SLEEVE, sleeve);
  setF64(trade, C_ENTRY_DAY, dayAt(session));
  setF64(trade, C_SHORT_PUT, i32At(spread, SP_SHORT_PUT));
  setF64(trade, C_SHORT_CALL, i32At(spread, SP_SHORT_CALL));
  setF64(trade, C_CONTRACTS, contracts);
  setF64(trade, C_CREDIT, credit);
  setF64(trade, C_MAX_LOSS, position.maxLoss);
  setF64(trade, C_EQUITY, equity);
  setF64(trade, 15, 0);
  const fee = entryFee(contracts, sleeve);
  addCash(credit * quantity - fee);
  count(position, 1);
  arrange(slot, session, session + 1, fee);
}

function entryFee(lots: f64, sleeve: i32): f64 {
  return commission(lots, legsOf(<i32>f64At(sleeveAt(sleeve), S_STRUCTURE)));
}

/** Adds a position to the sums over open ones (sign 1), or takes it out (−1). */
function count(position: Held, sign: f64): void {
  const loss = position.maxLoss * sign;
  const heats = ctx(CTX_SCRATCH_PTR);
  held += <i32>sign;
  heat += loss;
  collateral += position.collateral * sign;
  setF64(heats, position.underlying, f64At(heats, position.underlying) + loss);
}

/** Lives the position from session `from` on under the exits in force, shows its marks from session `shown` on, and notes its end; `fee` is its entry commission. */
function arrange(slot: i32, shown: i32, from: i32, fee: f64): void {
  const position = heldAt(slot);
  const trade = tradeOf(position.id);
  const credit = f64At(trade, C_CREDIT);
  const lots = f64At(trade, C_CONTRACTS);
  live(<usize>position.spread, position.underlying, from, credit, position.state == FORCED);
  const exitFee = endLegs < 0 ? 0 : commission(lots, endLegs);
  const feePerLot = acct(A_ASSIGNMENT_FEE) * lots;
  const cost = midCost + endCost;
  const net = (credit - cost) * position.quantity - fee - exitFee - (midFees + endFees) * feePerLot;
  position.endSession = endSession;
  position.endPhase = endPhase;
  position.endCash = -(endCost * position.quantity + exitFee + endFees * feePerLot);
  position.midSession = midSession;
  position.midCash = -(midCost * position.quantity + midFees * feePerLot);
  setF64(trade, C_EXIT_DAY, dayAt(min(endSession, sessions - 1)));
  setF64(trade, C_EXIT_COST, cost);
  setF64(trade, C_COMMISSIONS, fee + exitFee);
  setF64(trade, C_FEES, (midFees + endFees) * feePerLot);
  setF64(trade, C_NET_PNL, net);
  setF64(trade, C_REASON, endReason);
  profit += net;
  show(position, shown, 1);
  if (endPhase != PHASE_NEVER) position.afterEnd = link(endSession, 2 * slot + 1);
  if (midSession >= from) position.afterMid = link(midSession, 2 * slot + 2);
}

/** Adds the position's marks to the liability at the close of each session from `from` on (sign −1: takes them out). */
function show(position: Held, from: i32, sign: f64): void {
  const to = position.endSession;
  const spread = <usize>position.spread;
  const marks = <usize>i32At(spread, SP_MARKS) - (<usize>i32At(spread, SP_FIRST) << 2);
  const half = (position.quantity / 2) * sign;
  const halves = f64x2.splat(half);
  let session = from;
  for (; session + 2 <= to; session += 2) {
    const at = liability + (<usize>session << 3);
    const mark = f64x2.convert_low_i32x4_s(i32x4.shr_s(v128.load64_zero(marks + (<usize>session << 2)), 1));
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(mark, halves)));
  }
  if (session < to) add(liability, session, <f64>(i32At(marks, session) >> 1) * half);
  if (position.endPhase == PHASE_CLOSE && to >= from) add(closing, to, <f64>(i32At(marks, to) >> 1) * half);
}

function add(column: usize, session: i32, amount: f64): void {
  setF64(column, session, f64At(column, session) + amount);
}

/** Puts an event first on its session; returns the one that was. */
function link(session: i32, event: i32): i32 {
  const bits = eventBits + (<usize>(session >> 6) << 3);
  store<u64>(bits, load<u64>(bits) | ((<u64>1) << (session & 63)));
  const after = i32At(events, session);
  setI32(events, session, event);
  return after;
}

/** Takes an event off its session. */
function unlink(session: i32, event: i32): void {
  const after = afterOf(event);
  let at = i32At(events, session);
  if (at == event) return setI32(events, session, after);
  while (afterOf(at) != event) at = afterOf(at);
  const position = heldAt((at - 1) >> 1);
  if (at & 1) position.afterEnd = after;
  else position.afterMid = after;
}

function afterOf(event: i32): i32 {
  const position = heldAt((event - 1) >> 1);
  return event & 1 ? position.afterEnd : position.afterMid;
}

/** Cash of the session's assignments and ends of one phase. */
// @ts-ignore: decorator
@inline
export function happen(session: i32, phase: i32): void {
  if (i32At(events, session) != 0) happenAll(session, phase);
}

function happenAll(session: i32, phase: i32): void {
  let event = i32At(events, session);
  let left = 0;
  while (event != 0) {
    const after = afterOf(event);
    const slot = (event - 1) >> 1;
    const position = heldAt(slot);
    if ((event & 1) == 0) addCash(position.midCash); // always overnight, and then done
    else if (position.endPhase != phase) {
      position.afterEnd = left; // stays for the close
      left = event;
    } else {
      addCash(position.endCash);
      count(position, -1);
      position.state = FREE;
      position.afterEnd = vacant;
      vacant = slot;
    }
    event = after;
  }
  setI32(events, session, left);
}

/** As forceClose, then gives each flagged position its new end. Among equal losses the older position comes first. */
export function flagForced(session: i32, fraction: f64): void {
  let total: f64 = 0;
  let flagged: f64 = 0;
  for (let slot = 0; slot < slots; slot++) {
    const position = heldAt(slot);
    if (position.state != FREE) total += position.maxLoss;
    if (position.state == FORCED) flagged += position.maxLoss;
  }
  while (flagged < fraction * total) {
    let worst = -1;
    for (let slot = 0; slot < slots; slot++) {
      const position = heldAt(slot);
      if (position.state != OPEN) continue;
      const most = worst < 0 ? -Infinity : heldAt(worst).maxLoss;
      if (position.maxLoss > most || (position.maxLoss == most && position.id < heldAt(worst).id)) worst = slot;
    }
    if (worst < 0) return;
    force(worst, session);
    flagged += heldAt(worst).maxLoss;
  }
}

function force(slot: i32, session: i32): void {
  const position = heldAt(slot);
  position.state = FORCED;
  if (position.endPhase != PHASE_NEVER && position.endSession <= session) return; // it settles at today's close
  show(position, session + 1, -1);
  if (position.endPhase != PHASE_NEVER) unlink(position.endSession, 2 * slot + 1);
  if (position.midSession > session) unlink(position.midSession, 2 * slot + 2);
  rearrange(slot, session + 1);
}

/** Gives a position that has none in sight its end from session `from` on. */
function rearrange(slot: i32, from: i32): void {
  const trade = tradeOf(heldAt(slot).id);
  const sleeve = <i32>f64At(trade, C_SLEEVE);
  profit -= f64At(trade, C_NET_PNL);
  exitsOf(sleeveAt(sleeve));
  exitsSleeve = sleeve;
  arrange(slot, from, from, entryFee(f64At(trade, C_CONTRACTS), sleeve));
}
