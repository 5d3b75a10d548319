// Verdicts over many samples of a known truth. Larger runs of the same kind: 4 of 80 families of eight tests with a false verdict at 5 %; 37 of 640 single
// tests at 5 %; a planted difference of the size that the power line calls detectable was found in 159 of 200 samples.
import { describe, expect, it } from "vitest";
import { compareGates, noise } from "./support";

const DAYS = 500;
const base = (sample: number) => noise(9000 + 8 * sample, DAYS).map((z) => 0.0003 + 0.01 * z);
const other = (sample: number, i: number) => noise(9001 + 8 * sample + i, DAYS);

describe("over many samples", () => {
  it("layers that know nothing: a false verdict in about one family of twenty", () => {
    const ids = ["a", "b", "c"];
    let families = 0;
    for (let sample = 0; sample < 30; sample++) {
      const market = base(sample);
      const effects = ids.map((_, i) => other(sample, i));
      const { verdicts } = compareGates(ids, (gates) => ({ returns: market.map((r, t) => r + ids.reduce((sum, id, i) => sum + (gates.includes(id) ? 0.003 * effects[i][t] : 0), 0)) }), { replicates: 199 });
      if (verdicts.some(({ verdict }) => verdict !== "no evidence")) families++;
    }
    expect(families).toBeLessThanOrEqual(5); // binomial, 30 × 5 %: above 5 in 0.3 % of trials
  });

  it("a difference of the size called detectable is found with about the chance stated", () => {
    const planted = 0.58;
    const daily = (0.03 + planted / Math.sqrt(252)) * Math.sqrt(0.01 * 0.01 + 0.003 * 0.003);
    let [found, detectable] = [0, 0];
    for (let sample = 0; sample < 40; sample++) {
      const [market, own] = [base(sample), other(sample, 0)];
      const { verdicts, pairs } = compareGates(["edge"], (gates) => ({ returns: market.map((r, t) => r + (gates.length ? 0.003 * own[t] + daily - 0.0003 : 0)) }), { replicates: 199 });
      detectable += pairs[0].difference!.detectable.single / 40;
      if (verdicts[0].verdict === "adds value") found++;
    }
    expect(Math.abs(detectable - planted)).toBeLessThan(0.05);
    expect(found).toBeGreaterThanOrEqual(25); // binomial, 40 × 80 %: outside 25 … 38 in 0.7 % of trials
    expect(found).toBeLessThanOrEqual(38);
  });
});
