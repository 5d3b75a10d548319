// The positions of a replay: each knows its end from its entry on, and its marks lie in the liability column up to there.
#pragma once
#include "column.h"
#include "exits.h"
#include "life.h"
#include "run.h"
#include "sizing.h"

namespace mahler::book {

using life::endCost, life::endFees, life::endLegs, life::endPhase, life::endReason, life::endSession, life::exitsOf, life::live, life::midCost, life::midFees, life::midSession;

struct Held;
static f64 entryFee(f64 lots, i32 sleeve);
static void count(Held& position, f64 sign);
static void arrange(i32 slot, i32 shown, i32 from, f64 fee);
static void show(Held& position, i32 from, f64 sign);
static void add(usize column, i32 session, f64 amount);
static i32 link(i32 session, i32 event);
static i32 afterOf(i32 event);
static void happenAll(i32 session, i32 phase);
static void force(i32 slot, i32 session);
static void rearrange(i32 slot, i32 from);

/** What a replay needs of an open position beside its COMPACT TRADE; slots are taken again. */
struct Held {
  /** Cash that flows at the end, and when a condor's side is assigned on the way; units. */
  f64 endCash;
  f64 midCash;
  /** Shares. */
  f64 quantity;
  /** Risk basis × shares. */
  f64 collateral;
  f64 maxLoss;
  i32 endSession;
  i32 endPhase;
  i32 midSession;
  /** The events after this one on the same session. */
  i32 afterEnd;
  i32 afterMid;
  /** Address. */
  u32 spread;
  i32 state;
  /** Of its trade. */
  i32 id;
  i32 underlying;
};

constexpr i32 FREE = 0;
constexpr i32 OPEN = 1;
constexpr i32 FORCED = 2;

/** Open positions, their Σ max loss and Σ risk basis, Σ net P&L of everything entered. */
static i32 held = 0;
static f64 heat = 0;
static f64 collateral = 0;
static f64 profit = 0;
/** Positions entered so far. */
static i32 entered = 0;

static usize positions = 0;
static usize trades = 0;
static i32 capacity = 0;
static usize liability = 0;
static usize closing = 0;
/** Per session the first event: 0 = none, 2·slot + 1 = the end of a position, 2·slot + 2 = its assignment on the way. */
static usize events = 0;
static usize eventBits = 0;
static i32 sessions = 0;
static i32 exitsSleeve = -1;
/** Slots ever taken, and the last one given back (−1 = none). */
static i32 slots = 0;
static i32 vacant = -1;

/** Empties the book of a REPLAY record. */
static void openBook(usize record, i32 sessionCount) {
  sessions = sessionCount;
  positions = (usize)i32At(record, R_BOOK_PTR);
  trades = (usize)i32At(record, R_TRADES_PTR);
  capacity = i32At(record, R_TRADES_CAPACITY);
  liability = (usize)i32At(record, R_LIABILITY_PTR);
  closing = (usize)i32At(record, R_CLOSING_PTR);
  events = (usize)i32At(record, R_EVENTS_PTR);
  eventBits = (usize)i32At(record, R_EVENT_BITS_PTR);
  fillBytes(liability, 0, (usize)sessions << 3);
  fillBytes(closing, 0, (usize)sessions << 3);
  fillBytes(events, 0, (usize)sessions << 2);
  fillBytes(eventBits, 0, (usize)((sessions + 63) >> 6) << 3);
  fillBytes(ctx(CTX_SCRATCH_PTR), 0, (usize)underlyings << 3);
  held = 0;
  heat = 0;
  collateral = 0;
  profit = 0;
  entered = 0;
  exitsSleeve = -1;
  slots = 0;
  vacant = -1;
}
static Held& heldAt(i32 slot) {
  return *ref<Held>(positions + (usize)(slot * BOOK_BYTES));
}
static usize tradeOf(i32 id) {
  return trades + (usize)(id * COMPACT_STRIDE * 8);
}

/** First session ≥ `from` with an event; the number of sessions when there is none. */
static i32 firstEvent(i32 from) {
  auto word = from >> 6;
  const auto words = (sessions + 63) >> 6;
  auto bits = *ref<u64>(eventBits + ((usize)word << 3)) & (~((u64)0) << (from & 63));
  while (bits == 0) {
    if (++word >= words) return sessions;
    bits = *ref<u64>(eventBits + ((usize)word << 3));
  }
  return (word << 6) + (i32)ctz(bits);
}

static i32 takeSlot() {
  if (vacant < 0) return slots++;
  const auto slot = vacant;
  vacant = heldAt(slot).afterEnd;
  return slot;
}

/** Opens `contracts` (of the last `fit`) of a pick with this max loss per contract. The caller keeps within the account's positions, hence within the slots. */
static void enter(i32 session, i32 u, i32 sleeve, usize pick, f64 loss, f64 equity) {
  if (entered >= capacity) return fail(STATUS_TRADES_FULL);
  if (sleeve != exitsSleeve) {
    exitsOf(sleeveAt(sleeve));
    exitsSleeve = sleeve;
  }
  const auto slot = takeSlot();
  auto& position = heldAt(slot);
  const auto id = entered++;
  const auto trade = tradeOf(id);
  const auto spread = (usize)i32At(pick, PICK_SPREAD);
  const auto credit = (f64)i32At(pick, PICK_CREDIT);
  const auto quantity = (f64)und(u, U_MULTIPLIER) * contracts;
  position.quantity = quantity;
  position.collateral = (f64)i32At(pick, PICK_WIDTH) * quantity;
  position.maxLoss = loss * contracts;
  position.spread = (u32)spread;
  position.state = OPEN;
  position.id = id;
  position.underlying = u;
  setF64(trade, C_UNDERLYING, u);
  setF64(trade, C_SLEEVE, sleeve);
  setF64(trade, C_ENTRY_DAY, dayAt(session));
  setF64(trade, C_SHORT_PUT, i32At(spread, SP_SHORT_PUT));
  setF64(trade, C_SHORT_CALL, i32At(spread, SP_SHORT_CALL));
  setF64(trade, C_CONTRACTS, contracts);
  setF64(trade, C_CREDIT, credit);
  setF64(trade, C_MAX_LOSS, position.maxLoss);
  setF64(trade, C_EQUITY, equity);
  setF64(trade, 15, 0);
  const auto fee = entryFee(contracts, sleeve);
  addCash(credit * quantity - fee);
  count(position, 1);
  arrange(slot, session, session + 1, fee);
}

static f64 entryFee(f64 lots, i32 sleeve) {
  return commission(lots, legsOf((i32)f64At(sleeveAt(sleeve), S_STRUCTURE)));
}

/** Adds a position to the sums over open ones (sign 1), or takes it out (−1). */
static void count(Held& position, f64 sign) {
  const auto loss = position.maxLoss * sign;
  const auto heats = ctx(CTX_SCRATCH_PTR);
  held += (i32)sign;
  heat += loss;
  collateral += position.collateral * sign;
  setF64(heats, position.underlying, f64At(heats, position.underlying) + loss);
}

/** Lives the position from session `from` on under the exits in force, shows its marks from session `shown` on, and notes its end; `fee` is its entry commission. */
static void arrange(i32 slot, i32 shown, i32 from, f64 fee) {
  auto& position = heldAt(slot);
  const auto trade = tradeOf(position.id);
  const auto credit = f64At(trade, C_CREDIT);
  const auto lots = f64At(trade, C_CONTRACTS);
  live((usize)position.spread, from, credit, position.state == FORCED);
  const auto exitFee = endLegs < 0 ? 0 : commission(lots, endLegs);
  const auto feePerLot = acct(A_ASSIGNMENT_FEE) * lots;
  const auto cost = midCost + endCost;
  const auto net = (credit - cost) * position.quantity - fee - exitFee - (midFees + endFees) * feePerLot;
  position.endSession = endSession;
  position.endPhase = endPhase;
  position.endCash = -(endCost * position.quantity + exitFee + endFees * feePerLot);
  position.midSession = midSession;
  position.midCash = -(midCost * position.quantity + midFees * feePerLot);
  setF64(trade, C_EXIT_DAY, dayAt(min(endSession, sessions - 1)));
  setF64(trade, C_EXIT_COST, cost);
  setF64(trade, C_COMMISSIONS, fee + exitFee);
  setF64(trade, C_FEES, (midFees + endFees) * feePerLot);
  setF64(trade, C_NET_PNL, net);
  setF64(trade, C_REASON, endReason);
  profit += net;
  show(position, shown, 1);
  if (endPhase != PHASE_NEVER) position.afterEnd = link(endSession, 2 * slot + 1);
  if (midSession >= from) position.afterMid = link(midSession, 2 * slot + 2);
}

/** Adds the position's marks to the liability at the close of each session from `from` on (sign −1: takes them out). */
static void show(Held& position, i32 from, f64 sign) {
  const auto to = position.endSession;
  const auto spread = (usize)position.spread;
  const auto marks = (usize)i32At(spread, SP_MARKS) - ((usize)i32At(spread, SP_FIRST) << 2);
  const auto half = (position.quantity / 2) * sign;
  for (i32 session = from; session < to; session++) add(liability, session, (f64)(i32At(marks, session) >> 1) * half);
  if (position.endPhase == PHASE_CLOSE && to >= from) add(closing, to, (f64)(i32At(marks, to) >> 1) * half);
}

static void add(usize column, i32 session, f64 amount) {
  setF64(column, session, f64At(column, session) + amount);
}

/** Puts an event first on its session; returns the one that was. */
static i32 link(i32 session, i32 event) {
  const auto bits = eventBits + ((usize)(session >> 6) << 3);
  *ref<u64>(bits) = *ref<u64>(bits) | (((u64)1) << (session & 63));
  const auto after = i32At(events, session);
  setI32(events, session, event);
  return after;
}

/** Takes an event off its session. */
static void unlink(i32 session, i32 event) {
  const auto after = afterOf(event);
  auto at = i32At(events, session);
  if (at == event) return setI32(events, session, after);
  while (afterOf(at) != event) at = afterOf(at);
  auto& position = heldAt((at - 1) >> 1);
  if (at & 1) position.afterEnd = after;
  else position.afterMid = after;
}

static i32 afterOf(i32 event) {
  auto& position = heldAt((event - 1) >> 1);
  return event & 1 ? position.afterEnd : position.afterMid;
}

/** Cash of the session's assignments and ends of one phase. */
static void happen(i32 session, i32 phase) {
  if (i32At(events, session) != 0) happenAll(session, phase);
}

static void happenAll(i32 session, i32 phase) {
  i32 event = i32At(events, session);
  i32 left = 0;
  while (event != 0) {
    const auto after = afterOf(event);
    const auto slot = (event - 1) >> 1;
    auto& position = heldAt(slot);
    if ((event & 1) == 0) addCash(position.midCash); // always overnight, and then done
    else if (position.endPhase != phase) {
      position.afterEnd = left; // stays for the close
      left = event;
    } else {
      addCash(position.endCash);
      count(position, -1);
      position.state = FREE;
      position.afterEnd = vacant;
      vacant = slot;
    }
    event = after;
  }
  setI32(events, session, left);
}

/** As forceClose, then gives each flagged position its new end. Among equal losses the older position comes first. */
static void flagForced(i32 session, f64 fraction) {
  f64 total = 0;
  f64 flagged = 0;
  for (i32 slot = 0; slot < slots; slot++) {
    auto& position = heldAt(slot);
    if (position.state != FREE) total += position.maxLoss;
    if (position.state == FORCED) flagged += position.maxLoss;
  }
  while (flagged < fraction * total) {
    i32 worst = -1;
    for (i32 slot = 0; slot < slots; slot++) {
      auto& position = heldAt(slot);
      if (position.state != OPEN) continue;
      const auto most = worst < 0 ? -INFINITY : heldAt(worst).maxLoss;
      if (position.maxLoss > most || (position.maxLoss == most && position.id < heldAt(worst).id)) worst = slot;
    }
    if (worst < 0) return;
    force(worst, session);
    flagged += heldAt(worst).maxLoss;
  }
}

static void force(i32 slot, i32 session) {
  auto& position = heldAt(slot);
  position.state = FORCED;
  if (position.endPhase != PHASE_NEVER && position.endSession <= session) return; // it settles at today's close
  show(position, session + 1, -1);
  if (position.endPhase != PHASE_NEVER) unlink(position.endSession, 2 * slot + 1);
  if (position.midSession > session) unlink(position.midSession, 2 * slot + 2);
  rearrange(slot, session + 1);
}

/** Gives a position that has none in sight its end from session `from` on. */
static void rearrange(i32 slot, i32 from) {
  const auto trade = tradeOf(heldAt(slot).id);
  const auto sleeve = (i32)f64At(trade, C_SLEEVE);
  profit -= f64At(trade, C_NET_PNL);
  exitsOf(sleeveAt(sleeve));
  exitsSleeve = sleeve;
  arrange(slot, from, from, entryFee(f64At(trade, C_CONTRACTS), sleeve));
}

}  // namespace mahler::book
