// One account through all test windows.
//
//   disjoint     S_t = S_{t−1} + Σ over windows alive at t of s_w · (E_{w,t} − E_{w,t−1})     s_w = S when w begins / initial equity
//   overlapping  S_t = S_{t−1} · (1 + mean over windows whose test holds t of E_{w,t} / E_{w,t−1} − 1)
import type { Span } from "../windows";
import type { Curve } from "./types";

/** What a window's chosen config did, from flat: its days and marked equity; null = cash. */
export interface Leg {
  test: Span;
  curve: Curve | null;
}

/** Whether some day lies in two test windows. */
export const overlapping = (tests: readonly Span[]): boolean => tests.some(({ start }, w) => w > 0 && start <= tests[w - 1].end);

/**
 * The stitched account over `days`, in units, beginning with `initial`. Disjoint windows: each trades with what the account holds when it begins, and its
 * positions may run on beside the next window's. Overlapping ones: each day's return is the mean over the windows that hold the day, cash counting as 0.
 * Days of no window leave the account as it is.
 */
export function stitch(days: Int32Array, legs: readonly Leg[], initial: number): Curve {
  const place = new Map(Array.from(days, (day, t) => [day, t]));
  const placed = legs.map(({ test, curve }) => ({ from: place.get(test.start)!, to: place.get(test.end)!, equity: curve?.equity ?? null }));
  return { days, equity: (overlapping(legs.map(({ test }) => test)) ? averaged : chained)(days.length, placed, initial) };
}

interface Placed {
  /** Positions of the test's first and last day. */
  from: number;
  to: number;
  /** From `from` on, perhaps beyond `to`. */
  equity: Float64Array | null;
}

function chained(length: number, legs: readonly Placed[], initial: number): Float64Array {
  const stitched = new Float64Array(length);
  const scale = new Float64Array(legs.length);
  let value = initial;
  for (let t = 0; t < length; t++) {
    let change = 0;
    legs.forEach(({ from, equity }, w) => {
      if (from === t) scale[w] = value / initial;
      const i = t - from;
      if (equity && i >= 0 && i < equity.length) change += scale[w] * (equity[i] - (i === 0 ? initial : equity[i - 1]));
    });
    value += change;
    stitched[t] = value;
  }
  return stitched;
}

function averaged(length: number, legs: readonly Placed[], initial: number): Float64Array {
  const stitched = new Float64Array(length);
  let value = initial;
  for (let t = 0; t < length; t++) {
    let [sum, holding] = [0, 0];
    for (const { from, to, equity } of legs) {
      if (t < from || t > to) continue;
      holding++;
      const before = equity && t > from ? equity[t - from - 1] : initial;
      if (equity) sum += (equity[t - from] - before) / before;
    }
    if (holding > 0) value += value * (sum / holding);
    stitched[t] = value;
  }
  return stitched;
}
