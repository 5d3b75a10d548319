// What no chain file says of its underlying.
import type { Bars } from "../market/types";

/** Shares per contract. */
export const MULTIPLIER = 100;

export function noBars(): Bars {
  const ints = () => new Int32Array(0);
  const floats = () => new Float64Array(0);
  return { day: ints(), open: ints(), high: ints(), low: ints(), close: ints(), volume: floats(), dividend: ints(), split: floats(), settlement: ints() };
}
