// Compiling a market for sweeps: a day loop that opens one contract of everything any screen picks and never closes it,
// writing down what a replay needs of each: its marks, what closing it would cost, and how it ends. Block by block. docs/sweeps.md.
import {
  A_EQUITY, BANDS_BYTES, CALL_CREDIT_SPREAD, CTX_ACCOUNT_PTR, CTX_SESSIONS, IRON_CONDOR, K_BANDS_PTR, K_CANDIDATES, K_CARRIED_PTR, K_CONTEXT_PTR, K_DAYS, K_ENTRIES_PTR, K_FIRST_DAY, K_FROM, K_LARGEST, K_LEFT_PTR, K_NEXT_ID, K_OPEN, K_ROOM, K_ROWS_PTR,
  K_SCREENS, K_SCREENS_PTR, K_SESSION_FROM_PTR, K_SLAB_END, K_SLAB_PTR, K_STRIDE, K_TILE_PTR,
  K_UNDERLYING, NO_DATA, OPENED, P_FRESH, P_MARK, P_REALISED, P_ROW, P_SIDES, PHASE_CLOSE, PHASE_NEVER, PHASE_OVERNIGHT, PICK_BYTES, PICK_CREDIT, PICK_SCORE, PICK_SPREAD, PICK_WIDTH,
  S_SLOTS, S_STRUCTURE, SP_CAPACITY, SP_CARRY, SP_END, SP_END_COST, SP_END_FEES, SP_END_REASON, SP_EXITS, SP_EXPIRY, SP_FIRST, SP_MARKS, SP_MID, SP_MID_COST, SP_MID_FEES, SP_PHASE, SP_SHORT_CALL,
  SP_SHORT_PUT, SP_SLOTS, STATUS_NOT_COMPILED, STATUS_OK, TILE, T_CONTRACTS, T_EXIT_COST, T_EXPIRY, T_FEES, T_LONG_CALL, T_LONG_PUT, T_REASON, T_ROOT, T_SCORE, T_SETTLEMENT, T_SHORT_CALL, T_SHORT_PUT, T_SPOT_EXIT, T_STRUCTURE,
  T_UNDERLYING, T_VENDOR_EXPIRY, T_WIDTH, U_ROOT_PTR, U_SETTLEMENT_PTR, U_VENDOR_EXPIRY_PTR,
} from "./abi";
import { Candidate, blockAt, candidateAt, candidatesIn, gather, rank, setBands } from "./candidates";
import { Bands, choose, chooseFor, chooseRanked, chosenBlock, chosenCall, chosenCredit, chosenPut, chosenScore, chosenWidth } from "./choose";
import { f64At, i32At, setF64, setI32, u8At } from "./column";
import { beginEntries, labelOf } from "./entries";
import { chargedLegs, closingCost, inBounds } from "./exits";
import { CALL_SIDE, PUT_SIDE, mark } from "./position";
import { begin, ctx, dayAt, dropTrades, fail, fresh, keep, nextId, open, positionAt, reopen, status, tradeAt, tradesWritten, und } from "./run";
import { overnight, settleClose } from "./settle";
import { blocksBegin, blocksEnd, blur, callsBegin, chainOf, expiryOf, focus, blockEnd, strikeOf } from "./underlying";

// Position slots that have another use while compiling: the address of the SPREAD, the sides open when last looked at,
// and the next position whose short leg stands on the same row.
const P_SPREAD: i32 = T_SCORE;
const P_KNOWN_SIDES: i32 = T_WIDTH;
const P_NEXT: i32 = T_SPOT_EXIT;

let record: usize = 0;
let underlying: i32 = 0;
let sessions: i32 = 0;
let slab: usize = 0;
let slabEnd: usize = 0;
/** First session of the block. */
let blockFrom: i32 = 0;
/** Bytes that one pick with its spread can take. */
let largest: i32 = 0;
let structure: i32 = 0;
/** The day's candidates are ranked by score first: pays when many screens look at them. */
let ranked: bool = false;
const WORTH_RANKING: i32 = 24;
/** Mark × 2, units per share: below what life takes for a threshold that is never reached. */
const LARGEST_MARK: f64 = 500_000_000;
let firstRow: i32 = 0;
let lastRow: i32 = 0;

/** Starts the compilation of a COMPILE record. */
export function compileBegin(address: usize): void {
  setI32(address, K_OPEN, 0);
  setI32(address, K_NEXT_ID, 0);
  attachTo(address);
  setI32(record, K_LARGEST, largest);
  setI32(record, K_ROOM, largest * (structure == IRON_CONDOR ? i32At(record, K_SCREENS) : min(i32At(record, K_SCREENS), i32At(record, K_CANDIDATES))));
}

/** Makes a record the one that everything here speaks of, where it was left. */
function attachTo(address: usize): void {
  record = address;
  const context = <usize>i32At(record, K_CONTEXT_PTR);
  blur();
  begin(context, f64At(<usize>i32At(context, CTX_ACCOUNT_PTR), A_EQUITY));
  reopen(i32At(record, K_OPEN), i32At(record, K_NEXT_ID));
  beginEntries();
  candidatesIn(record);
  blockFrom = i32At(record, K_FROM);
  slab = <usize>i32At(record, K_SLAB_PTR);
  slabEnd = <usize>i32At(record, K_SLAB_END);
  underlying = i32At(record, K_UNDERLYING);
  sessions = <i32>ctx(CTX_SESSIONS);
  structure = <i32>f64At(screenAt(0), S_STRUCTURE);
  joinBands();
}

function screenAt(index: i32): usize {
  return <usize>i32At(record, K_SCREENS_PTR) + <usize>(index * S_SLOTS * 8);
}

function bandsAt(index: i32): Bands {
  return changetype<Bands>(<usize>i32At(record, K_BANDS_PTR) + <usize>(index * BANDS_BYTES));
}

function joinBands(): void {
  chooseFor(structure);
  let minDelta = i32.MAX_VALUE;
  let maxDelta = 0;
  let minDte = i32.MAX_VALUE;
  let maxDte = 0;
  let credit = Infinity;
  for (let e = 0; e < i32At(record, K_SCREENS); e++) {
    const screen = bandsAt(e);
    screen.read(screenAt(e));
    minDelta = min(minDelta, screen.minDelta);
    maxDelta = max(maxDelta, screen.maxDelta);
    minDte = min(minDte, screen.minDte);
    maxDte = max(maxDte, screen.maxDte);
    credit = Math.min(credit, screen.minCredit);
  }
  setBands(minDelta, maxDelta, minDte, maxDte, credit);
  ranked = structure != IRON_CONDOR && i32At(record, K_SCREENS) >= WORTH_RANKING;
  // A spread lives at most from today to the session after its last day; vendor expiries lie a few days further.
  largest = PICK_BYTES + SP_SLOTS * 4 + (min(maxDte, sessions) + 16) * 8 + 64;
}

/** Starts a block at K_FROM: what `compileEnd` left open goes on there. Takes K_LARGEST of the slab for each. */
export function compileCarried(address: usize): void {
  attachTo(address);
  for (let i = 0; i < open; i++) setI32(<usize>i32At(record, K_CARRIED_PTR), i, <i32>carryOn(positionAt(i), leftAt(i)));
  leave();
}

/** Compiles sessions [from, to) of the block. Returns the first session not compiled (for want of room before `to`), or −STATUS_NOT_COMPILED. */
export function compileSessions(address: usize, from: i32, to: i32): i32 {
  attachTo(address);
  const room = <usize>i32At(record, K_ROOM);
  let session = from;
  for (; session < to && slab + room <= slabEnd; session++) {
    step(session);
    if ((tileSlot(session) == TILE - 1) || session == to - 1) writeTile(session);
    if (status != STATUS_OK) return -STATUS_NOT_COMPILED;
  }
  leave();
  return session;
}

/** Ends the block before session `to`: what is open then has no end in it, and its SPREADs are kept for the next. */
export function compileEnd(address: usize, to: i32): void {
  attachTo(address);
  for (let i = 0; i < open; i++) {
    const spread = spreadOf(positionAt(i));
    setI32(spread, SP_END, to);
    setI32(spread, SP_CARRY, i);
    memory.copy(leftAt(i), spread, SP_SLOTS * 4);
  }
}

function leave(): void {
  setI32(record, K_SLAB_PTR, <i32>slab);
  setI32(record, K_OPEN, open);
  setI32(record, K_NEXT_ID, nextId);
}

function leftAt(index: i32): usize {
  return <usize>i32At(record, K_LEFT_PTR) + <usize>(index * SP_SLOTS * 4);
}

/** Gives a position that the last block left a spread in this one. */
function carryOn(position: usize, left: usize): usize {
  const spread = placeSpread(position, blockFrom);
  setI32(spread, SP_MID, i32At(left, SP_MID));
  setI32(spread, SP_MID_COST, i32At(left, SP_MID_COST));
  setI32(spread, SP_MID_FEES, i32At(left, SP_MID_FEES));
  return spread;
}

function tileSlot(session: i32): i32 {
  return (session - blockFrom) & (TILE - 1);
}

function spreadOf(position: usize): usize {
  return <usize>f64At(position, P_SPREAD);
}

function step(session: i32): void {
  dropTrades();
  overnight(session);
  writeEnds(session, PHASE_OVERNIGHT);
  focus(underlying);
  const chain = chainOf(session);
  firstRow = chain < 0 || blocksBegin(chain) == blocksEnd(chain) ? 0 : callsBegin(blocksBegin(chain));
  lastRow = chain < 0 || blocksBegin(chain) == blocksEnd(chain) ? 0 : blockEnd(blocksEnd(chain) - 1);
  const rows = <usize>i32At(record, K_ROWS_PTR);
  memory.fill(rows, 0, <usize>(lastRow - firstRow) << 2);
  for (let i = 0; i < open; i++) follow(i, session);
  if (chain >= 0) pickAll(session, chain);
  else for (let e = 0; e < i32At(record, K_SCREENS); e++) setEntry(e, session, NO_DATA);
  dropTrades();
  settleClose(session);
  writeEnds(session, PHASE_CLOSE);
}

function setEntry(screen: i32, session: i32, value: u32): void {
  setI32(<usize>i32At(record, K_TILE_PTR), screen * TILE + tileSlot(session), <i32>value);
}

/** Writes the tile that ends with `session` to the entries. */
function writeTile(session: i32): void {
  const entries = <usize>i32At(record, K_ENTRIES_PTR);
  const tile = <usize>i32At(record, K_TILE_PTR);
  const stride = i32At(record, K_STRIDE);
  const count = tileSlot(session) + 1;
  const first = session - blockFrom + 1 - count;
  for (let e = 0; e < i32At(record, K_SCREENS); e++) {
    const from = tile + <usize>(e * TILE * 4);
    const to = entries + (<usize>(e * stride + first) << 2);
    for (let k = 0; k < count; k++) store<i32>(to + (<usize>k << 2), load<i32>(from + (<usize>k << 2)));
  }
}

/** How each position that ended since `dropTrades` ended. */
function writeEnds(session: i32, phase: i32): void {
  for (let i = 0; i < tradesWritten(); i++) {
    const trade = tradeAt(i);
    const spread = <usize>f64At(trade, P_SPREAD);
    setI32(spread, SP_END, session);
    setI32(spread, SP_PHASE, phase);
    setI32(spread, SP_END_COST, <i32>f64At(trade, T_EXIT_COST) - i32At(spread, SP_MID_COST));
    setI32(spread, SP_END_REASON, <i32>f64At(trade, T_REASON));
    setI32(spread, SP_END_FEES, <i32>f64At(trade, T_FEES) - i32At(spread, SP_MID_FEES));
  }
}

/** Marks an open position and makes it findable by its short leg's row. */
function follow(index: i32, session: i32): void {
  const position = positionAt(index);
  const spread = spreadOf(position);
  if (f64At(position, P_SIDES) != f64At(position, P_KNOWN_SIDES)) {
    setF64(position, P_KNOWN_SIDES, f64At(position, P_SIDES));
    setI32(spread, SP_MID, session);
    setI32(spread, SP_MID_COST, <i32>f64At(position, P_REALISED));
    setI32(spread, SP_MID_FEES, <i32>f64At(position, T_FEES));
  }
  mark(position, session);
  writeCell(position, spread, session);
  const row = <i32>f64At(position, P_ROW + mainLeg());
  if (row < 0) return;
  const head = <usize>i32At(record, K_ROWS_PTR) + (<usize>(row - firstRow) << 2);
  setF64(position, P_NEXT, load<i32>(head));
  store<i32>(head, index + 1);
}

function mainLeg(): i32 {
  return structure == CALL_CREDIT_SPREAD ? 2 : 0;
}

/** Today's mark and closing cost. Fails when they do not fit. */
function writeCell(position: usize, spread: usize, session: i32): void {
  const cell = session - i32At(spread, SP_FIRST);
  const twice = f64At(position, P_MARK) * 2;
  if (cell >= i32At(spread, SP_CAPACITY) || twice >= LARGEST_MARK || Math.floor(twice) != twice) return fail(STATUS_NOT_COMPILED);
  setI32(<usize>i32At(spread, SP_MARKS), cell, (<i32>twice << 1) | (f64At(position, P_FRESH) == 0 ? 1 : 0));
  const cost = closingCost(position);
  const executable = inBounds(position, cost);
  if (executable && cost >= 250_000_000) return fail(STATUS_NOT_COMPILED);
  setI32(<usize>i32At(spread, SP_EXITS), cell, executable ? (<i32>cost << 3) | <i32>chargedLegs : -1);
}

function pickAll(session: i32, chain: i32): void {
  if (!gather(screenAt(0), dayAt(session), chain, labelOf(underlying, session))) return fail(STATUS_NOT_COMPILED);
  let last: u32 = 0;
  const first = ranked && rank();
  for (let e = 0; e < i32At(record, K_SCREENS); e++) {
    const code = first ? chooseRanked(bandsAt(e)) : choose(bandsAt(e));
    if (code != OPENED) {
      setEntry(e, session, code);
      continue;
    }
    let pick = knownPick(last);
    if (pick == 0) {
      pick = makePick(session, last);
      if (pick == 0) return;
      last = pick;
    }
    setEntry(e, session, pick);
  }
}

/** Today's pick of the chosen candidate, 0 = none yet. A condor's is found along the day's picks, which are linked backwards. */
function knownPick(last: u32): u32 {
  if (structure != IRON_CONDOR) return candidateAt(max(chosenPut, chosenCall)).pick;
  for (let pick = last; pick != 0; pick = load<u32>(<usize>pick + 28)) {
    if (load<i32>(<usize>pick + 24) == chosenPut * 65_536 + chosenCall) return pick;
  }
  return 0;
}

/*
 * PICK: 0 credit i32, 4 width i32, 12 spread address u32, 16 score f64, 24 and 28: while compiling a condor's sides and the pick before
 */
function makePick(session: i32, previous: u32): u32 {
  let position = activeSpread();
  if (position == 0) position = openSpread(session);
  if (position == 0) return 0;
  const spread = spreadOf(position);
  const pick = slab;
  slab += PICK_BYTES;
  setI32(pick, PICK_CREDIT, <i32>chosenCredit);
  setI32(pick, PICK_WIDTH, <i32>chosenWidth);
  setI32(pick, PICK_SPREAD, <i32>spread);
  setF64(pick, PICK_SCORE, chosenScore);
  store<i32>(pick + 24, chosenPut * 65_536 + chosenCall);
  store<u32>(pick + 28, previous);
  if (structure != IRON_CONDOR) candidateAt(max(chosenPut, chosenCall)).pick = <u32>pick;
  return <u32>pick;
}

/** The open position with exactly the chosen legs, 0 = none. */
function activeSpread(): usize {
  const shortRow = chosenPut >= 0 ? candidateAt(chosenPut).short : candidateAt(chosenCall).short;
  let index = i32At(<usize>i32At(record, K_ROWS_PTR), shortRow - firstRow);
  while (index != 0) {
    const position = positionAt(index - 1);
    if (standsOn(position, 0, chosenPut) && standsOn(position, 2, chosenCall)) return position;
    index = <i32>f64At(position, P_NEXT);
  }
  return 0;
}

function standsOn(position: usize, leg: i32, chosen: i32): bool {
  const short = chosen >= 0 ? candidateAt(chosen).short : -1;
  const long = chosen >= 0 ? candidateAt(chosen).long : -1;
  return <i32>f64At(position, P_ROW + leg) == short && <i32>f64At(position, P_ROW + leg + 1) == long;
}

/** One contract of the chosen structure, with room for its cells. */
function openSpread(session: i32): usize {
  const position = fresh();
  if (position == 0) {
    fail(STATUS_NOT_COMPILED);
    return 0;
  }
  const block = blockAt(chosenBlock).block;
  setF64(position, T_UNDERLYING, underlying);
  setF64(position, T_STRUCTURE, structure);
  setF64(position, T_EXPIRY, expiryOf(block));
  setF64(position, T_VENDOR_EXPIRY, i32At(und(underlying, U_VENDOR_EXPIRY_PTR), block));
  setF64(position, T_SETTLEMENT, u8At(und(underlying, U_SETTLEMENT_PTR), block));
  setF64(position, T_ROOT, u8At(und(underlying, U_ROOT_PTR), block));
  setF64(position, T_CONTRACTS, 1);
  let sides = 0;
  if (chosenPut >= 0) sides |= addSide(position, T_SHORT_PUT, T_LONG_PUT, candidateAt(chosenPut), PUT_SIDE);
  if (chosenCall >= 0) sides |= addSide(position, T_SHORT_CALL, T_LONG_CALL, candidateAt(chosenCall), CALL_SIDE);
  setF64(position, P_SIDES, sides);
  setF64(position, P_KNOWN_SIDES, sides);
  const spread = placeSpread(position, session);
  mark(position, session);
  if (f64At(position, P_FRESH) == 0) fail(STATUS_NOT_COMPILED);
  writeCell(position, spread, session);
  keep();
  return position;
}

/** A spread of the slab for a position, with room for its cells from session `first` on. */
function placeSpread(position: usize, first: i32): usize {
  const spread = slab;
  const lastDay = max(<i32>f64At(position, T_EXPIRY), <i32>f64At(position, T_VENDOR_EXPIRY));
  const capacity = min(max(sessionFrom(lastDay + 1) - first, 0) + 2, (largest - PICK_BYTES - SP_SLOTS * 4 - 64) / 8);
  slab += SP_SLOTS * 4;
  memory.fill(spread, 0, SP_SLOTS * 4);
  setF64(position, P_SPREAD, <f64>spread);
  setI32(spread, SP_FIRST, first);
  setI32(spread, SP_CAPACITY, capacity);
  setI32(spread, SP_MARKS, <i32>slab);
  setI32(spread, SP_EXITS, <i32>slab + (capacity << 2));
  slab = (slab + <usize>(capacity << 3) + 31) & ~31;
  setI32(spread, SP_END, sessions);
  setI32(spread, SP_PHASE, PHASE_NEVER);
  setI32(spread, SP_MID, -1);
  setI32(spread, SP_EXPIRY, <i32>f64At(position, T_EXPIRY));
  setI32(spread, SP_SHORT_PUT, <i32>f64At(position, T_SHORT_PUT));
  setI32(spread, SP_SHORT_CALL, <i32>f64At(position, T_SHORT_CALL));
  return spread;
}

function addSide(position: usize, shortSlot: i32, longSlot: i32, candidate: Candidate, side: i32): i32 {
  setF64(position, shortSlot, strikeOf(candidate.short));
  if (candidate.long >= 0) setF64(position, longSlot, strikeOf(candidate.long));
  return side;
}

/** First session on or after a day; the number of sessions when there is none. */
function sessionFrom(day: i32): i32 {
  const index = day - i32At(record, K_FIRST_DAY);
  return index >= i32At(record, K_DAYS) ? sessions : i32At(<usize>i32At(record, K_SESSION_FROM_PTR), max(index, 0));
}
