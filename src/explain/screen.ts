// docs/engine.md §4: the best candidate of a chance, or the furthest gate that its candidates reached.
import * as abi from "../../assembly/abi";
import type { Underlying } from "../market/types";
import type { AccountSpec, SleeveSpec } from "../strategy/spec";
import { DELTA_NONE } from "../units";
import type { Block, Right } from "./chain";
import { blocksOf, findStrike, quoteOf, strikeOf, strikePrice } from "./chain";
import { fillFraction, stressedStrike } from "./structure";
import type { QuoteState } from "./quotes";
import { buyPrice, quoteState, sellPrice } from "./quotes";

export interface ScreenInput {
  underlying: Underlying;
  chainDay: number;
  day: number;
  sleeve: SleeveSpec;
  account: AccountSpec;
  /** Regime label, 255 = unknown. */
  label: number;
}

/** A short leg with its long leg (rows; `longRow` −1 for a lone short put). */
export interface Vertical {
  right: Right;
  shortRow: number;
  longRow: number;
  width: number;
  natural: number;
  credit: number;
  /** |Δ| × 1e4 of the short leg. */
  delta: number;
  score: number;
}

export interface Candidate {
  block: Block;
  verticals: Vertical[];
  /** Risk basis: the wider side. */
  width: number;
  natural: number;
  credit: number;
  score: number;
}

/** A candidate, or the reason code of the furthest gate. */
export type Outcome<T> = { best: T; code: 0 } | { best: null; code: number };

export function screen(input: ScreenInput): Outcome<Candidate> {
  const blocks = blocksOf(input.underlying, input.chainDay).filter((block) => isTradable(block, input));
  if (blocks.length === 0) return { best: null, code: abi.NO_EXPIRY };
  const condor = input.sleeve.structure === "iron-condor";
  return furthest(blocks.map((block) => (condor ? bestCondor(input, block) : bestSingle(input, block))));
}

function isTradable({ expiry, vendorExpiry, settlement }: Block, { day, sleeve }: ScreenInput): boolean {
  const dte = expiry - day;
  if (dte < 0 || dte < sleeve.minDte || dte > sleeve.maxDte) return false;
  return settlement !== abi.SETTLEMENT_AM || vendorExpiry > day;
}

/** The strictly highest score, the earliest on ties; else the largest code. */
function furthest<T extends { score: number }>(outcomes: Outcome<T>[]): Outcome<T> {
  let best: T | null = null;
  let code = 0;
  for (const outcome of outcomes) {
    if (outcome.best === null) code = Math.max(code, outcome.code);
    else if (best === null || outcome.best.score > best.score) best = outcome.best;
  }
  return best === null ? { best: null, code } : { best, code: 0 };
}

function bestSingle(input: ScreenInput, block: Block): Outcome<Candidate> {
  const found = bestVertical(input, block, input.sleeve.structure === "call-credit-spread" ? "call" : "put");
  if (found.best === null) return found;
  const { width, natural, credit, score } = found.best;
  return { best: { block, verticals: [found.best], width, natural, credit, score }, code: 0 };
}

/** What the screen makes of one expiry for a condor: the best of either side, and how far the two got together. */
export interface ExaminedCondor {
  block: Block;
  /** null = no candidate of that side is tradable. */
  put: Vertical | null;
  call: Vertical | null;
  /** 0 = tradable, else the reason code of the gate that refused the pair. */
  code: number;
  /** Present when it is tradable. */
  candidate: Candidate | null;
}

/** Every pair that the screen looks at, one per expiry, in its order. */
export const examineCondors = (input: ScreenInput): ExaminedCondor[] =>
  blocksOf(input.underlying, input.chainDay).filter((block) => isTradable(block, input)).map((block) => examineCondor(input, block));

function bestCondor(input: ScreenInput, block: Block): Outcome<Candidate> {
  const { candidate, code } = examineCondor(input, block);
  return candidate ? { best: candidate, code: 0 } : { best: null, code };
}

function examineCondor(input: ScreenInput, block: Block): ExaminedCondor {
  const put = bestVertical(input, block, "put");
  const call = bestVertical(input, block, "call");
  const refused = (code: number): ExaminedCondor => ({ block, put: put.best, call: call.best, code, candidate: null });
  if (put.best === null && call.best === null) return refused(Math.min(put.code, call.code));
  if (put.best === null) return refused(put.code);
  if (call.best === null) return refused(call.code);
  const natural = put.best.natural + call.best.natural;
  const credit = put.best.credit + call.best.credit;
  const width = Math.max(put.best.width, call.best.width);
  if (natural * 1e4 < input.sleeve.minCredit * width || natural <= 0) return refused(abi.CREDIT_TOO_SMALL);
  if (natural >= width || credit >= width) return refused(abi.CREDIT_OVER_WIDTH);
  const score = condorScore(input.sleeve, put.best, call.best, natural, width);
  return { block, put: put.best, call: call.best, code: 0, candidate: { block, verticals: [put.best, call.best], width, natural, credit, score } };
}

function bestVertical(input: ScreenInput, block: Block, right: Right): Outcome<Vertical> {
  const outcomes: Outcome<Vertical>[] = [];
  for (const row of shortRows(input, block, right)) for (const longRow of longRows(input, block, right, row)) outcomes.push(examine(input, block, right, row, longRow));
  return outcomes.length === 0 ? { best: null, code: abi.NO_STRIKE } : furthest(outcomes);
}

/** Rows within the delta band, by rising strike. */
function shortRows({ underlying: { rows }, sleeve }: ScreenInput, block: Block, right: Right): number[] {
  const inBand: number[] = [];
  for (let row = block[right].begin; row < block[right].end; row++) {
    const size = Math.abs(rows.delta[row]);
    if (rows.delta[row] !== DELTA_NONE && size >= sleeve.minDelta && size <= sleeve.maxDelta) inBand.push(row);
  }
  return inBand;
}

const NO_LONG_LEG = -1;
const LONG_LEG_ABSENT = -2;

/** One long row per configured width; a lone short put has exactly one candidate. */
function longRows(input: ScreenInput, block: Block, right: Right, shortRow: number): number[] {
  if (input.sleeve.structure === "short-put") return [NO_LONG_LEG];
  return input.sleeve.widths.map((width) => longRow(input, block, right, shortRow, width));
}

function longRow(input: ScreenInput, block: Block, right: Right, shortRow: number, width: number): number {
  const { underlying, sleeve } = input;
  const short = strikeOf(underlying, shortRow);
  const away = right === "put" ? -1 : 1;
  if (sleeve.widthMode === "dollars") {
    const row = findStrike(underlying, block[right], short + away * width);
    return row < 0 ? LONG_LEG_ABSENT : row;
  }
  const beyond = right === "put" ? { begin: block.put.begin, end: shortRow } : { begin: shortRow + 1, end: block.call.end };
  const distance = sleeve.widthMode === "percent" ? priceDistance(input, short, away, width) : deltaDistance(underlying, width);
  let nearest = LONG_LEG_ABSENT;
  let least = Infinity;
  for (let row = beyond.begin; row < beyond.end; row++) {
    if (distance(row) < least) {
      least = distance(row);
      nearest = row;
    }
  }
  return nearest;
}

function priceDistance({ underlying, chainDay }: ScreenInput, short: number, away: number, share: number): (row: number) => number {
  const offset = (underlying.days.spot[chainDay] * share) / 1e4;
  const target = away < 0 ? strikePrice(short) - offset : strikePrice(short) + offset;
  return (row) => Math.abs(strikePrice(strikeOf(underlying, row)) - target);
}

function deltaDistance({ rows }: Underlying, target: number): (row: number) => number {
  return (row) => (rows.delta[row] === DELTA_NONE ? Infinity : Math.abs(Math.abs(rows.delta[row]) - target));
}

const refuse = (code: number): Outcome<Vertical> => ({ best: null, code });

/** One candidate of a vertical or short put, and how far it got. */
export interface Examined {
  block: Block;
  right: Right;
  shortRow: number;
  /** −1 = none wanted, or the wanted strike is not listed (`code` says so). */
  longRow: number;
  /** 0 = tradable, else the reason code of the gate that refused it. */
  code: number;
  /** Present when it is tradable; for the sides of a condor by their own credit. */
  vertical: Vertical | null;
}

/** Every candidate of a chance with its gate, in the order in which the screen meets them. Of a condor: the candidates of both sides. */
export function examineAll(input: ScreenInput): Examined[] {
  const { structure } = input.sleeve;
  const rights: Right[] = structure === "iron-condor" ? ["put", "call"] : [structure === "call-credit-spread" ? "call" : "put"];
  const blocks = blocksOf(input.underlying, input.chainDay).filter((block) => isTradable(block, input));
  return blocks.flatMap((block) => rights.flatMap((right) => shortRows(input, block, right).flatMap((shortRow) =>
    longRows(input, block, right, shortRow).map((longRow): Examined => {
      const { best, code } = examine(input, block, right, shortRow, longRow);
      return { block, right, shortRow, longRow: Math.max(longRow, NO_LONG_LEG), code, vertical: best };
    }))));
}

/** Takes one candidate through the gates of quotes, liquidity and credit. */
function examine(input: ScreenInput, block: Block, right: Right, shortRow: number, longRow: number): Outcome<Vertical> {
  const { underlying, sleeve, account } = input;
  if (longRow === LONG_LEG_ABSENT) return refuse(abi.LONG_LEG_MISSING);
  const single = longRow === NO_LONG_LEG;
  const short = quoteOf(underlying, shortRow);
  const long = single ? { bid: 0, ask: 0 } : quoteOf(underlying, longRow);
  const shortState = quoteState(short, account);
  const bad = quoteCode(shortState === "noBid" ? "zero" : shortState) || (single ? 0 : quoteCode(quoteState(long, account)));
  if (bad) return refuse(bad);
  if (!isLiquid(input, shortRow) || (!single && !isLiquid(input, longRow))) return refuse(abi.LIQUIDITY);

  const strike = strikeOf(underlying, shortRow);
  const width = single ? stressedStrike(strike, account) : strikePrice(Math.abs(strike - strikeOf(underlying, longRow)));
  const fraction = fillFraction(sleeve.structure, account);
  const natural = short.bid - long.ask;
  const credit = sellPrice(short, fraction) - (single ? 0 : buyPrice(long, fraction));
  const tooSmall = sleeve.structure !== "iron-condor" && (natural * 1e4 < sleeve.minCredit * width || natural <= 0);
  if (tooSmall || credit <= 0) return refuse(abi.CREDIT_TOO_SMALL);
  if (natural >= width || credit >= width) return refuse(abi.CREDIT_OVER_WIDTH);

  const vertical = { right, shortRow, longRow, width, natural, credit, delta: Math.abs(underlying.rows.delta[shortRow]) };
  return { best: { ...vertical, score: verticalScore(input, block, vertical) }, code: 0 };
}

/** Reason code of a quote that cannot be traded, 0 when it can. */
function quoteCode(state: QuoteState): number {
  if (state === "zero") return abi.QUOTE_ZERO;
  if (state === "crossed") return abi.QUOTE_CROSSED;
  if (state === "locked") return abi.QUOTE_LOCKED;
  if (state === "blown") return abi.QUOTE_BLOWN;
  return state === "wide" ? abi.QUOTE_WIDE : 0;
}

const isLiquid = ({ underlying: { rows }, sleeve }: ScreenInput, row: number): boolean =>
  rows.openInterest[row] >= sleeve.minOpenInterest && rows.volume[row] >= sleeve.minVolume;

function expectedValue(natural: number, width: number, delta: number): number {
  const percent = (100 * natural) / width;
  return percent * (1 - delta) - (100 - percent) * delta;
}

function verticalScore(input: ScreenInput, block: Block, vertical: Omit<Vertical, "score">): number {
  const { natural, width, delta } = vertical;
  const { ranking, targetDelta } = input.sleeve;
  if (ranking === "expected-value") return expectedValue(natural, width, delta / 1e4);
  if (ranking === "target-delta") return -Math.abs(delta - targetDelta) / 1e4;
  if (ranking === "credit") return natural / width;
  return weightedScore(input, block, vertical);
}

function weightedScore({ underlying, sleeve, day, label }: ScreenInput, block: Block, { natural, width, delta, shortRow }: Omit<Vertical, "score">): number {
  const [credit, safety, term, liquidity] = sleeve.weights[label <= 3 ? label : 0];
  const middle = (sleeve.minDte + sleeve.maxDte) / 2;
  const half = (sleeve.maxDte - sleeve.minDte) / 2;
  const { bid, ask } = quoteOf(underlying, shortRow);
  return (
    credit * (natural / width) +
    safety * (1 - delta / 1e4) +
    term * (1 - Math.abs(block.expiry - day - middle) / (half + 1)) +
    liquidity * (1 - Math.min(1, (ask - bid) / ((ask + bid) / 2)))
  );
}

function condorScore({ ranking }: SleeveSpec, put: Vertical, call: Vertical, natural: number, width: number): number {
  if (ranking === "expected-value") return expectedValue(natural, width, put.delta / 1e4 + call.delta / 1e4);
  if (ranking === "target-delta") return put.score + call.score;
  if (ranking === "credit") return natural / width;
  return (put.score + call.score) / 2;
}
