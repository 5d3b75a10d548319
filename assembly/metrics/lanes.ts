// Sums in a fixed order that two f64x2 accumulators can follow, the same as `laneSum` of src/metrics/sums.ts:
//
//   i:      0 1 2 3 | 4 5 6 7 | …     whole fours go to lanes 0 1 (low), 2 3 (high); ((l0 + l1) + (l2 + l3)); then the rest in order

/** Elements of `count` that whole fours cover. */
// @ts-ignore: decorator
@inline
export function fours(count: i32): i32 {
  return count & ~3;
}

/** (l0 + l1) + (l2 + l3). */
// @ts-ignore: decorator
@inline
export function total(low: v128, high: v128): f64 {
  return f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

/** Larger and smaller of the lanes of a, for numbers (a NaN is passed over). */
// @ts-ignore: decorator
@inline
export function largest(a: v128): f64 {
  const x = f64x2.extract_lane(a, 0);
  const y = f64x2.extract_lane(a, 1);
  return x < y ? y : x;
}

// @ts-ignore: decorator
@inline
export function smallest(a: v128): f64 {
  const x = f64x2.extract_lane(a, 0);
  const y = f64x2.extract_lane(a, 1);
  return y < x ? y : x;
}
