// Spread and worst twentieth of the closed trades' results.
import { M_SCRATCH_PTR, M_TRADES, M_VALUES_PTR } from "../abi";
import { f64At, i32At } from "../column";
import { fours, total } from "./lanes";
import { CVAR_EQUITY, CVAR_R, SIGMA_R, put } from "./order";
import { deviation } from "./returns";
import { candidates, onEquity, onRisk, sample } from "./scratch";
import { kthSmallest } from "./select";

/** The columns of the scratch hold `closed` trades. */
export function tail(record: usize, closed: i32): void {
  const values = <usize>i32At(record, M_VALUES_PTR);
  const scratch = <usize>i32At(record, M_SCRATCH_PTR);
  const trades = i32At(record, M_TRADES);
  const risk = onRisk(scratch);
  const room = candidates(scratch, trades);
  put(values, SIGMA_R, closed < 2 ? NaN : sampleDeviation(risk, closed));
  put(values, CVAR_R, closed == 0 ? NaN : worstTwentieth(risk, closed, sample(scratch), room));
  put(values, CVAR_EQUITY, closed == 0 ? NaN : worstTwentieth(onEquity(scratch, trades), closed, sample(scratch), room));
}

function sampleDeviation(column: usize, count: i32): f64 {
  const first = f64At(column, 0);
  const shift = f64x2.splat(first);
  const rest = column + 8;
  const whole = fours(count - 1);
  let sumLow = f64x2.splat(0);
  let sumHigh = sumLow;
  let squaresLow = sumLow;
  let squaresHigh = sumLow;
  for (let i = 0; i < whole; i += 4) {
    const low = f64x2.sub(v128.load(rest + (<usize>i << 3)), shift);
    const high = f64x2.sub(v128.load(rest + (<usize>i << 3), 16), shift);
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    squaresLow = f64x2.add(squaresLow, f64x2.mul(low, low));
    squaresHigh = f64x2.add(squaresHigh, f64x2.mul(high, high));
  }
  let sum = total(sumLow, sumHigh);
  let squares = total(squaresLow, squaresHigh);
  for (let i = whole; i < count - 1; i++) {
    const change = f64At(rest, i) - first;
    sum += change;
    squares += change * change;
  }
  return deviation(sum, squares, count);
}

/** Mean of the k = ⌈count / 20⌉ smallest: q + Σ min(x − q, 0) / k with q the k-th smallest (Rockafellar & Uryasev 2000), so nothing need be sorted. */
function worstTwentieth(column: usize, count: i32, few: usize, room: usize): f64 {
  const k = (count + 19) / 20;
  const q = kthSmallest(column, count, k, few, room);
  const level = f64x2.splat(q);
  const zero = f64x2.splat(0);
  const whole = fours(count);
  let low = zero;
  let high = zero;
  for (let i = 0; i < whole; i += 4) {
    low = f64x2.add(low, f64x2.pmin(zero, f64x2.sub(v128.load(column + (<usize>i << 3)), level)));
    high = f64x2.add(high, f64x2.pmin(zero, f64x2.sub(v128.load(column + (<usize>i << 3), 16), level)));
  }
  let sum = total(low, high);
  for (let i = whole; i < count; i++) sum += f64At(column, i) < q ? f64At(column, i) - q : 0;
  return q + sum / <f64>k;
}
