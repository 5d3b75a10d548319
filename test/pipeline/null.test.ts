import { beforeAll, describe, expect, it } from "vitest";
import { meanOf, varianceOf } from "../../src/stats/sums";
import { loadCore } from "../helpers/core";
import { fairLives, luck, NAMED, statistics, sweptWorlds, unfairness, withEdge } from "./lives";
import type { Found, Life } from "./lives";
import { powerOfZ, share, shareError } from "./verdicts";
import type { Swept } from "./world";

const WORLDS = 32;
const PRICED = 16;
const EDGE = 3.5;
/** Standard errors that a share may be off. Seeds are fixed, so a pass is a pass for good. */
const ERRORS = 3;

let fair: Life[];
let priced: Swept[];
let edged: Found[];
beforeAll(async () => {
  const core = loadCore();
  fair = await fairLives(core, WORLDS);
  priced = await sweptWorlds(core, PRICED, { riskPremium: 2 });
  edged = withEdge(fair, EDGE);
}, 600_000);

describe("worlds without edge (risk premium 0, fills at mid, no fees): the pipeline stays at its level", () => {
  it("every strategy of the grid has expectation zero: its mean over the worlds is within the error of a mean", () => {
    expect(fair[0].returns.rows).toBe(24);
    expect(unfairness(fair)).toBeLessThan(ERRORS);
    expect(Math.min(...fair.map(({ trades }) => Math.max(...trades)))).toBeGreaterThan(40);
  });

  it("choosing the best of 24 and testing it as if it were the only one finds edges that are not there", () => {
    for (const p of ["unsearched", "flipped"] as const) expect(share(fair, ({ verdicts }) => verdicts[p] <= 0.1)).toBeGreaterThan(0.1 + ERRORS * shareError(0.1, WORLDS));
  });

  it.each(["spa", "reality", "pairs", "deflated", "deflatedEffective", "named"] as const)("false discoveries by %s are no more than its level allows", (kind) => {
    for (const level of [0.05, 0.1, 0.2]) expect(share(fair, ({ verdicts }) => verdicts[kind] <= level), `level ${level}`).toBeLessThanOrEqual(level + ERRORS * shareError(level, WORLDS));
  });

  it("Romano-Wolf names any config in no more worlds than its level allows", () => {
    for (const level of [0.05, 0.1, 0.2]) expect(share(fair, ({ verdicts }) => verdicts.adjusted.some((p) => p <= level)), `level ${level}`).toBeLessThanOrEqual(level + ERRORS * shareError(level, WORLDS));
  });

  it("mahler overfit lets a config survive, and mahler layers calls a layer useful or harmful, in no more than 5 % of the worlds", () => {
    for (const kind of ["survivor", "layer"] as const) expect(share(fair, ({ verdicts }) => verdicts[kind]), kind).toBeLessThanOrEqual(0.05 + ERRORS * shareError(0.05, WORLDS));
    // Silence would be no merit if nothing had been asked: most layers change trades, so they are judged.
    expect(share(fair.flatMap(({ layers }) => layers), ({ verdict }) => verdict === "no evidence")).toBeGreaterThan(0.5);
  });

  it("the chosen config is no better than the median out of sample: PBO about one half", () => {
    const values = fair.map(({ verdicts }) => verdicts.pbo);
    expect(Math.abs(meanOf(values) - 0.5)).toBeLessThan(ERRORS * Math.sqrt(varianceOf(values, 1) / WORLDS));
  });
});

describe("worlds with an edge: found with the power that theory predicts", () => {
  const close = (found: number, theory: number, count: number) => expect(Math.abs(found - theory), `found ${found}, theory ${theory}`).toBeLessThan(ERRORS * shareError(theory, count) + 0.02);

  it(`an edge of ${EDGE} standard errors in a config named beforehand: power of the one-sided z-test, Φ(δ − z)`, () => {
    for (const level of [0.01, 0.05]) close(share(edged, ({ named }) => named <= level), powerOfZ(EDGE, level), WORLDS);
  });

  it("the same edge hidden among 24 configs: Φ(δ − c), c being what the best of them reaches by luck", () => {
    const theory = powerOfZ(EDGE - luck(fair), 0.5);
    close(share(edged, ({ adjusted }) => adjusted <= 0.05), theory, WORLDS);
    expect(share(edged, ({ spa }) => spa <= 0.05)).toBeGreaterThanOrEqual(share(edged, ({ adjusted }) => adjusted <= 0.05) - 0.02);
    expect(share(edged, ({ others }) => others <= 0.05)).toBeLessThanOrEqual(0.05 + ERRORS * shareError(0.05, WORLDS));
  });

  it("a real premium: selling puts then pays, selling calls does not, and the named put spread is found as often as its own statistics say", () => {
    const t = statistics(priced, NAMED);
    const mean = meanOf(t);
    const deviation = Math.sqrt(varianceOf(t, 1));
    expect(mean).toBeGreaterThan(2 * (deviation / Math.sqrt(PRICED)));
    expect(mean).toBeGreaterThan(meanOf(statistics(fair, NAMED)));
    expect(meanOf(statistics(priced, 8 + NAMED))).toBeLessThan(mean); // the call spread of the same deltas
    const theory = powerOfZ((mean - 1.2815515655446004) / deviation, 0.5);
    close(share(withEdge(priced, 0), ({ named }) => named <= 0.1), theory, PRICED);
  });
});
