// Choosing a spread on one day's chain: the gates in order, and the best-scoring candidate. docs/engine.md §4.
import {
  CALL_CREDIT_SPREAD, CREDIT_OVER_WIDTH, CREDIT_TOO_SMALL, DELTA_MISSING, IRON_CONDOR, LIQUIDITY, LONG_LEG_MISSING, NO_EXPIRY, NO_STRIKE, OPENED, QUOTE_BLOWN, QUOTE_CROSSED, QUOTE_LOCKED,
  QUOTE_WIDE, QUOTE_ZERO, RANK_CREDIT, RANK_EXPECTED_VALUE, RANK_TARGET_DELTA, S_MAX_DELTA, S_MAX_DTE, S_MIN_CREDIT, S_MIN_DELTA, S_MIN_DTE, S_MIN_OI, S_MIN_VOLUME, S_RANKING, S_STRUCTURE,
  S_TARGET_DELTA, S_WEIGHTS, S_WIDTH, S_WIDTHS, S_WIDTH_MODE, SHORT_PUT, A_SHORT_PUT_STRESS, U_CALLS_PTR, U_DELTA_PTR, U_END_PTR, U_EXPIRY_PTR, U_OI_PTR, U_OI_SHIFT, U_PUTS_PTR,
  U_VOLUME_PTR, U_VOLUME_SHIFT, WIDTH_DOLLARS, WIDTH_PERCENT_OF_SPOT,
} from "./abi";
import { blocksBegin, blocksEnd, deltaOf, findStrike, spotOf, strikeOf } from "./chain";
import { f64At, i16At, i32At, uintAt } from "./column";
import { legsOf } from "./exits";
import { BLOWN, CROSSED, LOCKED, WIDE, askOf, bidOf, buyFill, buyable, fillFraction, quoteState, sellFill, sellable } from "./quotes";
import { acct, dayAt, und } from "./run";

/** One side of a structure: a short row and, but for a short put, a long row. Prices in units per share. Lives in static memory. */
// @ts-ignore: decorator
@unmanaged
class Vertical {
  short: i32;
  long: i32;
  /** |Δ| × 1e4. */
  delta: i32;
  natural: f64;
  credit: f64;
  width: f64;
  score: f64;

  clear(): void {
    this.short = -1;
    this.long = -1;
    this.score = -Infinity;
  }

  take(other: Vertical): void {
    this.short = other.short;
    this.long = other.long;
    this.delta = other.delta;
    this.natural = other.natural;
    this.credit = other.credit;
    this.width = other.width;
    this.score = other.score;
  }
}

// The two sides of the best candidate of the last `screen`; a side with short = −1 is absent.
export const bestPut = changetype<Vertical>(memory.data(offsetof<Vertical>(), 8));
export const bestCall = changetype<Vertical>(memory.data(offsetof<Vertical>(), 8));
export let bestBlock: i32 = -1;
export let bestScore: f64 = -Infinity;
export let bestNatural: f64 = 0;
export let bestCredit: f64 = 0;
export let bestWidth: f64 = 0;

const candidate = changetype<Vertical>(memory.data(offsetof<Vertical>(), 8));
const blockPut = changetype<Vertical>(memory.data(offsetof<Vertical>(), 8));
const blockCall = changetype<Vertical>(memory.data(offsetof<Vertical>(), 8));

// The chance being screened.
let u: i32 = 0;
let sleeve: usize = 0;
let regime: i32 = 0;
let spot: f64 = 0;
let dte: i32 = 0;
let fraction: f64 = 0;

/** OPENED with the best candidate in the globals above, or the code of the furthest gate any candidate reached. */
export function screen(underlying: i32, sleeveRecord: usize, session: i32, chain: i32, label: i32): i32 {
  u = underlying;
  sleeve = sleeveRecord;
  regime = label;
  spot = spotOf(u, chain);
  const structure = <i32>f64At(sleeve, S_STRUCTURE);
  fraction = fillFraction(legsOf(structure));
  bestScore = -Infinity;
  bestBlock = -1;
  const minDte = <i32>f64At(sleeve, S_MIN_DTE);
  const maxDte = <i32>f64At(sleeve, S_MAX_DTE);
  const day = dayAt(session);
  const end = blocksEnd(u, chain);
  let furthest = NO_EXPIRY;
  for (let block = blocksBegin(u, chain); block < end; block++) {
    dte = i32At(und(u, U_EXPIRY_PTR), block) - day;
    if (dte < minDte || dte > maxDte || dte < 0) continue;
    const code = structure == IRON_CONDOR ? screenCondor(block) : screenVertical(block, structure);
    if (code > furthest) furthest = code;
  }
  return bestBlock >= 0 ? OPENED : furthest;
}

function screenVertical(block: i32, structure: i32): i32 {
  const isCall = structure == CALL_CREDIT_SPREAD;
  const side = isCall ? blockCall : blockPut;
  const code = searchSide(block, isCall, false, side);
  if (code == OPENED && side.score > bestScore) {
    bestScore = side.score;
    bestBlock = block;
    bestNatural = side.natural;
    bestCredit = side.credit;
    bestWidth = side.width;
    (isCall ? bestCall : bestPut).take(side);
    (isCall ? bestPut : bestCall).clear();
  }
  return code;
}

function screenCondor(block: i32): i32 {
  const putCode = searchSide(block, false, true, blockPut);
  const callCode = searchSide(block, true, true, blockCall);
  if (putCode != OPENED || callCode != OPENED) return putCode == OPENED ? callCode : callCode == OPENED ? putCode : min(putCode, callCode);
  const natural = blockPut.natural + blockCall.natural;
  const credit = blockPut.credit + blockCall.credit;
  const width = Math.max(blockPut.width, blockCall.width);
  if (natural * 10_000 < f64At(sleeve, S_MIN_CREDIT) * width || natural <= 0) return CREDIT_TOO_SMALL;
  if (natural >= width || credit >= width) return CREDIT_OVER_WIDTH;
  const score = condorScore(natural, width);
  if (score > bestScore) {
    bestScore = score;
    bestBlock = block;
    bestNatural = natural;
    bestCredit = credit;
    bestWidth = width;
    bestPut.take(blockPut);
    bestCall.take(blockCall);
  }
  return OPENED;
}

/** Best vertical (or single short put) of one side of a block. `asPart`: a condor's side, whose credit gates are the condor's. */
function searchSide(block: i32, isCall: bool, asPart: bool, best: Vertical): i32 {
  const begin = i32At(und(u, isCall ? U_CALLS_PTR : U_PUTS_PTR), block);
  const end = i32At(und(u, isCall ? U_PUTS_PTR : U_END_PTR), block);
  const deltas = und(u, U_DELTA_PTR);
  const minDelta = <i32>f64At(sleeve, S_MIN_DELTA);
  const maxDelta = <i32>f64At(sleeve, S_MAX_DELTA);
  const single = <i32>f64At(sleeve, S_STRUCTURE) == SHORT_PUT;
  const widths = single ? 1 : <i32>f64At(sleeve, S_WIDTHS);
  best.clear();
  let furthest = NO_STRIKE;
  for (let row = begin; row < end; row++) {
    const delta = i16At(deltas, row);
    if (delta == DELTA_MISSING) continue;
    const size = delta < 0 ? -delta : delta;
    if (size < minDelta || size > maxDelta) continue;
    for (let w = 0; w < widths; w++) {
      const long = single ? -1 : longRow(begin, end, row, isCall, f64At(sleeve, S_WIDTH + w));
      const code = !single && long < 0 ? LONG_LEG_MISSING : judge(row, long, size, asPart);
      if (code == OPENED) {
        if (candidate.score > best.score) best.take(candidate);
      } else if (code > furthest) furthest = code;
    }
  }
  return best.short >= 0 ? OPENED : furthest;
}

/** Row of the long leg for a width setting, −1 = none. */
function longRow(begin: i32, end: i32, short: i32, isCall: bool, width: f64): i32 {
  const strike = strikeOf(u, short);
  const mode = <i32>f64At(sleeve, S_WIDTH_MODE);
  const low = isCall ? short + 1 : begin;
  const high = isCall ? end : short;
  if (mode == WIDTH_DOLLARS) return findStrike(u, low, high, isCall ? strike + <i32>width : strike - <i32>width);
  const offset = (spot * width) / 10_000;
  const target = isCall ? <f64>strike * 10 + offset : <f64>strike * 10 - offset;
  let nearest = -1;
  let distance: f64 = Infinity;
  for (let row = low; row < high; row++) {
    let d: f64;
    if (mode == WIDTH_PERCENT_OF_SPOT) d = Math.abs(<f64>strikeOf(u, row) * 10 - target);
    else {
      const delta = deltaOf(u, row);
      if (delta == DELTA_MISSING) continue;
      d = Math.abs(Math.abs(<f64>delta) - width);
    }
    if (d < distance) {
      distance = d;
      nearest = row;
    }
  }
  return nearest;
}

/** Puts a short row and its long row (−1 for a short put) through the gates; OPENED leaves it in `candidate`. */
function judge(short: i32, long: i32, delta: i32, asPart: bool): i32 {
  const shortBid = bidOf(u, short);
  const shortAsk = askOf(u, short);
  const shortState = quoteState(shortBid, shortAsk);
  if (!sellable(shortState)) return refusal(shortState);
  let natural = shortBid;
  let credit = sellFill(shortBid, shortAsk, fraction);
  let width: f64;
  if (long >= 0) {
    const longBid = bidOf(u, long);
    const longAsk = askOf(u, long);
    const longState = quoteState(longBid, longAsk);
    if (!buyable(longState)) return refusal(longState);
    natural -= longAsk;
    credit -= buyFill(longBid, longAsk, fraction);
    width = Math.abs(<f64>(strikeOf(u, short) - strikeOf(u, long)) * 10);
  } else width = Math.floor((<f64>strikeOf(u, short) * 10 * acct(A_SHORT_PUT_STRESS)) / 10_000 + 0.5);
  if (!liquid(short) || (long >= 0 && !liquid(long))) return LIQUIDITY;
  if (credit <= 0) return CREDIT_TOO_SMALL;
  if (!asPart && (natural * 10_000 < f64At(sleeve, S_MIN_CREDIT) * width || natural <= 0)) return CREDIT_TOO_SMALL;
  if (natural >= width || credit >= width) return CREDIT_OVER_WIDTH;
  candidate.short = short;
  candidate.long = long;
  candidate.delta = delta;
  candidate.natural = natural;
  candidate.credit = credit;
  candidate.width = width;
  candidate.score = verticalScore(natural, width, delta, shortBid, shortAsk);
  return OPENED;
}

function refusal(state: i32): i32 {
  if (state == CROSSED) return QUOTE_CROSSED;
  if (state == LOCKED) return QUOTE_LOCKED;
  if (state == BLOWN) return QUOTE_BLOWN;
  if (state == WIDE) return QUOTE_WIDE;
  return QUOTE_ZERO;
}

function liquid(row: i32): bool {
  return (
    <f64>uintAt(und(u, U_OI_PTR), und(u, U_OI_SHIFT), row) >= f64At(sleeve, S_MIN_OI) &&
    <f64>uintAt(und(u, U_VOLUME_PTR), und(u, U_VOLUME_SHIFT), row) >= f64At(sleeve, S_MIN_VOLUME)
  );
}

function verticalScore(natural: f64, width: f64, delta: i32, bid: f64, ask: f64): f64 {
  const ranking = <i32>f64At(sleeve, S_RANKING);
  const d = <f64>delta / 10_000;
  if (ranking == RANK_EXPECTED_VALUE) return expectedValue(natural, width, d);
  if (ranking == RANK_TARGET_DELTA) return -(Math.abs(<f64>delta - f64At(sleeve, S_TARGET_DELTA)) / 10_000);
  if (ranking == RANK_CREDIT) return natural / width;
  const weights = S_WEIGHTS + 4 * (regime > 3 ? 0 : regime);
  const middle = (f64At(sleeve, S_MIN_DTE) + f64At(sleeve, S_MAX_DTE)) / 2;
  const half = (f64At(sleeve, S_MAX_DTE) - f64At(sleeve, S_MIN_DTE)) / 2;
  return (
    f64At(sleeve, weights) * (natural / width) +
    f64At(sleeve, weights + 1) * (1 - d) +
    f64At(sleeve, weights + 2) * (1 - Math.abs(<f64>dte - middle) / (half + 1)) +
    f64At(sleeve, weights + 3) * (1 - Math.min(1, (ask - bid) / ((ask + bid) / 2)))
  );
}

function condorScore(natural: f64, width: f64): f64 {
  const ranking = <i32>f64At(sleeve, S_RANKING);
  if (ranking == RANK_EXPECTED_VALUE) return expectedValue(natural, width, <f64>blockPut.delta / 10_000 + <f64>blockCall.delta / 10_000);
  if (ranking == RANK_TARGET_DELTA) return blockPut.score + blockCall.score;
  if (ranking == RANK_CREDIT) return natural / width;
  return (blockPut.score + blockCall.score) / 2;
}

/** EV% of seed 000: credit% · (1 − Δ) − (100 − credit%) · Δ. */
function expectedValue(natural: f64, width: f64, delta: f64): f64 {
  const credit = (100 * natural) / width;
  return credit * (1 - delta) - (100 - credit) * delta;
}
