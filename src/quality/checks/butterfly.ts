import type { Underlying } from "../../market/types";
import { UNITS_PER_DOLLAR } from "../../units";
import type { QualityContext } from "../context";
import { loadSide, newSide } from "../side";
import type { Side } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import type { Tally } from "../tally";
import { money } from "../text";
import type { Finding, QualityCheck } from "../types";
import { eachBlock } from "../walk";

/** What selling the middle and buying the wings, weighted by distance, brings at once, in money units. It can never cost anything: prices are convex in the strike. */
function profit({ strike, sell, buy }: Side, i: number, j: number, k: number): number {
  const weight = (strike[k] - strike[j]) / (strike[k] - strike[i]);
  return sell[j] - weight * buy[i] - (1 - weight) * buy[k];
}

/** The guilty row of the butterfly around j: a wing when the next one out in its place makes peace, else the middle. */
function guilty(side: Side, j: number, limit: number): number {
  const others = (i: number, k: number): boolean => i >= 0 && k < side.n && profit(side, i, j, k) > limit;
  const left = j >= 2 && !others(j - 2, j + 1);
  const right = j + 2 < side.n && !others(j - 1, j + 2);
  return left === right ? j : left ? j - 1 : j + 1;
}

function scan(t: Tally, side: Side, limit: number): void {
  for (let j = 1; j + 1 < side.n; j++) {
    const gain = profit(side, j - 1, j, j + 1);
    if (!(gain > limit)) continue;
    const row = side.row[guilty(side, j, limit)];
    mark(t, row);
    hit(t, row, gain, gain);
  }
  t.of += Math.max(0, side.n - 2);
}

function run(u: Underlying, context: QualityContext, atMid: boolean): Finding {
  const t = newTally(u, context);
  const side = newSide();
  const limit = atMid ? context.limits.midTicks * u.tick : context.limits.arbitrage * UNITS_PER_DOLLAR;
  eachBlock(u, (b, d) => {
    [t.day, t.block] = [d, b];
    loadSide(side, u, u.blocks.callsBegin[b], u.blocks.putsBegin[b], atMid);
    scan(t, side, limit);
    loadSide(side, u, u.blocks.putsBegin[b], u.blocks.end[b], atMid);
    scan(t, side, limit);
  });
  return finish(t, "butterflies", ({ a }) => `the butterfly of neighbours pays ${money(a)} a share for nothing${atMid ? ", at mids" : ""}`);
}

export const butterfly: QualityCheck = {
  id: "butterfly", title: "Butterflies that pay for nothing", scope: "row", basis: "executable", grade: "fault",
  threshold: "three neighbouring strikes: the middle one's bid is above the wings' asks, weighted by distance, by more than $0.01",
  run: (u, context) => run(u, context, false),
};

export const butterflyMid: QualityCheck = {
  id: "butterfly_mid", title: "Mids that are not convex in the strike", scope: "row", basis: "mid", grade: "doubt",
  threshold: "three neighbouring strikes: the middle mid is above the line between the wings by more than 1 tick",
  run: (u, context) => run(u, context, true),
};
