import { describe, expect, it } from "vitest";
import { normCdf } from "../../assembly/portable/normal";
import { circularBlocks } from "../../src/stats/blocks";
import { pairedDifference } from "../../src/stats/pairedDifference";
import { sharpeDifferenceError } from "../../src/stats/sharpeDifference";
import funds from "../fixtures/ledoit-wolf.json";

const fraction = ([a, b]: number[][]): [number[], number[]] => [a.map((x) => x / 100), b.map((x) => x / 100)];
const hedge = fraction(funds.hedge);
const mutual = fraction(funds.agg);

describe("Sharpe difference of Ledoit and Wolf (2008) on the authors' data", () => {
  it("hedge funds: difference, both kernel standard errors and p-values as the authors' code prints them", () => {
    const plain = sharpeDifferenceError(...hedge, false);
    const whitened = sharpeDifferenceError(...hedge);
    expect(plain.estimate).toBeCloseTo(-0.4463183, 7);
    expect(plain.standardError).toBeCloseTo(0.3176271, 7);
    expect(whitened.standardError).toBeCloseTo(0.3872694, 7);
    const p = ({ estimate, standardError }: typeof plain) => 2 * normCdf(-Math.abs(estimate) / standardError);
    expect(p(plain)).toBeCloseTo(0.1599724, 7);
    expect(p(whitened)).toBeCloseTo(0.2491259, 7);
  });

  it("hedge funds: the bootstrap p-value with blocks of 5 lies within the simulation error of the published runs", () => {
    // The authors' code and its copy print 0.250 and 0.298 with 499 resamples: their mean 0.274 has a standard error of 0.014.
    const { pValue } = pairedDifference(...hedge, { resamples: circularBlocks(120, 5, 1, 4999) }).sharpe;
    expect(Math.abs(pValue - 0.274)).toBeLessThan(3 * 0.0155);
  });

  it("does not depend on the unit or on the order of the pair", () => {
    const one = pairedDifference(...mutual, { replicates: 200 });
    const other = pairedDifference(mutual[1], mutual[0], { replicates: 200 });
    expect(other.sharpe.pValue).toBe(one.sharpe.pValue);
    expect(other.mean.pValue).toBe(one.mean.pValue);
    expect(other.sharpe.estimate).toBeCloseTo(-one.sharpe.estimate, 14);
    expect(other.sharpe.low).toBeCloseTo(-one.sharpe.high, 12);
  });

  it("zero lies outside the interval exactly when the p-value is at most 1 − level", () => {
    for (const level of [0.5, 0.8, 0.9, 0.91, 0.92, 0.95]) {
      for (const { low, high, pValue } of [pairedDifference(...mutual, { replicates: 399, level }).sharpe, pairedDifference(...hedge, { replicates: 399, level }).mean]) {
        expect(low > 0 || high < 0).toBe(pValue <= 1 - level + 1e-12);
      }
    }
  });

  it("a run against itself differs by nothing, with p = 1; a flat run has no Sharpe ratio", () => {
    const { mean, sharpe } = pairedDifference(mutual[0], mutual[0]);
    expect(mean).toMatchObject({ estimate: 0, low: 0, high: 0, pValue: 1 });
    expect(sharpe).toMatchObject({ estimate: 0, pValue: 1, reason: "the two series differ by a factor only" });
    const flat = pairedDifference(mutual[0], mutual[0].map(() => 0)).sharpe;
    expect([flat.estimate, flat.pValue]).toEqual([NaN, NaN]);
    expect(flat.reason).toContain("no Sharpe");
  });

  it("refuses series of different length or too few sessions", () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow("2 and 1 sessions");
    expect(() => pairedDifference([1, 2, 3], [1, 2, 4])).toThrow("3 sessions");
  });
});
