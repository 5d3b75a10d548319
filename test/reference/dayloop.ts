// The day loop of docs/engine.md §3 as plain TypeScript: the twin that the compiled core must match bit for bit.
import * as abi from "../../assembly/abi";
import type { RunInput, RunOutput } from "../../src/engine/types";
import type { Account, Today } from "./account";
import { endPosition, equityFromTrades, openAccount, spotOf, todayOf, totalLiability } from "./account";
import { assignEarly } from "./assignment";
import type { BreakerResult } from "./breakers";
import { refreshBreakers } from "./breakers";
import { enter } from "./entries";
import { closePosition, exitReason, exitScale } from "./exits";
import { markPosition } from "./marks";
import { equityRecord } from "./records";
import { duePrice, isPastExpiry, settle } from "./settlement";
import { heatOf } from "./sizing";

/** Runs the whole period. Throws when the books of some day do not balance. */
export function referenceRun(input: RunInput): RunOutput {
  const sessions = input.timeline.day.length;
  const chances = input.underlyings.length * input.spec.sleeves.length;
  const account = openAccount(input.spec.account.equity);
  const funnel = new Uint8Array(sessions * chances);
  const equity: number[] = [];
  for (let session = 0; session < sessions; session++) {
    equity.push(...runSession(input, account, session, funnel.subarray(session * chances, (session + 1) * chances)));
  }
  if (sessions > 0) closeAtEnd(input, account, sessions - 1);
  return { trades: Float64Array.from(account.trades.flat()), equity: Float64Array.from(equity), funnel, summary: account.summary };
}

/** One session; returns its equity record. */
function runSession(input: RunInput, account: Account, session: number, codes: Uint8Array): number[] {
  const todays = input.underlyings.map((_, index) => todayOf(input, session, index));
  account.exits = 0;
  overnight(input, account, todays);
  const stale = mark(input, account, todays);
  exit(input, account, todays);
  const equity = account.cash - totalLiability(account);
  const breaker = breakers(input, account, session, equity);
  const entries = enter({ input, account, todays, equity, breaker }, codes);
  settleAtClose(input, account, todays);
  return record(input, account, { day: input.timeline.day[session], breaker, stale, entries });
}

/** A copy, because positions leave the book while it is walked. */
const book = (account: Account) => [...account.positions];

function overnight(input: RunInput, account: Account, todays: readonly Today[]): void {
  for (const position of book(account)) {
    const today = todays[position.underlying];
    if (!isPastExpiry(position, today.day)) {
      assignEarly(account, position, today, input.spec.account);
      continue;
    }
    const price = duePrice(position, today.underlying.bars);
    if (price !== undefined) settle(account, position, price, today, input.spec.account);
  }
}

/** Number of stale marks. */
function mark(input: RunInput, account: Account, todays: readonly Today[]): number {
  let stale = 0;
  for (const position of account.positions) if (markPosition(position, todays[position.underlying], input.spec.account)) stale++;
  account.summary[abi.SUM_STALE_MARKS] += stale;
  return stale;
}

function exit(input: RunInput, account: Account, todays: readonly Today[]): void {
  for (const position of book(account)) {
    const today = todays[position.underlying];
    const sleeve = input.spec.sleeves[position.sleeve];
    const scale = exitScale(sleeve, input.features[position.underlying], today);
    const reason = exitReason(position, sleeve, position.expiry - today.day, scale);
    if (reason !== undefined) closePosition(account, position, { reason, scale }, today, input.spec.account);
  }
}

function breakers({ spec, timeline }: RunInput, account: Account, session: number, equity: number): BreakerResult {
  const day = timeline.day[session];
  const previousDay = timeline.day[Math.max(0, session - 1)];
  return refreshBreakers(spec.account.breakers, account.breakers, { session, day, previousDay, equity, vix: timeline.vix[session] }, account.positions);
}

function settleAtClose(input: RunInput, account: Account, todays: readonly Today[]): void {
  for (const position of book(account)) {
    const today = todays[position.underlying];
    const due = position.settlement === abi.SETTLEMENT_PM && position.expiry === today.day && today.bar >= 0;
    if (due) settle(account, position, { price: today.underlying.bars.close[today.bar], fallback: false }, today, input.spec.account);
  }
}

interface SessionCounts {
  day: number;
  breaker: BreakerResult;
  stale: number;
  entries: number;
}

function record(input: RunInput, account: Account, { day, breaker, stale, entries }: SessionCounts): number[] {
  const { cash, positions, exits } = account;
  const liability = totalLiability(account);
  const equity = cash - liability;
  const expected = equityFromTrades(account, input.spec.account.equity);
  if (!Number.isFinite(equity)) throw new Error(`day ${day}: equity is ${equity}`);
  if (equity !== expected) throw new Error(`day ${day}: equity ${equity} but trades and marks say ${expected}`);
  account.breakers.prevEquity = equity;
  account.breakers.peak = Math.max(account.breakers.peak, equity);
  const heat = heatOf(positions, () => true);
  const { multiplier: breakerMultiplier, bits: breakerBits } = breaker;
  return equityRecord({ day, cash, liability, equity, positions: positions.length, heat, breakerMultiplier, breakerBits, stale, entries, exits });
}

/** Open positions are written at their last mark. */
function closeAtEnd(input: RunInput, account: Account, session: number): void {
  for (const position of book(account)) {
    const today = todayOf(input, session, position.underlying);
    endPosition(account, position, {
      reason: abi.EXIT_END_OF_DATA,
      day: today.day,
      exitCost: position.realised + position.mark,
      commission: 0,
      spot: spotOf(today) ?? 0,
    });
  }
}
