// Which positions a breaker closes. docs/engine.md §3, step 4.
import { P_FORCED, T_MAX_LOSS } from "./abi";
import { f64At, setF64 } from "./column";
import { open, positionAt } from "./run";

/** Flags whole positions, largest max loss first, until `fraction` of the open max loss is flagged. */
export function forceClose(fraction: f64): void {
  let total: f64 = 0;
  let flagged: f64 = 0;
  for (let i = 0; i < open; i++) {
    const loss = f64At(positionAt(i), T_MAX_LOSS);
    total += loss;
    if (f64At(positionAt(i), P_FORCED) != 0) flagged += loss;
  }
  while (flagged < fraction * total) {
    let worst: usize = 0;
    for (let i = 0; i < open; i++) {
      const position = positionAt(i);
      if (f64At(position, P_FORCED) == 0 && (worst == 0 || f64At(position, T_MAX_LOSS) > f64At(worst, T_MAX_LOSS))) worst = position;
    }
    if (worst == 0) return;
    setF64(worst, P_FORCED, 1);
    flagged += f64At(worst, T_MAX_LOSS);
  }
}
