// docs/engine.md §3 steps 1a, 1b and 6: expiry, on the official price or a stand-in that is flagged.
import * as abi from "../../assembly/abi";
import type { Bars } from "../../src/market/types";
import type { AccountSpec } from "../../src/strategy/spec";
import type { Account, Today } from "./account";
import { endPosition } from "./account";
import { indexOfDay, lastAtOrBefore } from "../../src/explain/chain";
import type { Position, Side } from "./position";
import { intrinsic, openSides, total } from "./position";

/** Less than one cent in the money is not exercised; units. */
const EXERCISE_FROM = 100;

export interface SettlementPrice {
  price: number;
  fallback: boolean;
}

/** True when the position's settlement belongs to a morning not later than today's. */
export const isPastExpiry = (position: Position, day: number): boolean =>
  position.settlement === abi.SETTLEMENT_AM ? day >= position.vendorExpiry : day > position.expiry;

/** Price of a settlement that is due; undefined when no bar at or before the day exists. */
export function duePrice(position: Position, bars: Bars): SettlementPrice | undefined {
  const am = position.settlement === abi.SETTLEMENT_AM;
  const day = am ? position.vendorExpiry : position.expiry;
  const bar = indexOfDay(bars.day, day);
  if (bar < 0) {
    const before = lastAtOrBefore(bars.day, day);
    return before < 0 ? undefined : { price: bars.close[before], fallback: true };
  }
  if (!am) return { price: bars.close[bar], fallback: false };
  return bars.settlement[bar] > 0 ? { price: bars.settlement[bar], fallback: false } : { price: bars.open[bar], fallback: true };
}

export function settle(account: Account, position: Position, { price, fallback }: SettlementPrice, today: Today, spec: AccountSpec): void {
  const physical = today.underlying.delivery === "physical";
  let cost = 0;
  let fees = 0;
  for (const side of openSides(position)) {
    const { short, long } = legValues(side, price);
    cost += short - long;
    if (physical && short > 0 !== long > 0) {
      position.flags |= abi.FLAG_PIN;
      fees += spec.assignmentFee * position.contracts;
      account.summary[abi.SUM_PINS]++;
    }
  }
  if (fallback) {
    position.flags |= abi.FLAG_SETTLED_ON_FALLBACK;
    account.summary[abi.SUM_FALLBACK_SETTLEMENTS]++;
  }
  position.fees += fees;
  account.cash -= total(position, cost) + fees;
  const worthless = cost === 0 && position.realised === 0 && (position.flags & abi.FLAG_PIN) === 0;
  const exitCost = position.realised + cost;
  endPosition(account, position, {
    reason: worthless ? abi.EXIT_EXPIRED_WORTHLESS : abi.EXIT_EXPIRED_ITM,
    day: today.day,
    exitCost,
    commission: 0,
    spot: price,
  });
}

function legValues({ right, short, long }: Side, price: number): { short: number; long: number } {
  const value = (strike: number): number => {
    const worth = intrinsic(right, strike, price);
    return worth < EXERCISE_FROM ? 0 : worth;
  };
  return { short: value(short), long: long === 0 ? 0 : value(long) };
}
