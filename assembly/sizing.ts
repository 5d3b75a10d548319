// Step 5, last gate: how many contracts fit, and which limit says so. docs/engine.md §5.
import {
  A_CONTRACTS, A_CORRELATED, A_GROUPS, A_GROUP_LIMIT, A_HEAT, A_MAX_CONTRACTS, A_PER_UNDERLYING, A_RISK_PER_TRADE, A_SINGLE_POSITION, A_SIZING, CTX_CORRELATION_INDEX_PTR,
  CTX_CORRELATION_LENGTH, CTX_CORRELATION_PTR, CTX_SCRATCH_PTR, LIMIT_BUYING_POWER, LIMIT_CORRELATION, LIMIT_FULL, LIMIT_GROUP, LIMIT_HEAT, LIMIT_SINGLE, LIMIT_TRADE, LIMIT_UNDERLYING, OPENED,
  SIZE_ZERO, SIZING_FIXED, T_MAX_LOSS, T_UNDERLYING, T_WIDTH, U_GROUPS,
} from "./abi";
import { f64At, i32At, setF64 } from "./column";
import { quantity } from "./position";
import { acct, cash, ctx, open, positionAt, und, underlyings } from "./run";

/** Contracts of the last `size`, and the LIMIT_* that set them. */
export let contracts: f64 = 0;
export let binding: i32 = 0;

/** Guards ⌊n·L/L⌋ against a quotient just below n. */
const ROUNDING: f64 = 1e-9;

// @ts-ignore: decorator
@inline
function heatOf(underlying: i32): f64 {
  return f64At(ctx(CTX_SCRATCH_PTR), underlying);
}

/** Sizes one trade with max loss `loss` per contract; OPENED, or the code of the limit that refused. */
export function size(underlying: i32, session: i32, equity: f64, multiplier: f64, loss: f64): i32 {
  const heat = sumHeat();
  return fit(underlying, session, equity, multiplier, loss, heat, cash - collateral());
}

/** As `size`, for a book whose Σ max loss is `heat` (per underlying in the scratch) and whose cash above collateral is `free`. */
export function fit(underlying: i32, session: i32, equity: f64, multiplier: f64, loss: f64, heat: f64, free: f64): i32 {
  const wish = <i32>acct(A_SIZING) == SIZING_FIXED ? acct(A_CONTRACTS) * loss * multiplier : equity * acct(A_RISK_PER_TRADE) * multiplier;
  smallest = Infinity;
  bind(LIMIT_TRADE, wish);
  bind(LIMIT_SINGLE, equity * acct(A_SINGLE_POSITION));
  bind(LIMIT_HEAT, equity * acct(A_HEAT) - heat);
  bind(LIMIT_UNDERLYING, equity * acct(A_PER_UNDERLYING) - heatOf(underlying));
  bind(LIMIT_GROUP, groupRoom(underlying, equity));
  if (acct(A_CORRELATED) != 0) bind(LIMIT_CORRELATION, correlationRoom(underlying, session, equity));
  bind(LIMIT_BUYING_POWER, free);
  const count = Math.floor(smallest / loss + ROUNDING);
  if (count < 1) {
    contracts = 0;
    if (binding < LIMIT_HEAT || Math.floor(emptyBudget(binding, underlying, equity) / loss + ROUNDING) < 1) return SIZE_ZERO + binding;
    return LIMIT_FULL + binding - LIMIT_HEAT;
  }
  const most = acct(A_MAX_CONTRACTS);
  contracts = most > 0 ? Math.min(count, most) : count;
  return OPENED;
}

/** Σ max loss of open positions; per underlying in the scratch. */
export function sumHeat(): f64 {
  const scratch = ctx(CTX_SCRATCH_PTR);
  for (let u = 0; u < underlyings; u++) setF64(scratch, u, 0);
  let heat: f64 = 0;
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    const u = <i32>f64At(position, T_UNDERLYING);
    const loss = f64At(position, T_MAX_LOSS);
    setF64(scratch, u, heatOf(u) + loss);
    heat += loss;
  }
  return heat;
}

let smallest: f64 = Infinity;

/** Lets a limit's room bind when it is smaller than all before it. */
// @ts-ignore: decorator
@inline
function bind(limit: i32, room: f64): void {
  if (room < smallest) {
    smallest = room;
    binding = limit;
  }
}

/** The binding limit's budget in an empty book. */
function emptyBudget(limit: i32, underlying: i32, equity: f64): f64 {
  switch (limit) {
    case LIMIT_HEAT: return equity * acct(A_HEAT);
    case LIMIT_UNDERLYING: return equity * acct(A_PER_UNDERLYING);
    case LIMIT_GROUP: return equity * acct(A_GROUP_LIMIT + tightestGroup(underlying, equity));
    case LIMIT_CORRELATION: return equity * acct(A_CORRELATED);
    default: return equity;
  }
}

function roomOfGroup(group: i32, equity: f64): f64 {
  let heat: f64 = 0;
  for (let u = 0; u < underlyings; u++) if ((und(u, U_GROUPS) >> group) & 1) heat += heatOf(u);
  return equity * acct(A_GROUP_LIMIT + group) - heat;
}

function tightestGroup(underlying: i32, equity: f64): i32 {
  const groups = <i32>acct(A_GROUPS);
  let tightest = 0;
  let smallest = Infinity;
  for (let g = 0; g < groups; g++) {
    if (((und(underlying, U_GROUPS) >> g) & 1) == 0) continue;
    const room = roomOfGroup(g, equity);
    if (room < smallest) {
      smallest = room;
      tightest = g;
    }
  }
  return tightest;
}

function groupRoom(underlying: i32, equity: f64): f64 {
  const member = und(underlying, U_GROUPS);
  let room = Infinity;
  for (let g = 0; member >> g != 0; g++) if ((member >> g) & 1) room = Math.min(room, roomOfGroup(g, equity));
  return room;
}

/** Largest x with effective heat √((h + x·e_u)ᵀ C (h + x·e_u)) ≤ limit. */
function correlationRoom(underlying: i32, session: i32, equity: f64): f64 {
  const cap = equity * acct(A_CORRELATED);
  let a: f64 = 0;
  let b: f64 = 0;
  for (let i = 0; i < underlyings; i++) {
    if (heatOf(i) == 0) continue; // its terms are 0
    for (let j = 0; j < underlyings; j++) a += correlation(i, j, session) * heatOf(i) * heatOf(j);
  }
  for (let j = 0; j < underlyings; j++) b += correlation(underlying, j, session) * heatOf(j);
  return a > cap * cap ? 0 : -b + Math.sqrt(b * b - a + cap * cap);
}

/** Measured correlation known before the session; unknown counts as 1. */
function correlation(i: i32, j: i32, session: i32): f64 {
  if (i == j) return 1;
  const columns = ctx(CTX_CORRELATION_PTR);
  const index = i32At(ctx(CTX_CORRELATION_INDEX_PTR), session);
  if (columns == 0 || index < 0) return 1;
  const low = min(i, j);
  const pair = (low * (2 * underlyings - low - 1)) / 2 + max(i, j) - low - 1;
  const value = f64At(columns, pair * <i32>ctx(CTX_CORRELATION_LENGTH) + index);
  return isNaN(value) ? 1 : value;
}

/** Σ risk basis of open positions: what the broker holds. */
function collateral(): f64 {
  let held: f64 = 0;
  for (let i = 0; i < open; i++) held += f64At(positionAt(i), T_WIDTH) * quantity(positionAt(i));
  return held;
}
