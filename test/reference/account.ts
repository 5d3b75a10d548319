// The account's state and the small views of "today" that every step of the session reads. Money in units.
import * as abi from "../../assembly/abi";
import type { RunInput } from "../../src/engine/types";
import type { Underlying } from "../../src/market/types";
import type { BreakerState } from "./breakers";
import { initialBreakers } from "./breakers";
import type { Ending, Position } from "./position";
import { gain, liability, observeGain, total } from "./position";
import { tradeRecord } from "./records";

export interface Account {
  cash: number;
  /** Open positions by rising id. */
  positions: Position[];
  breakers: BreakerState;
  nextId: number;
  /** Trade records in the order in which positions ended. */
  trades: number[][];
  /** Σ net P&L of `trades`. */
  closedPnl: number;
  /** SUM_* counters. */
  summary: Float64Array;
  /** Positions ended in the running session. */
  exits: number;
}

export const openAccount = (equity: number): Account => ({
  cash: equity,
  positions: [],
  breakers: initialBreakers(equity),
  nextId: 0,
  trades: [],
  closedPnl: 0,
  summary: new Float64Array(abi.SUM_SLOTS),
  exits: 0,
});

/** One underlying on one session; −1 = no chain, no bar, no features. */
export interface Today {
  session: number;
  day: number;
  /** Day of the session before; the day itself on the first. */
  previousDay: number;
  index: number;
  underlying: Underlying;
  chainDay: number;
  bar: number;
  feature: number;
  vix: number;
  rate: number;
  correlationIndex: number;
}

export function todayOf({ timeline, underlyings }: RunInput, session: number, index: number): Today {
  const own = timeline.underlyings[index];
  return {
    session,
    day: timeline.day[session],
    previousDay: timeline.day[Math.max(0, session - 1)],
    index,
    underlying: underlyings[index],
    chainDay: own.chainIndex[session],
    bar: own.barIndex[session],
    feature: own.featureIndex[session],
    vix: timeline.vix[session],
    rate: timeline.rate[session],
    correlationIndex: timeline.correlationIndex[session],
  };
}

/** Snapshot spot, else the bar's open, else undefined. */
export function spotOf({ underlying, chainDay, bar }: Today): number | undefined {
  if (chainDay >= 0) return underlying.days.spot[chainDay];
  return bar >= 0 ? underlying.bars.open[bar] : undefined;
}

/** Moves a position from the book to the trade list; its cash has been booked by the caller. Excursions see the final gain. */
export function endPosition(account: Account, position: Position, ending: Ending): void {
  const netPnl = total(position, position.credit - ending.exitCost) - position.commission - ending.commission - position.fees;
  observeGain(position, position.credit - ending.exitCost);
  account.trades.push(tradeRecord(position, ending, netPnl));
  account.positions = account.positions.filter((other) => other !== position);
  account.closedPnl += netPnl;
  account.summary[abi.SUM_TRADES]++;
  account.exits++;
}

export const totalLiability = ({ positions }: Account): number => positions.reduce((sum, position) => sum + liability(position), 0);

/** What equity must be, built from trades and open positions instead of cash. */
export function equityFromTrades({ closedPnl, positions }: Account, initial: number): number {
  const open = positions.reduce((sum, position) => sum + (total(position, gain(position)) - position.commission - position.fees), 0);
  return initial + closedPnl + open;
}
