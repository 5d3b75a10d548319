// Choosing a spread on one day's chain: the gates in order, and the best-scoring candidate. docs/engine.md §4.
import {
  A_SHORT_PUT_STRESS, CALL_CREDIT_SPREAD, CREDIT_OVER_WIDTH, CREDIT_TOO_SMALL, DELTA_MISSING, IRON_CONDOR, LIQUIDITY, LONG_LEG_MISSING, NO_EXPIRY, NO_STRIKE, OPENED, QUOTE_BLOWN, QUOTE_CROSSED, QUOTE_LOCKED,
  QUOTE_WIDE, QUOTE_ZERO, RANK_CREDIT, RANK_EXPECTED_VALUE, RANK_TARGET_DELTA, S_MAX_DELTA, S_MAX_DTE, S_MIN_CREDIT, S_MIN_DELTA, S_MIN_DTE, S_MIN_OI, S_MIN_VOLUME, S_RANKING, S_STRUCTURE,
  S_TARGET_DELTA, S_WEIGHTS, S_WIDTH, S_WIDTHS, S_WIDTH_MODE, SCREEN_SCRATCH, SHORT_PUT, WIDTH_DOLLARS, WIDTH_PERCENT_OF_SPOT,
} from "./abi";
import { f64At, i32At, setI32 } from "./column";
import { legsOf } from "./exits";
import { BLOWN, CROSSED, LOCKED, WIDE, buyFill, buyable, fillFraction, quoteState, sellFill, sellable } from "./quotes";
import { acct, dayAt } from "./run";
import { askOf, bidOf, blockEnd, blocksBegin, blocksEnd, callsBegin, deltaOf, expiryOf, hits, interestOf, nextGroup, poorAt, putsBegin, spotOf, strikeOf, strikeUnit, tick, volumeOf } from "./underlying";

/** One side of a structure: a short row and, but for a short put, a long row. Prices in units per share. Lives in the run's scratch. */
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
export let bestPut = changetype<Vertical>(0);
export let bestCall = changetype<Vertical>(0);
export let bestBlock: i32 = -1;
export let bestScore: f64 = -Infinity;
export let bestNatural: f64 = 0;
export let bestCredit: f64 = 0;
export let bestWidth: f64 = 0;

// The best sides of the block being searched.
let blockPut = changetype<Vertical>(0);
let blockCall = changetype<Vertical>(0);
/** i32 rows from the short to the long leg when last found, by width setting: on an even grid the next one is as far. */
let distances: usize = 0;
/** i32 by width setting: the width in strike steps and the least credit in quote steps, see `setLeast`. */
let steps: usize = 0;
let leasts: usize = 0;

/*
 * SCREEN_SCRATCH bytes, 8-byte aligned: [bestPut][bestCall][blockPut][blockCall] verticals, 4 × i32 each of [distances][steps][leasts].
 * Not static data: workers that share one memory share every static address too.
 */
/** Where the next screens keep their candidates. Call it before the first `screen` of a run. */
export function screenIn(scratch: usize): void {
  const vertical = offsetof<Vertical>();
  bestPut = changetype<Vertical>(scratch);
  bestCall = changetype<Vertical>(scratch + vertical);
  blockPut = changetype<Vertical>(scratch + 2 * vertical);
  blockCall = changetype<Vertical>(scratch + 3 * vertical);
  distances = scratch + 4 * vertical;
  steps = distances + 16;
  leasts = steps + 16;
  memory.fill(scratch, 0, SCREEN_SCRATCH);
}

// The chance being screened: what the inner loops need of its sleeve, converted once.
let sleeve: usize = 0;
let regime: i32 = 0;
let structure: i32 = 0;
let ranking: i32 = 0;
let widthMode: i32 = 0;
let widths: i32 = 0;
let minDelta: i32 = 0;
let maxDelta: i32 = 0;
let minCredit: f64 = 0;
let minInterest: f64 = 0;
let minVolume: f64 = 0;
let spot: f64 = 0;
let dte: i32 = 0;
let fraction: f64 = 0;
/** Code of the furthest gate any candidate reached; CREDIT_OVER_WIDTH, the last, once there is a winner: nobody asks for a loser's code then. */
let furthest: i32 = 0;

/** Makes a sleeve record on a day with this label and spot the one that the functions below speak of. */
export function beginScreen(record: usize, label: i32, spotPrice: f64): void {
  sleeve = record;
  regime = label;
  spot = spotPrice;
  structure = <i32>f64At(sleeve, S_STRUCTURE);
  ranking = <i32>f64At(sleeve, S_RANKING);
  widthMode = <i32>f64At(sleeve, S_WIDTH_MODE);
  widths = structure == SHORT_PUT ? 1 : <i32>f64At(sleeve, S_WIDTHS);
  minDelta = <i32>f64At(sleeve, S_MIN_DELTA);
  maxDelta = <i32>f64At(sleeve, S_MAX_DELTA);
  minCredit = f64At(sleeve, S_MIN_CREDIT);
  minInterest = f64At(sleeve, S_MIN_OI);
  minVolume = f64At(sleeve, S_MIN_VOLUME);
  fraction = fillFraction(legsOf(structure));
  bestScore = -Infinity;
  bestBlock = -1;
}

/** Width and least natural credit of the w-th width in the steps of the columns; least 0 = not whole, or not fixed. */
function setLeast(w: i32): void {
  const width = <i32>f64At(sleeve, S_WIDTH + w);
  const fixed = structure != SHORT_PUT && widthMode == WIDTH_DOLLARS && width % strikeUnit == 0;
  const credit = minCredit * <f64>(width * 10);
  let least = Math.ceil(credit / (tick * 10_000));
  if (least * tick * 10_000 < credit) least++;
  setI32(steps, w, fixed ? width / strikeUnit : 0);
  setI32(leasts, w, fixed && least < 65_536 ? max(1, <i32>least) : 0);
}

/** Screens the chain of the underlying in focus: OPENED with the best candidate in the globals above, or the code of the furthest gate any candidate reached. */
export function screen(sleeveRecord: usize, session: i32, chain: i32, label: i32): i32 {
  beginScreen(sleeveRecord, label, spotOf(chain));
  for (let w = 0; w < widths; w++) setLeast(w);
  const minDte = <i32>f64At(sleeve, S_MIN_DTE);
  const maxDte = <i32>f64At(sleeve, S_MAX_DTE);
  const day = dayAt(session);
  const end = blocksEnd(chain);
  furthest = NO_EXPIRY;
  for (let block = blocksBegin(chain); block < end; block++) {
    beginBlock(block, day);
    if (dte < minDte || dte > maxDte || dte < 0) continue;
    const code = structure == IRON_CONDOR ? screenCondor(block) : screenVertical(block);
    if (code > furthest) furthest = code;
  }
  return bestBlock >= 0 ? OPENED : furthest;
}

/** Sets, and returns, the days to expiry of the block whose rows follow. */
export function beginBlock(block: i32, day: i32): i32 {
  dte = expiryOf(block) - day;
  return dte;
}

function screenVertical(block: i32): i32 {
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
  return code == OPENED ? CREDIT_OVER_WIDTH : code;
}

function screenCondor(block: i32): i32 {
  const putCode = searchSide(block, false, true, blockPut);
  const callCode = searchSide(block, true, true, blockCall);
  if (putCode != OPENED || callCode != OPENED) return putCode == OPENED ? callCode : callCode == OPENED ? putCode : min(putCode, callCode);
  const natural = blockPut.natural + blockCall.natural;
  const credit = blockPut.credit + blockCall.credit;
  const width = Math.max(blockPut.width, blockCall.width);
  const refused = creditCode(natural, credit, width, minCredit);
  if (refused != OPENED) return refused;
  const score = condorScore(natural, width, blockPut.delta, blockCall.delta, blockPut.score + blockCall.score);
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
  const begin = isCall ? callsBegin(block) : putsBegin(block);
  const end = isCall ? putsBegin(block) : blockEnd(block);
  best.clear();
  let code = asPart ? NO_STRIKE : max(furthest, NO_STRIKE);
  for (let first = nextGroup(begin, end, minDelta, maxDelta); first < end; first = nextGroup(first + 8, end, minDelta, maxDelta)) {
    let rows = hits;
    if (!asPart && code >= CREDIT_TOO_SMALL) rows &= rich(begin, end, first, isCall);
    for (; rows != 0; rows &= rows - 1) {
      const row = first + ctz(rows);
      for (let w = 0; w < widths; w++) {
        const long = structure == SHORT_PUT ? -1 : longRow(begin, end, row, isCall, w);
        const missing = structure != SHORT_PUT && long < 0;
        const found = missing ? LONG_LEG_MISSING : judge(row, long, best, asPart, code);
        code = found == OPENED ? CREDIT_OVER_WIDTH : max(found, code);
      }
    }
  }
  return best.short >= 0 ? OPENED : code;
}

/** Rows of a group of eight that may pay the least credit at some width; most groups of most chains have none. */
function rich(begin: i32, end: i32, first: i32, isCall: bool): i32 {
  let rows = 0;
  for (let w = 0; w < widths; w++) {
    const least = i32At(leasts, w);
    const reach = i32At(distances, w);
    if (least == 0 || first + min(reach, 0) < begin || first + 8 + max(reach, 0) > end) return 0xff;
    rows |= ~poorAt(first, reach, isCall ? i32At(steps, w) : -i32At(steps, w), least);
  }
  return rows;
}

/** Row of the long leg for the w-th width setting, −1 = none. */
// @ts-ignore: decorator
@inline
export function longRow(begin: i32, end: i32, short: i32, isCall: bool, w: i32): i32 {
  return widthMode == WIDTH_DOLLARS ? fixedRow(begin, end, short, isCall, w) : nearestRow(begin, end, short, isCall, w);
}

// @ts-ignore: decorator
@inline
function fixedRow(begin: i32, end: i32, short: i32, isCall: bool, w: i32): i32 {
  const width = <i32>f64At(sleeve, S_WIDTH + w);
  const target = isCall ? strikeOf(short) + width : strikeOf(short) - width;
  const guess = short + i32At(distances, w);
  if ((isCall ? guess > short && guess < end : guess >= begin && guess < short) && strikeOf(guess) == target) return guess;
  const long = isCall ? strikeAbove(short, end, target) : strikeBelow(begin, short, target);
  if (long >= 0) setI32(distances, w, long - short);
  return long;
}

function nearestRow(begin: i32, end: i32, short: i32, isCall: bool, w: i32): i32 {
  const strike = strikeOf(short);
  const width = f64At(sleeve, S_WIDTH + w);
  const low = isCall ? short + 1 : begin;
  const high = isCall ? end : short;
  const offset = (spot * width) / 10_000;
  const target = isCall ? <f64>strike * 10 + offset : <f64>strike * 10 - offset;
  let nearest = -1;
  let distance: f64 = Infinity;
  for (let row = low; row < high; row++) {
    let d: f64;
    if (widthMode == WIDTH_PERCENT_OF_SPOT) d = Math.abs(<f64>strikeOf(row) * 10 - target);
    else {
      const delta = deltaOf(row);
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

/** Row with exactly this strike below `from`, −1 = none; widths are a few strikes, so walking beats searching. */
function strikeBelow(begin: i32, from: i32, strike: i32): i32 {
  let row = from - 1;
  while (row >= begin && strikeOf(row) > strike) row--;
  return row >= begin && strikeOf(row) == strike ? row : -1;
}

function strikeAbove(from: i32, end: i32, strike: i32): i32 {
  let row = from + 1;
  while (row < end && strikeOf(row) < strike) row++;
  return row < end && strikeOf(row) == strike ? row : -1;
}

/** The candidate cannot win, and its code cannot matter; below every reason code. */
const BEATEN: i32 = -1;

/**
 * Puts a short row and its long row (−1 for a short put) through the gates; OPENED leaves it in `best`.
 * One that does not score above the best so far is not looked at further: with a winner in hand no code of a loser is reported.
 * Nor is one with too small a credit, the commonest of all, when `furthest` says that its code cannot matter.
 */
function judge(short: i32, long: i32, best: Vertical, asPart: bool, furthest: i32): i32 {
  const shortBid = bidOf(short);
  const shortAsk = askOf(short);
  let longAsk: f64 = 0;
  let width: f64;
  if (long >= 0) {
    longAsk = askOf(long);
    width = Math.abs(<f64>(strikeOf(short) - strikeOf(long)) * 10);
  } else width = stressedStrike(short);
  const natural = shortBid - longAsk;
  const poor = !asPart && tooSmall(natural, width, minCredit);
  if (poor && furthest >= CREDIT_TOO_SMALL) return BEATEN;
  const delta = abs(deltaOf(short));
  const score = verticalScore(natural, width, delta, shortBid, shortAsk);
  if (score <= (asPart ? best.score : Math.max(best.score, bestScore))) return BEATEN;
  const shortState = quoteState(shortBid, shortAsk);
  if (!sellable(shortState)) return refusal(shortState);
  let credit = sellFill(shortBid, shortAsk, fraction);
  if (long >= 0) {
    const longBid = bidOf(long);
    const longState = quoteState(longBid, longAsk);
    if (!buyable(longState)) return refusal(longState);
    credit -= buyFill(longBid, longAsk, fraction);
  }
  if (!liquid(short) || (long >= 0 && !liquid(long))) return LIQUIDITY;
  if (credit <= 0 || poor) return CREDIT_TOO_SMALL;
  if (overWidth(natural, credit, width)) return CREDIT_OVER_WIDTH;
  best.short = short;
  best.long = long;
  best.delta = delta;
  best.natural = natural;
  best.credit = credit;
  best.width = width;
  best.score = score;
  return OPENED;
}

/** Risk basis of a short put: its stressed strike, units per share. */
export function stressedStrike(short: i32): f64 {
  return Math.floor((<f64>strikeOf(short) * 10 * acct(A_SHORT_PUT_STRESS)) / 10_000 + 0.5);
}

/** OPENED, or why a structure with this credit at executable prices (`natural`), at the fill model's and this risk basis is refused. */
// @ts-ignore: decorator
@inline
export function creditCode(natural: f64, credit: f64, width: f64, leastCredit: f64): i32 {
  if (tooSmall(natural, width, leastCredit)) return CREDIT_TOO_SMALL;
  return overWidth(natural, credit, width) ? CREDIT_OVER_WIDTH : OPENED;
}

// @ts-ignore: decorator
@inline
function tooSmall(natural: f64, width: f64, leastCredit: f64): bool {
  return natural * 10_000 < leastCredit * width || natural <= 0;
}

// @ts-ignore: decorator
@inline
export function overWidth(natural: f64, credit: f64, width: f64): bool {
  return natural >= width || credit >= width;
}

/** Reason code of a quote that cannot be traded. */
export function refusal(state: i32): i32 {
  if (state == CROSSED) return QUOTE_CROSSED;
  if (state == LOCKED) return QUOTE_LOCKED;
  if (state == BLOWN) return QUOTE_BLOWN;
  if (state == WIDE) return QUOTE_WIDE;
  return QUOTE_ZERO;
}

function liquid(row: i32): bool {
  return (minInterest <= 0 || interestOf(row) >= minInterest) && (minVolume <= 0 || volumeOf(row) >= minVolume);
}

/** Score of one side by the sleeve's ranking; `delta` is |Δ| × 1e4. */
export function verticalScore(natural: f64, width: f64, delta: i32, bid: f64, ask: f64): f64 {
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

/** Score of a condor from its sides' |Δ| × 1e4 and the sum of their scores. */
export function condorScore(natural: f64, width: f64, putDelta: i32, callDelta: i32, scores: f64): f64 {
  if (ranking == RANK_EXPECTED_VALUE) return expectedValue(natural, width, <f64>putDelta / 10_000 + <f64>callDelta / 10_000);
  if (ranking == RANK_TARGET_DELTA) return scores;
  if (ranking == RANK_CREDIT) return natural / width;
  return scores / 2;
}

/** EV% of seed 000: credit% · (1 − Δ) − (100 − credit%) · Δ. */
function expectedValue(natural: f64, width: f64, delta: f64): f64 {
  const credit = (100 * natural) / width;
  return credit * (1 - delta) - (100 - credit) * delta;
}
