// Rational cubic interpolation that keeps monotonicity and convexity:
// R. Delbourgo and J. A. Gregory, "Shape preserving piecewise rational interpolation", SIAM J. Sci. Stat. Comput. 6 (1985).

/** Larger control parameters make the interpolant linear to within rounding. */
const R_MAX: f64 = 1e16;

/** Value at x between (xl, yl) and (xr, yr) with end slopes dl, dr and control parameter r > −1. */
export function rationalCubic(x: f64, xl: f64, xr: f64, yl: f64, yr: f64, dl: f64, dr: f64, r: f64): f64 {
  const h: f64 = xr - xl;
  if (!(h > 0.0)) return 0.5 * (yl + yr);
  const t: f64 = (x - xl) / h;
  const o: f64 = 1.0 - t;
  if (r > R_MAX) return yr * t + yl * o;
  const cubic: f64 = yr * t * t * t + (r * yr - h * dr) * t * t * o + (r * yl + h * dl) * t * o * o + yl * o * o * o;
  return cubic / (1.0 + (r - 3.0) * t * o);
}

/** The smallest r for which monotone data give a monotone, convex data a convex interpolant; `slope` is (yr − yl)/(xr − xl). */
export function shapeBound(dl: f64, dr: f64, slope: f64): f64 {
  const monotone: bool = dl * slope >= 0.0 && dr * slope >= 0.0 && slope != 0.0;
  const curved: bool = (dl <= slope && slope <= dr) || (dl >= slope && slope >= dr);
  let bound: f64 = -0.9999999;
  if (monotone) bound = Math.max(bound, (dr + dl) / slope);
  if (curved) {
    if (slope == dl || slope == dr) return 2.0 * R_MAX;
    bound = Math.max(bound, Math.max(Math.abs((dr - dl) / (dr - slope)), Math.abs((dr - dl) / (slope - dl))));
  }
  return bound;
}

/** r that gives the second derivative `curvature` at the left end, no smaller than the shape allows. */
export function fitLeft(h: f64, yl: f64, yr: f64, dl: f64, dr: f64, curvature: f64): f64 {
  const slope: f64 = (yr - yl) / h;
  const r: f64 = (0.5 * h * curvature + (dr - dl)) / (slope - dl);
  return r - r == 0.0 ? Math.max(r, shapeBound(dl, dr, slope)) : 2.0 * R_MAX;
}

/** r that gives the second derivative `curvature` at the right end, no smaller than the shape allows. */
export function fitRight(h: f64, yl: f64, yr: f64, dl: f64, dr: f64, curvature: f64): f64 {
  const slope: f64 = (yr - yl) / h;
  const r: f64 = (0.5 * h * curvature + (dr - dl)) / (dr - slope);
  return r - r == 0.0 ? Math.max(r, shapeBound(dl, dr, slope)) : 2.0 * R_MAX;
}
