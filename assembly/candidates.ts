// Everything one day's chain offers under one way to price and score: facts once, for any number of screens. docs/sweeps.md.
import { CALL_CREDIT_SPREAD, IRON_CONDOR, K_BLOCKS_PTR, K_CANDIDATES, K_CANDIDATES_PTR, LONG_LEG_MISSING, OPENED, S_WIDTHS, S_STRUCTURE, SHORT_PUT } from "./abi";
import { f64At, i32At, setF64, setI16, setI32 } from "./column";
import { legsOf } from "./exits";
import { buyFill, buyable, fillFraction, quoteState, sellFill, sellable } from "./quotes";
import { beginBlock, beginScreen, creditCode, longRow, overWidth, refusal, stressedStrike, verticalScore } from "./screen";
import { askOf, bidOf, blockEnd, blocksBegin, blocksEnd, callsBegin, deltaOf, interestOf, nextInBand, putsBegin, spotOf, strikeOf, volumeOf } from "./underlying";

/** A short row with one of its long rows (−1 for a short put). Prices in units per share. Lives in the compile scratch. */
// @ts-ignore: decorator
@unmanaged
export class Candidate {
  natural: f64;
  credit: f64;
  width: f64;
  score: f64;
  /** Smaller of the two legs'. */
  interest: f64;
  volume: f64;
  short: i32;
  long: i32;
  /** OPENED, or why its quotes refuse it whatever the floors. */
  code: i32;
  /** |Δ| × 1e4. */
  delta: i32;
  /** Address of the PICK made of it today, 0 = none. */
  pick: u32;
  /** Its expiry's place among the day's. */
  block: i32;
}

/** An expiry of the day: its candidates are [puts, calls) and [calls, end). */
// @ts-ignore: decorator
@unmanaged
export class Block {
  block: i32;
  dte: i32;
  puts: i32;
  calls: i32;
  end: i32;
  unused0: i32;
  unused1: i32;
  unused2: i32;
}

let candidates: usize = 0;
let blocks: usize = 0;
let deltas: usize = 0;
// By rank: score, candidate, |Δ| and DTE columns.
let scores: usize = 0;
let order: usize = 0;
let rankedDeltas: usize = 0;
let rankedDtes: usize = 0;
export let rankedCount: i32 = 0;
let capacity: i32 = 0;
export let candidateCount: i32 = 0;
export let blockCount: i32 = 0;
/** Some candidate's credit is not below its width: the furthest code there is. */
export let anyOverWidth: bool = false;

/** Bands that hold every screen's. */
let lowDelta: i32 = 0;
let highDelta: i32 = 0;
let lowDte: i32 = 0;
let highDte: i32 = 0;
/** No screen asks for less credit, × 1e4 of the width. */
let leastCredit: f64 = 0;

export function candidatesIn(record: usize): void {
  candidates = <usize>i32At(record, K_CANDIDATES_PTR);
  capacity = i32At(record, K_CANDIDATES);
  scores = candidates + <usize>capacity * offsetof<Candidate>();
  order = scores + (<usize>capacity << 3);
  deltas = order + (<usize>capacity << 2);
  rankedDeltas = deltas + (<usize>capacity << 1);
  rankedDtes = rankedDeltas + (<usize>capacity << 1);
  blocks = <usize>i32At(record, K_BLOCKS_PTR);
}

export function setBands(minDelta: i32, maxDelta: i32, minDte: i32, maxDte: i32, minCredit: f64): void {
  leastCredit = minCredit;
  lowDelta = minDelta;
  highDelta = maxDelta;
  lowDte = minDte;
  highDte = maxDte;
}

// @ts-ignore: decorator
@inline
export function candidateAt(index: i32): Candidate {
  return changetype<Candidate>(candidates + <usize>index * offsetof<Candidate>());
}

// @ts-ignore: decorator
@inline
export function blockAt(index: i32): Block {
  return changetype<Block>(blocks + <usize>index * offsetof<Block>());
}

/** Lists the candidates of the chain of the underlying in focus, in the order in which a screen meets them. False when they do not fit. */
export function gather(sleeve: usize, day: i32, chain: i32, label: i32): bool {
  beginScreen(sleeve, label, spotOf(chain));
  candidateCount = 0;
  blockCount = 0;
  anyOverWidth = false;
  const structure = <i32>f64At(sleeve, S_STRUCTURE);
  const fraction = fillFraction(legsOf(structure));
  const widths = structure == SHORT_PUT ? 1 : <i32>f64At(sleeve, S_WIDTHS);
  const end = blocksEnd(chain);
  for (let block = blocksBegin(chain); block < end; block++) {
    const dte = beginBlock(block, day);
    if (dte < lowDte || dte > highDte || dte < 0) continue;
    const entry = blockAt(blockCount++);
    entry.block = block;
    entry.dte = dte;
    entry.puts = candidateCount;
    if (structure != CALL_CREDIT_SPREAD && !gatherSide(putsBegin(block), blockEnd(block), false, structure, widths, fraction)) return false;
    entry.calls = candidateCount;
    if ((structure == CALL_CREDIT_SPREAD || structure == IRON_CONDOR) && !gatherSide(callsBegin(block), putsBegin(block), true, structure, widths, fraction)) return false;
    entry.end = candidateCount;
  }
  return true;
}

function gatherSide(begin: i32, end: i32, isCall: bool, structure: i32, widths: i32, fraction: f64): bool {
  for (let row = nextInBand(begin, end, lowDelta, highDelta); row < end; row = nextInBand(row + 1, end, lowDelta, highDelta)) {
    for (let w = 0; w < widths; w++) {
      if (candidateCount >= capacity) return false;
      const candidate = candidateAt(candidateCount);
      const delta = abs(deltaOf(row));
      store<i16>(deltas + (<usize>candidateCount << 1), <i16>delta);
      candidateCount++;
      candidate.delta = delta;
      candidate.short = row;
      candidate.pick = 0;
      candidate.block = blockCount - 1;
      candidate.long = structure == SHORT_PUT ? -1 : longRow(begin, end, row, isCall, w);
      if (structure != SHORT_PUT && candidate.long < 0) {
        candidate.code = LONG_LEG_MISSING;
        candidate.score = Infinity; // reported like any other that no floor has beaten
      } else appraise(candidate, fraction);
    }
  }
  return true;
}

/** Prices, score and quote verdict of a candidate whose rows are known. */
function appraise(candidate: Candidate, fraction: f64): void {
  const short = candidate.short;
  const long = candidate.long;
  const bid = bidOf(short);
  const ask = askOf(short);
  const state = quoteState(bid, ask);
  candidate.code = sellable(state) ? OPENED : refusal(state);
  candidate.credit = sellFill(bid, ask, fraction);
  candidate.interest = interestOf(short);
  candidate.volume = volumeOf(short);
  let longAsk: f64 = 0;
  if (long >= 0) {
    const longBid = bidOf(long);
    longAsk = askOf(long);
    const longState = quoteState(longBid, longAsk);
    if (candidate.code == OPENED && !buyable(longState)) candidate.code = refusal(longState);
    candidate.credit -= buyFill(longBid, longAsk, fraction);
    candidate.interest = Math.min(candidate.interest, interestOf(long));
    candidate.volume = Math.min(candidate.volume, volumeOf(long));
    candidate.width = Math.abs(<f64>(strikeOf(short) - strikeOf(long)) * 10);
  } else candidate.width = stressedStrike(short);
  candidate.natural = bid - longAsk;
  if (candidate.code == OPENED && overWidth(candidate.natural, candidate.credit, candidate.width)) anyOverWidth = true;
  candidate.score = verticalScore(candidate.natural, candidate.width, candidate.delta, bid, ask);
}

/** First candidate ≥ `index` with low ≤ |Δ| ≤ high, or `end`. The column is readable 16 bytes past its end. */
export function nextCandidate(index: i32, end: i32, low: i32, high: i32): i32 {
  const least = i16x8.splat(<i16>low);
  const most = i16x8.splat(<i16>high);
  while (index < end) {
    const delta = v128.load(deltas + (<usize>index << 1));
    const hits = i16x8.bitmask(v128.and(i16x8.ge_s(delta, least), i16x8.le_s(delta, most)));
    if (hits != 0) return min(end, index + ctz(hits));
    index += 8;
  }
  return end;
}

/** Ranks those that some screen might take by falling score, ties in their order. False when a score is not a number. */
export function rank(): bool {
  rankedCount = 0;
  for (let i = 0; i < candidateCount; i++) {
    const candidate = candidateAt(i);
    if (candidate.code != OPENED || candidate.credit <= 0 || creditCode(candidate.natural, candidate.credit, candidate.width, leastCredit) != OPENED) continue;
    if (isNaN(candidate.score)) return false;
    setF64(scores, rankedCount, candidate.score);
    setI32(order, rankedCount, i);
    rankedCount++;
  }
  sortByScore();
  for (let k = 0; k < rankedCount; k++) {
    const candidate = candidateAt(i32At(order, k));
    setI16(rankedDeltas, k, candidate.delta);
    setI16(rankedDtes, k, blockAt(candidate.block).dte);
  }
  return true;
}

/** Shell sort of (score falling, index rising). */
function sortByScore(): void {
  let gap = 1;
  while (gap < rankedCount / 3) gap = gap * 3 + 1;
  for (; gap > 0; gap = (gap - 1) / 3) {
    for (let i = gap; i < rankedCount; i++) {
      const score = f64At(scores, i);
      const index = i32At(order, i);
      let k = i;
      while (k >= gap && (f64At(scores, k - gap) < score || (f64At(scores, k - gap) == score && i32At(order, k - gap) > index))) {
        setF64(scores, k, f64At(scores, k - gap));
        setI32(order, k, i32At(order, k - gap));
        k -= gap;
      }
      setF64(scores, k, score);
      setI32(order, k, index);
    }
  }
}

/** First rank ≥ `from` within both bands, or `rankedCount`. The columns are readable 16 bytes past their end. */
export function nextRanked(from: i32, minDelta: i32, maxDelta: i32, minDte: i32, maxDte: i32): i32 {
  const leastDelta = i16x8.splat(<i16>minDelta);
  const mostDelta = i16x8.splat(<i16>maxDelta);
  const leastDte = i16x8.splat(<i16>minDte);
  const mostDte = i16x8.splat(<i16>min(maxDte, 32_767));
  for (let k = from; k < rankedCount; k += 8) {
    const delta = v128.load(rankedDeltas + (<usize>k << 1));
    const dte = v128.load(rankedDtes + (<usize>k << 1));
    const inDelta = v128.and(i16x8.ge_s(delta, leastDelta), i16x8.le_s(delta, mostDelta));
    const inDte = v128.and(i16x8.ge_s(dte, leastDte), i16x8.le_s(dte, mostDte));
    const hits = i16x8.bitmask(v128.and(inDelta, inDte));
    if (hits != 0) return min(rankedCount, k + ctz(hits));
  }
  return rankedCount;
}

export function candidateOfRank(rank: i32): i32 {
  return i32At(order, rank);
}
