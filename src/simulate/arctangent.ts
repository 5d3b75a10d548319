// The argument of a complex number. Scheme and coefficients of fdlibm's atan (Sun Microsystems, 1993); below 1 ulp.

const HALF_PI = 1.5707963267948966;
const PI = 3.141592653589793;
const A = [
  0.3333333333333293, -0.19999999999876483, 0.14285714272503466, -0.11111110405462356, 0.09090887133436507, -0.0769187620504483,
  0.06661073137387531, -0.058335701337905735, 0.049768779946159324, -0.036531572744216916, 0.016285820115365782,
];
/** atan of ½, 1, 3/2 and ∞, where the argument is folded. */
const ANCHORS = [0.4636476090008061, 0.7853981633974483, 0.982793723247329, HALF_PI];

function series(x: number): number {
  const z = x * x;
  let sum = A[10];
  for (let i = 9; i >= 0; i--) sum = sum * z + A[i];
  return x - x * z * sum;
}

/** atan of t ≥ 0. */
function positive(t: number): number {
  if (t < 0.4375) return series(t);
  if (t < 0.6875) return ANCHORS[0] + series((2 * t - 1) / (2 + t));
  if (t < 1.1875) return ANCHORS[1] + series((t - 1) / (t + 1));
  if (t < 2.4375) return ANCHORS[2] + series((t - 1.5) / (1 + 1.5 * t));
  return ANCHORS[3] + series(-1 / t);
}

/** Angle of (x, y) in (−π, π]; 0 at the origin. */
export function argument(y: number, x: number): number {
  if (x === 0) return y > 0 ? HALF_PI : y < 0 ? -HALF_PI : 0;
  const angle = positive(Math.abs(y / x));
  const folded = x > 0 ? angle : PI - angle;
  return y < 0 ? -folded : folded;
}
