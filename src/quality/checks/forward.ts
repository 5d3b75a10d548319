import { isAsset } from "../asset";
import { finish, hit, markAll, newTally } from "../tally";
import { basisPoints, money, percent } from "../text";
import type { QualityCheck } from "../types";
import { eachBlock } from "../walk";
import { DEFAULT_LIMITS } from "../limits";

/** Parity-implied forward of each expiry against spot, interest and dividends. */
export const forwardGap: QualityCheck = {
  id: "forward", title: "Implied forward far from the spot", scope: "expiry", basis: "mid", grade: "doubt",
  threshold: `the forward of the strikes near the money differs from spot and carry by more than ${percent(DEFAULT_LIMITS.forward)} plus ${percent(DEFAULT_LIMITS.forwardPerYear, 0)} a year and the uncertainty of the rate`,
  run(u, context) {
    const t = newTally(u, context);
    const { forward, expected, years, discountError } = context.carry();
    const { limits } = context;
    const held = isAsset(u);
    eachBlock(u, (b, d) => {
      if (!held || Number.isNaN(forward[b])) return;
      [t.day, t.block] = [d, b];
      t.of++;
      const gap = forward[b] / expected[b] - 1;
      if (!(Math.abs(gap) > limits.forward + limits.forwardPerYear * years[b] + discountError[b])) return;
      markAll(t, u.blocks.callsBegin[b], u.blocks.end[b]);
      hit(t, -1, Math.abs(gap), gap, forward[b]);
    });
    return finish(t, "expiries", ({ a, b }) => `implied forward ${money(b)} is ${basisPoints(a)} from spot and carry`);
  },
};
