// Labels by a mixture of four Gaussians that is fitted again and again, always on bars before the one it labels. docs/engine.md §6.
import {
  BEAR_LOW, BULL_LOW, F_BARS, F_IV_SPREAD_PTR, F_MIXTURE_COLUMNS, F_MIXTURE_PTR, F_MIXTURE_REFIT, F_MIXTURE_WARMUP, F_MIXTURE_WINDOW, F_MOMENTUM_PTR, F_PROBABILITY_PTR, F_RANGE_PTR, F_REGIME_PTR, F_TREND_PTR,
  F_VOLATILITY_PTR, F_VOLUME_RATIO_PTR, MIXTURE_COLUMNS, MIXTURE_COMPONENTS, MIXTURE_IV_SPREAD, MIXTURE_MOMENTUM, MIXTURE_TREND, MIXTURE_VOLATILITY, MIXTURE_VOLUME_RATIO, REGIME_UNKNOWN,
} from "./abi";
import { f64At, i32At, setF64, setU8 } from "./column";
import { fitMixture, meanOf, mixtureIn, standardMean, weigh } from "./gaussian";

let record: usize = 0;
let columns: i32 = 0;
/** Place of the trend among the columns; the volatility is the first. */
let trend: i32 = 0;
/** Labels of the components, 8 bits each. */
let labels: i32 = 0;

// @ts-ignore: decorator
@inline
function slot(index: i32): i32 {
  return i32At(record, index);
}

/** Fills F_REGIME_PTR and F_PROBABILITY_PTR of the FEATURES record. */
export function mixtureColumn(features: usize): void {
  record = features;
  const bits = slot(F_MIXTURE_COLUMNS);
  columns = popcnt(bits);
  trend = popcnt(bits & ((1 << MIXTURE_TREND) - 1));
  const observations = mixtureIn(<usize>slot(F_MIXTURE_PTR), slot(F_BARS), columns);
  let before = 0; // observations before the bar
  let due = slot(F_MIXTURE_WARMUP); // of them before the next fit
  let fitted = false;
  for (let i = 0; i < slot(F_BARS); i++) {
    if (before >= due) {
      fit(observations, before);
      due = before + slot(F_MIXTURE_REFIT);
      fitted = true;
    }
    const observation = observations + (<usize>(before * columns) << 3);
    const defined = observe(i, observation);
    if (defined && fitted) classify(i, observation);
    else label(i, REGIME_UNKNOWN, NaN);
    if (defined) before++;
  }
}

/** Writes the bar's values; false when some is undefined. */
function observe(i: i32, out: usize): bool {
  let c = 0;
  for (let column = 0; column < MIXTURE_COLUMNS; column++) {
    if ((slot(F_MIXTURE_COLUMNS) & (1 << column)) == 0) continue;
    const value = f64At(sourceOf(column), i);
    if (isNaN(value)) return false;
    setF64(out, c++, value);
  }
  return true;
}

function sourceOf(column: i32): usize {
  if (column == MIXTURE_VOLATILITY) return slot(F_VOLATILITY_PTR);
  if (column == MIXTURE_MOMENTUM) return slot(F_MOMENTUM_PTR);
  if (column == MIXTURE_TREND) return slot(F_TREND_PTR);
  if (column == MIXTURE_IV_SPREAD) return slot(F_IV_SPREAD_PTR);
  return slot(column == MIXTURE_VOLUME_RATIO ? F_VOLUME_RATIO_PTR : F_RANGE_PTR);
}

function fit(observations: usize, before: i32): void {
  const window = slot(F_MIXTURE_WINDOW);
  const length = window > 0 ? min(window, before) : before;
  fitMixture(observations + (<usize>((before - length) * columns) << 3), length, 0, trend);
  labels = 0;
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) labels |= labelOf(k) << (8 * k);
}

/** The two components of lower mean volatility are the calm ones; the sign of the mean trend decides bull or bear. */
function labelOf(component: i32): i32 {
  let lower = 0;
  const own = standardMean(component, 0);
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) {
    const other = standardMean(k, 0);
    if (other < own || (other == own && k < component)) lower++;
  }
  return (meanOf(component, trend) > 0 ? BULL_LOW : BEAR_LOW) + (lower < MIXTURE_COMPONENTS / 2 ? 0 : 1);
}

/** The label whose components are likeliest together; ties to the lower one. */
function classify(i: i32, observation: usize): void {
  const shares = weigh(observation);
  let best = 0;
  let most: f64 = -1;
  for (let candidate = 0; candidate < MIXTURE_COMPONENTS; candidate++) {
    let sum: f64 = 0;
    for (let k = 0; k < MIXTURE_COMPONENTS; k++) if (((labels >> (8 * k)) & 255) == candidate) sum += f64At(shares, k);
    if (sum > most) {
      best = candidate;
      most = sum;
    }
  }
  label(i, best, most);
}

function label(i: i32, value: i32, probability: f64): void {
  setU8(slot(F_REGIME_PTR), i, value);
  setF64(slot(F_PROBABILITY_PTR), i, probability);
}
