// The underlying in focus: its record's addresses as globals, so that inner loops load columns and nothing else.
#pragma once
#include "column.h"
#include "run.h"

namespace mahler {

static i32 current = -1;
static usize strikes = 0;
static i32 strikeShift = 0;
static i32 strikeUnit = 0;
static usize bids = 0;
static i32 bidShift = 0;
static usize asks = 0;
static i32 askShift = 0;
static f64 tick = 0;
static usize deltas = 0;
static usize interests = 0;
static i32 interestShift = 0;
static usize volumes = 0;
static i32 volumeShift = 0;
static usize chainOfSession = 0;
static usize spots = 0;
static usize firstBlocks = 0;
static usize lastBlocks = 0;
static usize expiries = 0;
static usize calls = 0;
static usize puts = 0;
static usize ends = 0;

/** Forgets the focus: a new run may bring other records. */
static void blur() {
  current = -1;
}

/** Makes `underlying` the one that the functions below speak of. */
static void focus(i32 underlying) {
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
static i32 chainOf(i32 session) {
  return i32At(chainOfSession, session);
}

/** Snapshot spot, units. */
static f64 spotOf(i32 chain) {
  return i32At(spots, chain);
}

static i32 blocksBegin(i32 chain) {
  return i32At(firstBlocks, chain);
}

static i32 blocksEnd(i32 chain) {
  return i32At(lastBlocks, chain);
}

static i32 expiryOf(i32 block) {
  return i32At(expiries, block);
}

static i32 callsBegin(i32 block) {
  return i32At(calls, block);
}

static i32 putsBegin(i32 block) {
  return i32At(puts, block);
}

static i32 blockEnd(i32 block) {
  return i32At(ends, block);
}

/** Units per share. */
static f64 bidOf(i32 row) {
  return (f64)uintAt(bids, bidShift, row) * tick;
}

/** Units per share. */
static f64 askOf(i32 row) {
  return (f64)uintAt(asks, askShift, row) * tick;
}

/** Strike in thousandths. */
static i32 strikeOf(i32 row) {
  return uintAt(strikes, strikeShift, row) * strikeUnit;
}

static i32 deltaOf(i32 row) {
  return i16At(deltas, row);
}

static f64 interestOf(i32 row) {
  return uintAt(interests, interestShift, row);
}

static f64 volumeOf(i32 row) {
  return uintAt(volumes, volumeShift, row);
}

/** First row ≥ `row` with low ≤ |Δ| ≤ high (× 1e4; low ≥ 0), or `end`. Eight rows at a time: most of a chain lies outside any band. */
static i32 nextInBand(i32 row, i32 end, i32 low, i32 high) {
#ifdef __SSE4_1__
  const __m128i below = _mm_set1_epi16((i16)(low - 1));
  const __m128i above = _mm_set1_epi16((i16)(high + 1));
  while (row + 8 <= end) {
    const __m128i size = _mm_abs_epi16(_mm_loadu_si128((const __m128i*)at<i16>(deltas + ((usize)row << 1)))); // |DELTA_MISSING| stays negative: never in a band
    const int hits = _mm_movemask_epi8(_mm_and_si128(_mm_cmpgt_epi16(size, below), _mm_cmpgt_epi16(above, size)));
    if (hits != 0) return row + (__builtin_ctz(hits) >> 1);
    row += 8;
  }
#endif
  for (; row < end; row++) {
    const auto delta = deltaOf(row);
    const auto size = delta < 0 ? -delta : delta;
    if (delta != DELTA_MISSING && size >= low && size <= high) return row;
  }
  return end;
}

}  // namespace mahler
