// Step 4 of a session: circuit breakers on marked equity. docs/engine.md §3.
#pragma once
#include "column.h"
#include "run.h"

namespace mahler {

static i32 slowStretch(i32 from, i32 to, f64 cash, usize liability, usize equities, usize multipliers);
static void beginWeek(i32 session);
static void dayRule(f64 loss);
static void weekRule(f64 loss);
static void drawdownRule(f64 drawdown);
static void vixRule(f64 level);
static void askClosing(f64 fraction);

/** Worst multiplier of today, and the bits of the rules that hold. */
static f64 multiplier = 1;
static i32 bits = 0;

/** Forced closings that fired today, in order: at most one of the week and one of the drawdown. */
static i32 closings = 0;
static f64 firstClosing = 0;
static f64 secondClosing = 0;

static f64 previousEquity = 0;
static f64 weekBase = 0;
static f64 peak = 0;
static bool weekHalted = false;
static bool drawdownCut = false;
/** Sessions since the drawdown halt fired; −1 = not halted. */
static i32 haltAge = -1;

/** Shares of a base above which no rule can hold, and the lowest VIX level: what `calm` compares with. */
static f64 calmDay = 0;
static f64 calmWeek = 0;
static f64 calmDrawdown = 0;
static f64 calmVix = 0;
/** Shares of the peak between which a drawdown cut goes on as it is. */
static f64 cutBelow = 0;
static f64 haltAbove = 0;
/** First day of the week after the last session's. */
static i32 nextWeek = INT32_MIN;

/** Multiplier of a drawdown cut. */
constexpr f64 CUT = 0.25;

/** Wider than any rounding of a loss, narrower than any move that matters. */
constexpr f64 MARGIN = 1e-9;

static void beginBreakers(f64 equity) {
  calmDay = 1 + MARGIN - min(acct(A_DAY_ALERT), min(acct(A_DAY_HALF), acct(A_DAY_HALT)));
  calmWeek = 1 + MARGIN - min(acct(A_WEEK_HALF), acct(A_WEEK_HALT));
  calmDrawdown = 1 + MARGIN - min(acct(A_DRAWDOWN_CUT), acct(A_DRAWDOWN_HALT));
  cutBelow = 1 - MARGIN - acct(A_DRAWDOWN_CUT);
  haltAbove = 1 + MARGIN - acct(A_DRAWDOWN_HALT);
  calmVix = INFINITY;
  for (i32 k = 0; k < 4; k++) calmVix = min(calmVix, acct(A_VIX_LEVEL + k));
  nextWeek = INT32_MIN;
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

/** Baselines for the next session, from the recorded equity. */
static void recordEquity(f64 equity) {
  previousEquity = equity;
  peak = max(peak, equity);
}

/**
 * The common day, quickly: when no loss is near the border of a rule, does all that `refreshBreakers` would and returns true; else does
 * nothing. For callers that ask on every session.
 */
static bool calm(i32 session, f64 equity) {
  const auto newWeek = dayAt(session) >= nextWeek;
  const auto base = newWeek ? previousEquity : weekBase;
  if (haltAge >= 0 || (weekHalted && !newWeek) || !(previousEquity > 0 && base > 0)) return false;
  if (equity < previousEquity * calmDay || equity < base * calmWeek) return false;
  if (drawdownCut ? !(equity < peak * cutBelow && equity > peak * haltAbove) : equity < peak * calmDrawdown) return false;
  if (newWeek) beginWeek(session);
  peak = max(peak, equity);
  multiplier = drawdownCut ? CUT : 1;
  bits = drawdownCut ? BREAKER_DRAWDOWN_CUT : 0;
  closings = 0;
  const auto level = f64At(ctx(CTX_VIX_PTR), session);
  if (level >= calmVix) vixRule(level);
  return true;
}

/**
 * Calm sessions [from, to) in a row, without entries and exits: writes their equity, cash − liability, and multiplier, and returns the first that is not
 * calm or lets nothing be opened. The state is kept at hand, for this is where most of a replay's sessions pass.
 */
static i32 calmStretch(i32 from, i32 to, f64 cash, usize liability, usize equities, usize multipliers) {
  if (haltAge >= 0 || weekHalted || !(previousEquity > 0 && weekBase > 0)) return slowStretch(from, to, cash, liability, equities, multipliers);
  const auto cut = drawdownCut;
  const f64 usual = cut ? CUT : 1;
  const auto vix = ctx(CTX_VIX_PTR);
  auto previous = previousEquity;
  auto base = weekBase;
  auto top = peak;
  auto session = from;
  for (; session < to; session++) {
    const auto equity = cash - f64At(liability, session);
    const auto newWeek = dayAt(session) >= nextWeek;
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
    top = max(top, equity);
    setF64(equities, session, equity);
    setF64(multipliers, session, multiplier);
  }
  previousEquity = previous;
  peak = top;
  return session;
}

static i32 slowStretch(i32 from, i32 to, f64 cash, usize liability, usize equities, usize multipliers) {
  auto session = from;
  for (; session < to; session++) {
    const auto equity = cash - f64At(liability, session);
    if (!calm(session, equity) || multiplier == 0) break;
    recordEquity(equity);
    setF64(equities, session, equity);
    setF64(multipliers, session, multiplier);
  }
  return session;
}

static void refreshBreakers(i32 session, f64 equity) {
  multiplier = 1;
  bits = 0;
  closings = 0;
  if (acct(A_BREAKERS) == 0) return;
  if (dayAt(session) >= nextWeek) beginWeek(session);
  if (haltAge >= 0 && ++haltAge >= (i32)acct(A_DRAWDOWN_COOLDOWN)) {
    haltAge = -1;
    drawdownCut = false;
    peak = equity;
  }
  peak = max(peak, equity);
  dayRule((previousEquity - equity) / previousEquity);
  weekRule((weekBase - equity) / weekBase);
  drawdownRule((peak - equity) / peak);
  vixRule(f64At(ctx(CTX_VIX_PTR), session));
}

/** ISO weeks start on Monday; day 0 was a Thursday. */
static void beginWeek(i32 session) {
  nextWeek = (i32)floor((f64)(dayAt(session) + 3) / 7) * 7 + 4;
  weekBase = previousEquity;
  weekHalted = false;
}

static void apply(f64 factor, i32 bit) {
  multiplier = min(multiplier, factor);
  bits |= bit;
}

static void dayRule(f64 loss) {
  if (loss >= acct(A_DAY_HALT)) apply(0, BREAKER_DAY_HALT);
  else if (loss >= acct(A_DAY_HALF)) apply(0.5, BREAKER_DAY_HALF);
  else if (loss >= acct(A_DAY_ALERT)) apply(1, BREAKER_DAY_ALERT);
}

static void weekRule(f64 loss) {
  if (!weekHalted && loss >= acct(A_WEEK_HALT)) {
    weekHalted = true;
    askClosing(0.5);
  }
  if (weekHalted) apply(0, BREAKER_WEEK_HALT);
  else if (loss >= acct(A_WEEK_HALF)) apply(0.5, BREAKER_WEEK_HALF);
}

static void drawdownRule(f64 drawdown) {
  if (haltAge < 0 && drawdown >= acct(A_DRAWDOWN_HALT)) {
    haltAge = 0;
    askClosing(1);
  }
  if (haltAge >= 0) return apply(0, BREAKER_DRAWDOWN_HALT);
  if (drawdown < acct(A_DRAWDOWN_CUT)) {
    drawdownCut = false;
    return;
  }
  if (!drawdownCut) {
    drawdownCut = true;
    askClosing(CUT);
  }
  apply(CUT, BREAKER_DRAWDOWN_CUT);
}

static void vixRule(f64 level) {
  for (i32 k = 3; k >= 0; k--) {
    if (level >= acct(A_VIX_LEVEL + k)) return apply(acct(A_VIX_MULTIPLIER + k), BREAKER_VIX);
  }
}

static void askClosing(f64 fraction) {
  if (closings == 0) firstClosing = fraction;
  else secondClosing = fraction;
  closings++;
}

/** Share of the open max loss that the k-th closing of today wants flagged. */
static f64 closingShare(i32 k) {
  return k == 0 ? firstClosing : secondClosing;
}

}  // namespace mahler
