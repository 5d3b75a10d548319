// One screen over the day's candidates: the same winner, or the same reason code, as `screen` finds on the chain.
import {
  CALL_CREDIT_SPREAD, CREDIT_OVER_WIDTH, CREDIT_TOO_SMALL, IRON_CONDOR, LIQUIDITY, NO_EXPIRY, NO_STRIKE, OPENED, S_MAX_DELTA, S_MAX_DTE, S_MIN_CREDIT, S_MIN_DELTA, S_MIN_DTE, S_MIN_OI, S_MIN_VOLUME,
} from "./abi";
import { Candidate, anyOverWidth, blockAt, blockCount, candidateAt, candidateOfRank, nextCandidate, nextRanked, rankedCount } from "./candidates";
import { f64At } from "./column";
import { condorScore, creditCode, overWidth } from "./screen";

// The winner of the last `choose`: indices of candidates (−1 = no such side), its block, credit, risk basis and score.
export let chosenPut: i32 = -1;
export let chosenCall: i32 = -1;
export let chosenBlock: i32 = -1;
export let chosenCredit: f64 = 0;
export let chosenWidth: f64 = 0;
export let chosenScore: f64 = 0;

/** What a screen asks for, close together: thousands of them are looked at every session. */
// @ts-ignore: decorator
@unmanaged
export class Bands {
  minDelta: i32;
  maxDelta: i32;
  minDte: i32;
  maxDte: i32;
  minCredit: f64;
  minInterest: f64;
  minVolume: f64;
  unused: f64;

  /** Of a sleeve record. */
  read(sleeve: usize): void {
    this.minDelta = <i32>f64At(sleeve, S_MIN_DELTA);
    this.maxDelta = <i32>f64At(sleeve, S_MAX_DELTA);
    this.minDte = <i32>f64At(sleeve, S_MIN_DTE);
    this.maxDte = <i32>f64At(sleeve, S_MAX_DTE);
    this.minCredit = f64At(sleeve, S_MIN_CREDIT);
    this.minInterest = f64At(sleeve, S_MIN_OI);
    this.minVolume = f64At(sleeve, S_MIN_VOLUME);
  }
}

let bands = changetype<Bands>(0);
let structure: i32 = 0;

/** The structure that all following screens are for. */
export function chooseFor(structureCode: i32): void {
  structure = structureCode;
}


/** Best candidate of the last `search`, −1 = none, and the furthest code of those that did not win. */
let sideBest: i32 = -1;
let sideScore: f64 = 0;
let sideCode: i32 = 0;

/** OPENED with the winner in the globals above, or the code of the furthest gate any candidate reached. */
export function choose(screen: Bands): i32 {
  begin(screen);
  let furthest = NO_EXPIRY;
  for (let b = 0; b < blockCount; b++) {
    const block = blockAt(b);
    if (block.dte < bands.minDte || block.dte > bands.maxDte) continue;
    const code = structure == IRON_CONDOR ? chooseCondor(b) : chooseVertical(b, structure == CALL_CREDIT_SPREAD);
    if (code > furthest) furthest = code;
  }
  return chosenBlock >= 0 ? OPENED : furthest;
}

/** As `choose` for verticals and short puts of ranked candidates: the first of the ranking that passes, if any, is the winner. */
export function chooseRanked(screen: Bands): i32 {
  begin(screen);
  for (let rank = next(0); rank < rankedCount; rank = next(rank + 1)) {
    const index = candidateOfRank(rank);
    const candidate = candidateAt(index);
    if (verdict(candidate, false) != OPENED) continue;
    take(index, candidate.block, structure == CALL_CREDIT_SPREAD);
    return OPENED;
  }
  return furthestCode();
}

function next(rank: i32): i32 {
  return nextRanked(rank, bands.minDelta, bands.maxDelta, bands.minDte, bands.maxDte);
}

/** The furthest code when nothing passes; stops at the furthest that any candidate of the day can have. */
function furthestCode(): i32 {
  const most = anyOverWidth ? CREDIT_OVER_WIDTH : CREDIT_TOO_SMALL;
  let furthest = NO_EXPIRY;
  for (let b = 0; b < blockCount; b++) {
    const block = blockAt(b);
    if (block.dte < bands.minDte || block.dte > bands.maxDte) continue;
    if (furthest < NO_STRIKE) furthest = NO_STRIKE;
    for (let i = nextCandidate(block.puts, block.end, bands.minDelta, bands.maxDelta); i < block.end; i = nextCandidate(i + 1, block.end, bands.minDelta, bands.maxDelta)) {
      const code = verdict(candidateAt(i), false);
      if (code > furthest) furthest = code;
      if (furthest >= most) return furthest;
    }
  }
  return furthest;
}

function begin(screen: Bands): void {
  bands = screen;
  chosenScore = -Infinity;
  chosenBlock = -1;
}

function take(index: i32, block: i32, isCall: bool): void {
  const best = candidateAt(index);
  chosenPut = isCall ? -1 : index;
  chosenCall = isCall ? index : -1;
  chosenBlock = block;
  chosenCredit = best.credit;
  chosenWidth = best.width;
  chosenScore = best.score;
}

function chooseVertical(b: i32, isCall: bool): i32 {
  const block = blockAt(b);
  search(isCall ? block.calls : block.puts, isCall ? block.end : block.calls, false, chosenScore);
  if (sideBest < 0) return sideCode;
  take(sideBest, b, isCall);
  return OPENED;
}

function chooseCondor(b: i32): i32 {
  const block = blockAt(b);
  search(block.puts, block.calls, true, -Infinity);
  const put = sideBest;
  const putCode = sideCode;
  search(block.calls, block.end, true, -Infinity);
  const call = sideBest;
  if (put < 0 || call < 0) return put >= 0 ? sideCode : call >= 0 ? putCode : min(putCode, sideCode);
  const p = candidateAt(put);
  const c = candidateAt(call);
  const natural = p.natural + c.natural;
  const credit = p.credit + c.credit;
  const width = Math.max(p.width, c.width);
  const refused = creditCode(natural, credit, width, bands.minCredit);
  if (refused != OPENED) return refused;
  const score = condorScore(natural, width, p.delta, c.delta, p.score + c.score);
  if (score > chosenScore) {
    chosenPut = put;
    chosenCall = call;
    chosenBlock = b;
    chosenCredit = credit;
    chosenWidth = width;
    chosenScore = score;
  }
  return OPENED;
}

/** Best candidate of [from, end) that scores above `floor`; `asPart`: a condor's side, whose credit gate is the condor's. */
function search(from: i32, end: i32, asPart: bool, floor: f64): void {
  sideBest = -1;
  sideScore = floor;
  sideCode = NO_STRIKE;
  for (let i = nextCandidate(from, end, bands.minDelta, bands.maxDelta); i < end; i = nextCandidate(i + 1, end, bands.minDelta, bands.maxDelta)) {
    const candidate = candidateAt(i);
    if (candidate.score <= sideScore) continue;
    const code = verdict(candidate, asPart);
    if (code == OPENED) {
      sideBest = i;
      sideScore = candidate.score;
    } else if (code > sideCode) sideCode = code;
  }
}

function verdict(candidate: Candidate, asPart: bool): i32 {
  if (candidate.code != OPENED) return candidate.code;
  if (candidate.interest < bands.minInterest || candidate.volume < bands.minVolume) return LIQUIDITY;
  if (candidate.credit <= 0) return CREDIT_TOO_SMALL;
  if (asPart) return overWidth(candidate.natural, candidate.credit, candidate.width) ? CREDIT_OVER_WIDTH : OPENED;
  return creditCode(candidate.natural, candidate.credit, candidate.width, bands.minCredit);
}
