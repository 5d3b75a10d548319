import { beforeAll, describe, expect, it } from "vitest";
import { meanOf, quantileOfSorted, varianceOf } from "../../src/stats/sums";
import { loadCore } from "../helpers/core";
import { lives, NAMED, withEdge } from "./lives";
import type { Found, Life } from "./lives";
import { powerOfZ, share, shareError } from "./verdicts";

const WORLDS = 50;
const PRICED = 20;
const EDGE = 3.5;
/** Standard errors that a share may be off. Seeds are fixed, so a pass is a pass for good. */
const ERRORS = 3;

let fair: Life[];
let priced: Life[];
let edged: Found[];
const statistics = (worlds: readonly Life[], row: number): number[] => worlds.map(({ verdicts: { t } }) => t[row]).filter((t) => !Number.isNaN(t));
/** 95 % quantile of the best row's t without any edge: what the best of the grid reaches by luck. */
const luck = (worlds: readonly Life[]): number => quantileOfSorted(worlds.map(({ verdicts: { t } }) => Math.max(...t.filter((x) => !Number.isNaN(x)))).sort((a, b) => a - b), 0.95);

beforeAll(async () => {
  const core = loadCore();
  fair = await lives(core, 0, 1, WORLDS);
  priced = await lives(core, 2, 1, PRICED);
  edged = withEdge(fair, EDGE);
}, 600_000);

describe("worlds without edge (risk premium 0, fills at mid, no fees): the pipeline stays at its level", () => {
  it("every strategy of the grid has expectation zero: its mean over the worlds is within the error of a mean", () => {
    const rows = fair[0].verdicts.t.length;
    expect(rows).toBe(24);
    for (let row = 0; row < rows; row++) {
      const means = fair.map(({ returns }) => meanOf(returns.values.subarray(row * returns.columns, (row + 1) * returns.columns)));
      expect(Math.abs(meanOf(means)), `row ${row}`).toBeLessThan(ERRORS * Math.sqrt(varianceOf(means, 1) / WORLDS));
    }
    expect(Math.min(...fair.map(({ trades }) => Math.max(...trades)))).toBeGreaterThan(40);
  });

  it("choosing the best of 24 and testing it as if it were the only one finds edges that are not there", () => {
    for (const p of ["unsearched", "flipped"] as const) expect(share(fair, ({ verdicts }) => verdicts[p] <= 0.1)).toBeGreaterThan(0.1 + ERRORS * shareError(0.1, WORLDS));
  });

  it.each(["spa", "reality", "layer", "deflated", "deflatedEffective", "named"] as const)("false discoveries by %s are no more than its level allows", (kind) => {
    for (const level of [0.05, 0.1, 0.2]) expect(share(fair, ({ verdicts }) => verdicts[kind] <= level), `level ${level}`).toBeLessThanOrEqual(level + ERRORS * shareError(level, WORLDS));
  });

  it("Romano-Wolf names any config in no more worlds than its level allows", () => {
    for (const level of [0.05, 0.1, 0.2]) expect(share(fair, ({ verdicts }) => verdicts.adjusted.some((p) => p <= level)), `level ${level}`).toBeLessThanOrEqual(level + ERRORS * shareError(level, WORLDS));
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
    close(share(priced, ({ verdicts }) => verdicts.named <= 0.1), theory, PRICED);
  });
});
