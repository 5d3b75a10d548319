// Two-lane forms of the portable functions, for arguments inside the stated ranges: the same operations in the same order, so the same bits.
import * as erf from "./portable/erf";
import * as exps from "./portable/exp";
import * as logs from "./portable/log";

/** 1.5·2^52: adding it leaves an integer n in the low bits of the sum. */
const TO_INTEGER: f64 = 6755399441055744.0;
/** Bits of 2^52; an integer below 2^52 or-ed in makes the f64 2^52 + integer. */
const FROM_INTEGER: i64 = 0x4330000000000000;

// @ts-ignore: decorator
@inline
export function splat(x: f64): v128 {
  return f64x2.splat(x);
}

/** c + x·p, one step of Horner's rule. */
// @ts-ignore: decorator
@inline
function step(c: f64, x: v128, p: v128): v128 {
  return f64x2.add(f64x2.splat(c), f64x2.mul(x, p));
}

/** n of x = n·ln 2 + r. */
// @ts-ignore: decorator
@inline
function expExponent(x: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.mul(x, splat(exps.LOG2_E)), splat(0.5)));
}

/** e^r − 1, r = x − n·ln 2. */
// @ts-ignore: decorator
@inline
function expChange(x: v128, n: v128): v128 {
  const high = f64x2.sub(x, f64x2.mul(n, splat(exps.LN2_HIGH)));
  const low = f64x2.mul(n, splat(exps.LN2_LOW));
  const r = f64x2.sub(high, low);
  const error = f64x2.sub(f64x2.sub(high, r), low);
  const tail = step(exps.E0, r, step(exps.E1, r, step(exps.E2, r, step(exps.E3, r, step(exps.E4, r, step(exps.E5, r, step(exps.E6, r, step(exps.E7, r, step(exps.E8, r, step(exps.E9, r, splat(exps.E10)))))))))));
  return f64x2.add(r, f64x2.add(error, f64x2.mul(f64x2.mul(r, r), tail)));
}

/** 2^n for integers |n| ≤ 1022. */
// @ts-ignore: decorator
@inline
function power(n: v128): v128 {
  return i64x2.shl(i64x2.add(f64x2.add(n, splat(TO_INTEGER)), i64x2.splat(1023)), 52);
}

/** e^x for |x| ≤ 700. */
// @ts-ignore: decorator
@inline
export function vectorExp(x: v128): v128 {
  const n = expExponent(x);
  return f64x2.mul(f64x2.add(splat(1.0), expChange(x, n)), power(n));
}

/** e^x − 1 for |x| ≤ 20. */
// @ts-ignore: decorator
@inline
export function vectorExpm1(x: v128): v128 {
  const n = expExponent(x);
  const scale = power(n);
  return f64x2.add(f64x2.sub(scale, splat(1.0)), f64x2.mul(scale, expChange(x, n)));
}

/** log(a / b) for positive a, b; `ratio` = a / b within 1e±300. */
// @ts-ignore: decorator
@inline
export function vectorLogRatio(a: v128, b: v128, ratio: v128): v128 {
  const bits = i64x2.add(ratio, i64x2.splat(<i64>logs.TO_ONE << 32));
  const n = f64x2.sub(v128.or(i64x2.shr_u(bits, 52), i64x2.splat(FROM_INTEGER)), splat(4503599627370496.0 + 1023.0));
  const fraction = f64x2.sub(i64x2.add(v128.and(bits, i64x2.splat(0xfffffffffffff)), i64x2.splat(<i64>logs.SQRT_HALF << 32)), splat(1.0));
  const f = v128.bitselect(f64x2.div(f64x2.sub(a, b), b), fraction, f64x2.eq(n, splat(0.0)));
  const s = f64x2.div(f, f64x2.add(splat(2.0), f));
  const half = f64x2.mul(f64x2.mul(splat(0.5), f), f);
  const z = f64x2.mul(s, s);
  const series = f64x2.mul(z, step(logs.L0, z, step(logs.L1, z, step(logs.L2, z, step(logs.L3, z, step(logs.L4, z, step(logs.L5, z, splat(logs.L6))))))));
  const rest = f64x2.add(f64x2.mul(s, f64x2.add(half, series)), f64x2.mul(n, splat(exps.LN2_LOW)));
  return f64x2.add(f64x2.mul(n, splat(exps.LN2_HIGH)), f64x2.sub(f, f64x2.sub(half, rest)));
}

/** erfcx(x) for 0 ≤ x ≤ 1e20. */
// @ts-ignore: decorator
@inline
export function vectorErfcx(x: v128): v128 {
  const p = step(erf.P0, x, step(erf.P1, x, step(erf.P2, x, step(erf.P3, x, step(erf.P4, x, step(erf.P5, x, step(erf.P6, x, step(erf.P7, x, step(erf.P8, x, step(erf.P9, x, splat(erf.P10)))))))))));
  const q = step(erf.Q0, x, step(erf.Q1, x, step(erf.Q2, x, step(erf.Q3, x, step(erf.Q4, x, step(erf.Q5, x, step(erf.Q6, x, step(erf.Q7, x, step(erf.Q8, x, step(erf.Q9, x, step(erf.Q10, x, splat(erf.Q11))))))))))));
  return f64x2.div(p, q);
}

/** 1 − √π·x·erfcx(x) for 0 ≤ x ≤ 1e20. */
// @ts-ignore: decorator
@inline
export function vectorErfcxFall(x: v128): v128 {
  const p = step(erf.F0, x, step(erf.F1, x, step(erf.F2, x, step(erf.F3, x, step(erf.F4, x, step(erf.F5, x, step(erf.F6, x, step(erf.F7, x, step(erf.F8, x, step(erf.F9, x, splat(erf.F10)))))))))));
  const q = step(erf.G0, x, step(erf.G1, x, step(erf.G2, x, step(erf.G3, x, step(erf.G4, x, step(erf.G5, x, step(erf.G6, x, step(erf.G7, x, step(erf.G8, x, step(erf.G9, x, step(erf.G10, x, step(erf.G11, x, splat(erf.G12)))))))))))));
  return f64x2.div(p, q);
}
