// How and when an opened spread ends under a sleeve's exits: first passage over its compiled marks.
import {
  EXIT_BREAKER, EXIT_GAMMA, EXIT_KINDS, EXIT_PROFIT_TARGET, EXIT_STOP_LOSS, EXIT_TIME, PHASE_CLOSE, PHASE_NEVER, PHASE_OVERNIGHT, S_DYNAMIC, S_EXIT_PRIORITY, S_GAMMA_EXIT, S_PROFIT_TARGET, S_STOP_LOSS, S_TIME_EXIT,
  SP_END, SP_END_COST, SP_END_FEES, SP_END_REASON, SP_EXITS, SP_EXPIRY, SP_FIRST, SP_MARKS, SP_MID, SP_MID_COST, SP_MID_FEES, SP_PHASE, EXIT_END_OF_DATA, U_EXIT_SCALE_PTR,
} from "./abi";
import { f64At, i32At } from "./column";
import { scaledStop, scaledTarget } from "./exits";
import { und } from "./run";

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
/** Target and stop are scaled by the underlying's volatility ratio. */
let dynamic: bool = false;
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
  dynamic = f64At(sleeve, S_DYNAMIC) != 0 && (target > 0 || stop > 0);
}

function listed(kind: i32): bool {
  for (let k = 0; k < EXIT_KINDS; k++) if (<i32>f64At(priority, k) == kind) return true;
  return false;
}

// Thresholds of the segment being walked, as mark × 2: at or below `low` the target holds, at or above `high` the stop.
let low: i32 = 0;
let high: i32 = 0;

// The same of scaled exits, which change by session: (credit − realised) × 1e4, the credit, and the ratios by session.
let kept: f64 = 0;
let promised: f64 = 0;
let scales: usize = 0;

/** Lives the spread of an underlying from session `from` on (its exits are looked at there first), opened for `credit`; `forced`: a breaker wants it closed. */
export function live(spread: usize, underlying: i32, from: i32, credit: f64, forced: bool): void {
  if (dynamic) scales = <usize>und(underlying, U_EXIT_SCALE_PTR);
  const within = i32At(spread, SP_END) < sessions; // it may have been compiled further than this run goes
  const end = within ? i32At(spread, SP_END) : sessions;
  const phase = within ? i32At(spread, SP_PHASE) : PHASE_NEVER;
  const last = phase == PHASE_CLOSE ? end + 1 : end; // exits are looked at before this session
  const limit = max(gammaDte, timeDte);
  const due = forced ? from : limit < 0 ? sessions : max(from, sessionFrom(i32At(spread, SP_EXPIRY) - limit));
  const mid = i32At(spread, SP_MID);
  midSession = -1;
  midCost = 0;
  midFees = 0;
  let session = from;
  if (mid >= 0 && mid < sessions) {
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
  kept = (credit - realised) * 10_000;
  promised = credit;
  if (!dynamic) bound(target, stop);
}

function bound(gain: f64, loss: f64): void {
  low = target > 0 ? <i32>Math.max(-1, Math.min(NEVER, Math.floor((kept - gain * promised) / 5_000))) : -1;
  high = stop > 0 ? <i32>Math.max(0, Math.min(NEVER, Math.ceil((kept + loss * promised) / 5_000))) : NEVER;
}

/** The thresholds of one session under scaled exits. */
function boundAt(session: i32): void {
  const ratio = f64At(scales, session);
  bound(scaledTarget(target, ratio), scaledStop(stop, ratio));
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
      session = dynamic ? scaledPassage(marks - (<usize>first << 2), session, until) : first + passage(marks, session - first, until - first);
      if (session >= to) return false;
    }
    const exit = i32At(exits, session - first);
    if (exit >= 0) {
      endSession = session;
      endPhase = PHASE_OVERNIGHT;
      endCost = <f64>(exit >> 3);
      endLegs = exit & 7;
      endFees = 0;
      if (dynamic) boundAt(session);
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

/** The same under scaled exits, by session, with the day loop's own comparison. Reads up to three marks and ratios past `to`. */
function scaledPassage(marks: usize, from: i32, to: i32): i32 {
  const gain = target > 0 ? target : Infinity;
  const loss = stop > 0 ? stop : Infinity;
  for (let session = from; session < to; session += 4) {
    const mark = v128.load(marks + (<usize>session << 2));
    const twice = i32x4.shr_s(mark, 1);
    const at = scales + (<usize>session << 3);
    const near = beyondScaled(f64x2.convert_low_i32x4_s(twice), v128.load(at), gain, loss);
    const far = beyondScaled(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(twice, twice, 2, 3, 2, 3)), v128.load(at, 16), gain, loss);
    const stale = i32x4.bitmask(i32x4.shl(mark, 31));
    const hits = (near | (far << 2)) & ~stale;
    if (hits != 0) return min(to, session + ctz(hits));
  }
  return to;
}

/** A bit for each of two marks (× 2) whose gain reaches the target, or whose loss the stop, scaled by their ratios. */
// @ts-ignore: decorator
@inline
function beyondScaled(twice: v128, ratio: v128, gain: f64, loss: f64): i32 {
  const half = f64x2.splat(0.5);
  const credit = f64x2.splat(promised);
  const now = f64x2.sub(f64x2.splat(kept), f64x2.mul(twice, f64x2.splat(5_000)));
  const most = f64x2.mul(f64x2.floor(f64x2.add(f64x2.div(f64x2.splat(gain), ratio), half)), credit);
  const least = f64x2.mul(f64x2.floor(f64x2.add(f64x2.mul(f64x2.splat(loss), ratio), half)), credit);
  return i64x2.bitmask(v128.or(f64x2.ge(now, most), f64x2.ge(f64x2.neg(now), least)));
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
