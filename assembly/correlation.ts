// Rolling correlation of two return columns on one calendar. docs/engine.md §6.
import { f64At, setF64 } from "./column";

/** out[g] = correlation over the last `window` days ≤ g on which both returns are finite; NaN when fewer within 2 windows. Returns `count`. */
export function rollingCorrelation(a: usize, b: usize, count: i32, window: i32, out: usize): i32 {
  for (let g = 0; g < count; g++) setF64(out, g, correlationAt(a, b, g, window));
  return count;
}

function correlationAt(a: usize, b: usize, g: i32, window: i32): f64 {
  const oldest = oldestDay(a, b, g, window);
  if (oldest < 0) return NaN;
  let sumA: f64 = 0;
  let sumB: f64 = 0;
  for (let k = g; k >= oldest; k--) {
    if (!both(a, b, k)) continue;
    sumA += f64At(a, k);
    sumB += f64At(b, k);
  }
  const meanA = sumA / <f64>window;
  const meanB = sumB / <f64>window;
  let products: f64 = 0;
  let squaresA: f64 = 0;
  let squaresB: f64 = 0;
  for (let k = g; k >= oldest; k--) {
    if (!both(a, b, k)) continue;
    const x = f64At(a, k) - meanA;
    const y = f64At(b, k) - meanB;
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  if (squaresA == 0 || squaresB == 0) return NaN;
  return Math.max(-1, Math.min(1, products / Math.sqrt(squaresA * squaresB)));
}

function both(a: usize, b: usize, k: i32): bool {
  return isFinite(f64At(a, k)) && isFinite(f64At(b, k));
}

/** Day of the window-th common return counting back from g, −1 when it is more than 2 windows away. */
function oldestDay(a: usize, b: usize, g: i32, window: i32): i32 {
  let found = 0;
  for (let k = g; k >= 0 && k > g - 2 * window; k--) {
    if (both(a, b, k) && ++found == window) return k;
  }
  return -1;
}
