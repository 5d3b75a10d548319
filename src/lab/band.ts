import { differenceBand } from "../stats/differenceBand";
import type { DifferenceBand } from "../stats/differenceBand";
import { dailyReturns } from "./luck";
import type { Curve } from "./views/curves";

/** The difference between two equity curves on the same sessions, and the band of luck. */
export function bandOf(now: Curve, pinned: Curve): DifferenceBand {
  const [a, b] = [dailyReturns(now.equity, now.initial), dailyReturns(pinned.equity, pinned.initial)];
  return differenceBand(a.map((value, t) => value - b[t]));
}
