// Black–Scholes–Merton, exact in the wings. Notation, with √2 scaled out once so that every tail is an erfcx:
//
//   x = ln(S/K) + (r − q)t      u = |x| / (√2·σ√t)      v = σ√t / (2√2)      d1/√2 = ±u + v,  d2/√2 = ±u − v
//   bell = √(SK)·e^(−(r+q)t/2)·e^(−u²−v²)  =  S·e^(−qt)·e^(−d1²/2)  =  K·e^(−rt)·e^(−d2²/2)
//
// The out-of-the-money option is worth ½·bell·(erfcx(u − v) − erfcx(u + v)): one exponential, no difference of two
// normal probabilities (P. Jäckel, "Let's Be Rational", Wilmott 2015, whose regions these follow). The in-the-money one adds S·e^(−qt) − K·e^(−rt).
import { erfcxFall, erfcxPositive } from "./erf";
import { exp, expm1 } from "./exp";
import { logRatio } from "./log";

export const SQRT_HALF: f64 = 0.7071067811865476;
const INVERSE_SQRT_TWO_PI: f64 = 0.3989422804014327;
/** Below this v the erfcx difference is summed as a series: the next term is under 4e-16, and the plain difference loses at most 8 bits above it. */
export const SERIES_BELOW: f64 = 0.05;
/** e^(−u²) underflows long before; keeps the series polynomials finite. */
const U_MAX: f64 = 60.0;

/** True when a price exists: positive spot and strike, t ≥ 0, everything finite. */
export function isQuotable(s: f64, k: f64, t: f64, r: f64, q: f64): bool {
  return s > 0.0 && k > 0.0 && t >= 0.0 && s < Infinity && k < Infinity && t < Infinity && r - r == 0.0 && q - q == 0.0;
}

/** x = ln(forward / strike). */
export function logMoneyness(s: f64, k: f64, t: f64, r: f64, q: f64): f64 {
  return logRatio(s, k) + (r - q) * t;
}

/** S·e^(−qt) − K·e^(−rt) without the cancellation of its two terms near the money. */
export function forwardGap(s: f64, k: f64, t: f64, r: f64, q: f64): f64 {
  return s - k + (s * expm1(-q * t) - k * expm1(-r * t));
}

/** e^(−rate·t). */
export function discount(rate: f64, t: f64): f64 {
  return 1.0 + expm1(-rate * t);
}

/** u for x and σ√t > 0. */
export function moneyScore(x: f64, deviation: f64): f64 {
  return Math.abs(x) * SQRT_HALF / deviation;
}

/** v for σ√t. */
export function halfDeviation(deviation: f64): f64 {
  return deviation * (0.5 * SQRT_HALF);
}

/** √(SK)·e^(−(r+q)t/2 − u² − v²). */
export function bellValue(s: f64, k: f64, t: f64, r: f64, q: f64, u: f64, v: f64): f64 {
  return Math.sqrt(s * k) * exp(-0.5 * (r + q) * t - (u * u + v * v));
}

/** erfcx(u − v) − erfcx(u + v) for v < 0.05 from erfcx′ and its odd derivatives at u, which obey f₍ₙ₊₂₎ = (4n + 2 + 4u²)·fₙ − 4n(n − 1)·f₍ₙ₋₂₎. */
function seriesSpread(u: f64, v: f64): f64 {
  const at: f64 = Math.min(u, U_MAX);
  const u4: f64 = 4.0 * at * at;
  const f1: f64 = erfcxFall(at);
  const f3: f64 = (6.0 + u4) * f1 - 2.0;
  const f5: f64 = (14.0 + u4) * f3 - 24.0 * f1;
  const f7: f64 = (22.0 + u4) * f5 - 80.0 * f3;
  const f9: f64 = (30.0 + u4) * f7 - 168.0 * f5;
  const w: f64 = v * v;
  return 2.256758334191025 * v * (f1 + w * (f3 * (1.0 / 6.0) + w * (f5 * (1.0 / 120.0) + w * (f7 * (1.0 / 5040.0) + w * (f9 * (1.0 / 362880.0))))));
}

/** erfcx(u − v) − erfcx(u + v) for u ≥ v, or any u with v < 0.05. */
export function erfcxSpread(u: f64, v: f64): f64 {
  return v < SERIES_BELOW ? seriesSpread(u, v) : erfcxPositive(u - v) - erfcxPositive(u + v);
}

/** Value of the out-of-the-money option; `whole` is its upper bound: S·e^(−qt) for a call, K·e^(−rt) for a put. */
export function outOfMoneyValue(bell: f64, whole: f64, u: f64, v: f64): f64 {
  if (v < SERIES_BELOW || u >= v) return 0.5 * bell * erfcxSpread(u, v);
  return whole - 0.5 * bell * (erfcxPositive(v - u) + erfcxPositive(u + v));
}

/** whole·N(−√2·z), where bell = whole·e^(−z²). */
export function tailValue(bell: f64, whole: f64, z: f64): f64 {
  return z >= 0.0 ? 0.5 * bell * erfcxPositive(z) : whole - 0.5 * bell * erfcxPositive(-z);
}

/** The option's price from the out-of-the-money value at the same strike. */
export function priceFrom(isCall: i32, x: f64, gap: f64, outOfMoney: f64): f64 {
  if (isCall != 0) return x > 0.0 ? outOfMoney + Math.max(gap, 0.0) : outOfMoney;
  return x < 0.0 ? outOfMoney + Math.max(-gap, 0.0) : outOfMoney;
}

/** The limit of `whole`·N(±d) as σ√t → 0: all of it in the money, none out of it, half at the kink. */
function stepValue(isCall: i32, gap: f64, whole: f64): f64 {
  if (gap == 0.0) return 0.5 * whole;
  return gap > 0.0 == (isCall != 0) ? whole : 0.0;
}

/** S·e^(−qt)·N(±d1): what the option's holder owns of the underlying (call), or is short (put). */
export function assetPart(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, deviation: f64): f64 {
  const whole: f64 = s * discount(q, t);
  if (deviation == 0.0) return stepValue(isCall, forwardGap(s, k, t, r, q), whole);
  const x: f64 = logMoneyness(s, k, t, r, q);
  const u: f64 = moneyScore(x, deviation);
  const v: f64 = halfDeviation(deviation);
  const z: f64 = x > 0.0 ? u + v : v - u;
  return tailValue(bellValue(s, k, t, r, q, u, v), whole, isCall != 0 ? -z : z);
}

/** K·e^(−rt)·N(±d2): the present value of the strike times the chance of exercise. */
export function strikePart(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, deviation: f64): f64 {
  const whole: f64 = k * discount(r, t);
  if (deviation == 0.0) return stepValue(isCall, forwardGap(s, k, t, r, q), whole);
  const x: f64 = logMoneyness(s, k, t, r, q);
  const u: f64 = moneyScore(x, deviation);
  const v: f64 = halfDeviation(deviation);
  const z: f64 = x > 0.0 ? u - v : -u - v;
  return tailValue(bellValue(s, k, t, r, q, u, v), whole, isCall != 0 ? -z : z);
}

/** `bell` for any deviation: at deviation 0 it is S·e^(−qt) at the kink and 0 elsewhere. */
function bellAt(s: f64, k: f64, t: f64, r: f64, q: f64, deviation: f64): f64 {
  if (deviation == 0.0) return forwardGap(s, k, t, r, q) == 0.0 ? s * discount(q, t) : 0.0;
  return bellValue(s, k, t, r, q, moneyScore(logMoneyness(s, k, t, r, q), deviation), halfDeviation(deviation));
}

function isPriceable(s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): bool {
  return isQuotable(s, k, t, r, q) && sigma >= 0.0 && sigma < Infinity;
}

/**
 * Price of a European option: spot s, strike k, t years, continuous rate r and dividend yield q, volatility sigma (all per 1.00).
 * Relative error below 1e-12 wherever the price is at least 1e-300. At t = 0 or sigma = 0: the discounted intrinsic value. NaN for inputs without a price.
 */
export function bsmPrice(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const deviation: f64 = sigma * Math.sqrt(t);
  const gap: f64 = forwardGap(s, k, t, r, q);
  if (deviation == 0.0) return Math.max(isCall != 0 ? gap : -gap, 0.0);
  const x: f64 = logMoneyness(s, k, t, r, q);
  const u: f64 = moneyScore(x, deviation);
  const v: f64 = halfDeviation(deviation);
  const whole: f64 = x > 0.0 ? k * discount(r, t) : s * discount(q, t);
  return priceFrom(isCall, x, gap, outOfMoneyValue(bellValue(s, k, t, r, q, u, v), whole, u, v));
}

/** ∂price/∂spot, signed: 0 … e^(−qt) for a call, −e^(−qt) … 0 for a put. At sigma·√t = 0 a step, ±½·e^(−qt) at the kink. */
export function bsmDelta(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const owned: f64 = assetPart(isCall, s, k, t, r, q, sigma * Math.sqrt(t)) / s;
  return isCall != 0 ? owned : -owned;
}

/** ∂²price/∂spot², the same for call and put. At sigma·√t = 0: 0, and ∞ at the kink. */
export function bsmGamma(s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const deviation: f64 = sigma * Math.sqrt(t);
  const bell: f64 = bellAt(s, k, t, r, q, deviation);
  return bell == 0.0 ? 0.0 : INVERSE_SQRT_TWO_PI * bell / (s * s * deviation);
}

/** ∂price/∂sigma per 1.00 of volatility (divide by 100 for one point), the same for call and put. */
export function bsmVega(s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const root: f64 = Math.sqrt(t);
  return INVERSE_SQRT_TWO_PI * bellAt(s, k, t, r, q, sigma * root) * root;
}

/** −∂price/∂t per year as calendar time passes (divide by 365 for one day). −∞ at the kink at t = 0. */
export function bsmTheta(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const root: f64 = Math.sqrt(t);
  const deviation: f64 = sigma * root;
  const bell: f64 = bellAt(s, k, t, r, q, deviation);
  const decay: f64 = bell == 0.0 || sigma == 0.0 ? 0.0 : 0.5 * INVERSE_SQRT_TWO_PI * bell * sigma / root;
  const carry: f64 = q * assetPart(isCall, s, k, t, r, q, deviation) - r * strikePart(isCall, s, k, t, r, q, deviation);
  return (isCall != 0 ? carry : -carry) - decay;
}

/** ∂price/∂r per 1.00 of rate (divide by 100 for one point). */
export function bsmRho(isCall: i32, s: f64, k: f64, t: f64, r: f64, q: f64, sigma: f64): f64 {
  if (!isPriceable(s, k, t, r, q, sigma)) return NaN;
  const part: f64 = t * strikePart(isCall, s, k, t, r, q, sigma * Math.sqrt(t));
  return isCall != 0 ? part : -part;
}
