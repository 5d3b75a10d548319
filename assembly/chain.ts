// Finding contracts in a day's chain.
import { U_BLOCKS_BEGIN_PTR, U_BLOCKS_END_PTR, U_CHAIN_INDEX_PTR, U_DELTA_PTR, U_EXPIRY_PTR, U_ROOT_PTR, U_SETTLEMENT_PTR, U_SPOT_PTR, U_STRIKE_PTR, U_STRIKE_SHIFT, U_STRIKE_UNIT, U_VENDOR_EXPIRY_PTR } from "./abi";
import { i16At, i32At, u8At, uintAt } from "./column";
import { und } from "./run";

/** Chain day of a session, −1 = none. */
export function chainOf(underlying: i32, session: i32): i32 {
  return i32At(und(underlying, U_CHAIN_INDEX_PTR), session);
}

export function blocksBegin(underlying: i32, chain: i32): i32 {
  return i32At(und(underlying, U_BLOCKS_BEGIN_PTR), chain);
}

export function blocksEnd(underlying: i32, chain: i32): i32 {
  return i32At(und(underlying, U_BLOCKS_END_PTR), chain);
}

/** Snapshot spot, units. */
export function spotOf(underlying: i32, chain: i32): f64 {
  return i32At(und(underlying, U_SPOT_PTR), chain);
}

/** Strike of a row, thousandths. */
export function strikeOf(underlying: i32, row: i32): i32 {
  return uintAt(und(underlying, U_STRIKE_PTR), und(underlying, U_STRIKE_SHIFT), row) * und(underlying, U_STRIKE_UNIT);
}

export function deltaOf(underlying: i32, row: i32): i32 {
  return i16At(und(underlying, U_DELTA_PTR), row);
}

/** The day's block of one series, −1 = not listed that day. */
export function findBlock(underlying: i32, chain: i32, expiry: i32, vendorExpiry: i32, settlement: i32, root: i32): i32 {
  const expiries = und(underlying, U_EXPIRY_PTR);
  const end = blocksEnd(underlying, chain);
  for (let b = blocksBegin(underlying, chain); b < end; b++) {
    if (
      i32At(expiries, b) == expiry &&
      i32At(und(underlying, U_VENDOR_EXPIRY_PTR), b) == vendorExpiry &&
      u8At(und(underlying, U_SETTLEMENT_PTR), b) == settlement &&
      u8At(und(underlying, U_ROOT_PTR), b) == root
    ) return b;
  }
  return -1;
}

/** Row with exactly this strike (thousandths) in [begin, end), −1 = none. */
export function findStrike(underlying: i32, begin: i32, end: i32, strike: i32): i32 {
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strikeOf(underlying, middle) < strike) low = middle + 1;
    else high = middle;
  }
  return low < end && strikeOf(underlying, low) == strike ? low : -1;
}
