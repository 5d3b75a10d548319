import { DELTA_NONE, RATIO_SCALE } from "../../units";
import { finish, hit, mark, newTally } from "../tally";
import type { QualityCheck } from "../types";
import { eachBlock } from "../walk";

/** Call and put of one strike share one underlying: |call delta| + |put delta| = e^(−qT). A file with one delta per strike, taken for both, shows here (D.17). */
export const deltaPair: QualityCheck = {
  id: "delta_pair", title: "Call and put deltas that do not add up", scope: "row", basis: "data", grade: "doubt",
  threshold: "|call delta| + |put delta| of one strike differs from 1 by more than 0.15",
  run(u, context) {
    const t = newTally(u, context);
    const { strike, delta, iv } = u.rows;
    const { callsBegin, putsBegin, end } = u.blocks;
    const limit = context.limits.deltaPair * RATIO_SCALE;
    eachBlock(u, (b, d) => {
      [t.day, t.block] = [d, b];
      for (let c = callsBegin[b], p = putsBegin[b]; c < putsBegin[b] && p < end[b]; ) {
        const step = strike[c] - strike[p];
        if (step === 0 && delta[c] !== DELTA_NONE && delta[p] !== DELTA_NONE && iv[c] > 0 && iv[p] > 0) {
          t.of++;
          const off = Math.abs(Math.abs(delta[c]) + Math.abs(delta[p]) - RATIO_SCALE);
          if (off > limit) {
            mark(t, c);
            mark(t, p);
            hit(t, c, off, delta[c] / RATIO_SCALE, delta[p] / RATIO_SCALE);
          }
        }
        if (step <= 0) c++;
        if (step >= 0) p++;
      }
    });
    return finish(t, "strikes with two deltas", ({ a, b }) => `call ${a}, put ${b}`);
  },
};
