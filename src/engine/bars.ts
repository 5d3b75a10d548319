import type { Bars, Underlying } from "../market/types";

/** Bars made from the chain's snapshot spots (open = high = low = close, no volume, no dividends), for chains imported without bars. */
export function snapshotBars(underlying: Underlying): Bars {
  const day = underlying.days.day.slice();
  const spot = underlying.days.spot.slice(); // copies: the originals may move when the memory grows
  const n = day.length;
  return {
    day,
    open: spot,
    high: spot,
    low: spot,
    close: spot,
    volume: new Float64Array(n),
    dividend: new Int32Array(n),
    split: new Float64Array(n).fill(1),
    settlement: new Int32Array(n),
  };
}
