import { inCalendar, isSession, nextSession, previousSession, sessionOnOrBefore } from "../../calendar";
import { SETTLEMENT } from "../../market/types";
import { isoDate } from "../../units";
import { finish, hit, markAll, newTally } from "../tally";
import type { QualityCheck } from "../types";
import { indexOfDay } from "../../market/days";
import { eachBlock } from "../walk";

/** The last trade date that belongs to a vendor's date (D.2, D.4). */
function lastTradeDate(vendorExpiry: number, settlement: number): number {
  const settles = sessionOnOrBefore(vendorExpiry);
  return settlement === SETTLEMENT.AM ? previousSession(settles) : settles;
}

export const expiryDate: QualityCheck = {
  id: "expiry_date", title: "Last trade dates that are not", scope: "expiry", basis: "data", grade: "fault",
  threshold: "the last trade date is not the session that belongs to the vendor's date: the last one not after it (PM), or the one before that (AM)",
  run(u, context) {
    const t = newTally(u, context);
    const { expiry, vendorExpiry, settlement } = u.blocks;
    eachBlock(u, (b, d) => {
      [t.day, t.block] = [d, b];
      t.of++;
      if (inCalendar(vendorExpiry[b]) && expiry[b] === lastTradeDate(vendorExpiry[b], settlement[b]) && isSession(expiry[b])) return;
      markAll(t, u.blocks.callsBegin[b], u.blocks.end[b]);
      hit(t, -1, Math.abs(expiry[b] - vendorExpiry[b]), vendorExpiry[b]);
    });
    return finish(t, "expiries", ({ a }) => `the vendor dates it ${isoDate(a)}`);
  },
};

export const expiryMoved: QualityCheck = {
  id: "expiry_moved", title: "Expiries moved to their last trade date", scope: "expiry", basis: "data", grade: "note",
  threshold: "PM series whose vendor's date is no session: a Saturday monthly (until 2015) or a holiday",
  run(u, context) {
    const t = newTally(u, context);
    const { expiry, vendorExpiry, settlement } = u.blocks;
    eachBlock(u, (b, d) => {
      if (settlement[b] === SETTLEMENT.AM) return;
      [t.day, t.block] = [d, b];
      t.of++;
      if (expiry[b] === vendorExpiry[b]) return;
      markAll(t, u.blocks.callsBegin[b], u.blocks.end[b]);
      hit(t, -1, vendorExpiry[b] - expiry[b], vendorExpiry[b]);
    });
    return finish(t, "PM expiries", ({ a }) => `the vendor dates it ${isoDate(a)}`);
  },
};

/** Series that settled within the bars, once each: what they settle at must be known (D.33). */
export const settlementPrice: QualityCheck = {
  id: "settlement_price", title: "Settlement prices that are not known", scope: "expiry", basis: "data", grade: "doubt",
  threshold: "AM series: the bar of the settlement morning has no official settlement (SET), so that its open stands in; PM series: no bar on the last trade date",
  run(u, context) {
    const t = newTally(u, context);
    const { bars } = context;
    const { expiry, settlement, root } = u.blocks;
    const lastBar = bars.day.length ? bars.day[bars.day.length - 1] : -Infinity;
    const seen = new Set<number>();
    eachBlock(u, (b, d) => {
      const key = (expiry[b] * 2 + settlement[b]) * 256 + root[b];
      const am = settlement[b] === SETTLEMENT.AM;
      if (expiry[b] >= lastBar || !inCalendar(expiry[b])) return;
      const bar = indexOfDay(bars.day, am ? nextSession(expiry[b]) : expiry[b]);
      const unknown = bar < 0 || (am && bars.settlement[bar] === 0);
      if (unknown) markAll(t, u.blocks.callsBegin[b], u.blocks.end[b]);
      if (seen.has(key)) return;
      seen.add(key);
      [t.day, t.block] = [d, b];
      t.of++;
      if (unknown) hit(t, -1, bar < 0 ? 2 : 1, bar);
    });
    return finish(t, "series that settled within the bars", ({ a }) => (a < 0 ? "no bar on the settlement day" : "no official settlement: the open stands in"));
  },
};
