import { UNITS_PER_DOLLAR } from "../../units";
import { isAsset } from "../asset";
import { loadSide, newSide } from "../side";
import type { Side } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import type { Tally } from "../tally";
import { money } from "../text";
import type { QualityCheck } from "../types";

const UNIT = "strikes listed in neighbouring expiries";

/** What European exercise may take from the later option: money units, and as a share of the strike. */
interface Allowance { fixed: number; perStrike: number }

/** Cases between one expiry and the next. */
function scan(t: Tally, near: Side, far: Side, { fixed, perStrike }: Allowance, limit: number): void {
  for (let i = 0, j = 0; i < near.n && j < far.n; ) {
    const step = near.strike[i] - far.strike[j];
    if (step === 0) {
      t.of++;
      const gain = near.sell[i] - far.buy[j] - fixed - perStrike * near.strike[i];
      if (gain > limit) {
        mark(t, near.row[i]);
        mark(t, far.row[j]);
        hit(t, far.row[j], gain, near.sell[i], far.buy[j]);
      }
    }
    if (step <= 0) i++;
    if (step >= 0) j++;
  }
}

/**
 * A later expiry is worth at least an earlier one of the same strike. European options may give up dividends (calls) or interest on the strike (puts) in
 * between: the present value of either is allowed for, from the expiries' own forwards and discounts.
 */
export const calendar: QualityCheck = {
  id: "calendar", title: "Calendar spreads that pay for nothing", scope: "row", basis: "executable", grade: "fault",
  threshold: "an expiry's bid is above the next expiry's ask at the same strike by more than $0.01 (European: and beyond dividends and interest in between)",
  run(u, context) {
    const t = newTally(u, context);
    const { forward, discount, discountError } = context.carry();
    const limit = context.limits.arbitrage * UNITS_PER_DOLLAR;
    if (!isAsset(u)) return finish(t, UNIT, () => "");
    const european = u.exercise === "european";
    let [nearCalls, nearPuts, farCalls, farPuts] = [newSide(), newSide(), newSide(), newSide()];
    for (let d = 0; d < u.days.day.length; d++) {
      t.day = d;
      const first = u.days.blocksBegin[d];
      for (let b = first; b < u.days.blocksEnd[d]; b++) {
        loadSide(farCalls, u, u.blocks.callsBegin[b], u.blocks.putsBegin[b], false);
        loadSide(farPuts, u, u.blocks.putsBegin[b], u.blocks.end[b], false);
        t.block = b;
        if (b > first) {
          const a = b - 1;
          const error = european ? discountError[a] + discountError[b] : 0;
          const dividends = { fixed: european ? Math.max(0, discount[a] * forward[a] - discount[b] * forward[b]) + error * u.days.spot[d] : 0, perStrike: 0 };
          const interest = { fixed: 0, perStrike: european ? Math.max(0, discount[a] - discount[b]) + error : 0 };
          if (!Number.isNaN(dividends.fixed)) scan(t, nearCalls, farCalls, dividends, limit);
          scan(t, nearPuts, farPuts, interest, limit);
        }
        [nearCalls, farCalls, nearPuts, farPuts] = [farCalls, nearCalls, farPuts, nearPuts];
      }
    }
    return finish(t, UNIT, ({ severity, a, b }) => `ask ${money(b)}, the expiry before bids ${money(a)}: ${money(severity)} a share for nothing`);
  },
};
