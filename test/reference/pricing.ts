import { bsmDelta, bsmGamma, bsmPrice, bsmRho, bsmTheta, bsmVega } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";

/** Options as parallel columns, units as in the pricing record of assembly/abi.ts. */
export interface Options {
  right: Uint8Array;
  spot: Float64Array;
  strike: Float64Array;
  years: Float64Array;
  rate: Float64Array;
  yield: Float64Array;
  sigma: Float64Array;
}

export const GREEKS = ["price", "delta", "gamma", "vega", "theta", "rho"] as const;
export type Greeks = Record<(typeof GREEKS)[number], Float64Array>;

/** Plain twin of bsmGreeksColumn (and of bsmPriceColumn, whose price is the same). */
export function greeks(options: Options): Greeks {
  const { right, spot, strike, years, rate, sigma } = options;
  const column = (f: (i: number) => number) => Float64Array.from(right, (_, i) => f(i));
  const both = (i: number) => [spot[i], strike[i], years[i], rate[i], options.yield[i], sigma[i]] as const;
  return {
    price: column((i) => bsmPrice(right[i], ...both(i))),
    delta: column((i) => bsmDelta(right[i], ...both(i))),
    gamma: column((i) => bsmGamma(...both(i))),
    vega: column((i) => bsmVega(...both(i))),
    theta: column((i) => bsmTheta(right[i], ...both(i))),
    rho: column((i) => bsmRho(right[i], ...both(i))),
  };
}

/** Plain twin of impliedVolColumn. */
export function impliedVols(options: Options, price: Float64Array): Float64Array {
  const { right, spot, strike, years, rate } = options;
  return price.map((p, i) => impliedVol(right[i], p, spot[i], strike[i], years[i], rate[i], options.yield[i]));
}
