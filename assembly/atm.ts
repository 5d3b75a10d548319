// 30-day at-the-money implied volatility of every chain day, put on the bars. docs/engine.md §6.
import {
  F_ATM_IV_PTR, F_BARS, F_CHAIN_OF_BAR_PTR, F_DAY_PTR, F_UNDERLYING_PTR, U_BLOCKS_BEGIN_PTR, U_BLOCKS_END_PTR, U_CALLS_PTR, U_END_PTR, U_EXPIRY_PTR, U_IV_PTR, U_SPOT_PTR, U_STRIKE_PTR,
  U_STRIKE_SHIFT, U_STRIKE_UNIT,
} from "./abi";
import { i32At, setF64, u16At, uintAt } from "./column";

const TENOR: i32 = 30;
/** A single expiry stands in for the tenor only between these DTE. */
const SHORTEST: i32 = 15;
const LONGEST: i32 = 60;

let underlying: usize = 0;

// @ts-ignore: decorator
@inline
function slot(index: i32): i32 {
  return i32At(underlying, index);
}

/** Fills F_ATM_IV_PTR of the FEATURES record; NaN on bars without a chain or without an at-the-money pair. */
export function atmIvColumn(features: usize): void {
  underlying = <usize>i32At(features, F_UNDERLYING_PTR);
  for (let i = 0; i < i32At(features, F_BARS); i++) {
    const chain = i32At(i32At(features, F_CHAIN_OF_BAR_PTR), i);
    setF64(i32At(features, F_ATM_IV_PTR), i, chain < 0 ? NaN : atmIv(chain, i32At(i32At(features, F_DAY_PTR), i)));
  }
}

function atmIv(chain: i32, day: i32): f64 {
  const spot: f64 = i32At(slot(U_SPOT_PTR), chain);
  let lowDte = 0;
  let highDte = 0;
  let low: f64 = NaN;
  let high: f64 = NaN;
  for (let block = i32At(slot(U_BLOCKS_BEGIN_PTR), chain); block < i32At(slot(U_BLOCKS_END_PTR), chain); block++) {
    const dte = i32At(slot(U_EXPIRY_PTR), block) - day;
    const wanted = dte >= 1 && (dte <= TENOR ? dte > lowDte : highDte == 0 || dte < highDte);
    if (!wanted) continue;
    const iv = blockIv(block, spot);
    if (isNaN(iv)) continue;
    if (dte <= TENOR) {
      lowDte = dte;
      low = iv;
    } else {
      highDte = dte;
      high = iv;
    }
  }
  if (lowDte == TENOR) return low;
  if (lowDte > 0 && highDte > 0) {
    const w1 = low * low * <f64>lowDte;
    const w2 = high * high * <f64>highDte;
    const w = w1 + (w2 - w1) * (<f64>(TENOR - lowDte) / <f64>(highDte - lowDte));
    return Math.sqrt(w / <f64>TENOR);
  }
  if (lowDte >= SHORTEST) return low;
  return highDte > 0 && highDte <= LONGEST ? high : NaN;
}

/** IV interpolated at the spot between the two nearest strikes that have one; NaN when either is missing. */
function blockIv(block: i32, spot: f64): f64 {
  const calls = i32At(slot(U_CALLS_PTR), block);
  const end = i32At(slot(U_END_PTR), block);
  let below: f64 = -1;
  let above = Infinity;
  let belowSum: f64 = 0;
  let aboveSum: f64 = 0;
  let belowCount: f64 = 0;
  let aboveCount: f64 = 0;
  for (let row = calls; row < end; row++) {
    const iv: f64 = u16At(slot(U_IV_PTR), row);
    if (iv == 0) continue;
    const strike = <f64>(uintAt(slot(U_STRIKE_PTR), slot(U_STRIKE_SHIFT), row) * slot(U_STRIKE_UNIT)) * 10;
    if (strike <= spot) {
      if (strike < below) continue;
      if (strike > below) {
        below = strike;
        belowSum = 0;
        belowCount = 0;
      }
      belowSum += iv;
      belowCount++;
    } else {
      if (strike > above) continue;
      if (strike < above) {
        above = strike;
        aboveSum = 0;
        aboveCount = 0;
      }
      aboveSum += iv;
      aboveCount++;
    }
  }
  if (belowCount == 0 || aboveCount == 0) return NaN;
  const v1 = belowSum / belowCount / 10_000;
  const v2 = aboveSum / aboveCount / 10_000;
  return v1 + (v2 - v1) * ((spot - below) / (above - below));
}
