// How much of the account was at work: means and maxima over sessions.
import { M_EQUITY_PTR, M_HEAT_PTR, M_MULTIPLIER_PTR, M_POSITIONS_PTR, M_SESSIONS, M_VALUES_PTR } from "../abi";
import { f64At, i32At } from "../column";
import { fours, largest, total } from "./lanes";
import { MAX_HEAT, MAX_POSITIONS, MEAN_BREAKER_MULTIPLIER, MEAN_HEAT, MEAN_POSITIONS, TIME_IN_MARKET, put } from "./order";

export function exposure(record: usize): void {
  const sessions = i32At(record, M_SESSIONS);
  const values = <usize>i32At(record, M_VALUES_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  const multiplier = <usize>i32At(record, M_MULTIPLIER_PTR);
  const n: f64 = sessions;
  heatOf(values, <usize>i32At(record, M_HEAT_PTR), equity, sessions);
  positionsOf(values, <usize>i32At(record, M_POSITIONS_PTR), sessions);
  put(values, MEAN_BREAKER_MULTIPLIER, (multiplier == 0 ? n : sumOf(multiplier, sessions)) / n);
}

/** Mean and largest heat / equity; both undefined when some equity is 0. */
function heatOf(values: usize, heat: usize, equity: usize, sessions: i32): void {
  const whole = fours(sessions);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let topLow = f64x2.splat(-Infinity);
  let topHigh = f64x2.splat(-Infinity);
  for (let i = 0; i < whole; i += 4) {
    const offset = <usize>i << 3;
    const low = f64x2.div(v128.load(heat + offset), v128.load(equity + offset));
    const high = f64x2.div(v128.load(heat + offset, 16), v128.load(equity + offset, 16));
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    topLow = f64x2.pmax(topLow, low);
    topHigh = f64x2.pmax(topHigh, high);
  }
  let sum = total(sumLow, sumHigh);
  let top = largest(f64x2.pmax(topLow, topHigh));
  for (let i = whole; i < sessions; i++) {
    const value = f64At(heat, i) / f64At(equity, i);
    sum += value;
    if (value > top) top = value;
  }
  put(values, MEAN_HEAT, sum / <f64>sessions);
  put(values, MAX_HEAT, isFinite(sum) ? top + 0 : NaN);
}

/** Counts: exact in any order. */
function positionsOf(values: usize, positions: usize, sessions: i32): void {
  const whole = fours(sessions);
  const zero = f64x2.splat(0);
  let sum = zero;
  let top = f64x2.splat(-Infinity);
  let idle = i64x2.splat(0);
  for (let i = 0; i < whole; i += 4) {
    const low = v128.load(positions + (<usize>i << 3));
    const high = v128.load(positions + (<usize>i << 3), 16);
    sum = f64x2.add(sum, f64x2.add(low, high));
    top = f64x2.pmax(top, f64x2.pmax(low, high));
    idle = i64x2.add(idle, i64x2.add(f64x2.gt(low, zero), f64x2.gt(high, zero)));
  }
  let count = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  let most = largest(top);
  let busy = -(i64x2.extract_lane(idle, 0) + i64x2.extract_lane(idle, 1));
  for (let i = whole; i < sessions; i++) {
    const value = f64At(positions, i);
    count += value;
    if (value > most) most = value;
    if (value > 0) busy++;
  }
  put(values, TIME_IN_MARKET, <f64>busy / <f64>sessions);
  put(values, MEAN_POSITIONS, count / <f64>sessions);
  put(values, MAX_POSITIONS, most);
}

/** Sum of a column, in lanes. */
function sumOf(column: usize, count: i32): f64 {
  const whole = fours(count);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i = 0; i < whole; i += 4) {
    low = f64x2.add(low, v128.load(column + (<usize>i << 3)));
    high = f64x2.add(high, v128.load(column + (<usize>i << 3), 16));
  }
  let sum = total(low, high);
  for (let i = whole; i < count; i++) sum += f64At(column, i);
  return sum;
}
