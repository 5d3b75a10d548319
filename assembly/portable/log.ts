// Natural logarithms: x = 2^n·(1 + f) with 1 + f in [√½, √2), s = f / (2 + f), log(1 + f) = 2s + s·s²·R(s²).
// Scheme after fdlibm (Sun Microsystems, 1993); R is our own Chebyshev fit, error below 1e-17 of the result.
import { fromWords, highWord, lowWord } from "./bits";

const LN2_HIGH: f64 = 0.6931471803691238; // 32 bits: n·LN2_HIGH is exact
const LN2_LOW: f64 = 1.9082149292705877e-10;
/** Upper word of √½, and its distance from that of 1: adding it carries into the exponent exactly when 1 + f ≥ √2. */
export const SQRT_HALF: i32 = 0x3fe6a09e;
export const TO_ONE: i32 = 0x3ff00000 - 0x3fe6a09e;

export const L0: f64 = 0.666666666666667;
export const L1: f64 = 0.3999999999989949;
export const L2: f64 = 0.2857142862598255;
export const L3: f64 = 0.22222211133642084;
export const L4: f64 = 0.18182889209266595;
export const L5: f64 = 0.1533171880828007;
export const L6: f64 = 0.14616484198366603;

/** z·R(z): what remains of (log((1 + s)/(1 − s)) − 2s) / s at z = s². */
export function logSeries(z: f64): f64 {
  return z * (L0 + z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * L6))))));
}

/** n of the decomposition, for normal positive x. */
export function logExponent(x: f64): i32 {
  return ((highWord(x) + TO_ONE) >> 20) - 1023;
}

/** f of the decomposition, for normal positive x. */
export function logFraction(x: f64): f64 {
  return fromWords(((highWord(x) + TO_ONE) & 0xfffff) + SQRT_HALF, lowWord(x)) - 1.0;
}

/** n·ln 2 + log(1 + f) + error. */
function assemble(n: f64, f: f64, error: f64): f64 {
  const s: f64 = f / (2.0 + f);
  const half: f64 = 0.5 * f * f;
  return n * LN2_HIGH + (f - (half - (s * (half + logSeries(s * s)) + (n * LN2_LOW + error))));
}

/** Natural logarithm, below 1 ulp. −∞ at 0, NaN below. */
export function log(x: f64): f64 {
  if (!(x > 0.0)) return x == 0.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  if (x < 2.2250738585072014e-308) return log(x * 18014398509481984.0) - 54.0 * LN2_HIGH - 54.0 * LN2_LOW;
  return assemble(logExponent(x), logFraction(x), 0.0);
}

/** log(1 + x) without cancellation near zero; below 2 ulp. */
export function log1p(x: f64): f64 {
  if (!(x > -1.0)) return x == -1.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  const u: f64 = 1.0 + x;
  const n: i32 = logExponent(u);
  if (n == 0) return assemble(0.0, x, 0.0);
  const error: f64 = n > 54 ? 0.0 : (n > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
  return assemble(n, logFraction(u), error);
}

/** log(a / b) with full relative precision also when a ≈ b. Both positive, the ratio a normal number. */
export function logRatio(a: f64, b: f64): f64 {
  const ratio: f64 = a / b;
  const n: i32 = logExponent(ratio);
  return assemble(n, n == 0 ? (a - b) / b : logFraction(ratio), 0.0);
}
