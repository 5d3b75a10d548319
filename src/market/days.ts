// Searching rising day numbers.

/** Number of leading days ≤ `day`. */
export function countUpTo(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last day ≤ `day`, −1 = none. */
export const lastUpTo = (days: Int32Array, day: number): number => countUpTo(days, day) - 1;

/** Index of exactly `day`, −1 = none. */
export function indexOfDay(days: Int32Array, day: number): number {
  const index = lastUpTo(days, day);
  return index >= 0 && days[index] === day ? index : -1;
}
