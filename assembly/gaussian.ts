// A mixture of Gaussians with full covariances, fitted by expectation and maximisation from a fixed start. docs/engine.md §6.
// The four components are the lanes of two vectors: each sum runs over the rows in their order, as written there.
import { MIXTURE_COLUMNS, MIXTURE_COMPONENTS, MIXTURE_MODEL } from "./abi";
import { f64At, setF64 } from "./column";
import { kthSmallest } from "./metrics/select";
import { log } from "./portable/log";
import { splat, vectorExp } from "./vector";

/** Added to the variances, in standardised units: no component shrinks to a point. */
const FLOOR: f64 = 1e-6;
/** Added to a component's weight in observations: none is empty. */
const LEAST: f64 = 10 * 2.220446049250313e-16;
/** Mean log-likelihood per observation that a further round must bring, and the most rounds. */
const TOLERANCE: f64 = 1e-3;
const ROUNDS: i32 = 100;
/** Log-densities further below the row's largest count as this far. */
const FARTHEST: f64 = -700;

/*
 * MODEL: f64 slots; [4] = by component. Of C columns only the first C places are in use.
 *
 *   0 mean of each column    6 its σ    12 log weight − log √determinant [4]    16 weight in observations [4]    20 means [6][4]
 *   44 lower factors of the covariances [6][6][4], 1/L on the diagonal    188 while looking at a row: L⁻¹(z − mean) [6][4]    212 its shares [4]
 *   216 one row, or the sample of the median search
 */
const SIGMA: i32 = MIXTURE_COLUMNS;
const LEVEL: i32 = 12;
const WEIGHT: i32 = 16;
const MEAN: i32 = 20;
const FACTOR: i32 = 44;
const SOLVED: i32 = 188;
const SHARE: i32 = 212;
const SAMPLE: i32 = 216;
/** Bytes of [4], and of one row of factors. */
const LANES: usize = 32;
const FACTOR_ROW: usize = 192;

let model: usize = 0;
let columns: i32 = 0;
/** Standardised rows of the fit, their responsibilities [row][component], room for one column. */
let rows: usize = 0;
let shares: usize = 0;
let room: usize = 0;
let count: i32 = 0;

/** Makes a scratch of `bars` rows of `columnCount` columns the one to fit in. Returns the address of the observations, which the caller fills. */
export function mixtureIn(scratch: usize, bars: i32, columnCount: i32): usize {
  model = scratch;
  columns = columnCount;
  const observations = scratch + (<usize>MIXTURE_MODEL << 3);
  rows = observations + (<usize>(bars * columns) << 3);
  shares = rows + (<usize>(bars * columns) << 3);
  room = shares + (<usize>(bars * MIXTURE_COMPONENTS) << 3);
  return observations;
}

// @ts-ignore: decorator
@inline
function at(slot: i32): f64 {
  return f64At(model, slot);
}

// @ts-ignore: decorator
@inline
function put(slot: i32, value: f64): void {
  setF64(model, slot, value);
}

/** Address of a slot. */
// @ts-ignore: decorator
@inline
function place(slot: i32): usize {
  return model + (<usize>slot << 3);
}

/** Mean of a component in a column, in the column's own units; `standardMean` as standardised. */
export function meanOf(component: i32, column: i32): f64 {
  return at(column) + at(SIGMA + column) * standardMean(component, column);
}

export function standardMean(component: i32, column: i32): f64 {
  return at(MEAN + column * MIXTURE_COMPONENTS + component);
}

/** Fits the model to `length` observations. `volatility` and `trend` are the columns that the start splits by. */
export function fitMixture(observations: usize, length: i32, volatility: i32, trend: i32): void {
  count = length;
  for (let c = 0; c < columns; c++) standardise(observations, c);
  start(volatility, trend);
  maximise();
  let before = -Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const level = expect();
    maximise();
    if (Math.abs(level - before) < TOLERANCE) return;
    before = level;
  }
}

/** Address of the components' probabilities for an observation. */
export function weigh(observation: usize): usize {
  const row = place(SAMPLE);
  for (let c = 0; c < columns; c++) setF64(row, c, (f64At(observation, c) - at(c)) / at(SIGMA + c));
  const out = place(SHARE);
  share(row, out);
  return out;
}

/** Mean 0 and population σ 1; a constant column keeps its scale. */
function standardise(observations: usize, column: i32): void {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += f64At(observations, i * columns + column);
  const mean = sum / <f64>count;
  let squares: f64 = 0;
  for (let i = 0; i < count; i++) {
    const deviation = f64At(observations, i * columns + column) - mean;
    squares += deviation * deviation;
  }
  const deviation = Math.sqrt(squares / <f64>count);
  const sigma = deviation == 0 ? 1 : deviation;
  put(column, mean);
  put(SIGMA + column, sigma);
  for (let i = 0; i < count; i++) setF64(rows, i * columns + column, (f64At(observations, i * columns + column) - mean) / sigma);
}

/** Every row belongs to one component: trend above or below its median × volatility above or below. */
function start(volatility: i32, trend: i32): void {
  const middleVolatility = median(volatility);
  const middleTrend = median(trend);
  for (let i = 0; i < count; i++) {
    const high = f64At(rows, i * columns + volatility) >= middleVolatility;
    const falls = f64At(rows, i * columns + trend) < middleTrend;
    const own = (falls ? 2 : 0) + (high ? 1 : 0);
    for (let k = 0; k < MIXTURE_COMPONENTS; k++) setF64(shares, i * MIXTURE_COMPONENTS + k, k == own ? 1 : 0);
  }
}

/** The value number ⌊count / 2⌋ of a column in rising order, from 0. The responsibilities are not in use yet: they lend their room. */
function median(column: i32): f64 {
  for (let i = 0; i < count; i++) setF64(room, i, f64At(rows, i * columns + column));
  return kthSmallest(room, count, (count >> 1) + 1, place(SAMPLE), shares);
}

/** Responsibilities of all rows under the model; returns the mean log-likelihood, but for a constant. */
function expect(): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += share(rows + (<usize>(i * columns) << 3), shares + (<usize>(i * MIXTURE_COMPONENTS) << 3));
  return sum / <f64>count;
}

/** Writes each component's share of a standardised row to `out`; returns the row's log-likelihood, but for a constant. */
function share(row: usize, out: usize): f64 {
  const solved = place(SOLVED);
  let means = place(MEAN);
  let factors = place(FACTOR);
  let low = splat(0);
  let high = splat(0);
  for (let c = 0; c < columns; c++) {
    const value = splat(f64At(row, c));
    let first = f64x2.sub(value, v128.load(means));
    let second = f64x2.sub(value, v128.load(means, 16));
    let factor = factors;
    for (let before = solved; before < solved + <usize>c * LANES; before += LANES) {
      first = f64x2.sub(first, f64x2.mul(v128.load(factor), v128.load(before)));
      second = f64x2.sub(second, f64x2.mul(v128.load(factor, 16), v128.load(before, 16)));
      factor += LANES;
    }
    first = f64x2.mul(first, v128.load(factor));
    second = f64x2.mul(second, v128.load(factor, 16));
    v128.store(solved + <usize>c * LANES, first);
    v128.store(solved + <usize>c * LANES, second, 16);
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
    means += LANES;
    factors += FACTOR_ROW;
  }
  low = f64x2.sub(v128.load(place(LEVEL)), f64x2.mul(splat(0.5), low));
  high = f64x2.sub(v128.load(place(LEVEL), 16), f64x2.mul(splat(0.5), high));
  const most = f64x2.max(low, high);
  const top = Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  low = density(low, top);
  high = density(high, top);
  const sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  v128.store(out, f64x2.div(low, splat(sum)));
  v128.store(out, f64x2.div(high, splat(sum)), 16);
  return top + log(sum);
}

/** Two densities relative to the row's largest. */
// @ts-ignore: decorator
@inline
function density(level: v128, top: f64): v128 {
  return vectorExp(f64x2.max(f64x2.sub(level, splat(top)), splat(FARTHEST)));
}

/** Weights, means and covariances from the responsibilities. */
function maximise(): void {
  let low = splat(0);
  let high = splat(0);
  const end = shares + <usize>count * LANES;
  for (let part = shares; part < end; part += LANES) {
    low = f64x2.add(low, v128.load(part));
    high = f64x2.add(high, v128.load(part, 16));
  }
  v128.store(place(WEIGHT), f64x2.add(low, splat(LEAST)));
  v128.store(place(WEIGHT), f64x2.add(high, splat(LEAST)), 16);
  for (let c = 0; c < columns; c++) means(c);
  for (let c = 0; c < columns; c++) for (let d = 0; d <= c; d++) covariances(c, d);
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) factorise(k);
}

/** Means of the components in a column. */
function means(column: i32): void {
  let low = splat(0);
  let high = splat(0);
  let row = rows + (<usize>column << 3);
  const end = shares + <usize>count * LANES;
  for (let part = shares; part < end; part += LANES) {
    const value = splat(load<f64>(row));
    low = f64x2.add(low, f64x2.mul(v128.load(part), value));
    high = f64x2.add(high, f64x2.mul(v128.load(part, 16), value));
    row += <usize>columns << 3;
  }
  const out = place(MEAN) + <usize>column * LANES;
  v128.store(out, f64x2.div(low, v128.load(place(WEIGHT))));
  v128.store(out, f64x2.div(high, v128.load(place(WEIGHT), 16)), 16);
}

/** Covariances of two columns, the second not after the first. */
function covariances(column: i32, other: i32): void {
  const own = place(MEAN) + <usize>column * LANES;
  const others = place(MEAN) + <usize>other * LANES;
  const ownLow = v128.load(own);
  const ownHigh = v128.load(own, 16);
  const otherLow = v128.load(others);
  const otherHigh = v128.load(others, 16);
  let low = splat(0);
  let high = splat(0);
  let row = rows;
  const end = shares + <usize>count * LANES;
  for (let part = shares; part < end; part += LANES) {
    const value = splat(f64At(row, column));
    const second = splat(f64At(row, other));
    low = f64x2.add(low, f64x2.mul(f64x2.mul(v128.load(part), f64x2.sub(value, ownLow)), f64x2.sub(second, otherLow)));
    high = f64x2.add(high, f64x2.mul(f64x2.mul(v128.load(part, 16), f64x2.sub(value, ownHigh)), f64x2.sub(second, otherHigh)));
    row += <usize>columns << 3;
  }
  const floor = splat(column == other ? FLOOR : 0);
  const out = place(FACTOR) + <usize>column * FACTOR_ROW + <usize>other * LANES;
  v128.store(out, f64x2.add(f64x2.div(low, v128.load(place(WEIGHT))), floor));
  v128.store(out, f64x2.add(f64x2.div(high, v128.load(place(WEIGHT), 16)), floor), 16);
}

// @ts-ignore: decorator
@inline
function cell(c: i32, d: i32, component: i32): i32 {
  return FACTOR + (c * MIXTURE_COLUMNS + d) * MIXTURE_COMPONENTS + component;
}

/** Cholesky's factor of a component's covariance in place, with 1/L on the diagonal, and its level. */
function factorise(k: i32): void {
  let level = log(at(WEIGHT + k) / <f64>count);
  for (let c = 0; c < columns; c++) {
    for (let d = 0; d <= c; d++) {
      let value = at(cell(c, d, k));
      for (let e = 0; e < d; e++) value -= at(cell(c, e, k)) * at(cell(d, e, k));
      if (d < c) put(cell(c, d, k), value * at(cell(d, d, k)));
      else {
        const root = Math.sqrt(value);
        level -= log(root);
        put(cell(c, c, k), 1 / root);
      }
    }
  }
  put(LEVEL + k, level);
}
