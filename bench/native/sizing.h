// Step 5, last gate: how many contracts fit, and which limit says so. docs/engine.md §5.
#pragma once
#include "column.h"
#include "position.h"
#include "run.h"

namespace mahler {

static i32 fit(i32 underlying, i32 session, f64 equity, f64 multiplier, f64 loss, f64 heat, f64 free);
static f64 sumHeat();
static void bind(i32 limit, f64 room);
static f64 emptyBudget(i32 limit, i32 underlying, f64 equity);
static i32 tightestGroup(i32 underlying, f64 equity);
static f64 groupRoom(i32 underlying, f64 equity);
static f64 correlationRoom(i32 underlying, i32 session, f64 equity);
static f64 correlation(i32 i, i32 j, i32 session);
static f64 collateral();

static f64 smallest = INFINITY;

/** Contracts of the last `size`, and the LIMIT_* that set them. */
static f64 contracts = 0;
static i32 binding = 0;

/** Guards ⌊n·L/L⌋ against a quotient just below n. */
constexpr f64 ROUNDING = 1e-9;
static f64 heatOf(i32 underlying) {
  return f64At(ctx(CTX_SCRATCH_PTR), underlying);
}

/** Sizes one trade with max loss `loss` per contract; OPENED, or the code of the limit that refused. */
static i32 size(i32 underlying, i32 session, f64 equity, f64 multiplier, f64 loss) {
  const auto heat = sumHeat();
  return fit(underlying, session, equity, multiplier, loss, heat, cash - collateral());
}

/** As `size`, for a book whose Σ max loss is `heat` (per underlying in the scratch) and whose cash above collateral is `free`. */
static i32 fit(i32 underlying, i32 session, f64 equity, f64 multiplier, f64 loss, f64 heat, f64 free) {
  const auto wish = (i32)acct(A_SIZING) == SIZING_FIXED ? acct(A_CONTRACTS) * loss * multiplier : equity * acct(A_RISK_PER_TRADE) * multiplier;
  smallest = INFINITY;
  bind(LIMIT_TRADE, wish);
  bind(LIMIT_SINGLE, equity * acct(A_SINGLE_POSITION));
  bind(LIMIT_HEAT, equity * acct(A_HEAT) - heat);
  bind(LIMIT_UNDERLYING, equity * acct(A_PER_UNDERLYING) - heatOf(underlying));
  bind(LIMIT_GROUP, groupRoom(underlying, equity));
  if (acct(A_CORRELATED) != 0) bind(LIMIT_CORRELATION, correlationRoom(underlying, session, equity));
  bind(LIMIT_BUYING_POWER, free);
  const auto count = floor(smallest / loss + ROUNDING);
  if (count < 1) {
    contracts = 0;
    if (binding < LIMIT_HEAT || floor(emptyBudget(binding, underlying, equity) / loss + ROUNDING) < 1) return SIZE_ZERO + binding;
    return LIMIT_FULL + binding - LIMIT_HEAT;
  }
  const auto most = acct(A_MAX_CONTRACTS);
  contracts = most > 0 ? min(count, most) : count;
  return OPENED;
}

/** Σ max loss of open positions; per underlying in the scratch. */
static f64 sumHeat() {
  const auto scratch = ctx(CTX_SCRATCH_PTR);
  for (i32 u = 0; u < underlyings; u++) setF64(scratch, u, 0);
  f64 heat = 0;
  for (i32 i = 0; i < open; i++) {
    const auto position = positionAt(i);
    const auto u = (i32)f64At(position, T_UNDERLYING);
    const auto loss = f64At(position, T_MAX_LOSS);
    setF64(scratch, u, heatOf(u) + loss);
    heat += loss;
  }
  return heat;
}


/** Lets a limit's room bind when it is smaller than all before it. */
static void bind(i32 limit, f64 room) {
  if (room < smallest) {
    smallest = room;
    binding = limit;
  }
}

/** The binding limit's budget in an empty book. */
static f64 emptyBudget(i32 limit, i32 underlying, f64 equity) {
  switch (limit) {
    case LIMIT_HEAT: return equity * acct(A_HEAT);
    case LIMIT_UNDERLYING: return equity * acct(A_PER_UNDERLYING);
    case LIMIT_GROUP: return equity * acct(A_GROUP_LIMIT + tightestGroup(underlying, equity));
    case LIMIT_CORRELATION: return equity * acct(A_CORRELATED);
    default: return equity;
  }
}

static f64 roomOfGroup(i32 group, f64 equity) {
  f64 heat = 0;
  for (i32 u = 0; u < underlyings; u++) if ((und(u, U_GROUPS) >> group) & 1) heat += heatOf(u);
  return equity * acct(A_GROUP_LIMIT + group) - heat;
}

static i32 tightestGroup(i32 underlying, f64 equity) {
  const auto groups = (i32)acct(A_GROUPS);
  auto tightest = 0;
  f64 smallest = INFINITY;
  for (i32 g = 0; g < groups; g++) {
    if (((und(underlying, U_GROUPS) >> g) & 1) == 0) continue;
    const auto room = roomOfGroup(g, equity);
    if (room < smallest) {
      smallest = room;
      tightest = g;
    }
  }
  return tightest;
}

static f64 groupRoom(i32 underlying, f64 equity) {
  const auto member = und(underlying, U_GROUPS);
  f64 room = INFINITY;
  for (i32 g = 0; member >> g != 0; g++) if ((member >> g) & 1) room = min(room, roomOfGroup(g, equity));
  return room;
}

/** Largest x with effective heat √((h + x·e_u)ᵀ C (h + x·e_u)) ≤ limit. */
static f64 correlationRoom(i32 underlying, i32 session, f64 equity) {
  const auto cap = equity * acct(A_CORRELATED);
  f64 a = 0;
  f64 b = 0;
  for (i32 i = 0; i < underlyings; i++) {
    if (heatOf(i) == 0) continue; // its terms are 0
    for (i32 j = 0; j < underlyings; j++) a += correlation(i, j, session) * heatOf(i) * heatOf(j);
  }
  for (i32 j = 0; j < underlyings; j++) b += correlation(underlying, j, session) * heatOf(j);
  return a > cap * cap ? 0 : -b + sqrt(b * b - a + cap * cap);
}

/** Measured correlation known before the session; unknown counts as 1. */
static f64 correlation(i32 i, i32 j, i32 session) {
  if (i == j) return 1;
  const auto columns = ctx(CTX_CORRELATION_PTR);
  const auto index = i32At(ctx(CTX_CORRELATION_INDEX_PTR), session);
  if (columns == 0 || index < 0) return 1;
  const auto low = min(i, j);
  const auto pair = (low * (2 * underlyings - low - 1)) / 2 + max(i, j) - low - 1;
  const auto value = f64At(columns, pair * (i32)ctx(CTX_CORRELATION_LENGTH) + index);
  return isnan(value) ? 1 : value;
}

/** Σ risk basis of open positions: what the broker holds. */
static f64 collateral() {
  f64 held = 0;
  for (i32 i = 0; i < open; i++) held += f64At(positionAt(i), T_WIDTH) * quantity(positionAt(i));
  return held;
}

}  // namespace mahler
