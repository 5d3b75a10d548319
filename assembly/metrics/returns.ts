// Volatility, Sharpe and Sortino of daily marked returns: one pass, sums shifted by the first value.
import { M_EQUITY_PTR, M_LEVELS_PTR, M_RATE_PTR, M_SESSIONS, M_VALUES_PTR } from "../abi";
import { f64At, i32At } from "../column";
import { fours, total } from "./lanes";
import { SHARPE, SORTINO, VOLATILITY, put } from "./order";

/** Sums over the sessions after the first: of changes against the first return and the first excess return, of their squares, of squared losses. */
let returnSum: f64 = 0;
let returnSquares: f64 = 0;
let excessSum: f64 = 0;
let excessSquares: f64 = 0;
let losses: f64 = 0;
let allPositive: bool = false;

export function dailyRatios(record: usize): void {
  const sessions = i32At(record, M_SESSIONS);
  const values = <usize>i32At(record, M_VALUES_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  const rates = <usize>i32At(record, M_RATE_PTR);
  const levels = <usize>i32At(record, M_LEVELS_PTR);
  const initial = f64At(levels, 0);
  const perYear = f64At(levels, 2);
  const perDay = 1 / perYear;
  const constant = f64At(levels, 1) * perDay;
  const first = sessions > 0 ? (f64At(equity, 0) - initial) / initial : NaN;
  const firstExcess = first - (rates != 0 ? f64At(rates, 0) * perDay : constant);
  if (rates == 0 && constant == 0) sumReturns(equity, sessions - 1, first);
  else sumExcess(equity, sessions - 1, first, firstExcess, rates, perDay, constant);
  const usable = sessions > 0 && initial > 0 && allPositive;
  const n: f64 = sessions;
  const mean = firstExcess + excessSum / n;
  const sigma = deviation(excessSum, excessSquares, sessions);
  const risk = Math.sqrt(((firstExcess < 0 ? firstExcess * firstExcess : 0) + losses) / n);
  const scale = Math.sqrt(perYear);
  put(values, VOLATILITY, usable ? deviation(returnSum, returnSquares, sessions) * scale : NaN);
  put(values, SHARPE, usable ? (mean / sigma) * scale : NaN); // σ = 0 and risk = 0 end as ±∞ or NaN: undefined
  put(values, SORTINO, usable ? (mean / risk) * scale : NaN);
}

/** Sample standard deviation from shifted sums over `count` values; not finite below two. */
export function deviation(sum: f64, squares: f64, count: i32): f64 {
  return Math.sqrt((squares - (sum * sum) / <f64>count) / <f64>(count - 1));
}

/** No risk-free rate: returns are their own excess. Element i of `count` goes from session i to i + 1. */
function sumReturns(equity: usize, count: i32, first: f64): void {
  const whole = fours(count);
  const shift = f64x2.splat(first);
  const zero = f64x2.splat(0);
  let positive = i64x2.splat(-1);
  let sumLow = zero;
  let sumHigh = zero;
  let squaresLow = zero;
  let squaresHigh = zero;
  let lossLow = zero;
  let lossHigh = zero;
  let at = equity;
  for (const end = equity + (<usize>max(whole, 0) << 3); at < end; at += 32) {
    const beforeLow = v128.load(at);
    const beforeHigh = v128.load(at, 16);
    const low = f64x2.div(f64x2.sub(v128.load(at, 8), beforeLow), beforeLow);
    const high = f64x2.div(f64x2.sub(v128.load(at, 24), beforeHigh), beforeHigh);
    positive = v128.and(positive, v128.and(f64x2.gt(beforeLow, zero), f64x2.gt(beforeHigh, zero)));
    const changeLow = f64x2.sub(low, shift);
    const changeHigh = f64x2.sub(high, shift);
    sumLow = f64x2.add(sumLow, changeLow);
    sumHigh = f64x2.add(sumHigh, changeHigh);
    squaresLow = f64x2.add(squaresLow, f64x2.mul(changeLow, changeLow));
    squaresHigh = f64x2.add(squaresHigh, f64x2.mul(changeHigh, changeHigh));
    const downLow = f64x2.pmin(zero, low);
    const downHigh = f64x2.pmin(zero, high);
    lossLow = f64x2.add(lossLow, f64x2.mul(downLow, downLow));
    lossHigh = f64x2.add(lossHigh, f64x2.mul(downHigh, downHigh));
  }
  returnSum = total(sumLow, sumHigh);
  returnSquares = total(squaresLow, squaresHigh);
  losses = total(lossLow, lossHigh);
  allPositive = i64x2.all_true(positive);
  for (let i = max(whole, 0); i < count; i++) {
    const before = f64At(equity, i);
    const value = (f64At(equity, i + 1) - before) / before;
    returnSum += value - first;
    returnSquares += (value - first) * (value - first);
    losses += value < 0 ? value * value : 0;
    allPositive = allPositive && before > 0;
  }
  excessSum = returnSum;
  excessSquares = returnSquares;
}

/** The same with a risk-free rate: dated per session, or the constant when `rates` is 0. */
function sumExcess(equity: usize, count: i32, first: f64, firstExcess: f64, rates: usize, perDay: f64, constant: f64): void {
  const whole = fours(count);
  const shift = f64x2.splat(first);
  const excessShift = f64x2.splat(firstExcess);
  const scale = f64x2.splat(perDay);
  const zero = f64x2.splat(0);
  let positive = i64x2.splat(-1);
  let freeLow = f64x2.splat(constant);
  let freeHigh = freeLow;
  let sumLow = zero;
  let sumHigh = zero;
  let squaresLow = zero;
  let squaresHigh = zero;
  let excessSumLow = zero;
  let excessSumHigh = zero;
  let excessSquaresLow = zero;
  let excessSquaresHigh = zero;
  let lossLow = zero;
  let lossHigh = zero;
  for (let i = 0; i < whole; i += 4) {
    const at = equity + (<usize>i << 3);
    const beforeLow = v128.load(at);
    const beforeHigh = v128.load(at, 16);
    const low = f64x2.div(f64x2.sub(v128.load(at, 8), beforeLow), beforeLow);
    const high = f64x2.div(f64x2.sub(v128.load(at, 24), beforeHigh), beforeHigh);
    positive = v128.and(positive, v128.and(f64x2.gt(beforeLow, zero), f64x2.gt(beforeHigh, zero)));
    const changeLow = f64x2.sub(low, shift);
    const changeHigh = f64x2.sub(high, shift);
    sumLow = f64x2.add(sumLow, changeLow);
    sumHigh = f64x2.add(sumHigh, changeHigh);
    squaresLow = f64x2.add(squaresLow, f64x2.mul(changeLow, changeLow));
    squaresHigh = f64x2.add(squaresHigh, f64x2.mul(changeHigh, changeHigh));
    if (rates != 0) {
      freeLow = f64x2.mul(v128.load(rates + (<usize>i << 3), 8), scale);
      freeHigh = f64x2.mul(v128.load(rates + (<usize>i << 3), 24), scale);
    }
    const overLow = f64x2.sub(low, freeLow);
    const overHigh = f64x2.sub(high, freeHigh);
    const moveLow = f64x2.sub(overLow, excessShift);
    const moveHigh = f64x2.sub(overHigh, excessShift);
    excessSumLow = f64x2.add(excessSumLow, moveLow);
    excessSumHigh = f64x2.add(excessSumHigh, moveHigh);
    excessSquaresLow = f64x2.add(excessSquaresLow, f64x2.mul(moveLow, moveLow));
    excessSquaresHigh = f64x2.add(excessSquaresHigh, f64x2.mul(moveHigh, moveHigh));
    const downLow = f64x2.pmin(zero, overLow);
    const downHigh = f64x2.pmin(zero, overHigh);
    lossLow = f64x2.add(lossLow, f64x2.mul(downLow, downLow));
    lossHigh = f64x2.add(lossHigh, f64x2.mul(downHigh, downHigh));
  }
  returnSum = total(sumLow, sumHigh);
  returnSquares = total(squaresLow, squaresHigh);
  excessSum = total(excessSumLow, excessSumHigh);
  excessSquares = total(excessSquaresLow, excessSquaresHigh);
  losses = total(lossLow, lossHigh);
  allPositive = i64x2.all_true(positive);
  for (let i = max(whole, 0); i < count; i++) {
    const before = f64At(equity, i);
    const value = (f64At(equity, i + 1) - before) / before;
    const excess = value - (rates != 0 ? f64At(rates, i + 1) * perDay : constant);
    returnSum += value - first;
    returnSquares += (value - first) * (value - first);
    excessSum += excess - firstExcess;
    excessSquares += (excess - firstExcess) * (excess - firstExcess);
    losses += excess < 0 ? excess * excess : 0;
    allPositive = allPositive && before > 0;
  }
}
