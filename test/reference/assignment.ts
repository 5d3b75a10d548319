// docs/engine.md §3 step 1c: short legs that their owners exercise overnight, judged on the previous session's fresh quotes.
import * as abi from "../../assembly/abi";
import type { AccountSpec } from "../../src/strategy/spec";
import type { Account, Today } from "./account";
import { endPosition } from "./account";
import { strikePrice } from "../../src/explain/chain";
import type { Position, Side } from "./position";
import { openSides, sideOf, total } from "./position";

export function assignEarly(account: Account, position: Position, today: Today, spec: AccountSpec): void {
  if (!spec.earlyAssignment || today.underlying.exercise !== "american" || today.bar < 0) return;
  if (!position.fresh || position.last.day !== today.previousDay) {
    if (openSides(position).some((side) => isInTheMoney(side, position.last.spot))) account.summary[abi.SUM_ASSIGNMENT_UNKNOWN]++;
    return;
  }
  const call = sideOf(position, "call");
  const put = sideOf(position, "put");
  if (call?.open && isCallExercised(position, call, today)) assign(account, position, call, callCost(call, today), spec);
  if (put?.open && isPutExercised(position, put, today, spec)) assign(account, position, put, putCost(put, today), spec);
  if (openSides(position).length > 0) return;
  endPosition(account, position, {
    reason: abi.EXIT_EARLY_ASSIGNMENT,
    day: today.day,
    exitCost: position.realised,
    commission: 0,
    spot: today.underlying.bars.open[today.bar],
  });
}

const isInTheMoney = ({ right, short }: Side, spot: number): boolean => (right === "put" ? spot < strikePrice(short) : spot > strikePrice(short));

/** The dividend is worth more than what is left of time value. */
function isCallExercised({ last }: Position, side: Side, { underlying, bar }: Today): boolean {
  const dividend = underlying.bars.dividend[bar];
  return isInTheMoney(side, last.spot) && dividend > 0 && dividend > last.callMid - (last.spot - strikePrice(side.short));
}

/** Interest on the strike until today is worth more than what is left of time value. */
function isPutExercised({ last }: Position, side: Side, { rate, day }: Today, { deepItmDelta }: AccountSpec): boolean {
  const strike = strikePrice(side.short);
  const carry = (strike * rate * (day - last.day)) / 365;
  return isInTheMoney(side, last.spot) && last.putDelta >= deepItmDelta && last.putMid - (strike - last.spot) < carry;
}

/** Stock sold at the strike is bought back at the open, or through the long call; the dividend is owed. */
function callCost({ short, long }: Side, { underlying, bar }: Today): number {
  const open = underlying.bars.open[bar];
  const price = long === 0 ? open : Math.min(open, strikePrice(long));
  return price - strikePrice(short) + underlying.bars.dividend[bar];
}

/** Stock bought at the strike is sold at the open, or through the long put; the dividend is received. */
function putCost({ short, long }: Side, { underlying, bar }: Today): number {
  const open = underlying.bars.open[bar];
  const price = long === 0 ? open : Math.max(open, strikePrice(long));
  return strikePrice(short) - price - underlying.bars.dividend[bar];
}

function assign(account: Account, position: Position, side: Side, cost: number, spec: AccountSpec): void {
  const fee = spec.assignmentFee * position.contracts;
  side.open = false;
  position.realised += cost;
  position.fees += fee;
  position.flags |= side.right === "call" ? abi.FLAG_ASSIGNED_CALL : abi.FLAG_ASSIGNED_PUT;
  account.cash -= total(position, cost) + fee;
  account.summary[abi.SUM_ASSIGNMENTS]++;
}
