import type { Underlying } from "../../market/types";
import { UNITS_PER_DOLLAR } from "../../units";
import type { QualityContext } from "../context";
import { UNITS_PER_THOUSANDTH } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import { money } from "../text";
import type { Finding, QualityCheck } from "../types";
import { eachBlock } from "../walk";

/**
 * The least an option is worth. European: the discounted forward's distance from the strike, with the forward at the side of the quotes
 * that favours the option's price. American: what exercise brings at the spot, where that is more. Where calls and puts quote no forward, spot and carry stand in.
 */
function run(u: Underlying, context: QualityContext, atMid: boolean): Finding {
  const t = newTally(u, context);
  const { forward, low, high, discount, discountError, expected } = context.carry();
  const { strike, bid, ask } = u.rows;
  const american = u.exercise === "american";
  const limit = context.limits.arbitrage * UNITS_PER_DOLLAR + (atMid ? context.limits.midTicks * u.tick : 0);
  const scale = u.strikeUnit * UNITS_PER_THOUSANDTH;
  eachBlock(u, (b, d) => {
    [t.day, t.block] = [d, b];
    const spot = u.days.spot[d];
    const D = discount[b];
    const known = !Number.isNaN(forward[b]);
    const least = known ? low[b] : expected[b];
    const most = known ? high[b] : expected[b];
    const noise = context.limits.spotNoise * spot;
    const puts = u.blocks.putsBegin[b];
    const end = u.blocks.end[b];
    let examined = 0;
    for (let i = u.blocks.callsBegin[b]; i < end; i++) {
      if (ask[i] === 0 || bid[i] > ask[i]) continue;
      examined++;
      const price = (atMid ? (bid[i] + ask[i]) * 0.5 : ask[i]) * u.tick;
      const k = strike[i] * scale;
      const gap = i < puts ? least - k : k - most;
      const held = D * gap - discountError[b] * gap - (known ? 0 : noise);
      const exercised = american ? (i < puts ? spot - k : k - spot) - noise : -1;
      const worth = held > exercised ? held : exercised;
      if (!(worth - price > limit)) continue;
      mark(t, i);
      hit(t, i, worth - price, price, worth);
    }
    t.of += examined;
  });
  return finish(t, "quoted rows", ({ a, b }) => `${atMid ? "mid" : "ask"} ${money(a)} is below the ${money(b)} it is worth at least`);
}

export const intrinsic: QualityCheck = {
  id: "intrinsic", title: "Asks below intrinsic value", scope: "row", basis: "executable", grade: "fault",
  threshold: "the ask is more than $0.01 below intrinsic value: discounted forward less strike (European), or exercise at the spot less 0.1 % of it (American)",
  run: (u, context) => run(u, context, false),
};

export const intrinsicMid: QualityCheck = {
  id: "intrinsic_mid", title: "Mids below intrinsic value", scope: "row", basis: "mid", grade: "doubt",
  threshold: "the mid is below intrinsic value by more than $0.01 and 1 tick",
  run: (u, context) => run(u, context, true),
};
