import type { ExpiryBlocks, Underlying } from "../../market/types";
import { UNITS_PER_DOLLAR } from "../../units";
import { finish, hit, markAll, newTally } from "../tally";
import { percent } from "../text";
import type { QualityCheck } from "../types";
import { rowsOfDay } from "../walk";

/** Contracts of both days, and those among them that are the same: by bid and ask, and by contracts traded. */
interface Repeats { quotes: number; sameQuotes: number; traded: number; sameTraded: number }

const QUOTES = 1;
const VOLUMES = 2;

/** Order of two series: expiry, settlement, root, as blocks are sorted. */
const order = ({ expiry, settlement, root }: ExpiryBlocks, a: number, b: number): number => expiry[a] - expiry[b] || settlement[a] - settlement[b] || root[a] - root[b];

/** How much of day `d` repeats the day before it in the data. */
function repeats(u: Underlying, d: number, leastAsk: number, leastVolume: number): Repeats {
  const found: Repeats = { quotes: 0, sameQuotes: 0, traded: 0, sameTraded: 0 };
  const { days, blocks, rows } = u;
  const { strike, bid, ask, volume } = rows;
  const merge = (a: number, aEnd: number, b: number, bEnd: number): void => {
    for (let i = a, j = b; i < aEnd && j < bEnd; ) {
      const step = strike[i] - strike[j];
      if (step === 0 && ask[j] >= leastAsk) {
        found.quotes++;
        if (bid[i] === bid[j] && ask[i] === ask[j]) found.sameQuotes++;
      }
      if (step === 0 && (volume[i] >= leastVolume || volume[j] >= leastVolume)) {
        found.traded++;
        if (volume[i] === volume[j]) found.sameTraded++;
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

/**
 * A day that repeats the day before: a holiday filled up, or a file copied under the next date. Volumes tell where the older snapshot was of another
 * minute. The first day of a part is compared with nothing.
 */
export const staleDay: QualityCheck = {
  id: "stale_day", title: "Days that repeat the day before", scope: "day", basis: "data", grade: "fault",
  threshold: "80 % of 20 or more contracts have the bid and ask (ask at least $0.10), or the volume (at least 10), of the day before",
  run(u, context) {
    const t = newTally(u, context);
    const { staleShare, staleRows, staleAsk, staleVolume } = context.limits;
    const leastAsk = Math.max(1, (staleAsk * UNITS_PER_DOLLAR) / u.tick);
    for (let d = 1; d < u.days.day.length; d++) {
      const { quotes, sameQuotes, traded, sameTraded } = repeats(u, d, leastAsk, staleVolume);
      const byQuotes = quotes < staleRows ? NaN : sameQuotes / quotes;
      const byVolume = traded < staleRows ? NaN : sameTraded / traded;
      if (Number.isNaN(byQuotes) && Number.isNaN(byVolume)) continue;
      t.day = d;
      t.of++;
      if (!(byQuotes >= staleShare || byVolume >= staleShare)) continue;
      const { begin, end } = rowsOfDay(u, d);
      markAll(t, begin, end);
      if (byQuotes >= staleShare) hit(t, -1, byQuotes, quotes, QUOTES);
      else hit(t, -1, byVolume, traded, VOLUMES);
    }
    return finish(t, "days that share contracts with the day before", ({ severity, a, b }) => `${percent(severity)} of ${a} ${b === QUOTES ? "quotes" : "volumes"} are those of the day before`);
  },
};
