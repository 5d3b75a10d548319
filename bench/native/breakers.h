// Step 4 of a session: circuit breakers on marked equity. docs/engine.md §3.
#pragma once
#include "column.h"
#include "run.h"

namespace mahler {

static i32 weekOf(i32 day);
static void dayRule(f64 loss);
static void weekRule(f64 loss);
static void drawdownRule(f64 drawdown);
static void vixRule(f64 level);
static void forceClose(f64 fraction);

/** Worst multiplier of today, and the bits of the rules that hold. */
static f64 multiplier = 1;
static i32 bits = 0;

static f64 previousEquity = 0;
static f64 weekBase = 0;
static f64 peak = 0;
static bool weekHalted = false;
static bool drawdownCut = false;
/** Sessions since the drawdown halt fired; −1 = not halted. */
static i32 haltAge = -1;

static void beginBreakers(f64 equity) {
  multiplier = 1;
  bits = 0;
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

static void refreshBreakers(i32 session, f64 equity) {
  multiplier = 1;
  bits = 0;
  if (acct(A_BREAKERS) == 0) return;
  if (session > 0 && weekOf(dayAt(session)) != weekOf(dayAt(session - 1))) {
    weekBase = previousEquity;
    weekHalted = false;
  }
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
static i32 weekOf(i32 day) {
  return (i32)floor((f64)(day + 3) / 7);
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
    forceClose(0.5);
  }
  if (weekHalted) apply(0, BREAKER_WEEK_HALT);
  else if (loss >= acct(A_WEEK_HALF)) apply(0.5, BREAKER_WEEK_HALF);
}

static void drawdownRule(f64 drawdown) {
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
    forceClose(0.25);
  }
  apply(0.25, BREAKER_DRAWDOWN_CUT);
}

static void vixRule(f64 level) {
  for (i32 k = 3; k >= 0; k--) {
    if (level >= acct(A_VIX_LEVEL + k)) return apply(acct(A_VIX_MULTIPLIER + k), BREAKER_VIX);
  }
}

/** Flags whole positions, largest max loss first, until `fraction` of the open max loss is flagged. */
static void forceClose(f64 fraction) {
  f64 total = 0;
  f64 flagged = 0;
  for (i32 i = 0; i < open; i++) {
    const auto loss = f64At(positionAt(i), T_MAX_LOSS);
    total += loss;
    if (f64At(positionAt(i), P_FORCED) != 0) flagged += loss;
  }
  while (flagged < fraction * total) {
    usize worst = 0;
    for (i32 i = 0; i < open; i++) {
      const auto position = positionAt(i);
      if (f64At(position, P_FORCED) == 0 && (worst == 0 || f64At(position, T_MAX_LOSS) > f64At(worst, T_MAX_LOSS))) worst = position;
    }
    if (worst == 0) return;
    setF64(worst, P_FORCED, 1);
    flagged += f64At(worst, T_MAX_LOSS);
  }
}

}  // namespace mahler
