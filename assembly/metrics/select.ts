// The k-th smallest of a column without a branch per element: on fresh data a mispredicted branch costs more than all the work on an element.
import { f64At, setF64 } from "../column";

const SAMPLE: i32 = 32;
/** Shorter columns are not worth a sample. */
const SHORT: i32 = 128;
/** Places above the expected one in the sample: in 98 of 100 columns the bound lies above the answer, else the whole column is searched. */
const MARGIN: i32 = 3;

/** k counts from 1. `sample` has 256 bytes, `room` 8 per value; the column stays as it is. */
export function kthSmallest(column: usize, count: i32, k: i32, sample: usize, room: usize): f64 {
  let kept = count > SHORT ? keepUpTo(likelyBound(column, count, k, sample), column, count, room) : 0;
  if (kept < k) {
    memory.copy(room, column, <usize>count << 3);
    kept = count;
  }
  return select(room, kept, k - 1);
}

/** A value that few more than k of the column are likely to be at or below. */
function likelyBound(column: usize, count: i32, k: i32, sample: usize): f64 {
  const stride = count / SAMPLE;
  for (let i = 0; i < SAMPLE; i++) setF64(sample, i, f64At(column, i * stride + (stride >> 1)));
  const rank = (SAMPLE * k) / count + MARGIN;
  let bound = -Infinity;
  for (let i = 0; i < SAMPLE; i++) {
    const value = f64At(sample, i);
    if (countBelow(sample, value) <= rank && value > bound) bound = value;
  }
  return bound;
}

/** How many of the sample are below `value`. */
function countBelow(sample: usize, value: f64): i32 {
  const level = f64x2.splat(value);
  let even = i64x2.splat(0);
  let odd = i64x2.splat(0);
  for (let at = sample; at < sample + SAMPLE * 8; at += 32) {
    even = i64x2.add(even, f64x2.lt(v128.load(at), level));
    odd = i64x2.add(odd, f64x2.lt(v128.load(at, 16), level));
  }
  const sum = i64x2.add(even, odd);
  return -<i32>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1));
}

/** Copies the values up to `bound` to `room`; returns their count. */
function keepUpTo(bound: f64, column: usize, count: i32, room: usize): i32 {
  let out = room;
  const end = column + (<usize>count << 3);
  for (let at = column; at < end; at += 8) {
    const value = load<f64>(at);
    store<f64>(out, value);
    out += (value <= bound ? 1 : 0) << 3;
  }
  return <i32>((out - room) >> 3);
}

/** Quickselect: the value that sorting would put at `target`, from 0. Reorders the column. */
function select(column: usize, count: i32, target: i32): f64 {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const pivot = f64At(column, middle);
    setF64(column, middle, f64At(column, high));
    const split = partition(column, low, high, pivot);
    setF64(column, high, f64At(column, split));
    setF64(column, split, pivot);
    if (target < split) high = split - 1;
    else if (target == split) return pivot;
    else if (split > low) low = split + 1;
    else {
      low = partitionEqual(column, low, high, pivot); // nothing was smaller: equal values would be taken off one by one
      if (target < low) return pivot;
    }
  }
  return f64At(column, target);
}

/** Moves the values of [low, high) below the pivot to the front; returns where the others begin. */
function partition(column: usize, low: i32, high: i32, pivot: f64): i32 {
  let split = column + (<usize>low << 3);
  const end = column + (<usize>high << 3);
  for (let at = split; at < end; at += 8) {
    const value = load<f64>(at);
    store<f64>(at, load<f64>(split));
    store<f64>(split, value);
    split += (value < pivot ? 1 : 0) << 3;
  }
  return <i32>((split - column) >> 3);
}

/** The same for the values of [low, high] equal to the pivot, the smallest of them. */
function partitionEqual(column: usize, low: i32, high: i32, pivot: f64): i32 {
  let split = low;
  for (let i = low; i <= high; i++) {
    const value = f64At(column, i);
    setF64(column, i, f64At(column, split));
    setF64(column, split, value);
    split += value <= pivot ? 1 : 0;
  }
  return split;
}
