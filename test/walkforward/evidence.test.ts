import { describe, expect, it } from "vitest";
import { bootstrapMean, pairedDifference } from "../../src/stats";
import { evidenceBetween, evidenceOf } from "../../src/walkforward/evidence";
import { random } from "../helpers/random";
import { calendar } from "./fake";

const OPTIONS = { replicates: 400, seed: 7 };
const days = calendar.days.subarray(0, 300);
const curveOf = (returns: readonly number[]) => {
  let value = 1e9;
  return { days, equity: Float64Array.from(returns, (r) => (value *= 1 + r)) };
};
const draw = random(3);
const noise = Array.from(days, () => 0.01 * draw.normal());
const [flat, good] = [curveOf(noise), curveOf(noise.map((r) => r + 0.001 + 0.0005 * draw.normal()))];

describe("evidence", () => {
  it("is the bootstrap of the account's daily returns, told per year of 252 days", () => {
    const returns = good.equity.map((value, t) => value / (t ? good.equity[t - 1] : 1e9) - 1);
    const { mean, low, high, pGreater } = bootstrapMean(returns, OPTIONS);
    expect(evidenceOf(good, 1e9, OPTIONS)).toEqual({ perYear: mean * 252, low: low * 252, high: high * 252, pValue: pGreater, reason: null });
    expect(mean).toBeCloseTo(returns.reduce((a, b) => a + b, 0) / 300, 15);
  });

  it("a lead is that of paired days: what both have in common cancels", () => {
    const lead = evidenceBetween(good, flat, 1e9, OPTIONS);
    expect(lead.perYear).toBeCloseTo(0.252, 1);
    expect([lead.low! > 0, lead.pValue! < 0.01, evidenceOf(good, 1e9, OPTIONS).low! < lead.low!]).toEqual([true, true, true]);
    expect(evidenceBetween(flat, good, 1e9, OPTIONS).pValue).toBeGreaterThan(0.99);
    expect(pairedDifference(noise, noise, OPTIONS).mean.reason).toBe(evidenceBetween(flat, flat, 1e9, OPTIONS).reason);
  });

  it("where there is none it says why", () => {
    const short = { days: days.subarray(0, 5), equity: flat.equity.subarray(0, 5) };
    expect(evidenceOf(short, 1e9, OPTIONS)).toEqual({ perYear: null, low: null, high: null, pValue: null, reason: "fewer than 9 sessions" });
    expect(evidenceOf({ days, equity: flat.equity.map((value, t) => (t === 9 ? -1 : value)) }, 1e9, OPTIONS)).toMatchObject({ perYear: null, reason: "equity was not positive on some day" });
    expect(evidenceOf(curveOf(noise.map(() => 0)), 1e9, OPTIONS)).toMatchObject({ perYear: 0, low: 0, high: 0, pValue: 1, reason: "the series never varies" });
  });
});
