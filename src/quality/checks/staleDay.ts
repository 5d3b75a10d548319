import type { ExpiryBlocks, Underlying } from "../../market/types";
import { UNITS_PER_DOLLAR } from "../../units";
import { finish, hit, markAll, newTally } from "../tally";
import { percent } from "../text";
import type { QualityCheck } from "../types";
import { rowsOfDay } from "../walk";

interface Repeats { compared: number; same: number }

/** Order of two series: expiry, settlement, root, as blocks are sorted. */
const order = ({ expiry, settlement, root }: ExpiryBlocks, a: number, b: number): number => expiry[a] - expiry[b] || settlement[a] - settlement[b] || root[a] - root[b];

/** How much of day `d` repeats the day before it in the data. */
function repeats(u: Underlying, d: number, leastAsk: number): Repeats {
  const found: Repeats = { compared: 0, same: 0 };
  const { days, blocks, rows } = u;
  const { strike, bid, ask } = rows;
  const merge = (a: number, aEnd: number, b: number, bEnd: number): void => {
    for (let i = a, j = b; i < aEnd && j < bEnd; ) {
      const step = strike[i] - strike[j];
      if (step === 0 && ask[j] >= leastAsk) {
        found.compared++;
        if (bid[i] === bid[j] && ask[i] === ask[j]) found.same++;
      }
      if (step <= 0) i++;
      if (step >= 0) j++;
    }
  };
  for (let a = days.blocksBegin[d - 1], b = days.blocksBegin[d]; a < days.blocksEnd[d - 1] && b < days.blocksEnd[d]; ) {
    const step = order(blocks, a, b);
    if (step === 0) {
      merge(blocks.callsBegin[a], blocks.putsBegin[a], blocks.callsBegin[b], blocks.putsBegin[b]);
      merge(blocks.putsBegin[a], blocks.end[a], blocks.putsBegin[b], blocks.end[b]);
    }
    if (step <= 0) a++;
    if (step >= 0) b++;
  }
  return found;
}

/** A day that repeats the day before: a holiday filled up, or a file copied under the next date. The first day of a part is compared with nothing. */
export const staleDay: QualityCheck = {
  id: "stale_day", title: "Days that repeat the day before", scope: "day", basis: "data", grade: "fault",
  threshold: "at least 90 % of 20 or more contracts with an ask of $0.10 or more have the same bid and ask as on the day before",
  run(u, context) {
    const t = newTally(u, context);
    const { staleShare, staleRows, staleAsk } = context.limits;
    const leastAsk = Math.max(1, (staleAsk * UNITS_PER_DOLLAR) / u.tick);
    for (let d = 1; d < u.days.day.length; d++) {
      const { compared, same } = repeats(u, d, leastAsk);
      if (compared < staleRows) continue;
      t.day = d;
      t.of++;
      if (same < staleShare * compared) continue;
      const { begin, end } = rowsOfDay(u, d);
      markAll(t, begin, end);
      hit(t, -1, same / compared, compared);
    }
    return finish(t, "days that share contracts with the day before", ({ severity, a }) => `${percent(severity)} of ${a} quotes are those of the day before`);
  },
};
