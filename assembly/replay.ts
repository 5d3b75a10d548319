// One config over a compiled market: the decisions of the day loop, but work only on sessions on which something can happen.
// Same trades, codes and equity, bit for bit: money is integer-valued, so sums are exact in any order. docs/sweeps.md.
import {
  A_BREAKERS, A_ENTRY_ORDER, A_EQUITY, A_MAX_ENTRIES, A_MAX_POSITIONS, A_REGIME_MULTIPLIER, A_USE_REGIME, BREAKER_HALT, CTX_ACCOUNT_PTR, CTX_SCRATCH_PTR, FIRST_ADDRESS, MAX_ENTRIES, MAX_POSITIONS, OPENED,
  ORDER_SCORE, PHASE_CLOSE, PHASE_OVERNIGHT, PICK_CREDIT, PICK_SCORE, PICK_WIDTH, R_CLOSING_PTR, R_CODES_PTR, R_BEGIN, R_CONTEXT_PTR, R_DAYS, R_ENTRIES_PTR, R_EQUITY_PTR, R_FIRST_DAY, R_FROM, R_FULL_CODES_PTR, R_FUNNEL_PTR, R_HEAT_PTR,
  R_LIABILITY_PTR, R_MULTIPLIER_PTR, R_NEXT_PTR, R_POSITIONS_PTR, R_SESSION_FROM_PTR, R_STATE_PTR, R_TO, R_TRADES, SCREEN_SCRATCH, STATE_CASH, STATUS_NOT_CONSERVED, STATUS_NOT_FINITE, STATUS_OK, U_MULTIPLIER,
} from "./abi";
import { collateral, enter, entered, firstEvent, flagForced, happen, heat, held, openBook, profit, resumeBook, saveBook } from "./book";
import { beginBreakers, calm, calmStretch, closings, closingShare, multiplier, recordEquity, refreshBreakers, resumeBreakers, saveBreakers } from "./breakers";
import { f64At, i32At, setF64, setI32, setU8, u8At } from "./column";
import { labelOf } from "./entries";
import { calendar } from "./life";
import { acct, begin, cash, ctx, days, fail, sleeves, status, und, underlyings } from "./run";
import { fit } from "./sizing";
import { blur } from "./underlying";

let record: usize = 0;
/** The block: sessions [blockFrom, blockTo). */
let blockFrom: i32 = 0;
let blockTo: i32 = 0;
let chances: i32 = 0;
let codes: usize = 0;
let fullCodes: usize = 0;
let next: usize = 0;
let liability: usize = 0;
let closing: usize = 0;
let equityColumn: usize = 0;
let heatColumn: usize = 0;
let positionsColumn: usize = 0;
let multiplierColumn: usize = 0;
let funnel: usize = 0;
let maxPositions: i32 = 0;
let breakersOn: bool = false;

/** Runs a REPLAY record over its block; returns a STATUS_*. */
export function replay(address: usize): i32 {
  start(address);
  const state = <usize>i32At(record, R_STATE_PTR);
  if (blockFrom > i32At(record, R_BEGIN)) resume(state);
  let session = blockFrom;
  while (session < blockTo && status == STATUS_OK) {
    const event = firstEvent(session);
    const quiet = held >= maxPositions ? event : min(event, i32At(next, session));
    if (quiet > session) session = pass(session, quiet);
    if (session < blockTo) step(session++);
  }
  if (status == STATUS_OK && blockTo > blockFrom) check();
  if (state != 0) save(state);
  setI32(record, R_TRADES, entered);
  return status;
}

function save(state: usize): void {
  setF64(state, STATE_CASH, cash);
  saveBreakers(state);
  saveBook(state);
}

function resume(state: usize): void {
  resumeBreakers(state);
  resumeBook(record, state, blockFrom);
}

function start(address: usize): void {
  record = address;
  const context = <usize>i32At(record, R_CONTEXT_PTR);
  blockFrom = i32At(record, R_FROM);
  blockTo = i32At(record, R_TO);
  blur();
  begin(context, blockFrom > i32At(record, R_BEGIN) ? f64At(<usize>i32At(record, R_STATE_PTR), STATE_CASH) : f64At(<usize>i32At(context, CTX_ACCOUNT_PTR), A_EQUITY));
  beginBreakers(acct(A_EQUITY));
  chances = underlyings * sleeves;
  codes = <usize>i32At(record, R_CODES_PTR);
  fullCodes = <usize>i32At(record, R_FULL_CODES_PTR);
  next = <usize>i32At(record, R_NEXT_PTR);
  liability = <usize>i32At(record, R_LIABILITY_PTR);
  closing = <usize>i32At(record, R_CLOSING_PTR);
  equityColumn = <usize>i32At(record, R_EQUITY_PTR);
  heatColumn = <usize>i32At(record, R_HEAT_PTR);
  positionsColumn = <usize>i32At(record, R_POSITIONS_PTR);
  multiplierColumn = <usize>i32At(record, R_MULTIPLIER_PTR);
  funnel = <usize>i32At(record, R_FUNNEL_PTR);
  maxPositions = <i32>Math.min(acct(A_MAX_POSITIONS), 0x7fffffff);
  breakersOn = acct(A_BREAKERS) != 0;
  calendar(<usize>i32At(record, R_SESSION_FROM_PTR), i32At(record, R_FIRST_DAY), i32At(record, R_DAYS), blockTo, days);
  openBook(record, blockFrom, blockTo);
}

/** Sessions [from, to) on which nothing ends and nothing can be opened; stops at one on which a breaker may stop entries, and returns it. */
function pass(from: i32, to: i32): i32 {
  const reached = breakersOn ? calmStretch(from, to, cash, liability, equityColumn, multiplierColumn) : to;
  const open: f64 = held;
  if (!breakersOn) {
    for (let session = from; session < reached; session++) setF64(equityColumn, session, cash - f64At(liability, session));
    fill(multiplierColumn, from, reached, 1);
  }
  fill(heatColumn, from, reached, heat);
  fill(positionsColumn, from, reached, open);
  copyCodes(from, reached);
  return reached;
}

function fill(column: usize, from: i32, to: i32, value: f64): void {
  const both = f64x2.splat(value);
  let session = from;
  for (; session + 2 <= to; session += 2) v128.store(column + (<usize>session << 3), both);
  if (session < to) setF64(column, session, value);
}

/** The funnel of sessions without a decision. */
function copyCodes(from: i32, to: i32): void {
  const source = held >= maxPositions ? fullCodes : codes;
  let at = from * chances;
  const end = to * chances;
  for (; at + 8 <= end; at += 8) store<u64>(funnel + <usize>at, load<u64>(source + <usize>at));
  for (; at < end; at++) setU8(funnel, at, u8At(source, at));
}

/** One session in the order of the day loop. */
function step(session: i32): void {
  happen(session, PHASE_OVERNIGHT);
  const equity = cash - (f64At(liability, session) + f64At(closing, session));
  if (!breakersOn || !calm(session, equity)) refreshBreakers(session, equity);
  for (let k = 0; k < closings; k++) flagForced(session, closingShare(k));
  decide(session, equity);
  happen(session, PHASE_CLOSE);
  const closed = cash - f64At(liability, session);
  setF64(equityColumn, session, closed);
  setF64(heatColumn, session, heat);
  setF64(positionsColumn, session, held);
  setF64(multiplierColumn, session, multiplier);
  recordEquity(closed);
}

/** Initial equity + Σ net P&L must be the last session's equity, to the unit; what is open counts at its mark. */
function check(): void {
  const last = f64At(equityColumn, blockTo - 1);
  if (!isFinite(last)) fail(STATUS_NOT_FINITE);
  else if (last != acct(A_EQUITY) + profit) fail(STATUS_NOT_CONSERVED);
}

let enteredToday: i32 = 0;

function decide(session: i32, equity: f64): void {
  enteredToday = 0;
  const byScore = chances > 1 && <i32>acct(A_ENTRY_ORDER) == ORDER_SCORE;
  const order = ctx(CTX_SCRATCH_PTR) + <usize>(underlyings * 8 + SCREEN_SCRATCH + chances * 8);
  if (byScore) sortByScore(session, order);
  for (let k = 0; k < chances; k++) {
    const chance = byScore ? i32At(order, k) : k;
    setU8(funnel, session * chances + chance, take(session, chance, equity));
  }
}

function entryOf(chance: i32, session: i32): u32 {
  return <u32>i32At(<usize>i32At(<usize>i32At(record, R_ENTRIES_PTR), chance), session);
}

/** As in entries: best score first, ties in config order. */
function sortByScore(session: i32, order: usize): void {
  const scores = ctx(CTX_SCRATCH_PTR) + <usize>(underlyings * 8 + SCREEN_SCRATCH);
  for (let chance = 0; chance < chances; chance++) {
    const entry = entryOf(chance, session);
    const score = entry >= FIRST_ADDRESS ? f64At(<usize>entry, PICK_SCORE) : -Infinity;
    setF64(scores, chance, score);
    let k = chance;
    while (k > 0 && f64At(scores, i32At(order, k - 1)) < score) {
      setI32(order, k, i32At(order, k - 1));
      k--;
    }
    setI32(order, k, chance);
  }
}

/** Runs one chance through the gates that depend on the account; opens a position or returns the code. */
function take(session: i32, chance: i32, equity: f64): i32 {
  const at = session * chances + chance;
  const full = u8At(fullCodes, at);
  if (full != MAX_POSITIONS) return full;
  if (multiplier == 0) return BREAKER_HALT;
  if (held >= maxPositions) return MAX_POSITIONS;
  if (<f64>enteredToday >= acct(A_MAX_ENTRIES)) return MAX_ENTRIES;
  const code = u8At(codes, at);
  if (code != OPENED) return code;
  const u = chance / sleeves;
  const pick = <usize>entryOf(chance, session);
  const size = (acct(A_USE_REGIME) != 0 ? acct(A_REGIME_MULTIPLIER + labelOf(u, session)) : 1) * multiplier;
  const loss = <f64>(i32At(pick, PICK_WIDTH) - i32At(pick, PICK_CREDIT)) * <f64>und(u, U_MULTIPLIER);
  const refused = fit(u, session, equity, size, loss, heat, cash - collateral);
  if (refused != OPENED) return refused;
  enter(session, u, chance % sleeves, pick, loss, equity);
  enteredToday++;
  return OPENED;
}
