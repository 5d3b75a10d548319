// A mixture of Gaussians with full covariances, fitted by expectation and maximisation from a fixed start. docs/engine.md §6.
import { MIXTURE_COLUMNS, MIXTURE_COMPONENTS, MIXTURE_MODEL } from "./abi";
import { f64At, setF64 } from "./column";
import { kthSmallest } from "./metrics/select";
import { exp } from "./portable/exp";
import { log } from "./portable/log";

/** Added to the variances, in standardised units: no component shrinks to a point. */
const FLOOR: f64 = 1e-6;
/** Added to a component's weight in observations: none is empty. */
const LEAST: f64 = 10 * 2.220446049250313e-16;
/** Mean log-likelihood per observation that a further round must bring, and the most rounds. */
const TOLERANCE: f64 = 1e-3;
const ROUNDS: i32 = 100;

/*
 * MODEL: f64 slots. Of C columns only the first C places of a row are in use.
 *
 *   0 mean of each column    6 its σ
 *   12 per component: log weight − log √determinant    16 weight in observations    20 means [4][6]    44 lower factors of the covariances [4][6][6], diagonal 1/L
 *   188 while looking at one row: L⁻¹(z − mean)    194 per component: density, then probability    200 one row, or the sample of the median search
 */
const SIGMA: i32 = MIXTURE_COLUMNS;
const LEVEL: i32 = 12;
const WEIGHT: i32 = 16;
const MEAN: i32 = 20;
const FACTOR: i32 = 44;
const SOLVED: i32 = 188;
const SHARE: i32 = 194;
const SAMPLE: i32 = 200;

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

// @ts-ignore: decorator
@inline
function addAt(slot: i32, value: f64): void {
  setF64(model, slot, f64At(model, slot) + value);
}

/** Mean of a component in a column, in the column's own units; `standardMean` as standardised. */
export function meanOf(component: i32, column: i32): f64 {
  return at(column) + at(SIGMA + column) * standardMean(component, column);
}

export function standardMean(component: i32, column: i32): f64 {
  return at(MEAN + component * MIXTURE_COLUMNS + column);
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
  const row = model + (<usize>SAMPLE << 3);
  for (let c = 0; c < columns; c++) setF64(row, c, (f64At(observation, c) - at(c)) / at(SIGMA + c));
  const out = model + (<usize>SHARE << 3);
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
  return kthSmallest(room, count, (count >> 1) + 1, model + (<usize>SAMPLE << 3), shares);
}

/** Responsibilities of all rows under the model; returns the mean log-likelihood, but for a constant. */
function expect(): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += share(rows + (<usize>(i * columns) << 3), shares + (<usize>(i * MIXTURE_COMPONENTS) << 3));
  return sum / <f64>count;
}

/** Writes each component's share of a standardised row to `out`; returns the row's log-likelihood, but for a constant. */
function share(row: usize, out: usize): f64 {
  let top = -Infinity;
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) {
    const density = at(LEVEL + k) - 0.5 * distance(row, k);
    setF64(out, k, density);
    top = Math.max(top, density);
  }
  let sum: f64 = 0;
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) {
    const density = exp(f64At(out, k) - top);
    setF64(out, k, density);
    sum += density;
  }
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) setF64(out, k, f64At(out, k) / sum);
  return top + log(sum);
}

/** Squared Mahalanobis distance of a row from a component. */
function distance(row: usize, component: i32): f64 {
  const mean = model + (<usize>(MEAN + component * MIXTURE_COLUMNS) << 3);
  const factor = factorOf(component);
  const solved = model + (<usize>SOLVED << 3);
  let sum: f64 = 0;
  for (let c = 0; c < columns; c++) {
    let value = f64At(row, c) - f64At(mean, c);
    for (let d = 0; d < c; d++) value -= f64At(factor, c * MIXTURE_COLUMNS + d) * f64At(solved, d);
    value *= f64At(factor, c * MIXTURE_COLUMNS + c);
    setF64(solved, c, value);
    sum += value * value;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function factorOf(component: i32): usize {
  return model + (<usize>(FACTOR + component * MIXTURE_COLUMNS * MIXTURE_COLUMNS) << 3);
}

/** Weights, means and covariances from the responsibilities. */
function maximise(): void {
  for (let slot = WEIGHT; slot < SOLVED; slot++) put(slot, 0);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < MIXTURE_COMPONENTS; k++) {
      const part = f64At(shares, i * MIXTURE_COMPONENTS + k);
      addAt(WEIGHT + k, part);
      for (let c = 0; c < columns; c++) addAt(MEAN + k * MIXTURE_COLUMNS + c, part * f64At(rows, i * columns + c));
    }
  }
  for (let k = 0; k < MIXTURE_COMPONENTS; k++) {
    addAt(WEIGHT + k, LEAST);
    for (let c = 0; c < columns; c++) put(MEAN + k * MIXTURE_COLUMNS + c, standardMean(k, c) / at(WEIGHT + k));
    covariance(k);
    factorise(k);
  }
}

/** Lower half of a component's covariance. */
function covariance(component: i32): void {
  const mean = model + (<usize>(MEAN + component * MIXTURE_COLUMNS) << 3);
  const factor = factorOf(component);
  for (let i = 0; i < count; i++) {
    const part = f64At(shares, i * MIXTURE_COMPONENTS + component);
    if (part == 0) continue;
    const row = rows + (<usize>(i * columns) << 3);
    for (let c = 0; c < columns; c++) {
      const scaled = part * (f64At(row, c) - f64At(mean, c));
      for (let d = 0; d <= c; d++) {
        const cell = c * MIXTURE_COLUMNS + d;
        setF64(factor, cell, f64At(factor, cell) + scaled * (f64At(row, d) - f64At(mean, d)));
      }
    }
  }
  const weight = at(WEIGHT + component);
  for (let c = 0; c < columns; c++) {
    for (let d = 0; d <= c; d++) setF64(factor, c * MIXTURE_COLUMNS + d, f64At(factor, c * MIXTURE_COLUMNS + d) / weight + (c == d ? FLOOR : 0));
  }
}

/** Cholesky's factor in place, with 1/L on the diagonal, and the component's level. */
function factorise(component: i32): void {
  const factor = factorOf(component);
  let level = log(at(WEIGHT + component) / <f64>count);
  for (let c = 0; c < columns; c++) {
    for (let d = 0; d <= c; d++) {
      let value = f64At(factor, c * MIXTURE_COLUMNS + d);
      for (let e = 0; e < d; e++) value -= f64At(factor, c * MIXTURE_COLUMNS + e) * f64At(factor, d * MIXTURE_COLUMNS + e);
      if (d < c) setF64(factor, c * MIXTURE_COLUMNS + d, value * f64At(factor, d * MIXTURE_COLUMNS + d));
      else {
        const root = Math.sqrt(value);
        level -= log(root);
        setF64(factor, c * MIXTURE_COLUMNS + c, 1 / root);
      }
    }
  }
  put(LEVEL + component, level);
}
