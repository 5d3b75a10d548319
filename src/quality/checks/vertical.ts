import type { Underlying } from "../../market/types";
import { STRIKE_PER_DOLLAR, UNITS_PER_DOLLAR } from "../../units";
import type { QualityContext } from "../context";
import { loadSide, newSide } from "../side";
import type { Side } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import type { Tally } from "../tally";
import { money } from "../text";
import type { Finding, QualityCheck } from "../types";
import { eachBlock } from "../walk";

/**
 * What a vertical spread of neighbours i < j brings at once, in money units, beyond what it can ever cost: above 0 it is money for nothing. Calls fall and puts rise with the
 * strike, and never by more than the distance of the strikes.
 */
function profit({ strike, sell, buy }: Side, i: number, j: number, isCall: boolean): number {
  const dear = isCall ? i : j;
  const cheap = isCall ? j : i;
  return Math.max(sell[cheap] - buy[dear], sell[dear] - buy[cheap] - (strike[j] - strike[i]));
}

/** The guilty row of a pair (i, i + 1): the one that another neighbour contradicts too; −1 when none or both are contradicted. */
function guilty(side: Side, i: number, isCall: boolean, limit: number): number {
  const against = (a: number, b: number): boolean => a >= 0 && b < side.n && profit(side, a, b, isCall) > limit;
  const left = against(i - 1, i) || against(i, i + 2);
  const right = against(i + 1, i + 2) || against(i - 1, i + 1);
  return left === right ? -1 : left ? i : i + 1;
}

function scan(t: Tally, side: Side, isCall: boolean, limit: number): void {
  for (let i = 0; i + 1 < side.n; i++) {
    const gain = profit(side, i, i + 1, isCall);
    if (!(gain > limit)) continue;
    const bad = guilty(side, i, isCall, limit);
    if (bad !== i + 1) mark(t, side.row[i]);
    if (bad !== i) mark(t, side.row[i + 1]);
    hit(t, side.row[bad < 0 ? i : bad], gain, gain, side.row[bad === i + 1 ? i : i + 1]);
  }
  t.of += Math.max(0, side.n - 1);
}

function run(u: Underlying, context: QualityContext, atMid: boolean): Finding {
  const t = newTally(u, context);
  const side = newSide();
  const limit = atMid ? context.limits.midTicks * u.tick : context.limits.arbitrage * UNITS_PER_DOLLAR;
  eachBlock(u, (b, d) => {
    [t.day, t.block] = [d, b];
    loadSide(side, u, u.blocks.callsBegin[b], u.blocks.putsBegin[b], atMid);
    scan(t, side, true, limit);
    loadSide(side, u, u.blocks.putsBegin[b], u.blocks.end[b], atMid);
    scan(t, side, false, limit);
  });
  const strikeOf = (row: number): number => (u.rows.strike[row] * u.strikeUnit) / STRIKE_PER_DOLLAR;
  return finish(t, "pairs of strikes", ({ a, b }) => `the spread with ${strikeOf(b)} brings ${money(a)} a share more than it can cost${atMid ? ", at mids" : ""}`);
}

export const vertical: QualityCheck = {
  id: "vertical", title: "Vertical spreads that pay for nothing", scope: "row", basis: "executable", grade: "fault",
  threshold: "neighbouring strikes: the dearer option's ask is below the cheaper one's bid, or the spread sells for more than the distance of the strikes; by more than $0.01",
  run: (u, context) => run(u, context, false),
};

export const verticalMid: QualityCheck = {
  id: "vertical_mid", title: "Mids that do not fall or rise with the strike", scope: "row", basis: "mid", grade: "doubt",
  threshold: "neighbouring strikes: mids in the wrong order, or further apart than the strikes, by more than 1 tick",
  run: (u, context) => run(u, context, true),
};
