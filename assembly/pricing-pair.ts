// Price and delta, two options at once; notation and regions as in portable/black.ts, whose bits it reproduces.
import {
  PRICING_DELTA, PRICING_PRICE, PRICING_RATE, PRICING_RIGHT, PRICING_SIGMA, PRICING_SPOT, PRICING_STRIKE, PRICING_YEARS, PRICING_YIELD,
} from "./abi";
import { addressAt, f64At, setF64, u8At } from "./column";
import { bsmDelta, bsmPrice, SERIES_BELOW, SQRT_HALF } from "./portable/black";
import { splat, vectorErfcx, vectorErfcxFall, vectorExp, vectorExpm1, vectorLogRatio } from "./vector";

// @ts-ignore: decorator
@inline
function below(x: v128, limit: f64): v128 {
  return f64x2.lt(f64x2.abs(x), splat(limit));
}

/** All-ones lanes where the option is a call. */
// @ts-ignore: decorator
@inline
function callMask(right: usize, i: i32): v128 {
  const first = select<i64>(-1, 0, u8At(right, i) != 0);
  return i64x2.replace_lane(i64x2.splat(first), 1, select<i64>(-1, 0, u8At(right, i + 1) != 0));
}

/** The series of portable/black.ts for erfcx(u − v) − erfcx(u + v), v < 0.05. */
// @ts-ignore: decorator
@inline
function seriesSpread(u: v128, v: v128): v128 {
  const u4 = f64x2.mul(f64x2.mul(splat(4.0), u), u);
  const f1 = vectorErfcxFall(u);
  const f3 = f64x2.sub(f64x2.mul(f64x2.add(splat(6.0), u4), f1), splat(2.0));
  const f5 = f64x2.sub(f64x2.mul(f64x2.add(splat(14.0), u4), f3), f64x2.mul(splat(24.0), f1));
  const f7 = f64x2.sub(f64x2.mul(f64x2.add(splat(22.0), u4), f5), f64x2.mul(splat(80.0), f3));
  const f9 = f64x2.sub(f64x2.mul(f64x2.add(splat(30.0), u4), f7), f64x2.mul(splat(168.0), f5));
  const w = f64x2.mul(v, v);
  const a = f64x2.add(f64x2.mul(f7, splat(1.0 / 5040.0)), f64x2.mul(w, f64x2.mul(f9, splat(1.0 / 362880.0))));
  const b = f64x2.add(f64x2.mul(f5, splat(1.0 / 120.0)), f64x2.mul(w, a));
  const c = f64x2.add(f64x2.mul(f3, splat(1.0 / 6.0)), f64x2.mul(w, b));
  return f64x2.mul(f64x2.mul(splat(2.256758334191025), v), f64x2.add(f1, f64x2.mul(w, c)));
}

/** Reads right … sigma, writes those of price and delta that have an address; returns the rows without a price, left NaN. Unusual rows go through the scalar functions. */
export function bsmPriceColumn(record: usize, count: i32): i32 {
  const right = addressAt(record, PRICING_RIGHT), spot = addressAt(record, PRICING_SPOT), strike = addressAt(record, PRICING_STRIKE);
  const years = addressAt(record, PRICING_YEARS), rate = addressAt(record, PRICING_RATE), dividend = addressAt(record, PRICING_YIELD);
  const sigma = addressAt(record, PRICING_SIGMA), price = addressAt(record, PRICING_PRICE), delta = addressAt(record, PRICING_DELTA);
  const zero = splat(0.0), half = splat(0.5);
  let missing: i32 = 0;
  for (let i: i32 = 0; i < count; i += 2) {
    if (i + 1 < count) {
      const at = <usize>i << 3;
      const s = v128.load(spot + at), k = v128.load(strike + at), t = v128.load(years + at), r = v128.load(rate + at), q = v128.load(dividend + at);
      const deviation = f64x2.mul(v128.load(sigma + at), f64x2.sqrt(t));
      const ratio = f64x2.div(s, k);
      const x = f64x2.add(vectorLogRatio(s, k, ratio), f64x2.mul(f64x2.sub(r, q), t));
      const u = f64x2.div(f64x2.mul(f64x2.abs(x), splat(SQRT_HALF)), deviation);
      const v = f64x2.mul(deviation, splat(0.5 * SQRT_HALF));
      const yieldTime = f64x2.mul(f64x2.neg(q), t), rateTime = f64x2.mul(f64x2.neg(r), t);
      const exponent = f64x2.sub(f64x2.mul(f64x2.mul(splat(-0.5), f64x2.add(r, q)), t), f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v)));
      const positive = v128.and(v128.and(f64x2.gt(s, zero), f64x2.gt(deviation, zero)), v128.and(f64x2.gt(ratio, splat(1e-300)), f64x2.lt(ratio, splat(1e300))));
      const bounded = v128.and(below(exponent, 700.0), v128.and(below(yieldTime, 20.0), below(rateTime, 20.0)));
      if (i64x2.all_true(v128.and(positive, bounded))) {
        const isCall = callMask(right, i);
        const byYield = vectorExpm1(yieldTime), byRate = vectorExpm1(rateTime);
        const gap = f64x2.add(f64x2.sub(s, k), f64x2.sub(f64x2.mul(s, byYield), f64x2.mul(k, byRate)));
        const wholeAsset = f64x2.mul(s, f64x2.add(splat(1.0), byYield));
        const bell = f64x2.mul(f64x2.sqrt(f64x2.mul(s, k)), vectorExp(exponent));
        const halfBell = f64x2.mul(half, bell);
        const above = f64x2.gt(x, zero);
        const inner = f64x2.sub(u, v), outer = f64x2.add(u, v);
        const series = f64x2.lt(v, splat(SERIES_BELOW));
        let outOfMoney: v128, tail: v128;
        if (i64x2.all_true(series)) {
          tail = vectorErfcx(v128.bitselect(outer, f64x2.abs(inner), above));
          outOfMoney = f64x2.mul(halfBell, seriesSpread(u, v));
        } else {
          const near = vectorErfcx(f64x2.abs(inner)), far = vectorErfcx(outer);
          const whole = v128.bitselect(f64x2.mul(k, f64x2.add(splat(1.0), byRate)), wholeAsset, above);
          const wide = f64x2.sub(whole, f64x2.mul(halfBell, f64x2.add(near, far)));
          outOfMoney = v128.bitselect(f64x2.mul(halfBell, f64x2.sub(near, far)), wide, f64x2.ge(u, v));
          if (v128.any_true(series)) outOfMoney = v128.bitselect(f64x2.mul(halfBell, seriesSpread(u, v)), outOfMoney, series);
          tail = v128.bitselect(far, near, above);
        }
        const intrinsic = f64x2.max(v128.bitselect(gap, f64x2.neg(gap), isCall), zero);
        const inMoney = v128.bitselect(above, f64x2.lt(x, zero), isCall);
        if (price) v128.store(price + at, f64x2.add(outOfMoney, v128.and(intrinsic, inMoney)));
        if (!delta) continue;
        const z = v128.bitselect(outer, f64x2.neg(inner), above);
        const tailSide = f64x2.ge(v128.bitselect(f64x2.neg(z), z, isCall), zero);
        const part = f64x2.mul(halfBell, tail);
        const owned = f64x2.div(v128.bitselect(part, f64x2.sub(wholeAsset, part), tailSide), s);
        v128.store(delta + at, v128.bitselect(owned, f64x2.neg(owned), isCall));
        continue;
      }
    }
    const end = min(i + 2, count);
    for (let j = i; j < end; j++) {
      const isCall = u8At(right, j);
      const s = f64At(spot, j), k = f64At(strike, j), t = f64At(years, j), r = f64At(rate, j), q = f64At(dividend, j), v = f64At(sigma, j);
      const slope = bsmDelta(isCall, s, k, t, r, q, v);
      if (price) setF64(price, j, bsmPrice(isCall, s, k, t, r, q, v));
      if (delta) setF64(delta, j, slope);
      missing += slope == slope ? 0 : 1;
    }
  }
  return missing;
}
