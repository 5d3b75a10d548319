// Choosing a spread on one day's chain: the gates in order, and the best-scoring candidate. docs/engine.md §4.
#pragma once
#include "column.h"
#include "exits.h"
#include "quotes.h"
#include "run.h"
#include "underlying.h"

namespace mahler {

struct Vertical;
static i32 beginBlock(i32 block, i32 day);
static i32 screenVertical(i32 block);
static i32 screenCondor(i32 block);
static i32 searchSide(i32 block, bool isCall, bool asPart, Vertical& best);
static i32 rich(i32 begin, i32 end, i32 first, bool isCall);
static i32 longRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w);
static i32 fixedRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w);
static i32 nearestRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w);
static i32 strikeBelow(i32 begin, i32 from, i32 strike);
static i32 strikeAbove(i32 from, i32 end, i32 strike);
static i32 judge(i32 shortLeg, i32 longLeg, Vertical& best, bool asPart, i32 furthest);
static f64 stressedStrike(i32 shortLeg);
static i32 creditCode(f64 natural, f64 credit, f64 width, f64 leastCredit);
static bool tooSmall(f64 natural, f64 width, f64 leastCredit);
static bool overWidth(f64 natural, f64 credit, f64 width);
static i32 refusal(i32 state);
static bool liquid(i32 row);
static f64 verticalScore(f64 natural, f64 width, i32 delta, f64 bid, f64 ask);
static f64 condorScore(f64 natural, f64 width, i32 putDelta, i32 callDelta, f64 scores);
static f64 expectedValue(f64 natural, f64 width, f64 delta);

// The chance being screened: what the inner loops need of its sleeve, converted once.
static usize sleeve = 0;
static i32 regime = 0;
static i32 structure = 0;
static i32 ranking = 0;
static i32 widthMode = 0;
static i32 widths = 0;
static i32 minDelta = 0;
static i32 maxDelta = 0;
static f64 minCredit = 0;
static f64 minInterest = 0;
static f64 minVolume = 0;
static f64 spot = 0;
static i32 dte = 0;
static f64 fraction = 0;
/** Code of the furthest gate any candidate reached; CREDIT_OVER_WIDTH, the last, once there is a winner: nobody asks for a loser's code then. */
static i32 furthest = 0;

/** One side of a structure: a short row and, but for a short put, a long row. Prices in units per share. */
struct Vertical {
  i32 shortLeg = -1;
  i32 longLeg = -1;
  /** |Δ| × 1e4. */
  i32 delta = 0;
  f64 natural = 0;
  f64 credit = 0;
  f64 width = 0;
  f64 score = -INFINITY;

  void clear() {
    shortLeg = -1;
    longLeg = -1;
    score = -INFINITY;
  }
};

// The two sides of the best candidate of the last `screen`; a side with shortLeg = −1 is absent.
static Vertical bestPut, bestCall;
static i32 bestBlock = -1;
static f64 bestScore = -INFINITY;
static f64 bestNatural = 0;
static f64 bestCredit = 0;
static f64 bestWidth = 0;

// The best sides of the block being searched.
static Vertical blockPut, blockCall;
/** Rows from the short to the long leg when last found, by width setting: on an even grid the next one is as far. */
static i32 distances[4];
/** i32 by width setting: the width in strike steps and the least credit in quote steps, see `setLeast`. */
static i32 steps[4], leasts[4];

/** Call it before the first `screen` of a run. */
static void screenIn() {
  for (i32& distance : distances) distance = 0;
}


/** Makes a sleeve record on a day with this label and spot the one that the functions below speak of. */
static void beginScreen(usize record, i32 label, f64 spotPrice) {
  sleeve = record;
  regime = label;
  spot = spotPrice;
  structure = (i32)f64At(sleeve, S_STRUCTURE);
  ranking = (i32)f64At(sleeve, S_RANKING);
  widthMode = (i32)f64At(sleeve, S_WIDTH_MODE);
  widths = structure == SHORT_PUT ? 1 : (i32)f64At(sleeve, S_WIDTHS);
  minDelta = (i32)f64At(sleeve, S_MIN_DELTA);
  maxDelta = (i32)f64At(sleeve, S_MAX_DELTA);
  minCredit = f64At(sleeve, S_MIN_CREDIT);
  minInterest = f64At(sleeve, S_MIN_OI);
  minVolume = f64At(sleeve, S_MIN_VOLUME);
  fraction = fillFraction(legsOf(structure));
  bestScore = -INFINITY;
  bestBlock = -1;
}

/** Width and least natural credit of the w-th width in the steps of the columns; least 0 = not whole, or not fixed. */
static void setLeast(i32 w) {
  const auto width = (i32)f64At(sleeve, S_WIDTH + w);
  const auto fixed = structure != SHORT_PUT && widthMode == WIDTH_DOLLARS && width % strikeUnit == 0;
  const auto credit = minCredit * (f64)(width * 10);
  auto least = ceil(credit / (tick * 10000));
  if (least * tick * 10000 < credit) least++;
  steps[w] = fixed ? width / strikeUnit : 0;
  leasts[w] = fixed && least < 65536 ? max(1, (i32)least) : 0;
}

/** Screens the chain of the underlying in focus: OPENED with the best candidate in the globals above, or the code of the furthest gate any candidate reached. */
static i32 screen(usize sleeveRecord, i32 session, i32 chain, i32 label) {
  beginScreen(sleeveRecord, label, spotOf(chain));
  for (i32 w = 0; w < widths; w++) setLeast(w);
  const auto minDte = (i32)f64At(sleeve, S_MIN_DTE);
  const auto maxDte = (i32)f64At(sleeve, S_MAX_DTE);
  const auto day = dayAt(session);
  const auto end = blocksEnd(chain);
  furthest = NO_EXPIRY;
  for (i32 block = blocksBegin(chain); block < end; block++) {
    beginBlock(block, day);
    if (dte < minDte || dte > maxDte || dte < 0) continue;
    const auto code = structure == IRON_CONDOR ? screenCondor(block) : screenVertical(block);
    if (code > furthest) furthest = code;
  }
  return bestBlock >= 0 ? OPENED : furthest;
}

/** Sets, and returns, the days to expiry of the block whose rows follow. */
static i32 beginBlock(i32 block, i32 day) {
  dte = expiryOf(block) - day;
  return dte;
}

static i32 screenVertical(i32 block) {
  const auto isCall = structure == CALL_CREDIT_SPREAD;
  auto& side = isCall ? blockCall : blockPut;
  const auto code = searchSide(block, isCall, false, side);
  if (code == OPENED && side.score > bestScore) {
    bestScore = side.score;
    bestBlock = block;
    bestNatural = side.natural;
    bestCredit = side.credit;
    bestWidth = side.width;
    (isCall ? bestCall : bestPut) = side;
    (isCall ? bestPut : bestCall).clear();
  }
  return code == OPENED ? CREDIT_OVER_WIDTH : code;
}

static i32 screenCondor(i32 block) {
  const auto putCode = searchSide(block, false, true, blockPut);
  const auto callCode = searchSide(block, true, true, blockCall);
  if (putCode != OPENED || callCode != OPENED) return putCode == OPENED ? callCode : callCode == OPENED ? putCode : min(putCode, callCode);
  const auto natural = blockPut.natural + blockCall.natural;
  const auto credit = blockPut.credit + blockCall.credit;
  const auto width = max(blockPut.width, blockCall.width);
  const auto refused = creditCode(natural, credit, width, minCredit);
  if (refused != OPENED) return refused;
  const auto score = condorScore(natural, width, blockPut.delta, blockCall.delta, blockPut.score + blockCall.score);
  if (score > bestScore) {
    bestScore = score;
    bestBlock = block;
    bestNatural = natural;
    bestCredit = credit;
    bestWidth = width;
    bestPut = blockPut;
    bestCall = blockCall;
  }
  return OPENED;
}

/** Best vertical (or single short put) of one side of a block. `asPart`: a condor's side, whose credit gates are the condor's. */
static i32 searchSide(i32 block, bool isCall, bool asPart, Vertical& best) {
  const auto begin = isCall ? callsBegin(block) : putsBegin(block);
  const auto end = isCall ? putsBegin(block) : blockEnd(block);
  best.clear();
  auto code = asPart ? NO_STRIKE : max(furthest, NO_STRIKE);
  for (i32 first = nextGroup(begin, end, minDelta, maxDelta); first < end; first = nextGroup(first + 8, end, minDelta, maxDelta)) {
    auto rows = hits;
    if (!asPart && code >= CREDIT_TOO_SMALL) rows &= rich(begin, end, first, isCall);
    for (; rows != 0; rows &= rows - 1) {
      const auto row = first + ctz(rows);
      for (i32 w = 0; w < widths; w++) {
        const auto longLeg = structure == SHORT_PUT ? -1 : longRow(begin, end, row, isCall, w);
        const auto missing = structure != SHORT_PUT && longLeg < 0;
        const auto found = missing ? LONG_LEG_MISSING : judge(row, longLeg, best, asPart, code);
        code = found == OPENED ? CREDIT_OVER_WIDTH : max(found, code);
      }
    }
  }
  return best.shortLeg >= 0 ? OPENED : code;
}

/** Rows of a group of eight that may pay the least credit at some width; most groups of most chains have none. */
static i32 rich(i32 begin, i32 end, i32 first, bool isCall) {
  auto rows = 0;
  for (i32 w = 0; w < widths; w++) {
    const auto least = leasts[w];
    const auto reach = distances[w];
    if (least == 0 || first + min(reach, 0) < begin || first + 8 + max(reach, 0) > end) return 0xff;
    rows |= ~poorAt(first, reach, isCall ? steps[w] : -steps[w], least);
  }
  return rows;
}

/** Row of the long leg for the w-th width setting, −1 = none. */
static i32 longRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w) {
  return widthMode == WIDTH_DOLLARS ? fixedRow(begin, end, shortLeg, isCall, w) : nearestRow(begin, end, shortLeg, isCall, w);
}
static i32 fixedRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w) {
  const auto width = (i32)f64At(sleeve, S_WIDTH + w);
  const auto target = isCall ? strikeOf(shortLeg) + width : strikeOf(shortLeg) - width;
  const auto guess = shortLeg + distances[w];
  if ((isCall ? guess > shortLeg && guess < end : guess >= begin && guess < shortLeg) && strikeOf(guess) == target) return guess;
  const auto longLeg = isCall ? strikeAbove(shortLeg, end, target) : strikeBelow(begin, shortLeg, target);
  if (longLeg >= 0) distances[w] = longLeg - shortLeg;
  return longLeg;
}

static i32 nearestRow(i32 begin, i32 end, i32 shortLeg, bool isCall, i32 w) {
  const auto strike = strikeOf(shortLeg);
  const auto width = f64At(sleeve, S_WIDTH + w);
  const auto low = isCall ? shortLeg + 1 : begin;
  const auto high = isCall ? end : shortLeg;
  const auto offset = (spot * width) / 10000;
  const auto target = isCall ? (f64)strike * 10 + offset : (f64)strike * 10 - offset;
  auto nearest = -1;
  f64 distance = INFINITY;
  for (i32 row = low; row < high; row++) {
    f64 d;
    if (widthMode == WIDTH_PERCENT_OF_SPOT) d = abs((f64)strikeOf(row) * 10 - target);
    else {
      const auto delta = deltaOf(row);
      if (delta == DELTA_MISSING) continue;
      d = abs(abs((f64)delta) - width);
    }
    if (d < distance) {
      distance = d;
      nearest = row;
    }
  }
  return nearest;
}

/** Row with exactly this strike below `from`, −1 = none; widths are a few strikes, so walking beats searching. */
static i32 strikeBelow(i32 begin, i32 from, i32 strike) {
  auto row = from - 1;
  while (row >= begin && strikeOf(row) > strike) row--;
  return row >= begin && strikeOf(row) == strike ? row : -1;
}

static i32 strikeAbove(i32 from, i32 end, i32 strike) {
  auto row = from + 1;
  while (row < end && strikeOf(row) < strike) row++;
  return row < end && strikeOf(row) == strike ? row : -1;
}

/** The candidate cannot win, and its code cannot matter; below every reason code. */
constexpr i32 BEATEN = -1;

/**
 * Puts a short row and its long row (−1 for a short put) through the gates; OPENED leaves it in `best`.
 * One that does not score above the best so far is not looked at further: with a winner in hand no code of a loser is reported.
 * Nor is one with too small a credit, the commonest of all, when `furthest` says that its code cannot matter.
 */
static i32 judge(i32 shortLeg, i32 longLeg, Vertical& best, bool asPart, i32 furthest) {
  const auto shortBid = bidOf(shortLeg);
  const auto shortAsk = askOf(shortLeg);
  f64 longAsk = 0;
  f64 width;
  if (longLeg >= 0) {
    longAsk = askOf(longLeg);
    width = abs((f64)(strikeOf(shortLeg) - strikeOf(longLeg)) * 10);
  } else width = stressedStrike(shortLeg);
  const auto natural = shortBid - longAsk;
  const auto poor = !asPart && tooSmall(natural, width, minCredit);
  if (poor && furthest >= CREDIT_TOO_SMALL) return BEATEN;
  const auto delta = abs(deltaOf(shortLeg));
  const auto score = verticalScore(natural, width, delta, shortBid, shortAsk);
  if (score <= (asPart ? best.score : max(best.score, bestScore))) return BEATEN;
  const auto shortState = quoteState(shortBid, shortAsk);
  if (!sellable(shortState)) return refusal(shortState);
  auto credit = sellFill(shortBid, shortAsk, fraction);
  if (longLeg >= 0) {
    const auto longBid = bidOf(longLeg);
    const auto longState = quoteState(longBid, longAsk);
    if (!buyable(longState)) return refusal(longState);
    credit -= buyFill(longBid, longAsk, fraction);
  }
  if (!liquid(shortLeg) || (longLeg >= 0 && !liquid(longLeg))) return LIQUIDITY;
  if (credit <= 0 || poor) return CREDIT_TOO_SMALL;
  if (overWidth(natural, credit, width)) return CREDIT_OVER_WIDTH;
  best.shortLeg = shortLeg;
  best.longLeg = longLeg;
  best.delta = delta;
  best.natural = natural;
  best.credit = credit;
  best.width = width;
  best.score = score;
  return OPENED;
}

/** Risk basis of a short put: its stressed strike, units per share. */
static f64 stressedStrike(i32 shortLeg) {
  return floor(((f64)strikeOf(shortLeg) * 10 * acct(A_SHORT_PUT_STRESS)) / 10000 + 0.5);
}

/** OPENED, or why a structure with this credit at executable prices (`natural`), at the fill model's and this risk basis is refused. */
static i32 creditCode(f64 natural, f64 credit, f64 width, f64 leastCredit) {
  if (tooSmall(natural, width, leastCredit)) return CREDIT_TOO_SMALL;
  return overWidth(natural, credit, width) ? CREDIT_OVER_WIDTH : OPENED;
}
static bool tooSmall(f64 natural, f64 width, f64 leastCredit) {
  return natural * 10000 < leastCredit * width || natural <= 0;
}
static bool overWidth(f64 natural, f64 credit, f64 width) {
  return natural >= width || credit >= width;
}

/** Reason code of a quote that cannot be traded. */
static i32 refusal(i32 state) {
  if (state == CROSSED) return QUOTE_CROSSED;
  if (state == LOCKED) return QUOTE_LOCKED;
  if (state == BLOWN) return QUOTE_BLOWN;
  if (state == WIDE) return QUOTE_WIDE;
  return QUOTE_ZERO;
}

static bool liquid(i32 row) {
  return (minInterest <= 0 || interestOf(row) >= minInterest) && (minVolume <= 0 || volumeOf(row) >= minVolume);
}

/** Score of one side by the sleeve's ranking; `delta` is |Δ| × 1e4. */
static f64 verticalScore(f64 natural, f64 width, i32 delta, f64 bid, f64 ask) {
  const auto d = (f64)delta / 10000;
  if (ranking == RANK_EXPECTED_VALUE) return expectedValue(natural, width, d);
  if (ranking == RANK_TARGET_DELTA) return -(abs((f64)delta - f64At(sleeve, S_TARGET_DELTA)) / 10000);
  if (ranking == RANK_CREDIT) return natural / width;
  const auto weights = S_WEIGHTS + 4 * (regime > 3 ? 0 : regime);
  const auto middle = (f64At(sleeve, S_MIN_DTE) + f64At(sleeve, S_MAX_DTE)) / 2;
  const auto half = (f64At(sleeve, S_MAX_DTE) - f64At(sleeve, S_MIN_DTE)) / 2;
  return (
    f64At(sleeve, weights) * (natural / width) +
    f64At(sleeve, weights + 1) * (1 - d) +
    f64At(sleeve, weights + 2) * (1 - abs((f64)dte - middle) / (half + 1)) +
    f64At(sleeve, weights + 3) * (1 - min(1, (ask - bid) / ((ask + bid) / 2)))
  );
}

/** Score of a condor from its sides' |Δ| × 1e4 and the sum of their scores. */
static f64 condorScore(f64 natural, f64 width, i32 putDelta, i32 callDelta, f64 scores) {
  if (ranking == RANK_EXPECTED_VALUE) return expectedValue(natural, width, (f64)putDelta / 10000 + (f64)callDelta / 10000);
  if (ranking == RANK_TARGET_DELTA) return scores;
  if (ranking == RANK_CREDIT) return natural / width;
  return scores / 2;
}

/** EV% of seed 000: credit% · (1 − Δ) − (100 − credit%) · Δ. */
static f64 expectedValue(f64 natural, f64 width, f64 delta) {
  const auto credit = (100 * natural) / width;
  return credit * (1 - delta) - (100 - credit) * delta;
}

}  // namespace mahler
