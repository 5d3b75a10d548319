import { describe, expect, it } from "vitest";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { differenceBand } from "../../src/stats/differenceBand";

const wave = (n: number, mean: number): Float64Array => Float64Array.from({ length: n }, (_, t) => mean + 0.001 * (((t * 7919) % 101) / 50 - 1));

describe("the band of a difference", () => {
  it("holds sums around zero whatever the mean is, for the mean is taken away", () => {
    const [none, much] = [differenceBand(wave(500, 0)), differenceBand(wave(500, 0.002))];
    none.low.forEach((low, t) => expect(low).toBeCloseTo(much.low[t], 12));
    expect(none.low[499]).toBeLessThan(0);
    expect(none.high[499]).toBeGreaterThan(0);
    expect(much.difference[499]).toBeGreaterThan(much.high[499]);
    expect(much.pValue).toBeLessThan(0.01);
    expect(none.pValue).toBeGreaterThan(0.1);
  });

  it("adds up the differences, annualises the mean that the bootstrap tests, and is the same every time", () => {
    const daily = wave(300, 0.0001);
    const band = differenceBand(daily, 365);
    const { mean, low, pValue, meanBlock } = bootstrapMean(daily, { replicates: 1000 });
    expect(band.difference[299]).toBeCloseTo(daily.reduce((sum, value) => sum + value, 0), 12);
    expect([band.annual, band.interval[0], band.pValue, band.meanBlock]).toEqual([mean * 365, low * 365, pValue, meanBlock]);
    expect(differenceBand(daily, 365)).toEqual(band);
    expect(differenceBand(wave(12, 0)).high).toHaveLength(12);
  });
});
