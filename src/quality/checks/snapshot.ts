import { isAsset } from "../asset";
import { median } from "../carry";
import { DEFAULT_LIMITS } from "../limits";
import { finish, hit, markAll, newTally } from "../tally";
import { basisPoints, percent } from "../text";
import type { QualityCheck } from "../types";
import { rowsOfDay } from "../walk";

const NEAR_YEARS = 60 / 365;

/** What is left of a gap once `slack` is allowed for. */
const beyond = (gap: number, slack: number): number => (gap > slack ? gap - slack : gap < -slack ? gap + slack : 0);

/** All near forwards shifted together: the spot beside the chain is of another moment than its quotes (D.15). */
export const snapshotTime: QualityCheck = {
  id: "snapshot", title: "Spot and quotes of different moments", scope: "day", basis: "mid", grade: "doubt",
  threshold: `the median implied forward of expiries within 60 days differs from spot and carry, beyond the uncertainty of the rate, by more than ${percent(DEFAULT_LIMITS.snapshot)}`,
  run(u, context) {
    const t = newTally(u, context);
    const { forward, expected, years, discountError } = context.carry();
    if (!isAsset(u)) return finish(t, "days", () => "");
    let gaps = new Float64Array(64);
    for (let d = 0; d < u.days.day.length; d++) {
      t.day = d;
      let n = 0;
      if (gaps.length < u.days.blocksEnd[d] - u.days.blocksBegin[d]) gaps = new Float64Array(2 * (u.days.blocksEnd[d] - u.days.blocksBegin[d]));
      for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
        if (years[b] <= NEAR_YEARS && forward[b] > 0) gaps[n++] = beyond(forward[b] / expected[b] - 1, discountError[b]);
      }
      if (n === 0) continue;
      t.of++;
      const gap = median(gaps, n);
      if (!(Math.abs(gap) > context.limits.snapshot)) continue;
      const { begin, end } = rowsOfDay(u, d);
      markAll(t, begin, end);
      hit(t, -1, Math.abs(gap), gap, n);
    }
    return finish(t, "days", ({ a, b }) => `${b} near forwards are ${basisPoints(a)} from spot and carry (median)`);
  },
};
