// Implied volatility after P. Jäckel, "Let's Be Rational" (Wilmott, 2015): the normalised price β of the out-of-the-money
// option, with a = |ln(F/K)|, is inverted for s = σ√t. The inflection s_c = √(2a) and its tangent cut β into four segments;
// each has a guess by shape-preserving rational interpolation and its own objective, solved by Householder's third-order step.
//
//   β:   0 ──── lowest: 1/ln b ──── b_l ── b ── b_c ── b ── b_h ──── highest: ln(b_max − b) ──── b_max = e^(−a/2)
import { erfcxSpread, halfDeviation, isQuotable, logMoneyness, moneyScore, outOfMoneyValue, SQRT_HALF } from "./black";
import { erfcxPositive } from "./erf";
import { exp, expm1 } from "./exp";
import { log } from "./log";
import { normCdf, normInv } from "./normal";
import { fitLeft, fitRight, rationalCubic } from "./rational";

const SQRT_TWO_PI: f64 = 2.5066282746310002;
const INVERSE_SQRT_TWO_PI: f64 = 0.3989422804014327;
const SQRT_HALF_PI: f64 = 1.2533141373155003;
const SQRT_THREE: f64 = 1.7320508075688772;
const PI: f64 = 3.141592653589793;
/** 2π / √27, the factor of the lowest segment's map. */
const LOWER_FACTOR: f64 = 1.2091995761561452;
/** The step's error is of fourth order: a step this small (relative) was the last that matters. */
const LAST_STEP: f64 = 2e-5;
const MAX_STEPS: i32 = 12;

/** Normalised price b(a, s) of the out-of-the-money option; `top` = e^(−a/2). */
function normalised(a: f64, s: f64, top: f64): f64 {
  const u: f64 = moneyScore(a, s);
  const v: f64 = halfDeviation(s);
  return outOfMoneyValue(exp(-(u * u + v * v)), top, u, v);
}

/** 1 / (∂b/∂s). */
function inverseVega(a: f64, s: f64): f64 {
  const u: f64 = moneyScore(a, s);
  const v: f64 = halfDeviation(s);
  return SQRT_TWO_PI * exp(u * u + v * v);
}

/** Householder's third-order step from Newton's and the ratios g″/g′ and g‴/g′; never below −s/2. */
function householder(s: f64, newton: f64, second: f64, third: f64): f64 {
  const step: f64 = newton * (1.0 + 0.5 * second * newton) / (1.0 + newton * (second + third * newton / 6.0));
  const sane: f64 = step - step == 0.0 && step * newton > 0.0 ? step : newton;
  return Math.max(sane, -0.5 * s);
}

/** b″/b′ at s. */
function bend(a: f64, s: f64): f64 {
  return a * a / (s * s * s) - 0.25 * s;
}

/** b‴/b′ at s. */
function twist(a: f64, s: f64, second: f64): f64 {
  const ratio: f64 = a / (s * s);
  return second * second - 3.0 * ratio * ratio - 0.25;
}

/** Lowest segment, g = 1/ln b − 1/ln β; ln b is formed without e^(−u²), so nothing underflows. */
function solveLowest(a: f64, beta: f64, guess: f64): f64 {
  const lnBeta: f64 = log(beta);
  let s: f64 = guess;
  for (let i: i32 = 0; i < MAX_STEPS; i++) {
    const u: f64 = moneyScore(a, s);
    const v: f64 = halfDeviation(s);
    const half: f64 = 0.5 * erfcxSpread(u, v);
    const lnB: f64 = log(half) - (u * u + v * v);
    const growth: f64 = INVERSE_SQRT_TWO_PI / half;
    const second: f64 = bend(a, s);
    const inverse: f64 = 1.0 / lnB;
    const g2: f64 = second - growth * (1.0 + 2.0 * inverse);
    const g3: f64 = twist(a, s, second) + 2.0 * growth * growth * (1.0 + 3.0 * inverse * (1.0 + inverse)) - 3.0 * second * growth * (1.0 + 2.0 * inverse);
    const step: f64 = householder(s, (lnBeta - lnB) * lnB / (lnBeta * growth), g2, g3);
    s += step;
    if (!(Math.abs(step) > LAST_STEP * s)) break;
  }
  return s;
}

/** The two middle segments, g = b − β. */
function solveMiddle(a: f64, beta: f64, top: f64, guess: f64): f64 {
  let s: f64 = guess;
  for (let i: i32 = 0; i < MAX_STEPS; i++) {
    const u: f64 = moneyScore(a, s);
    const v: f64 = halfDeviation(s);
    const bell: f64 = exp(-(u * u + v * v));
    const second: f64 = bend(a, s);
    const newton: f64 = (beta - outOfMoneyValue(bell, top, u, v)) * SQRT_TWO_PI / bell;
    const step: f64 = householder(s, newton, second, twist(a, s, second));
    s += step;
    if (!(Math.abs(step) > LAST_STEP * s)) break;
  }
  return s;
}

/** Highest segment, g = ln(missing) − ln(b_max − b), with missing = b_max − β. */
function solveHighest(a: f64, missing: f64, guess: f64): f64 {
  const lnMissing: f64 = log(missing);
  let s: f64 = guess;
  for (let i: i32 = 0; i < MAX_STEPS; i++) {
    const u: f64 = moneyScore(a, s);
    const v: f64 = halfDeviation(s);
    const half: f64 = 0.5 * (erfcxPositive(v - u) + erfcxPositive(u + v));
    const fall: f64 = INVERSE_SQRT_TWO_PI / half;
    const second: f64 = bend(a, s);
    const newton: f64 = (log(half) - (u * u + v * v) - lnMissing) / fall;
    const step: f64 = householder(s, newton, second + fall, twist(a, s, second) + fall * (2.0 * fall + 3.0 * second));
    s += step;
    if (!(Math.abs(step) > LAST_STEP * s)) break;
  }
  return s;
}

/** Guess below b_l: interpolates 2π·a/√27·N(−a/(√3·s))³, which is nearly linear in β, and inverts it. */
function lowestGuess(a: f64, beta: f64, sl: f64, bl: f64): f64 {
  const z: f64 = a / (SQRT_THREE * sl);
  const y: f64 = z * z;
  const mills: f64 = SQRT_HALF_PI * erfcxPositive(z * SQRT_HALF);
  const tail: f64 = INVERSE_SQRT_TWO_PI * mills * exp(-0.5 * y);
  const s2: f64 = sl * sl;
  const growth: f64 = exp(y + 0.125 * s2);
  const f: f64 = LOWER_FACTOR * a * tail * tail * tail;
  const slope: f64 = 2.0 * PI * y * tail * tail * growth;
  const curvature: f64 = PI / 6.0 * y / (s2 * sl) * tail * (8.0 * SQRT_THREE * sl * a + (3.0 * s2 * (s2 - 8.0) - 8.0 * a * a) * mills) * growth * growth;
  let value: f64 = rationalCubic(beta, 0.0, bl, 0.0, f, 1.0, slope, fitRight(bl, 0.0, f, 1.0, slope, curvature));
  if (!(value > 0.0)) value = (f * beta / bl + bl - beta) * beta / bl;
  return a / (SQRT_THREE * -normInv(exp(log(value / (LOWER_FACTOR * a)) / 3.0)));
}

/** Guess above b_h: interpolates N(−s/2) and inverts it. */
function highestGuess(a: f64, beta: f64, missing: f64, top: f64, sh: f64, bh: f64): f64 {
  const w: f64 = a / sh * (a / sh);
  const f: f64 = normCdf(-0.5 * sh);
  const slope: f64 = -0.5 * exp(0.5 * w);
  const curvature: f64 = SQRT_HALF_PI * exp(w + 0.125 * sh * sh) * w / sh;
  const h: f64 = top - bh;
  const r: f64 = fitLeft(h, f, 0.0, slope, -0.5, curvature);
  // Mirrored, so that the distance to b_max enters without cancellation.
  let value: f64 = rationalCubic(missing, 0.0, h, 0.0, f, 0.5, -slope, r);
  if (!(value > 0.0)) value = 0.5 * missing;
  return -2.0 * normInv(Math.min(value, 0.4999999));
}

/** s with b(a, s) = beta; `missing` = e^(−a/2) − beta. */
function invert(a: f64, beta: f64, missing: f64, top: f64): f64 {
  const sc: f64 = Math.sqrt(2.0 * a);
  const vc: f64 = halfDeviation(sc); // = u there, so that e^(−u²−v²) is `top`
  const bc: f64 = a > 0.0 ? outOfMoneyValue(top, top, vc, vc) : 0.0;
  const perVega: f64 = SQRT_TWO_PI / top;
  if (beta < bc) {
    const sl: f64 = sc - bc * perVega;
    const bl: f64 = normalised(a, sl, top);
    if (beta < bl) return solveLowest(a, beta, lowestGuess(a, beta, sl, bl));
    const dl: f64 = inverseVega(a, sl);
    return solveMiddle(a, beta, top, rationalCubic(beta, bl, bc, sl, sc, dl, perVega, fitRight(bc - bl, sl, sc, dl, perVega, 0.0)));
  }
  const sh: f64 = sc + (top - bc) * perVega;
  const bh: f64 = normalised(a, sh, top);
  if (beta <= bh) {
    const dh: f64 = inverseVega(a, sh);
    const guess: f64 = rationalCubic(beta, bc, bh, sc, sh, perVega, dh, fitLeft(bh - bc, sc, sh, perVega, dh, 0.0));
    return solveMiddle(a, beta, top, guess);
  }
  const guess: f64 = highestGuess(a, beta, missing, top, sh, bh);
  return missing < beta ? solveHighest(a, missing, guess) : solveMiddle(a, beta, top, guess);
}

/**
 * Volatility at which `bsmPrice` gives `price`, to the precision the price carries: pricing it again agrees within 1e-12.
 * 0 exactly at the discounted intrinsic value. NaN below it, at or above the upper bound (S·e^(−qt) for a call, K·e^(−rt) for a put),
 * for t ≤ 0 and for inputs without a price.
 */
export function impliedVol(isCall: i32, price: f64, s: f64, k: f64, t: f64, r: f64, q: f64): f64 {
  if (!isQuotable(s, k, t, r, q) || t == 0.0) return NaN;
  const x: f64 = logMoneyness(s, k, t, r, q);
  const byYield: f64 = expm1(-q * t);
  const byRate: f64 = expm1(-r * t);
  const gap: f64 = s - k + (s * byYield - k * byRate); // as forwardGap, bit for bit
  const asset: f64 = s * (1.0 + byYield);
  const cash: f64 = k * (1.0 + byRate);
  const inMoney: bool = isCall != 0 ? x > 0.0 : x < 0.0;
  const value: f64 = inMoney ? price - Math.max(isCall != 0 ? gap : -gap, 0.0) : price;
  const room: f64 = (isCall != 0 ? asset : cash) - price;
  if (!(value >= 0.0 && room > 0.0)) return NaN;
  if (value == 0.0) return 0.0;
  const unit: f64 = Math.sqrt(asset * cash);
  const top: f64 = x > 0.0 ? Math.sqrt(cash / asset) : Math.sqrt(asset / cash);
  return invert(Math.abs(x), value / unit, room / unit, top) / Math.sqrt(t);
}
