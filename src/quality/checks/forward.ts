import { finish, hit, markAll, newTally } from "../tally";
import { basisPoints, money } from "../text";
import type { QualityCheck } from "../types";
import { eachBlock } from "../walk";
import { DEFAULT_LIMITS } from "../limits";

/** Parity-implied forward of each expiry against spot, interest and dividends. */
export const forwardGap: QualityCheck = {
  id: "forward", title: "Implied forward far from the spot", scope: "expiry", basis: "mid", grade: "doubt",
  threshold: `the forward of the strikes near the money differs from spot and carry by more than ${basisPoints(DEFAULT_LIMITS.forward)} plus ${basisPoints(DEFAULT_LIMITS.forwardPerYear)} a year`,
  run(u, context) {
    const t = newTally(u, context);
    const { forward, expected, years } = context.carry();
    const { limits } = context;
    eachBlock(u, (b, d) => {
      if (Number.isNaN(forward[b])) return;
      [t.day, t.block] = [d, b];
      t.of++;
      const gap = forward[b] / expected[b] - 1;
      if (!(Math.abs(gap) > limits.forward + limits.forwardPerYear * years[b])) return;
      markAll(t, u.blocks.callsBegin[b], u.blocks.end[b]);
      hit(t, -1, Math.abs(gap), gap, forward[b]);
    });
    return finish(t, "expiries", ({ a, b }) => `implied forward ${money(b)} is ${basisPoints(a)} from spot and carry`);
  },
};
