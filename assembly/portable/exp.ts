// exp and expm1: x = n·ln 2 + r with |r| ≤ ln 2 / 2, then e^r = 1 + r + r²·P(r).
// Scheme after fdlibm (Sun Microsystems, 1993); P is our own Chebyshev fit, absolute error of r²·P below 2e-19.
import { fromWords, highWord, lowWord, truncate } from "./bits";

export const LOG2_E: f64 = 1.4426950408889634;
export const LN2_HIGH: f64 = 0.6931471803691238; // 32 bits: n·LN2_HIGH is exact
export const LN2_LOW: f64 = 1.9082149292705877e-10;

export const E0: f64 = 0.5;
export const E1: f64 = 0.1666666666666667;
export const E2: f64 = 0.04166666666666667;
export const E3: f64 = 0.008333333333326136;
export const E4: f64 = 0.001388888888888375;
export const E5: f64 = 0.00019841269874815834;
export const E6: f64 = 2.480158732554432e-05;
export const E7: f64 = 2.7557255406285044e-06;
export const E8: f64 = 2.7557273647451087e-07;
export const E9: f64 = 2.5105214474751413e-08;
export const E10: f64 = 2.0914685161418067e-09;

/** (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2. */
function expTail(r: f64): f64 {
  return E0 + r * (E1 + r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * (E6 + r * (E7 + r * (E8 + r * (E9 + r * E10)))))))));
}

/** y·2^n for −1075 ≤ n ≤ 1024, by two exact steps so that neither factor leaves the normal range. */
function scale(y: f64, n: i32): f64 {
  const half: i32 = n >> 1;
  return y * fromWords((1023 + half) << 20, 0) * fromWords((1023 + n - half) << 20, 0);
}

/** e^(x + tail) for |tail| ≤ ulp(x): below 0.6 ulp when `tail` carries the rounding error of x. */
export function expSum(x: f64, tail: f64): f64 {
  if (x != x) return x;
  if (x > 709.79) return Infinity;
  if (x < -745.14) return 0.0;
  const n: f64 = Math.floor(x * LOG2_E + 0.5);
  const high: f64 = x - n * LN2_HIGH;
  const low: f64 = n * LN2_LOW - tail;
  const r: f64 = high - low;
  const error: f64 = high - r - low;
  return scale(1.0 + (r + (error + r * r * expTail(r))), truncate(n));
}

/** e^x, below 1 ulp; 0 below −745.14, ∞ above 709.79. */
export function exp(x: f64): f64 {
  return expSum(x, 0.0);
}

/** e^(factor·x²) with the square carried to 106 bits, so that deep tails keep full precision. `factor` is ± a power of two. */
export function expOfSquare(x: f64, factor: f64): f64 {
  const square: f64 = x * x;
  const head: f64 = fromWords(highWord(x), lowWord(x) & -134217728);
  const rest: f64 = x - head;
  const error: f64 = head * head - square + 2.0 * head * rest + rest * rest;
  return square < 4000.0 ? expSum(factor * square, factor * error) : exp(factor * square);
}

/** e^x − 1 without cancellation near zero; below 2 ulp. */
export function expm1(x: f64): f64 {
  if (x != x) return x;
  if (x > 709.79) return Infinity;
  if (x < -40.0) return -1.0;
  const n: f64 = Math.floor(x * LOG2_E + 0.5);
  const high: f64 = x - n * LN2_HIGH;
  const low: f64 = n * LN2_LOW;
  const r: f64 = high - low;
  const error: f64 = high - r - low;
  const change: f64 = r + (error + r * r * expTail(r));
  if (n > 60.0) return scale(1.0 + change, truncate(n));
  const power: f64 = fromWords((1023 + truncate(n)) << 20, 0);
  return power - 1.0 + power * change;
}
