// Which positions a breaker closes. docs/engine.md §3, step 4.
#pragma once
#include "column.h"
#include "run.h"

namespace mahler {

/** Flags whole positions, largest max loss first, until `fraction` of the open max loss is flagged. */
static void forceClose(f64 fraction) {
  f64 total = 0;
  f64 flagged = 0;
  for (i32 i = 0; i < open; i++) {
    const auto loss = f64At(positionAt(i), T_MAX_LOSS);
    total += loss;
    if (f64At(positionAt(i), P_FORCED) != 0) flagged += loss;
  }
  while (flagged < fraction * total) {
    usize worst = 0;
    for (i32 i = 0; i < open; i++) {
      const auto position = positionAt(i);
      if (f64At(position, P_FORCED) == 0 && (worst == 0 || f64At(position, T_MAX_LOSS) > f64At(worst, T_MAX_LOSS))) worst = position;
    }
    if (worst == 0) return;
    setF64(worst, P_FORCED, 1);
    flagged += f64At(worst, T_MAX_LOSS);
  }
}

}  // namespace mahler
