// Feature columns of one underlying, each value from its own bar and earlier ones only. docs/engine.md §6.
import {
  F_ATM_IV_PTR, F_BARS, F_CLOSE_PTR, F_DIVIDEND_PTR, F_EXIT_SCALE_PTR, F_EXIT_WINDOW, F_HIGH_PTR, F_INDEX_PTR, F_IV_PERCENTILE_PTR, F_IV_RANK_PTR, F_IV_SPREAD_PTR, F_IV_WINDOW, F_LEVELS_PTR, F_LOW_PTR, F_MOMENTUM_PTR, F_MOMENTUM_WINDOW,
  F_RANGE_PTR, F_RETURN_PTR, F_SORTED_PTR, F_SPLIT_PTR, F_TREND_FAST, F_TREND_PTR, F_TREND_SLOW, F_VOLATILITY_PTR, F_VOLATILITY_WINDOW, F_VOLUME_PTR, F_VOLUME_RATIO_PTR,
} from "./abi";
import { atmIvColumn } from "./atm";
import { f64At, i32At, setF64 } from "./column";
import { log } from "./portable/log";
import { regimeColumn } from "./regime";

/** First of the exits' levels: base volatility, smallest and largest ratio. */
const EXIT_LEVELS: i32 = 6;

let record: usize = 0;

// @ts-ignore: decorator
@inline
function slot(index: i32): i32 {
  return i32At(record, index);
}

/** Fills every output column of the FEATURES record at `address`. */
export function computeFeatures(address: usize): void {
  record = address;
  returns();
  for (let i = 0; i < slot(F_BARS); i++) {
    setF64(slot(F_VOLATILITY_PTR), i, realisedVolatility(i, slot(F_VOLATILITY_WINDOW)));
    setF64(slot(F_EXIT_SCALE_PTR), i, exitScale(realisedVolatility(i, slot(F_EXIT_WINDOW)), slot(F_LEVELS_PTR) + (EXIT_LEVELS << 3)));
    setF64(slot(F_MOMENTUM_PTR), i, momentum(i, slot(F_MOMENTUM_WINDOW)));
    setF64(slot(F_TREND_PTR), i, trend(i, slot(F_TREND_FAST), slot(F_TREND_SLOW)));
    setF64(slot(F_VOLUME_RATIO_PTR), i, volumeRatio(i, slot(F_VOLATILITY_WINDOW)));
    setF64(slot(F_RANGE_PTR), i, <f64>(i32At(slot(F_HIGH_PTR), i) - i32At(slot(F_LOW_PTR), i)) / <f64>i32At(slot(F_CLOSE_PTR), i));
  }
  atmIvColumn(record);
  for (let i = 0; i < slot(F_BARS); i++) setF64(slot(F_IV_SPREAD_PTR), i, f64At(slot(F_ATM_IV_PTR), i) - f64At(slot(F_VOLATILITY_PTR), i));
  ivRanks();
  regimeColumn(record);
}

/** Total-return index and its log returns: dividends and splits count, later data never does. */
function returns(): void {
  const index = slot(F_INDEX_PTR);
  const closes = slot(F_CLOSE_PTR);
  for (let i = 0; i < slot(F_BARS); i++) {
    const close: f64 = i32At(closes, i);
    if (i == 0) {
      setF64(index, 0, close);
      setF64(slot(F_RETURN_PTR), 0, NaN);
      continue;
    }
    const ratio = (close * f64At(slot(F_SPLIT_PTR), i) + <f64>i32At(slot(F_DIVIDEND_PTR), i)) / <f64>i32At(closes, i - 1);
    setF64(index, i, f64At(index, i - 1) * ratio);
    setF64(slot(F_RETURN_PTR), i, log(ratio));
  }
}

function realisedVolatility(i: i32, window: i32): f64 {
  if (i < window) return NaN;
  const values = slot(F_RETURN_PTR);
  let sum: f64 = 0;
  for (let k = i - window + 1; k <= i; k++) sum += f64At(values, k);
  const mean = sum / <f64>window;
  let squares: f64 = 0;
  for (let k = i - window + 1; k <= i; k++) {
    const deviation = f64At(values, k) - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / <f64>window) * Math.sqrt(252);
}

/** Volatility over its base, within bounds; 1 while it is not known. */
function exitScale(volatility: f64, levels: usize): f64 {
  return isNaN(volatility) ? 1 : Math.max(f64At(levels, 1), Math.min(f64At(levels, 2), volatility / f64At(levels, 0)));
}

function momentum(i: i32, window: i32): f64 {
  return i < window ? NaN : f64At(slot(F_INDEX_PTR), i) / f64At(slot(F_INDEX_PTR), i - window) - 1;
}

function trend(i: i32, fast: i32, slow: i32): f64 {
  if (i < slow - 1) return NaN;
  const average = simpleAverage(slot(F_INDEX_PTR), i, slow);
  return (simpleAverage(slot(F_INDEX_PTR), i, fast) - average) / average;
}

/** Mean of the `window` values that end at i. */
function simpleAverage(column: usize, i: i32, window: i32): f64 {
  let sum: f64 = 0;
  for (let k = i - window + 1; k <= i; k++) sum += f64At(column, k);
  return sum / <f64>window;
}

function volumeRatio(i: i32, window: i32): f64 {
  if (i < window) return NaN;
  const mean = simpleAverage(slot(F_VOLUME_PTR), i - 1, window);
  return mean == 0 ? NaN : f64At(slot(F_VOLUME_PTR), i) / mean;
}

/** Rank and percentile of each ATM IV among the last `ivWindow` defined ones before it; a ring holds those. */
function ivRanks(): void {
  const window = slot(F_IV_WINDOW);
  const ring = slot(F_SORTED_PTR);
  let seen = 0;
  for (let i = 0; i < slot(F_BARS); i++) {
    const value = f64At(slot(F_ATM_IV_PTR), i);
    const ready = seen >= window && !isNaN(value);
    setF64(slot(F_IV_RANK_PTR), i, ready ? rank(ring, window, value) : NaN);
    setF64(slot(F_IV_PERCENTILE_PTR), i, ready ? percentile(ring, window, value) : NaN);
    if (isNaN(value)) continue;
    setF64(ring, seen % window, value);
    seen++;
  }
}

function percentile(values: usize, length: i32, value: f64): f64 {
  let below = 0;
  for (let k = 0; k < length; k++) if (f64At(values, k) < value) below++;
  return <f64>below / <f64>length;
}

function rank(values: usize, length: i32, value: f64): f64 {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < length; k++) {
    low = Math.min(low, f64At(values, k));
    high = Math.max(high, f64At(values, k));
  }
  return high == low ? NaN : (value - low) / (high - low);
}
