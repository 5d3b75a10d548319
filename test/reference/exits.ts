// docs/engine.md §3 step 3: why a position should be closed today, and at what price it can be. Commission of any order.
import * as abi from "../../assembly/abi";
import type { Features } from "../../src/engine/types";
import type { AccountSpec, ExitKind, SleeveSpec } from "../../src/strategy/spec";
import type { Account, Today } from "./account";
import { endPosition, spotOf } from "./account";
import { sideQuotes } from "./marks";
import type { Position } from "./position";
import { cap, gain, total } from "./position";
import { fillFraction } from "../../src/explain/structure";
import type { Quote } from "../../src/explain/quotes";
import { buyPrice, isBuyable, isSellable, quoteState, sellPrice } from "../../src/explain/quotes";

const REASONS: Record<ExitKind, number> = {
  breaker: abi.EXIT_BREAKER,
  "profit-target": abi.EXIT_PROFIT_TARGET,
  "stop-loss": abi.EXIT_STOP_LOSS,
  "gamma-exit": abi.EXIT_GAMMA,
  "time-exit": abi.EXIT_TIME,
};

/** The ratio that scales the sleeve's target and stop today; 0 when it has fixed ones. */
export function exitScale({ dynamicExits }: SleeveSpec, features: Features, { feature }: Today): number {
  if (!dynamicExits) return 0;
  return feature < 0 ? 1 : features.exitScale[feature];
}

/** Share × 1e4 of the credit at which each trigger holds today. */
function sharesOf({ profitTarget, stopLoss, dynamicExits }: SleeveSpec, scale: number): { target: number; stop: number } {
  if (!dynamicExits) return { target: profitTarget, stop: stopLoss };
  return { target: Math.floor(profitTarget / scale + 0.5), stop: Math.floor(stopLoss * scale + 0.5) };
}

/** Reason of the first trigger that holds, by the sleeve's priority. */
export function exitReason(position: Position, sleeve: SleeveSpec, dte: number, scale: number): number | undefined {
  const { fresh, forced, credit } = position;
  const { profitTarget, stopLoss, gammaExit, timeExit } = sleeve;
  const { target, stop } = sharesOf(sleeve, scale);
  const holds: Record<ExitKind, boolean> = {
    breaker: forced,
    "profit-target": profitTarget > 0 && fresh && gain(position) * 1e4 >= target * credit,
    "stop-loss": stopLoss > 0 && fresh && -gain(position) * 1e4 >= stop * credit,
    "gamma-exit": gammaExit >= 0 && dte <= gammaExit,
    "time-exit": timeExit >= 0 && dte <= timeExit,
  };
  const first = sleeve.exitPriority.find((kind) => holds[kind]);
  return first === undefined ? undefined : REASONS[first];
}

/** Commission of an order, total units. */
export function commissionOf(contracts: number, chargedLegs: number, account: AccountSpec): number {
  if (chargedLegs === 0) return 0;
  const raised = Math.max(contracts * chargedLegs * account.commission, account.commissionMin);
  return account.commissionMax > 0 ? Math.min(raised, account.commissionMax) : raised;
}

interface CloseFill {
  /** Per share. */
  cost: number;
  chargedLegs: number;
  abandoned: boolean;
}

/** Price at which all open legs can be closed, or undefined when some leg cannot. */
function closeFill(position: Position, today: Today, account: AccountSpec): CloseFill | undefined {
  const fraction = fillFraction(position.structure, account);
  const fill: CloseFill = { cost: 0, chargedLegs: 0, abandoned: false };
  for (const { side, short, long } of sideQuotes(position, today)) {
    if (short === undefined || !isBuyable(quoteState(short, account))) return undefined;
    const paid = buyPrice(short, fraction);
    fill.cost += paid;
    if (paid > account.freeClose) fill.chargedLegs++;
    if (side.long === 0) continue;
    if (long === undefined) return undefined;
    if (isWorthless(long)) {
      fill.abandoned = true;
      continue;
    }
    if (!isSellable(quoteState(long, account))) return undefined;
    fill.cost -= sellPrice(long, fraction);
    fill.chargedLegs++;
  }
  return fill;
}

/** Nobody bids for it: a long leg is left to expire. */
const isWorthless = ({ bid, ask }: Quote): boolean => bid === 0 && ask > 0;

/** Closes a position whose exit is due, or counts why it could not be closed. */
export function closePosition(account: Account, position: Position, { reason, scale }: { reason: number; scale: number }, today: Today, spec: AccountSpec): void {
  const fill = closeFill(position, today, spec);
  const outOfBounds = fill !== undefined && (fill.cost < 0 || fill.cost > cap(position));
  if (fill === undefined || outOfBounds) {
    position.blockedExits++;
    account.summary[abi.SUM_BLOCKED_EXITS]++;
    if (outOfBounds) account.summary[abi.SUM_FILL_OUT_OF_BOUNDS]++;
    return;
  }
  const commission = commissionOf(position.contracts, fill.chargedLegs, spec);
  account.cash -= total(position, fill.cost) + commission;
  if (fill.abandoned) position.flags |= abi.FLAG_ABANDONED_LONG;
  const exitCost = position.realised + fill.cost;
  endPosition(account, position, { reason, day: today.day, exitCost, commission, spot: spotOf(today) ?? 0, scale });
}
