// How much of the account was at work: means and maxima over sessions.
import { M_EQUITY_PTR, M_HEAT_PTR, M_MULTIPLIER_PTR, M_POSITIONS_PTR, M_SESSIONS, M_VALUES_PTR } from "../abi";
import { f64At, i32At } from "../column";
import { fours, largest, total } from "./lanes";
import { MAX_HEAT, MAX_POSITIONS, MEAN_BREAKER_MULTIPLIER, MEAN_HEAT, MEAN_POSITIONS, TIME_IN_MARKET, put } from "./order";

/** One pass; the divisions are what it waits for, everything else hides behind them. */
export function exposure(record: usize): void {
  const sessions = i32At(record, M_SESSIONS);
  const values = <usize>i32At(record, M_VALUES_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  const heat = <usize>i32At(record, M_HEAT_PTR);
  const positions = <usize>i32At(record, M_POSITIONS_PTR);
  const multiplier = <usize>i32At(record, M_MULTIPLIER_PTR);
  const whole = fours(sessions);
  const zero = f64x2.splat(0);
  let heatLow = zero;
  let heatHigh = zero;
  let hottestLow = f64x2.splat(-Infinity);
  let hottestHigh = hottestLow;
  let multiplierLow = zero;
  let multiplierHigh = zero;
  let open = zero; // counts: exact in any order
  let most = hottestLow;
  let idle = zero; // −1 per session with a position
  const end = <usize>whole << 3;
  for (let at: usize = 0; at < end; at += 32) {
    const low = f64x2.div(v128.load(heat + at), v128.load(equity + at));
    const high = f64x2.div(v128.load(heat + at, 16), v128.load(equity + at, 16));
    heatLow = f64x2.add(heatLow, low);
    heatHigh = f64x2.add(heatHigh, high);
    hottestLow = f64x2.pmax(hottestLow, low);
    hottestHigh = f64x2.pmax(hottestHigh, high);
    const openLow = v128.load(positions + at);
    const openHigh = v128.load(positions + at, 16);
    open = f64x2.add(open, f64x2.add(openLow, openHigh));
    most = f64x2.pmax(most, f64x2.pmax(openLow, openHigh));
    idle = i64x2.add(idle, i64x2.add(f64x2.gt(openLow, zero), f64x2.gt(openHigh, zero)));
    if (multiplier != 0) {
      multiplierLow = f64x2.add(multiplierLow, v128.load(multiplier + at));
      multiplierHigh = f64x2.add(multiplierHigh, v128.load(multiplier + at, 16));
    }
  }
  let heatSum = total(heatLow, heatHigh);
  let hottest = largest(f64x2.pmax(hottestLow, hottestHigh));
  let openSum = f64x2.extract_lane(open, 0) + f64x2.extract_lane(open, 1);
  let openMost = largest(most);
  let busy = -<i32>(i64x2.extract_lane(idle, 0) + i64x2.extract_lane(idle, 1));
  let multipliers = multiplier == 0 ? <f64>whole : total(multiplierLow, multiplierHigh);
  for (let t = whole; t < sessions; t++) {
    const share = f64At(heat, t) / f64At(equity, t);
    const count = f64At(positions, t);
    heatSum += share;
    if (share > hottest) hottest = share;
    openSum += count;
    if (count > openMost) openMost = count;
    if (count > 0) busy++;
    multipliers += multiplier == 0 ? 1 : f64At(multiplier, t);
  }
  const n: f64 = sessions;
  put(values, TIME_IN_MARKET, <f64>busy / n);
  put(values, MEAN_HEAT, heatSum / n);
  put(values, MAX_HEAT, isFinite(heatSum) ? hottest + 0 : NaN);
  put(values, MEAN_POSITIONS, openSum / n);
  put(values, MAX_POSITIONS, openMost);
  put(values, MEAN_BREAKER_MULTIPLIER, multipliers / n);
}
