// How and when an opened spread ends under a sleeve's exits: first passage over its compiled marks.
#pragma once
#include "column.h"

namespace mahler::life {

static bool listed(i32 kind);
static i32 sessionFrom(i32 day);
static void thresholds(f64 credit, f64 realised);
static bool closes(usize spread, i32 from, i32 to, i32 due, bool forced);
static i32 passage(usize marks, i32 from, i32 to);
static i32 reasonAt(i32 mark, i32 dte, bool forced);

// Thresholds of the segment being walked, as mark × 2: at or below `low` the target holds, at or above `high` the stop.
static i32 low = 0;
static i32 high = 0;

/** Mark × 2 that no mark reaches. */
constexpr i32 NEVER = 0x1fffffff;

// The last life: session and PHASE_* of its end, what is paid per share then, commission legs (−1 = a settlement), its reason.
static i32 endSession = 0;
static i32 endPhase = 0;
static f64 endCost = 0;
static i32 endLegs = 0;
static i32 endReason = 0;
/** Assignment fees per contract at the end. */
static f64 endFees = 0;
/** A condor's side assigned on the way: session (−1 = none), cost per share, assignment fees per contract. */
static i32 midSession = -1;
static f64 midCost = 0;
static f64 midFees = 0;

// The sleeve whose exits hold.
static f64 target = 0;
static f64 stop = 0;
static i32 gammaDte = -1;
static i32 timeDte = -1;
static usize priority = 0;

/** Sessions by day: address, first day, number of days, sessions. */
static usize fromDay = 0;
static i32 firstDay = 0;
static i32 dayCount = 0;
static i32 sessions = 0;
static usize days = 0;

static void calendar(usize sessionFromDay, i32 first, i32 count, i32 sessionCount, usize dayColumn) {
  fromDay = sessionFromDay;
  firstDay = first;
  dayCount = count;
  sessions = sessionCount;
  days = dayColumn;
}

/** Makes a sleeve record's exits the ones of the next lives. Kinds outside its priority list are off. */
static void exitsOf(usize sleeve) {
  priority = sleeve + ((usize)S_EXIT_PRIORITY << 3);
  target = listed(EXIT_PROFIT_TARGET) ? f64At(sleeve, S_PROFIT_TARGET) : 0;
  stop = listed(EXIT_STOP_LOSS) ? f64At(sleeve, S_STOP_LOSS) : 0;
  gammaDte = listed(EXIT_GAMMA) ? (i32)f64At(sleeve, S_GAMMA_EXIT) : -1;
  timeDte = listed(EXIT_TIME) ? (i32)f64At(sleeve, S_TIME_EXIT) : -1;
}

static bool listed(i32 kind) {
  for (i32 k = 0; k < EXIT_KINDS; k++) if ((i32)f64At(priority, k) == kind) return true;
  return false;
}


/** Lives the spread from session `from` on (its exits are looked at there first), opened for `credit`; `forced`: a breaker wants it closed. */
static void live(usize spread, i32 from, f64 credit, bool forced) {
  const auto end = i32At(spread, SP_END);
  const auto phase = i32At(spread, SP_PHASE);
  const auto last = phase == PHASE_CLOSE ? end + 1 : end; // exits are looked at before this session
  const auto limit = max(gammaDte, timeDte);
  const auto due = forced ? from : limit < 0 ? sessions : max(from, sessionFrom(i32At(spread, SP_EXPIRY) - limit));
  const auto mid = i32At(spread, SP_MID);
  midSession = -1;
  midCost = 0;
  midFees = 0;
  auto session = from;
  if (mid >= 0) {
    if (mid > from - 1 && mid < last + 1) {
      thresholds(credit, 0);
      if (closes(spread, from, min(mid, last), due, forced)) return;
      session = mid;
    }
    midSession = mid;
    midCost = (f64)i32At(spread, SP_MID_COST);
    midFees = (f64)i32At(spread, SP_MID_FEES);
  }
  thresholds(credit, midCost);
  if (closes(spread, session, last, due, forced)) return;
  endSession = end;
  endPhase = phase;
  endLegs = -1;
  if (phase == PHASE_NEVER) {
    endCost = (f64)(i32At((usize)i32At(spread, SP_MARKS), sessions - 1 - i32At(spread, SP_FIRST)) >> 1) / 2;
    endReason = EXIT_END_OF_DATA;
    endFees = 0;
    return;
  }
  endCost = (f64)i32At(spread, SP_END_COST);
  endReason = i32At(spread, SP_END_REASON);
  endFees = (f64)i32At(spread, SP_END_FEES);
}

static i32 sessionFrom(i32 day) {
  const auto index = day - firstDay;
  return index >= dayCount ? sessions : i32At(fromDay, max(index, 0));
}

/** The day loop's comparisons, (credit − realised − mark) × 1e4 ≥ target × credit and its mirror, as integers on mark × 2. */
static void thresholds(f64 credit, f64 realised) {
  const auto kept = (credit - realised) * 10000;
  low = target > 0 ? (i32)max(-1, min(NEVER, floor((kept - target * credit) / 5000))) : -1;
  high = stop > 0 ? (i32)max(0, min(NEVER, ceil((kept + stop * credit) / 5000))) : NEVER;
}

/** Looks for the first executable exit on sessions [from, to); from `due` on there is always a reason to. */
static bool closes(usize spread, i32 from, i32 to, i32 due, bool forced) {
  const auto first = i32At(spread, SP_FIRST);
  const auto marks = (usize)i32At(spread, SP_MARKS);
  const auto exits = (usize)i32At(spread, SP_EXITS);
  auto session = from;
  while (session < to) {
    if (session < due) {
      const auto until = min(due, to);
      session = first + passage(marks, session - first, until - first);
      if (session >= to) return false;
    }
    const auto exit = i32At(exits, session - first);
    if (exit >= 0) {
      endSession = session;
      endPhase = PHASE_OVERNIGHT;
      endCost = (f64)(exit >> 3);
      endLegs = exit & 7;
      endFees = 0;
      endReason = reasonAt(i32At(marks, session - first), i32At(spread, SP_EXPIRY) - i32At(days, session), forced);
      return true;
    }
    session++;
  }
  return false;
}

/** First fresh mark of [from, to) at or beyond a threshold, else `to`. Reads up to three marks past `to`. */
static i32 passage(usize marks, i32 from, i32 to) {
#ifdef __SSE4_1__
  const __m128i most = _mm_set1_epi32((low << 1) | 1);
  const __m128i least = _mm_set1_epi32(high << 1);
  const __m128i one = _mm_set1_epi32(1);
  for (i32 cell = from; cell < to; cell += 4) {
    const __m128i mark = eight(marks + ((usize)cell << 2));
    const __m128i within = _mm_andnot_si128(_mm_cmpgt_epi32(mark, most), _mm_set1_epi32(-1));
    const __m128i beyond = _mm_or_si128(within, _mm_or_si128(_mm_cmpgt_epi32(mark, least), _mm_cmpeq_epi32(mark, least)));
    const i32 hits = _mm_movemask_ps(_mm_castsi128_ps(_mm_andnot_si128(_mm_cmpeq_epi32(_mm_and_si128(mark, one), one), beyond)));
    if (hits != 0) return min(to, cell + ctz(hits));
  }
#else
  for (i32 cell = from; cell < to; cell++) {
    const auto mark = i32At(marks, cell);
    if ((mark & 1) == 0 && (mark <= ((low << 1) | 1) || mark >= high << 1)) return cell;
  }
#endif
  return to;
}

/** First kind of the priority list that holds. */
static i32 reasonAt(i32 mark, i32 dte, bool forced) {
  const auto fresh = (mark & 1) == 0;
  for (i32 k = 0; k < EXIT_KINDS; k++) {
    const auto kind = (i32)f64At(priority, k);
    if (kind == EXIT_BREAKER && forced) return kind;
    if (kind == EXIT_PROFIT_TARGET && fresh && mark >> 1 <= low) return kind;
    if (kind == EXIT_STOP_LOSS && fresh && mark >> 1 >= high) return kind;
    if (kind == EXIT_GAMMA && gammaDte >= 0 && dte <= gammaDte) return kind;
    if (kind == EXIT_TIME && timeDte >= 0 && dte <= timeDte) return kind;
  }
  return -1;
}

}  // namespace mahler::life
