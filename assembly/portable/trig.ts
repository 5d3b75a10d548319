// sin and cos for |x| ≤ 1e6: x = n·π/2 + y with π/2 in three parts (119 bits), then polynomials on |y| ≤ π/4.
// Scheme after fdlibm (Sun Microsystems, 1993); the polynomials are our own Chebyshev fits, error below 2e-17.
import { truncate } from "./bits";

const TWO_OVER_PI: f64 = 0.6366197723675814;
const HALF_PI_1: f64 = 1.5707963267341256; // 33 bits: n·HALF_PI_1 is exact for |n| < 2^20
const HALF_PI_2: f64 = 6.077100506303966e-11; // 33 bits
const HALF_PI_3: f64 = 2.0222662487959506e-21;

const S0: f64 = -0.16666666666666666;
const S1: f64 = 0.008333333333330925;
const S2: f64 = -0.00019841269836722437;
const S3: f64 = 2.755731608382574e-06;
const S4: f64 = -2.505112794596564e-08;
const S5: f64 = 1.591784866512194e-10;

const C0: f64 = 0.041666666666666664;
const C1: f64 = -0.0013888888888887382;
const C2: f64 = 2.480158729874308e-05;
const C3: f64 = -2.755731726001471e-07;
const C4: f64 = 2.0876143829213935e-09;
const C5: f64 = -1.1382456865840483e-11;

/** sin(y + rest), |y| ≤ π/4. */
function sinKernel(y: f64, rest: f64): f64 {
  const z: f64 = y * y;
  return y + (rest * (1.0 - 0.5 * z) + y * z * (S0 + z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * S5))))));
}

/** cos(y + rest), |y| ≤ π/4. */
function cosKernel(y: f64, rest: f64): f64 {
  const z: f64 = y * y;
  const half: f64 = 0.5 * z;
  const w: f64 = 1.0 - half;
  return w + (1.0 - w - half + (z * z * (C0 + z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * C5))))) - y * rest));
}

/** sin(x + quarters·π/2). */
function rotated(x: f64, quarters: i32): f64 {
  if (!(Math.abs(x) <= 1e6)) return NaN;
  const n: f64 = Math.floor(x * TWO_OVER_PI + 0.5);
  const first: f64 = x - n * HALF_PI_1;
  const step: f64 = n * HALF_PI_2;
  const second: f64 = first - step;
  const back: f64 = second - first;
  const lost: f64 = first - (second - back) - (step + back); // rounding error of `second`
  const correction: f64 = n * HALF_PI_3 - lost;
  const y: f64 = second - correction;
  const rest: f64 = second - y - correction;
  const quadrant: i32 = (truncate(n) + quarters) & 3;
  const value: f64 = (quadrant & 1) == 0 ? sinKernel(y, rest) : cosKernel(y, rest);
  return quadrant < 2 ? value : -value;
}

/** Sine for |x| ≤ 1e6, below 1 ulp; NaN beyond. */
export function sin(x: f64): f64 {
  return rotated(x, 0);
}

/** Cosine for |x| ≤ 1e6, below 1 ulp; NaN beyond. */
export function cos(x: f64): f64 {
  return rotated(x, 1);
}
