// Step 4 of a session: circuit breakers on marked equity. docs/engine.md §3.
import {
  A_BREAKERS, A_DAY_ALERT, A_DAY_HALF, A_DAY_HALT, A_DRAWDOWN_COOLDOWN, A_DRAWDOWN_CUT, A_DRAWDOWN_HALT, A_VIX_LEVEL, A_VIX_MULTIPLIER, A_WEEK_HALF, A_WEEK_HALT,
  BREAKER_DAY_ALERT, BREAKER_DAY_HALF, BREAKER_DAY_HALT, BREAKER_DRAWDOWN_CUT, BREAKER_DRAWDOWN_HALT, BREAKER_VIX, BREAKER_WEEK_HALF, BREAKER_WEEK_HALT, CTX_VIX_PTR,
  STATE_DRAWDOWN_CUT, STATE_HALT_AGE, STATE_NEXT_WEEK, STATE_PEAK, STATE_PREVIOUS_EQUITY, STATE_WEEK_BASE, STATE_WEEK_HALTED,
} from "./abi";
import { f64At, setF64 } from "./column";
import { acct, ctx, dayAt } from "./run";

/** Worst multiplier of today, and the bits of the rules that hold. */
export let multiplier: f64 = 1;
export let bits: i32 = 0;

/** Forced closings that fired today, in order: at most one of the week and one of the drawdown. */
export let closings: i32 = 0;
let firstClosing: f64 = 0;
let secondClosing: f64 = 0;

let previousEquity: f64 = 0;
let weekBase: f64 = 0;
let peak: f64 = 0;
let weekHalted: bool = false;
let drawdownCut: bool = false;
/** Sessions since the drawdown halt fired; −1 = not halted. */
let haltAge: i32 = -1;

/** Shares of a base above which no rule can hold, and the lowest VIX level: what `calm` compares with. */
let calmDay: f64 = 0;
let calmWeek: f64 = 0;
let calmDrawdown: f64 = 0;
let calmVix: f64 = 0;
/** Shares of the peak between which a drawdown cut goes on as it is. */
let cutBelow: f64 = 0;
let haltAbove: f64 = 0;
/** First day of the week after the last session's. */
let nextWeek: i32 = i32.MIN_VALUE;

/** Multiplier of a drawdown cut. */
const CUT: f64 = 0.25;

/** Wider than any rounding of a loss, narrower than any move that matters. */
const MARGIN: f64 = 1e-9;

export function beginBreakers(equity: f64): void {
  calmDay = 1 + MARGIN - Math.min(acct(A_DAY_ALERT), Math.min(acct(A_DAY_HALF), acct(A_DAY_HALT)));
  calmWeek = 1 + MARGIN - Math.min(acct(A_WEEK_HALF), acct(A_WEEK_HALT));
  calmDrawdown = 1 + MARGIN - Math.min(acct(A_DRAWDOWN_CUT), acct(A_DRAWDOWN_HALT));
  cutBelow = 1 - MARGIN - acct(A_DRAWDOWN_CUT);
  haltAbove = 1 + MARGIN - acct(A_DRAWDOWN_HALT);
  calmVix = Infinity;
  for (let k = 0; k < 4; k++) calmVix = Math.min(calmVix, acct(A_VIX_LEVEL + k));
  nextWeek = i32.MIN_VALUE;
  multiplier = 1;
  bits = 0;
  closings = 0;
  previousEquity = equity;
  weekBase = equity;
  peak = equity;
  weekHalted = false;
  drawdownCut = false;
  haltAge = -1;
}

/** Keeps in a STATE what holds from session to session. */
export function saveBreakers(state: usize): void {
  setF64(state, STATE_PREVIOUS_EQUITY, previousEquity);
  setF64(state, STATE_WEEK_BASE, weekBase);
  setF64(state, STATE_PEAK, peak);
  setF64(state, STATE_WEEK_HALTED, weekHalted ? 1 : 0);
  setF64(state, STATE_DRAWDOWN_CUT, drawdownCut ? 1 : 0);
  setF64(state, STATE_HALT_AGE, haltAge);
  setF64(state, STATE_NEXT_WEEK, nextWeek);
}

/** Goes on, after `beginBreakers`, from what was kept. */
export function resumeBreakers(state: usize): void {
  previousEquity = f64At(state, STATE_PREVIOUS_EQUITY);
  weekBase = f64At(state, STATE_WEEK_BASE);
  peak = f64At(state, STATE_PEAK);
  weekHalted = f64At(state, STATE_WEEK_HALTED) != 0;
  drawdownCut = f64At(state, STATE_DRAWDOWN_CUT) != 0;
  haltAge = <i32>f64At(state, STATE_HALT_AGE);
  nextWeek = <i32>f64At(state, STATE_NEXT_WEEK);
}

/** Baselines for the next session, from the recorded equity. */
export function recordEquity(equity: f64): void {
  previousEquity = equity;
  peak = Math.max(peak, equity);
}

/**
 * The common day, quickly: when no loss is near the border of a rule, does all that `refreshBreakers` would and returns true; else does
 * nothing. For callers that ask on every session.
 */
export function calm(session: i32, equity: f64): bool {
  const newWeek = dayAt(session) >= nextWeek;
  const base = newWeek ? previousEquity : weekBase;
  if (haltAge >= 0 || (weekHalted && !newWeek) || !(previousEquity > 0 && base > 0)) return false;
  if (equity < previousEquity * calmDay || equity < base * calmWeek) return false;
  if (drawdownCut ? !(equity < peak * cutBelow && equity > peak * haltAbove) : equity < peak * calmDrawdown) return false;
  if (newWeek) beginWeek(session);
  peak = Math.max(peak, equity);
  multiplier = drawdownCut ? CUT : 1;
  bits = drawdownCut ? BREAKER_DRAWDOWN_CUT : 0;
  closings = 0;
  const level = f64At(ctx(CTX_VIX_PTR), session);
  if (level >= calmVix) vixRule(level);
  return true;
}

/**
 * Calm sessions [from, to) in a row, without entries and exits: writes their equity, cash − liability, and multiplier, and returns the first that is not
 * calm or lets nothing be opened. The state is kept at hand, for this is where most of a replay's sessions pass.
 */
export function calmStretch(from: i32, to: i32, cash: f64, liability: usize, equities: usize, multipliers: usize): i32 {
  if (haltAge >= 0 || weekHalted || !(previousEquity > 0 && weekBase > 0)) return slowStretch(from, to, cash, liability, equities, multipliers);
  const cut = drawdownCut;
  const usual: f64 = cut ? CUT : 1;
  const vix = ctx(CTX_VIX_PTR);
  let previous = previousEquity;
  let base = weekBase;
  let top = peak;
  let session = from;
  for (; session < to; session++) {
    const equity = cash - f64At(liability, session);
    const newWeek = dayAt(session) >= nextWeek;
    if (!(equity > 0) || equity < previous * calmDay || (newWeek ? previous : base) * calmWeek > equity) break;
    if (cut ? !(equity < top * cutBelow && equity > top * haltAbove) : equity < top * calmDrawdown) break;
    multiplier = usual;
    if (f64At(vix, session) >= calmVix) {
      vixRule(f64At(vix, session));
      if (multiplier == 0) break;
    }
    if (newWeek) {
      previousEquity = previous;
      beginWeek(session);
      base = previous;
    }
    previous = equity;
    top = Math.max(top, equity);
    setF64(equities, session, equity);
    setF64(multipliers, session, multiplier);
  }
  previousEquity = previous;
  peak = top;
  return session;
}

function slowStretch(from: i32, to: i32, cash: f64, liability: usize, equities: usize, multipliers: usize): i32 {
  let session = from;
  for (; session < to; session++) {
    const equity = cash - f64At(liability, session);
    if (!calm(session, equity) || multiplier == 0) break;
    recordEquity(equity);
    setF64(equities, session, equity);
    setF64(multipliers, session, multiplier);
  }
  return session;
}

export function refreshBreakers(session: i32, equity: f64): void {
  multiplier = 1;
  bits = 0;
  closings = 0;
  if (acct(A_BREAKERS) == 0) return;
  if (dayAt(session) >= nextWeek) beginWeek(session);
  if (haltAge >= 0 && ++haltAge >= <i32>acct(A_DRAWDOWN_COOLDOWN)) {
    haltAge = -1;
    drawdownCut = false;
    peak = equity;
  }
  peak = Math.max(peak, equity);
  dayRule((previousEquity - equity) / previousEquity);
  weekRule((weekBase - equity) / weekBase);
  drawdownRule((peak - equity) / peak);
  vixRule(f64At(ctx(CTX_VIX_PTR), session));
}

/** ISO weeks start on Monday; day 0 was a Thursday. */
function beginWeek(session: i32): void {
  nextWeek = <i32>Math.floor(<f64>(dayAt(session) + 3) / 7) * 7 + 4;
  weekBase = previousEquity;
  weekHalted = false;
}

function apply(factor: f64, bit: i32): void {
  multiplier = Math.min(multiplier, factor);
  bits |= bit;
}

function dayRule(loss: f64): void {
  if (loss >= acct(A_DAY_HALT)) apply(0, BREAKER_DAY_HALT);
  else if (loss >= acct(A_DAY_HALF)) apply(0.5, BREAKER_DAY_HALF);
  else if (loss >= acct(A_DAY_ALERT)) apply(1, BREAKER_DAY_ALERT);
}

function weekRule(loss: f64): void {
  if (!weekHalted && loss >= acct(A_WEEK_HALT)) {
    weekHalted = true;
    forceClose(0.5);
  }
  if (weekHalted) apply(0, BREAKER_WEEK_HALT);
  else if (loss >= acct(A_WEEK_HALF)) apply(0.5, BREAKER_WEEK_HALF);
}

function drawdownRule(drawdown: f64): void {
  if (haltAge < 0 && drawdown >= acct(A_DRAWDOWN_HALT)) {
    haltAge = 0;
    forceClose(1);
  }
  if (haltAge >= 0) return apply(0, BREAKER_DRAWDOWN_HALT);
  if (drawdown < acct(A_DRAWDOWN_CUT)) {
    drawdownCut = false;
    return;
  }
  if (!drawdownCut) {
    drawdownCut = true;
    forceClose(CUT);
  }
  apply(CUT, BREAKER_DRAWDOWN_CUT);
}

function vixRule(level: f64): void {
  for (let k = 3; k >= 0; k--) {
    if (level >= acct(A_VIX_LEVEL + k)) return apply(acct(A_VIX_MULTIPLIER + k), BREAKER_VIX);
  }
}

function forceClose(fraction: f64): void {
  if (closings == 0) firstClosing = fraction;
  else secondClosing = fraction;
  closings++;
}

/** Share of the open max loss that the k-th closing of today wants flagged. */
export function closingShare(k: i32): f64 {
  return k == 0 ? firstClosing : secondClosing;
}
