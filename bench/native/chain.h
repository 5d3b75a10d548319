// Finding contracts in a day's chain of the underlying in focus.
#pragma once
#include "column.h"
#include "run.h"
#include "underlying.h"

namespace mahler {

/** The day's block of one series, −1 = not listed that day. */
static i32 findBlock(i32 underlying, i32 chain, i32 expiry, i32 vendorExpiry, i32 settlement, i32 root) {
  const auto end = blocksEnd(chain);
  for (i32 b = blocksBegin(chain); b < end; b++) {
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
static i32 findStrike(i32 begin, i32 end, i32 strike, i32 hint) {
  if (hint >= begin && hint < end && strikeOf(hint) == strike) return hint;
  auto low = begin;
  auto high = end;
  while (low < high) {
    const auto middle = (low + high) >> 1;
    if (strikeOf(middle) < strike) low = middle + 1;
    else high = middle;
  }
  return low < end && strikeOf(low) == strike ? low : -1;
}

}  // namespace mahler
