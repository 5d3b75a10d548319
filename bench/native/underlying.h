// The underlying in focus: its record's addresses as globals, so that inner loops load columns and nothing else.
#pragma once
#include "column.h"
#include "run.h"

namespace mahler {

/** Rows of the group last found by `nextGroup`: bit k = its row k is in the band. */
static i32 hits = 0;

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


/** First row of the next group of up to eight rows, from `first` on, with some low ≤ |Δ| ≤ high (× 1e4; low ≥ 0), or `end`. Most of a chain lies outside any band. */
static i32 nextGroup(i32 first, i32 end, i32 low, i32 high) {
  if (high < low) return end;
#ifdef __SSE4_1__
  const __m128i least = _mm_set1_epi16((i16)low);
  const __m128i range = _mm_set1_epi16((i16)(high - low));
  for (; first + 8 <= end; first += 8) {
    const __m128i size = _mm_abs_epi16(eight(deltas + ((usize)first << 1)));  // |DELTA_MISSING| is 32768 unsigned: never in a band
    const __m128i over = _mm_subs_epu16(_mm_sub_epi16(size, least), range);
    hits = laneBits(_mm_cmpeq_epi16(over, _mm_setzero_si128()));
    if (hits != 0) return first;
  }
#endif
  for (; first < end; first += 8) {
    hits = 0;
    for (i32 row = first; row < end && row < first + 8; row++) {
      const auto delta = deltaOf(row);
      const auto size = delta < 0 ? -delta : delta;
      if (delta != DELTA_MISSING && size >= low && size <= high) hits |= 1 << (row - first);
    }
    if (hits != 0) return first;
  }
  return end;
}

/** First row ≥ `row` in the band, or `end`. */
static i32 nextInBand(i32 row, i32 end, i32 low, i32 high) {
  const auto group = nextGroup(row, end, low, high);
  return group < end ? group + ctz(hits) : end;
}

/**
 * Bit k set: row `first` + k and the row `reach` further are `step` strike steps apart and pay fewer than `least` (> 0) quote steps,
 * bid − ask. Clear says nothing: wider columns are not looked at. Both groups of eight rows must exist.
 */
static i32 poorAt(i32 first, i32 reach, i32 step, i32 least) {
#ifdef __SSE4_1__
  if (strikeShift + bidShift + askShift != 3) return 0;
  const auto row = (usize)first << 1;
  const auto far = (usize)(first + reach) << 1;
  const __m128i apart = _mm_sub_epi16(eight(strikes + far), eight(strikes + row));
  const __m128i credit = _mm_subs_epu16(eight(bids + row), eight(asks + far));
  const __m128i enough = _mm_cmpeq_epi16(_mm_max_epu16(credit, _mm_set1_epi16((i16)least)), credit);
  return laneBits(_mm_andnot_si128(enough, _mm_cmpeq_epi16(apart, _mm_set1_epi16((i16)step))));
#else
  return 0;
#endif
}

}  // namespace mahler
