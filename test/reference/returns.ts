// Total returns of the underlying itself, from raw bars (docs/engine.md §6).
import { log } from "../../assembly/portable/log";
import type { Bars } from "../../src/market/types";

/** Growth of one share, dividends reinvested, from the bar before to bar i. */
const growth = ({ close, split, dividend }: Bars, i: number): number => (close[i] * split[i] + dividend[i]) / close[i - 1];

/** Closes as they would be had every dividend been reinvested and no split happened. */
export function adjustedCloses(bars: Bars): Float64Array {
  const adjusted = Float64Array.from(bars.close);
  for (let i = 1; i < adjusted.length; i++) adjusted[i] = adjusted[i - 1] * growth(bars, i);
  return adjusted;
}

/** Log returns of the adjusted close; NaN on the first bar. */
export const logReturns = (bars: Bars): Float64Array => Float64Array.from(bars.day, (_, i) => (i === 0 ? NaN : log(growth(bars, i))));
