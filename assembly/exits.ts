// Step 3 of a session: closing what should be closed, with the same fill model as the entry. docs/engine.md §3.
import {
  A_COMMISSION, A_COMMISSION_MAX, A_COMMISSION_MIN, A_FREE_CLOSE, EXIT_BREAKER, EXIT_GAMMA, EXIT_KINDS, EXIT_PROFIT_TARGET, EXIT_STOP_LOSS, FLAG_ABANDONED_LONG, IRON_CONDOR, P_FORCED, P_FRESH, P_MARK, P_REALISED, P_ROW,
  S_DYNAMIC, S_EXIT_PRIORITY, S_GAMMA_EXIT, S_PROFIT_TARGET, S_STOP_LOSS, S_TIME_EXIT, SHORT_PUT, SUM_BLOCKED_EXITS, SUM_FILL_OUT_OF_BOUNDS, T_BLOCKED_EXITS, T_CONTRACTS, T_CREDIT, T_EXIT_COMMISSION,
  T_EXIT_SCALE, T_EXPIRY, T_SLEEVE, T_STRUCTURE, U_EXIT_SCALE_PTR,
} from "./abi";
import { f64At, setF64 } from "./column";
import { buyFill, buyable, fillFraction, quoteState, sellFill, sellable } from "./quotes";
import { acct, addCash, addTo, compact, count, dayAt, open, positionAt, sleeveAt, und } from "./run";
import { addFlag, capOf, finish, gainAt, legOpen, quantity, seeGain, spotToday, underlyingOf } from "./position";
import { askOf, bidOf, focus } from "./underlying";

const NO_EXIT: i32 = -1;

/** Of the position being looked at: the volatility ratio that scales its target and stop; 0 = they are not scaled. */
let scale: f64 = 0;

// What the last `closingCost` found beside the price.
export let chargedLegs: f64 = 0;
let abandoned: bool = false;

export function exits(session: i32): void {
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    scale = scaleOf(position, session);
    const reason = trigger(position, <i32>f64At(position, T_EXPIRY) - dayAt(session));
    if (reason != NO_EXIT) close(position, session, reason);
  }
  compact();
}

/** Legs of a structure, for the fill fraction. */
export function legsOf(structure: i32): i32 {
  return structure == IRON_CONDOR ? 4 : structure == SHORT_PUT ? 1 : 2;
}

/** Commission of one order, units. */
export function commission(contracts: f64, legs: f64): f64 {
  if (legs == 0) return 0;
  const most = acct(A_COMMISSION_MAX);
  const charged = Math.max(contracts * legs * acct(A_COMMISSION), acct(A_COMMISSION_MIN));
  return most > 0 ? Math.min(charged, most) : charged;
}

function scaleOf(position: usize, session: i32): f64 {
  if (f64At(sleeveAt(<i32>f64At(position, T_SLEEVE)), S_DYNAMIC) == 0) return 0;
  return f64At(und(underlyingOf(position), U_EXIT_SCALE_PTR), session);
}

/** A calm market wants a larger gain and bears a smaller loss. */
// @ts-ignore: decorator
@inline
export function scaledTarget(target: f64, ratio: f64): f64 {
  return Math.floor(target / ratio + 0.5);
}

// @ts-ignore: decorator
@inline
export function scaledStop(stop: f64, ratio: f64): f64 {
  return Math.floor(stop * ratio + 0.5);
}

function trigger(position: usize, dte: i32): i32 {
  const sleeve = sleeveAt(<i32>f64At(position, T_SLEEVE));
  for (let k = 0; k < EXIT_KINDS; k++) {
    const kind = <i32>f64At(sleeve, S_EXIT_PRIORITY + k);
    if (holds(kind, position, sleeve, dte)) return kind;
  }
  return NO_EXIT;
}

function holds(kind: i32, position: usize, sleeve: usize, dte: i32): bool {
  if (kind == EXIT_BREAKER) return f64At(position, P_FORCED) != 0;
  if (kind == EXIT_PROFIT_TARGET || kind == EXIT_STOP_LOSS) {
    const wins = kind == EXIT_PROFIT_TARGET;
    const base = f64At(sleeve, wins ? S_PROFIT_TARGET : S_STOP_LOSS);
    if (base <= 0 || f64At(position, P_FRESH) == 0) return false;
    const threshold = scale == 0 ? base : wins ? scaledTarget(base, scale) : scaledStop(base, scale);
    const gain = gainAt(position, f64At(position, P_MARK));
    return (wins ? gain : -gain) * 10_000 >= threshold * f64At(position, T_CREDIT);
  }
  const limit = f64At(sleeve, kind == EXIT_GAMMA ? S_GAMMA_EXIT : S_TIME_EXIT);
  return limit >= 0 && <f64>dte <= limit;
}

function close(position: usize, session: i32, reason: i32): void {
  const cost = closingCost(position);
  if (!inBounds(position, cost)) {
    if (!isNaN(cost)) count(SUM_FILL_OUT_OF_BOUNDS);
    addTo(position, T_BLOCKED_EXITS, 1);
    count(SUM_BLOCKED_EXITS);
    return;
  }
  const fee = commission(f64At(position, T_CONTRACTS), chargedLegs);
  setF64(position, T_EXIT_COMMISSION, fee);
  setF64(position, T_EXIT_SCALE, scale);
  if (abandoned) addFlag(position, FLAG_ABANDONED_LONG);
  addCash(-(cost * quantity(position) + fee));
  seeGain(position, gainAt(position, cost));
  finish(position, session, f64At(position, P_REALISED) + cost, spotToday(underlyingOf(position), session), reason);
}

/** A fill that exists and lies between nothing and the most the position can be worth. */
export function inBounds(position: usize, cost: f64): bool {
  return !isNaN(cost) && cost >= 0 && cost <= capOf(position);
}

/** Σ short buys − Σ long sells, units per share; NaN when some open leg cannot be traded. */
export function closingCost(position: usize): f64 {
  focus(underlyingOf(position));
  const fraction = fillFraction(legsOf(<i32>f64At(position, T_STRUCTURE)));
  let cost: f64 = 0;
  chargedLegs = 0;
  abandoned = false;
  for (let leg = 0; leg < 4; leg++) {
    if (!legOpen(position, leg)) continue;
    const row = <i32>f64At(position, P_ROW + leg);
    if (row < 0) return NaN;
    const bid = bidOf(row);
    const ask = askOf(row);
    const state = quoteState(bid, ask);
    if ((leg & 1) == 0) {
      if (!buyable(state)) return NaN;
      const price = buyFill(bid, ask, fraction);
      cost += price;
      if (price > acct(A_FREE_CLOSE)) chargedLegs++;
    } else if (bid == 0 && ask > 0) abandoned = true;
    else {
      if (!sellable(state)) return NaN;
      cost -= sellFill(bid, ask, fraction);
      chargedLegs++;
    }
  }
  return cost;
}
