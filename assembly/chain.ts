// Finding contracts in a day's chain of the underlying in focus.
import { U_ROOT_PTR, U_SETTLEMENT_PTR, U_VENDOR_EXPIRY_PTR } from "./abi";
import { i32At, u8At } from "./column";
import { und } from "./run";
import { blocksBegin, blocksEnd, expiryOf, strikeOf } from "./underlying";

/** The day's block of one series, −1 = not listed that day. */
export function findBlock(underlying: i32, chain: i32, expiry: i32, vendorExpiry: i32, settlement: i32, root: i32): i32 {
  const end = blocksEnd(chain);
  for (let b = blocksBegin(chain); b < end; b++) {
    if (
      expiryOf(b) == expiry &&
      i32At(und(underlying, U_VENDOR_EXPIRY_PTR), b) == vendorExpiry &&
      u8At(und(underlying, U_SETTLEMENT_PTR), b) == settlement &&
      u8At(und(underlying, U_ROOT_PTR), b) == root
    ) return b;
  }
  return -1;
}

/** Row with exactly this strike (thousandths) in [begin, end), −1 = none. `hint` is tried first: yesterday's offset is usually right. */
export function findStrike(begin: i32, end: i32, strike: i32, hint: i32): i32 {
  if (hint >= begin && hint < end && strikeOf(hint) == strike) return hint;
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strikeOf(middle) < strike) low = middle + 1;
    else high = middle;
  }
  return low < end && strikeOf(low) == strike ? low : -1;
}
