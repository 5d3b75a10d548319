// Regime labels per bar, from that bar and earlier ones. docs/engine.md §6.
import {
  BEAR_HIGH, BEAR_LOW, BULL_HIGH, BULL_LOW, DETECTOR_FOUR_STATE, DETECTOR_GAUSSIAN_MIXTURE, F_BARS, F_CRISIS_MEMORY, F_DETECTOR, F_LEVELS_PTR, F_MOMENTUM_PTR, F_PROBABILITY_PTR, F_QUANTILE_WINDOW, F_REGIME_PTR, F_SORTED_PTR,
  F_TREND_PTR, F_VIX_OF_BAR_PTR, F_VIX_TREND_WINDOW, F_VOLATILITY_PTR, REGIME_UNKNOWN, VIX_CALM, VIX_CRISIS, VIX_ELEVATED, VIX_HIGH, VIX_NORMAL, VIX_RECOVERY,
} from "./abi";
import { f64At, i32At, setF64, setU8 } from "./column";
import { mixtureColumn } from "./mixture";

const DEAD_BAND: i32 = 0;
const QUANTILE: i32 = 1;
const VIX_THRESHOLD: i32 = 2; // 4 slots

let record: usize = 0;

// @ts-ignore: decorator
@inline
function slot(index: i32): i32 {
  return i32At(record, index);
}

// @ts-ignore: decorator
@inline
function level(index: i32): f64 {
  return f64At(slot(F_LEVELS_PTR), index);
}

/** Fills F_REGIME_PTR and F_PROBABILITY_PTR of the FEATURES record. */
export function regimeColumn(features: usize): void {
  record = features;
  if (slot(F_DETECTOR) == DETECTOR_GAUSSIAN_MIXTURE) return mixtureColumn(features);
  for (let i = 0; i < slot(F_BARS); i++) setF64(slot(F_PROBABILITY_PTR), i, NaN);
  if (slot(F_DETECTOR) == DETECTOR_FOUR_STATE) fourState();
  else for (let i = 0; i < slot(F_BARS); i++) setU8(slot(F_REGIME_PTR), i, vixLabel(i));
}

/** Trend decides bull or bear, realised volatility against its own trailing quantile low or high. */
function fourState(): void {
  const volatility = slot(F_VOLATILITY_PTR);
  const window = slot(F_QUANTILE_WINDOW);
  let held = 0; // values in the sorted window: the last `window` defined ones, contiguous by construction
  for (let i = 0; i < slot(F_BARS); i++) {
    const value = f64At(volatility, i);
    const label = held == window && !isNaN(value) ? fourStateLabel(i, value, sortedQuantile(window)) : REGIME_UNKNOWN;
    setU8(slot(F_REGIME_PTR), i, label);
    if (isNaN(value)) continue;
    if (held == window) {
      remove(f64At(volatility, i - window), held);
      held--;
    }
    insert(value, held);
    held++;
  }
}

function fourStateLabel(i: i32, volatility: f64, threshold: f64): i32 {
  const trend = f64At(slot(F_TREND_PTR), i);
  const momentum = f64At(slot(F_MOMENTUM_PTR), i);
  if (isNaN(trend) || isNaN(momentum)) return REGIME_UNKNOWN;
  const band = level(DEAD_BAND);
  const bull: bool = trend > band ? true : trend < -band ? false : momentum > 0;
  const high = volatility > threshold;
  return bull ? (high ? BULL_HIGH : BULL_LOW) : high ? BEAR_HIGH : BEAR_LOW;
}

/** Quantile of the sorted window, linear between order statistics (type 7). */
function sortedQuantile(length: i32): f64 {
  const sorted = slot(F_SORTED_PTR);
  const position = level(QUANTILE) * <f64>(length - 1);
  const below = <i32>Math.floor(position);
  if (below >= length - 1) return f64At(sorted, length - 1);
  const low = f64At(sorted, below);
  return low + (f64At(sorted, below + 1) - low) * (position - <f64>below);
}

/** First index in the sorted window whose value is ≥ `value`. */
function lowerBound(value: f64, length: i32): i32 {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (f64At(slot(F_SORTED_PTR), middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(value: f64, length: i32): void {
  const sorted = slot(F_SORTED_PTR);
  const at = lowerBound(value, length);
  memory.copy(sorted + ((at + 1) << 3), sorted + (at << 3), (length - at) << 3);
  setF64(sorted, at, value);
}

function remove(value: f64, length: i32): void {
  const sorted = slot(F_SORTED_PTR);
  const at = lowerBound(value, length);
  memory.copy(sorted + (at << 3), sorted + ((at + 1) << 3), (length - at - 1) << 3);
}

function vixLabel(i: i32): i32 {
  const column = slot(F_VIX_OF_BAR_PTR);
  const window = slot(F_VIX_TREND_WINDOW);
  if (i < window - 1) return REGIME_UNKNOWN;
  let sum: f64 = 0;
  for (let k = i - window + 1; k <= i; k++) sum += f64At(column, k);
  const mean = sum / <f64>window;
  if (isNaN(mean)) return REGIME_UNKNOWN;
  const value = f64At(column, i);
  if (value >= level(VIX_THRESHOLD + 3)) return VIX_CRISIS;
  if (value >= level(VIX_THRESHOLD + 2)) return VIX_HIGH;
  if (value < mean && crisisBefore(i)) return VIX_RECOVERY;
  if (value >= level(VIX_THRESHOLD + 1)) return VIX_ELEVATED;
  return value >= level(VIX_THRESHOLD) ? VIX_NORMAL : VIX_CALM;
}

function crisisBefore(i: i32): bool {
  for (let k = max(0, i - slot(F_CRISIS_MEMORY)); k < i; k++) {
    if (f64At(slot(F_VIX_OF_BAR_PTR), k) >= level(VIX_THRESHOLD + 2)) return true;
  }
  return false;
}
