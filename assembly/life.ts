// How and when an opened spread ends under a sleeve's exits: first passage over its compiled marks.
import {
  EXIT_BREAKER, EXIT_GAMMA, EXIT_KINDS, EXIT_PROFIT_TARGET, EXIT_STOP_LOSS, EXIT_TIME, PHASE_CLOSE, PHASE_NEVER, PHASE_OVERNIGHT, S_EXIT_PRIORITY, S_GAMMA_EXIT, S_PROFIT_TARGET, S_STOP_LOSS, S_TIME_EXIT,
  SP_END, SP_END_COST, SP_END_FEES, SP_END_REASON, SP_EXITS, SP_EXPIRY, SP_FIRST, SP_MARKS, SP_MID, SP_MID_COST, SP_MID_FEES, SP_PHASE, EXIT_END_OF_DATA,
} from "./abi";
import { f64At, i32At } from "./column";

/** Mark × 2 that no mark reaches. */
const NEVER: i32 = 0x1fffffff;

// The last life: session and PHASE_* of its end, what is paid per share then, commission legs (−1 = a settlement), its reason.
export let endSession: i32 = 0;
export let endPhase: i32 = 0;
export let endCost: f64 = 0;
export let endLegs: i32 = 0;
export let endReason: i32 = 0;
/** Assignment fees per contract at the end. */
export let endFees: f64 = 0;
/** A condor's side assigned on the way: session (−1 = none), cost per share, assignment fees per contract. */
export let midSession: i32 = -1;
export let midCost: f64 = 0;
export let midFees: f64 = 0;

// The sleeve whose exits hold.
let target: f64 = 0;
let stop: f64 = 0;
let gammaDte: i32 = -1;
let timeDte: i32 = -1;
let priority: usize = 0;

/** Sessions by day: address, first day, number of days, sessions. */
let fromDay: usize = 0;
let firstDay: i32 = 0;
let dayCount: i32 = 0;
/** End of the block. */
let sessions: i32 = 0;
let days: usize = 0;

export function calendar(sessionFromDay: usize, first: i32, count: i32, sessionCount: i32, dayColumn: usize): void {
  fromDay = sessionFromDay;
  firstDay = first;
  dayCount = count;
  sessions = sessionCount;
  days = dayColumn;
}

/** Makes a sleeve record's exits the ones of the next lives. Kinds outside its priority list are off. */
export function exitsOf(sleeve: usize): void {
  priority = sleeve + (<usize>S_EXIT_PRIORITY << 3);
  target = listed(EXIT_PROFIT_TARGET) ? f64At(sleeve, S_PROFIT_TARGET) : 0;
  stop = listed(EXIT_STOP_LOSS) ? f64At(sleeve, S_STOP_LOSS) : 0;
  gammaDte = listed(EXIT_GAMMA) ? <i32>f64At(sleeve, S_GAMMA_EXIT) : -1;
  timeDte = listed(EXIT_TIME) ? <i32>f64At(sleeve, S_TIME_EXIT) : -1;
}

function listed(kind: i32): bool {
  for (let k = 0; k < EXIT_KINDS; k++) if (<i32>f64At(priority, k) == kind) return true;
  return false;
}

// Thresholds of the segment being walked, as mark × 2: at or below `low` the target holds, at or above `high` the stop.
let low: i32 = 0;
let high: i32 = 0;

/** Lives the spread from session `from` on (its exits are looked at there first), opened for `credit`; `forced`: a breaker wants it closed. */
export function live(spread: usize, from: i32, credit: f64, forced: bool): void {
  const end = i32At(spread, SP_END);
  const phase = i32At(spread, SP_PHASE);
  const last = phase == PHASE_CLOSE ? end + 1 : end; // exits are looked at before this session
  const limit = max(gammaDte, timeDte);
  const due = forced ? from : limit < 0 ? sessions : max(from, sessionFrom(i32At(spread, SP_EXPIRY) - limit));
  const mid = i32At(spread, SP_MID);
  midSession = -1;
  midCost = 0;
  midFees = 0;
  let session = from;
  if (mid >= 0) {
    if (mid > from - 1 && mid < last + 1) {
      thresholds(credit, 0);
      if (closes(spread, from, min(mid, last), due, forced)) return;
      session = mid;
    }
    midSession = mid;
    midCost = <f64>i32At(spread, SP_MID_COST);
    midFees = <f64>i32At(spread, SP_MID_FEES);
  }
  thresholds(credit, midCost);
  if (closes(spread, session, last, due, forced)) return;
  endSession = end;
  endPhase = phase;
  endLegs = -1;
  if (phase == PHASE_NEVER) {
    endCost = <f64>(i32At(<usize>i32At(spread, SP_MARKS), sessions - 1 - i32At(spread, SP_FIRST)) >> 1) / 2;
    endReason = EXIT_END_OF_DATA;
    endFees = 0;
    return;
  }
  endCost = <f64>i32At(spread, SP_END_COST);
  endReason = i32At(spread, SP_END_REASON);
  endFees = <f64>i32At(spread, SP_END_FEES);
}

export function sessionFrom(day: i32): i32 {
  const index = day - firstDay;
  return index >= dayCount ? sessions : i32At(fromDay, max(index, 0));
}

/**
 * The day loop's comparisons, (credit − realised − mark) × 1e4 ≥ target × credit and its mirror, as bounds on mark × 2. Both sides are integers, so the
 * quotient lies at least 1/5000 off the next integer or on it: its rounding cannot cross one.
 */
function thresholds(credit: f64, realised: f64): void {
  const kept = (credit - realised) * 10_000;
  low = target > 0 ? <i32>Math.max(-1, Math.min(NEVER, Math.floor((kept - target * credit) / 5_000))) : -1;
  high = stop > 0 ? <i32>Math.max(0, Math.min(NEVER, Math.ceil((kept + stop * credit) / 5_000))) : NEVER;
}

/** Looks for the first executable exit on sessions [from, to); from `due` on there is always a reason to. */
function closes(spread: usize, from: i32, to: i32, due: i32, forced: bool): bool {
  const first = i32At(spread, SP_FIRST);
  const marks = <usize>i32At(spread, SP_MARKS);
  const exits = <usize>i32At(spread, SP_EXITS);
  let session = from;
  while (session < to) {
    if (session < due) {
      const until = min(due, to);
      session = first + passage(marks, session - first, until - first);
      if (session >= to) return false;
    }
    const exit = i32At(exits, session - first);
    if (exit >= 0) {
      endSession = session;
      endPhase = PHASE_OVERNIGHT;
      endCost = <f64>(exit >> 3);
      endLegs = exit & 7;
      endFees = 0;
      endReason = reasonAt(i32At(marks, session - first), i32At(spread, SP_EXPIRY) - i32At(days, session), forced);
      return true;
    }
    session++;
  }
  return false;
}

/** First fresh mark of [from, to) at or beyond a threshold, else `to`. Reads up to three marks past `to`. */
function passage(marks: usize, from: i32, to: i32): i32 {
  const most = i32x4.splat((low << 1) | 1);
  const least = i32x4.splat(high << 1);
  const one = i32x4.splat(1);
  for (let cell = from; cell < to; cell += 4) {
    const mark = v128.load(marks + (<usize>cell << 2));
    const beyond = v128.or(i32x4.le_s(mark, most), i32x4.ge_s(mark, least));
    const hits = i32x4.bitmask(v128.andnot(beyond, i32x4.eq(v128.and(mark, one), one)));
    if (hits != 0) return min(to, cell + ctz(hits));
  }
  return to;
}

/** First kind of the priority list that holds. */
function reasonAt(mark: i32, dte: i32, forced: bool): i32 {
  const fresh = (mark & 1) == 0;
  for (let k = 0; k < EXIT_KINDS; k++) {
    const kind = <i32>f64At(priority, k);
    if (kind == EXIT_BREAKER && forced) return kind;
    if (kind == EXIT_PROFIT_TARGET && fresh && mark >> 1 <= low) return kind;
    if (kind == EXIT_STOP_LOSS && fresh && mark >> 1 >= high) return kind;
    if (kind == EXIT_GAMMA && gammaDte >= 0 && dte <= gammaDte) return kind;
    if (kind == EXIT_TIME && timeDte >= 0 && dte <= timeDte) return kind;
  }
  return -1;
}
