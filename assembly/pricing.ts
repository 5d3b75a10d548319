// Column kernels of pricing. Each reads a pricing record (abi.ts) and returns the number of rows it could not compute; those rows hold NaN.
import {
  PRICING_GAMMA, PRICING_PRICE, PRICING_RATE, PRICING_RHO, PRICING_RIGHT, PRICING_SIGMA,
  PRICING_SPOT, PRICING_STRIKE, PRICING_THETA, PRICING_VEGA, PRICING_YEARS, PRICING_YIELD,
} from "./abi";
import { addressAt, f64At, setF64, u8At } from "./column";
import { bsmGamma, bsmRho, bsmTheta, bsmVega } from "./portable/black";
import { impliedVol } from "./portable/implied";
import { normCdf, normInv } from "./portable/normal";
import { bsmPriceColumn } from "./pricing-pair";

// @ts-ignore: decorator
@inline
function uncomputed(value: f64): i32 {
  return value == value ? 0 : 1;
}

/** Reads right … sigma, writes those of price, delta, gamma, vega, theta, rho that have an address. */
export function bsmGreeksColumn(record: usize, count: i32): i32 {
  const right = addressAt(record, PRICING_RIGHT), spot = addressAt(record, PRICING_SPOT), strike = addressAt(record, PRICING_STRIKE);
  const years = addressAt(record, PRICING_YEARS), rate = addressAt(record, PRICING_RATE), dividend = addressAt(record, PRICING_YIELD);
  const sigma = addressAt(record, PRICING_SIGMA);
  const gamma = addressAt(record, PRICING_GAMMA), vega = addressAt(record, PRICING_VEGA);
  const theta = addressAt(record, PRICING_THETA), rho = addressAt(record, PRICING_RHO);
  const missing = bsmPriceColumn(record, count);
  if (!(gamma | vega | theta | rho)) return missing;
  for (let i: i32 = 0; i < count; i++) {
    const isCall = u8At(right, i);
    const s = f64At(spot, i), k = f64At(strike, i), t = f64At(years, i), r = f64At(rate, i), q = f64At(dividend, i), v = f64At(sigma, i);
    if (gamma) setF64(gamma, i, bsmGamma(s, k, t, r, q, v));
    if (vega) setF64(vega, i, bsmVega(s, k, t, r, q, v));
    if (theta) setF64(theta, i, bsmTheta(isCall, s, k, t, r, q, v));
    if (rho) setF64(rho, i, bsmRho(isCall, s, k, t, r, q, v));
  }
  return missing;
}

/** Reads right … yield and price, writes sigma. */
export function impliedVolColumn(record: usize, count: i32): i32 {
  const right = addressAt(record, PRICING_RIGHT), spot = addressAt(record, PRICING_SPOT), strike = addressAt(record, PRICING_STRIKE);
  const years = addressAt(record, PRICING_YEARS), rate = addressAt(record, PRICING_RATE), dividend = addressAt(record, PRICING_YIELD);
  const sigma = addressAt(record, PRICING_SIGMA), price = addressAt(record, PRICING_PRICE);
  let missing: i32 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const value = impliedVol(u8At(right, i), f64At(price, i), f64At(spot, i), f64At(strike, i), f64At(years, i), f64At(rate, i), f64At(dividend, i));
    setF64(sigma, i, value);
    missing += uncomputed(value);
  }
  return missing;
}

/** out[i] = N(in[i]). In place is fine. */
export function normCdfColumn(input: usize, out: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i++) setF64(out, i, normCdf(f64At(input, i)));
}

/** out[i] = N⁻¹(in[i]); NaN outside [0, 1]. In place is fine. */
export function normInvColumn(input: usize, out: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i++) setF64(out, i, normInv(f64At(input, i)));
}
