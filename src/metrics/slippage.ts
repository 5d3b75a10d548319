import { undefinedBecause } from "./metric";
import type { Undefined } from "./metric";

/** Largest fill fraction tried: twice the quoted width. */
const LIMIT = 2;

/**
 * Fill fraction of the quoted width (0…2, for orders of any number of legs) at which the total P&L crosses zero, by bisection to `tolerance`.
 * `totalPnl` runs the backtest at a fraction; a run is a step function of it, so the answer is where the sign changes, not a root.
 * Undefined when the total is negative even at 0 or positive even at 2.
 */
export function breakEvenSlippage(totalPnl: (fraction: number) => number, tolerance = 0.0025): number | Undefined {
  if (totalPnl(0) < 0) return undefinedBecause("loses even when filled at the favourable side");
  if (totalPnl(LIMIT) > 0) return undefinedBecause("profits even at twice the quoted width");
  let [low, high] = [0, LIMIT];
  while (high - low > tolerance) {
    const middle = (low + high) / 2;
    if (totalPnl(middle) >= 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export const BREAK_EVEN_DEFINITION = "fill fraction of the quoted width, on entry and exit and for any number of legs, at which the total net P&L changes sign (bisection to 0.25 points); ORATS assumes 0.66 for two legs";
