// The underlying in focus: its record's addresses as globals, so that inner loops load columns and nothing else.
import {
  DELTA_MISSING, U_ASK_PTR, U_ASK_SHIFT, U_BID_PTR, U_BID_SHIFT, U_BLOCKS_BEGIN_PTR, U_BLOCKS_END_PTR, U_CALLS_PTR, U_CHAIN_INDEX_PTR, U_DELTA_PTR, U_END_PTR, U_EXPIRY_PTR, U_OI_PTR, U_OI_SHIFT, U_PUTS_PTR,
  U_SPOT_PTR, U_STRIKE_PTR, U_STRIKE_SHIFT, U_STRIKE_UNIT, U_TICK, U_VOLUME_PTR, U_VOLUME_SHIFT,
} from "./abi";
import { i16At, i32At, uintAt } from "./column";
import { und } from "./run";

let current: i32 = -1;
let strikes: usize = 0;
let strikeShift: i32 = 0;
export let strikeUnit: i32 = 0;
let bids: usize = 0;
let bidShift: i32 = 0;
let asks: usize = 0;
let askShift: i32 = 0;
export let tick: f64 = 0;
let deltas: usize = 0;
let interests: usize = 0;
let interestShift: i32 = 0;
let volumes: usize = 0;
let volumeShift: i32 = 0;
let chainOfSession: usize = 0;
let spots: usize = 0;
let firstBlocks: usize = 0;
let lastBlocks: usize = 0;
let expiries: usize = 0;
let calls: usize = 0;
let puts: usize = 0;
let ends: usize = 0;

/** Forgets the focus: a new run may bring other records. */
export function blur(): void {
  current = -1;
}

/** Makes `underlying` the one that the functions below speak of. */
export function focus(underlying: i32): void {
  if (underlying == current) return;
  current = underlying;
  strikes = und(underlying, U_STRIKE_PTR);
  strikeShift = und(underlying, U_STRIKE_SHIFT);
  strikeUnit = und(underlying, U_STRIKE_UNIT);
  bids = und(underlying, U_BID_PTR);
  bidShift = und(underlying, U_BID_SHIFT);
  asks = und(underlying, U_ASK_PTR);
  askShift = und(underlying, U_ASK_SHIFT);
  tick = und(underlying, U_TICK);
  deltas = und(underlying, U_DELTA_PTR);
  interests = und(underlying, U_OI_PTR);
  interestShift = und(underlying, U_OI_SHIFT);
  volumes = und(underlying, U_VOLUME_PTR);
  volumeShift = und(underlying, U_VOLUME_SHIFT);
  chainOfSession = und(underlying, U_CHAIN_INDEX_PTR);
  spots = und(underlying, U_SPOT_PTR);
  firstBlocks = und(underlying, U_BLOCKS_BEGIN_PTR);
  lastBlocks = und(underlying, U_BLOCKS_END_PTR);
  expiries = und(underlying, U_EXPIRY_PTR);
  calls = und(underlying, U_CALLS_PTR);
  puts = und(underlying, U_PUTS_PTR);
  ends = und(underlying, U_END_PTR);
}

/** Chain day of a session, −1 = none. */
export function chainOf(session: i32): i32 {
  return i32At(chainOfSession, session);
}

/** Snapshot spot, units. */
export function spotOf(chain: i32): f64 {
  return i32At(spots, chain);
}

export function blocksBegin(chain: i32): i32 {
  return i32At(firstBlocks, chain);
}

export function blocksEnd(chain: i32): i32 {
  return i32At(lastBlocks, chain);
}

export function expiryOf(block: i32): i32 {
  return i32At(expiries, block);
}

export function callsBegin(block: i32): i32 {
  return i32At(calls, block);
}

export function putsBegin(block: i32): i32 {
  return i32At(puts, block);
}

export function blockEnd(block: i32): i32 {
  return i32At(ends, block);
}

/** Units per share. */
export function bidOf(row: i32): f64 {
  return <f64>uintAt(bids, bidShift, row) * tick;
}

/** Units per share. */
export function askOf(row: i32): f64 {
  return <f64>uintAt(asks, askShift, row) * tick;
}

/** Strike in thousandths. */
export function strikeOf(row: i32): i32 {
  return uintAt(strikes, strikeShift, row) * strikeUnit;
}

export function deltaOf(row: i32): i32 {
  return i16At(deltas, row);
}

export function interestOf(row: i32): f64 {
  return uintAt(interests, interestShift, row);
}

export function volumeOf(row: i32): f64 {
  return uintAt(volumes, volumeShift, row);
}

/** Rows of the group last found by `nextGroup`: bit k = its row k is in the band. */
export let hits: i32 = 0;

/** First row of the next group of up to eight rows, from `first` on, with some low ≤ |Δ| ≤ high (× 1e4; low ≥ 0), or `end`. Most of a chain lies outside any band. */
export function nextGroup(first: i32, end: i32, low: i32, high: i32): i32 {
  if (high < low) return end;
  const least = i16x8.splat(<i16>low);
  const range = i16x8.splat(<i16>(high - low));
  for (; first + 8 <= end; first += 8) {
    const size = i16x8.abs(v128.load(deltas + (<usize>first << 1))); // |DELTA_MISSING| is 32768 unsigned: never in a band
    const inside = i16x8.le_u(i16x8.sub(size, least), range);
    if (!v128.any_true(inside)) continue;
    hits = i16x8.bitmask(inside);
    return first;
  }
  hits = 0;
  for (let row = first; row < end; row++) {
    const delta = deltaOf(row);
    const size = delta < 0 ? -delta : delta;
    if (delta != DELTA_MISSING && size >= low && size <= high) hits |= 1 << (row - first);
  }
  return hits != 0 ? first : end;
}

/** First row ≥ `row` in the band, or `end`. */
export function nextInBand(row: i32, end: i32, low: i32, high: i32): i32 {
  const group = nextGroup(row, end, low, high);
  return group < end ? group + ctz(hits) : end;
}

/**
 * Bit k set: row `first` + k and the row `reach` further are `step` strike steps apart and pay fewer than `least` (> 0) quote steps,
 * bid − ask. Clear says nothing: wider columns are not looked at. Both groups of eight rows must exist.
 */
export function poorAt(first: i32, reach: i32, step: i32, least: i32): i32 {
  if (strikeShift + bidShift + askShift != 3) return 0;
  const row = <usize>first << 1;
  const far = <usize>(first + reach) << 1;
  const apart = i16x8.sub(v128.load(strikes + far), v128.load(strikes + row));
  const credit = i16x8.sub_sat_u(v128.load(bids + row), v128.load(asks + far));
  return i16x8.bitmask(v128.and(i16x8.eq(apart, i16x8.splat(<i16>step)), i16x8.lt_u(credit, i16x8.splat(<i16>least))));
}
