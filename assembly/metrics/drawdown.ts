// The deepest fall from a running peak, and growth. Only blocks of sessions that may deepen the fall are looked at one by one.
import { M_DAY_PTR, M_EQUITY_PTR, M_LEVELS_PTR, M_SESSIONS, M_VALUES_PTR } from "../abi";
import { f64At, i32At } from "../column";
import { pow } from "../portable/pow";
import { largest, smallest } from "./lanes";
import { CAGR, CALMAR, MAX_DRAWDOWN, TOTAL_RETURN, put } from "./order";

/** Sessions per block. */
const BLOCK: i32 = 8;
/** Far above the rounding of (peak − equity) / peak and of peak·(1 − depth), both below 3e-16. */
const MARGIN: f64 = 1e-15;

export function growthAndFall(record: usize): void {
  const sessions = i32At(record, M_SESSIONS);
  const values = <usize>i32At(record, M_VALUES_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  const days = <usize>i32At(record, M_DAY_PTR);
  const initial = f64At(<usize>i32At(record, M_LEVELS_PTR), 0);
  if (sessions == 0) {
    for (let metric = TOTAL_RETURN; metric <= CALMAR; metric++) put(values, metric, NaN);
    return;
  }
  const growth = f64At(equity, sessions - 1) / initial;
  const years = <f64>(i32At(days, sessions - 1) - i32At(days, 0)) / 365.25;
  const perYear = years > 0 && growth > 0 ? pow(growth, 1 / years) - 1 : NaN;
  const fall = deepestFall(equity, sessions, initial);
  put(values, TOTAL_RETURN, growth - 1);
  put(values, CAGR, perYear);
  put(values, MAX_DRAWDOWN, fall);
  put(values, CALMAR, perYear / fall); // a fall of 0 ends as ±∞ or NaN: undefined
}

/** Largest (peak − equity) / peak, `initial` being the first peak. */
function deepestFall(equity: usize, sessions: i32, initial: f64): f64 {
  let peak = initial;
  let deepest: f64 = 0;
  let floor: f64 = 1; // no equity at or above peak·floor can deepen the fall
  let t = 0;
  for (; t <= sessions - BLOCK; t += BLOCK) {
    const at = equity + (<usize>t << 3);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const top = largest(f64x2.pmax(f64x2.pmax(a, b), f64x2.pmax(c, d)));
    const bottom = smallest(f64x2.pmin(f64x2.pmin(a, b), f64x2.pmin(c, d)));
    if (top <= peak) {
      if (bottom >= peak * floor) continue;
      deepest = max2(deepest, (peak - bottom) / peak);
    } else if (bottom >= top * floor) {
      peak = top;
      continue;
    } else {
      for (let i = t; i < t + BLOCK; i++) {
        peak = max2(peak, f64At(equity, i));
        deepest = max2(deepest, (peak - f64At(equity, i)) / peak);
      }
    }
    floor = deepest > 0 ? 1 - deepest + MARGIN : 1;
  }
  for (; t < sessions; t++) {
    peak = max2(peak, f64At(equity, t));
    deepest = max2(deepest, (peak - f64At(equity, t)) / peak);
  }
  return deepest;
}

// @ts-ignore: decorator
@inline
function max2(a: f64, b: f64): f64 {
  return a < b ? b : a;
}
