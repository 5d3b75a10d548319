// One screen over the day's candidates: the same winner, or the same reason code, as `screen` finds on the chain.
import {
  CALL_CREDIT_SPREAD, CREDIT_OVER_WIDTH, CREDIT_TOO_SMALL, IRON_CONDOR, LIQUIDITY, NO_EXPIRY, NO_STRIKE, OPENED, S_MAX_DELTA, S_MAX_DTE, S_MIN_CREDIT, S_MIN_DELTA, S_MIN_DTE, S_MIN_OI, S_MIN_VOLUME, S_STRUCTURE,
} from "./abi";
import { Candidate, blockAt, blockCount, candidateAt, candidateOfRank, nextCandidate, nextRanked, rankedCount } from "./candidates";
import { f64At } from "./column";
import { condorScore, creditCode, overWidth } from "./screen";

// The winner of the last `choose`: indices of candidates (−1 = no such side), its block, credit, risk basis and score.
export let chosenPut: i32 = -1;
export let chosenCall: i32 = -1;
export let chosenBlock: i32 = -1;
export let chosenCredit: f64 = 0;
export let chosenWidth: f64 = 0;
export let chosenScore: f64 = 0;

let lowDelta: i32 = 0;
let highDelta: i32 = 0;
let minCredit: f64 = 0;
let minInterest: f64 = 0;
let minVolume: f64 = 0;

/** Best candidate of the last `search`, −1 = none, and the furthest code of those that did not win. */
let sideBest: i32 = -1;
let sideScore: f64 = 0;
let sideCode: i32 = 0;

/** OPENED with the winner in the globals above, or the code of the furthest gate any candidate reached. */
export function choose(sleeve: usize): i32 {
  const structure = <i32>f64At(sleeve, S_STRUCTURE);
  const minDte = <i32>f64At(sleeve, S_MIN_DTE);
  const maxDte = <i32>f64At(sleeve, S_MAX_DTE);
  begin(sleeve);
  let furthest = NO_EXPIRY;
  for (let b = 0; b < blockCount; b++) {
    const block = blockAt(b);
    if (block.dte < minDte || block.dte > maxDte) continue;
    const code = structure == IRON_CONDOR ? chooseCondor(b) : chooseVertical(b, structure == CALL_CREDIT_SPREAD);
    if (code > furthest) furthest = code;
  }
  return chosenBlock >= 0 ? OPENED : furthest;
}

/** The winner of a vertical or short put by walking the ranking; false when no candidate passes: `choose` then knows the code. */
export function chooseRanked(sleeve: usize): bool {
  begin(sleeve);
  const minDte = <i32>f64At(sleeve, S_MIN_DTE);
  const maxDte = <i32>f64At(sleeve, S_MAX_DTE);
  for (let rank = nextRanked(0, lowDelta, highDelta, minDte, maxDte); rank < rankedCount; rank = nextRanked(rank + 1, lowDelta, highDelta, minDte, maxDte)) {
    const index = candidateOfRank(rank);
    const candidate = candidateAt(index);
    if (verdict(candidate, false) == OPENED) {
      take(index, candidate.block, <i32>f64At(sleeve, S_STRUCTURE) == CALL_CREDIT_SPREAD);
      return true;
    }
  }
  return false;
}

function begin(sleeve: usize): void {
  lowDelta = <i32>f64At(sleeve, S_MIN_DELTA);
  highDelta = <i32>f64At(sleeve, S_MAX_DELTA);
  minCredit = f64At(sleeve, S_MIN_CREDIT);
  minInterest = f64At(sleeve, S_MIN_OI);
  minVolume = f64At(sleeve, S_MIN_VOLUME);
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
  const refused = creditCode(natural, credit, width, minCredit);
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
  for (let i = nextCandidate(from, end, lowDelta, highDelta); i < end; i = nextCandidate(i + 1, end, lowDelta, highDelta)) {
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
  if (candidate.interest < minInterest || candidate.volume < minVolume) return LIQUIDITY;
  if (candidate.credit <= 0) return CREDIT_TOO_SMALL;
  if (asPart) return overWidth(candidate.natural, candidate.credit, candidate.width) ? CREDIT_OVER_WIDTH : OPENED;
  return creditCode(candidate.natural, candidate.credit, candidate.width, minCredit);
}
