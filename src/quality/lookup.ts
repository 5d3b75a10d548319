import type { Curve } from "../market/types";

/** The curve's last value on or before `day`, 0 before the first and without a curve. */
export function valueOn(curve: Curve | null, day: number): number {
  if (!curve) return 0;
  const i = lastNotAfter(curve.day, day);
  return i < 0 ? 0 : curve.value[i];
}

/** Index of the last day not after `day`, −1 when all are later. `days` rise. */
export function lastNotAfter(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of exactly `day`, or −1. */
export function indexOfDay(days: Int32Array, day: number): number {
  const i = lastNotAfter(days, day);
  return i >= 0 && days[i] === day ? i : -1;
}
