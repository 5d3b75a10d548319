// x^y = e^(y·log x) with the logarithm and the product carried in two f64.
import { expSum } from "./exp";
import { fromWords, highWord } from "./bits";
import { logExponent, logFraction, logSeries } from "./log";

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/** The 21 leading bits: products of two heads, or of a head and a rest, are exact. */
function head(x: f64): f64 {
  return fromWords(highWord(x), 0);
}

/** a·b − product, where product = a·b rounded. */
function productError(a: f64, b: f64, product: f64): f64 {
  const aHead: f64 = head(a);
  const bHead: f64 = head(b);
  const aRest: f64 = a - aHead;
  const bRest: f64 = b - bHead;
  return aHead * bHead - product + aHead * bRest + aRest * bHead + aRest * bRest;
}

/** x^y for x ≥ 0; NaN for x < 0. Below 1 ulp for results within e^±20, a few ulp at the ends of the range. */
export function pow(x: f64, y: f64): f64 {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x != x || y != y || x < 0.0) return NaN;
  if (x == 0.0) return y > 0.0 ? 0.0 : Infinity;
  if (x == Infinity) return y > 0.0 ? Infinity : 0.0;
  if (x < 2.2250738585072014e-308) return pow(x * 18014398509481984.0, y) * pow(18014398509481984.0, -y);
  const n: f64 = logExponent(x);
  const f: f64 = logFraction(x);
  const w: f64 = 2.0 + f;
  const wRest: f64 = f - (w - 2.0);
  const s: f64 = f / w;
  const product: f64 = s * w;
  const sRest: f64 = (f - product - productError(s, w, product) - s * wRest) / w;
  const base: f64 = n * LN2_HIGH;
  const sum: f64 = base + 2.0 * s;
  const sumRest: f64 = 2.0 * s - (sum - base) + (2.0 * sRest + s * logSeries(s * s) + n * LN2_LOW);
  const high: f64 = sum + sumRest;
  const low: f64 = sumRest - (high - sum);
  const power: f64 = y * high;
  if (!(power < 800.0)) return Infinity;
  if (power < -800.0) return 0.0;
  return expSum(power, productError(y, high, power) + y * low);
}
