import { UNITS_PER_DOLLAR } from "../../units";
import { loadPairs, newPairs } from "../pairs";
import { finish, hit, mark, newTally } from "../tally";
import { money } from "../text";
import type { QualityCheck } from "../types";
import { eachBlock } from "../walk";

/**
 * C − P of one strike against the forward that the strikes near the money quote. European: both must be the same forward. American: early
 * exercise allows S·e^(−qT) − K ≤ C − P ≤ S − K·e^(−rT). The discount's own uncertainty is allowed for, strike by strike.
 */
export const parity: QualityCheck = {
  id: "parity", title: "Put–call parity broken at quotes", scope: "row", basis: "executable", grade: "fault",
  threshold: "conversion or reversal against the expiry's own forward pays more than $0.01 for nothing (American exercise: outside its bounds), beyond the uncertainty of the discount",
  run(u, context) {
    const t = newTally(u, context);
    const pairs = newPairs();
    const { forward, low, high, discount, discountError } = context.carry();
    const american = u.exercise === "american";
    const limit = context.limits.arbitrage * UNITS_PER_DOLLAR;
    eachBlock(u, (b, d) => {
      if (Number.isNaN(forward[b])) return;
      [t.day, t.block] = [d, b];
      loadPairs(pairs, u, b);
      t.of += pairs.n;
      const D = discount[b];
      const spot = u.days.spot[d];
      for (let i = 0; i < pairs.n; i++) {
        const k = pairs.strike[i];
        const slack = limit + discountError[b] * Math.abs(forward[b] - k);
        const most = american ? Math.max(D * high[b], spot) - k * D + discountError[b] * k : D * (high[b] - k);
        const least = american ? Math.min(D * low[b], spot) - k : D * (low[b] - k);
        const gain = Math.max(pairs.sell[i] - most, least - pairs.buy[i]);
        if (!(gain > slack)) continue;
        mark(t, pairs.call[i]);
        mark(t, pairs.put[i]);
        hit(t, pairs.call[i], gain, (pairs.sell[i] + pairs.buy[i]) / 2, D * (forward[b] - k));
      }
    });
    return finish(t, "strikes with a call and a put", ({ severity, a, b }) => `call less put is ${money(a)} at mid, the expiry's forward says ${money(b)}: ${money(severity)} beyond the quotes`);
  },
};
