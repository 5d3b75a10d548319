import { describe, expect, it } from "vitest";
import { blocksOfIndices, circularBlocks, daysOf, stationaryBlocks, stationaryBootstrap } from "../../src/stats/blocks";

/** Lengths of the maximal runs of consecutive days (round the circle) of a resample. */
function runs(days: Int32Array, length: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < days.length; i++) {
    if (i > 0 && days[i] === (days[i - 1] + 1) % length) out[out.length - 1]++;
    else out.push(1);
  }
  return out;
}

describe("resamples", () => {
  it("takes as many days as the series has, all of them days of it", () => {
    for (const [length, block] of [[1, 1], [7, 3], [250, 10], [3, 50]]) {
      const resamples = stationaryBlocks(length, block, 4, 20);
      for (let r = 0; r < 20; r++) {
        const days = daysOf(resamples, r);
        expect(days.length).toBe(length);
        expect(days.every((day) => day >= 0 && day < length)).toBe(true);
        expect([...stationaryBootstrap(length, block, 4, r)]).toEqual([...days]);
      }
    }
  });

  it("pins the bits of the generator: seed 1, ten days, mean block 3", () => {
    expect([...stationaryBootstrap(10, 3, 1, 0)]).toMatchInlineSnapshot(`
      [
        9,
        0,
        4,
        5,
        6,
        7,
        5,
        5,
        3,
        4,
      ]
    `);
    expect([...stationaryBootstrap(10, 3, 2 ** 40, 5)]).toMatchInlineSnapshot(`
      [
        6,
        7,
        8,
        9,
        0,
        1,
        8,
        9,
        3,
        4,
      ]
    `);
  });

  it("takes every day equally often, in blocks of the asked mean length (Politis and Romano 1994)", () => {
    const length = 500;
    const replicates = 2000;
    const taken = new Float64Array(length);
    let blocks = 0;
    const resamples = stationaryBlocks(length, 8, 11, replicates);
    for (let r = 0; r < replicates; r++) {
      const days = daysOf(resamples, r);
      for (const day of days) taken[day]++;
      blocks += runs(days, length).length;
    }
    // Blocks per resample: 1 + (length − 1) / 8 in the mean; one run fewer where a block happens to continue its predecessor (1 in 500).
    const expected = 1 + (length - 1) / 8;
    expect(Math.abs(blocks / replicates - expected * (1 - 1 / length))).toBeLessThan(4 * Math.sqrt(expected / replicates));
    // A day's count over all resamples has mean 2000 and variance about 2000 × (2 × 8 − 1).
    for (const count of taken) expect(Math.abs(count - replicates)).toBeLessThan(5 * Math.sqrt(replicates * 15));
  });

  it("block lengths are geometric", () => {
    const { starts, from, to } = stationaryBlocks(10_000, 4, 3, 3);
    const lengths = Array.from({ length: starts[3] }, (_, i) => to[i] - from[i]);
    for (const k of [1, 2, 3, 6]) {
      const p = 0.75 ** (k - 1) * 0.25;
      expect(Math.abs(lengths.filter((size) => size === k).length / lengths.length - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / lengths.length));
    }
  });

  it("circular blocks have one length", () => {
    const resamples = circularBlocks(23, 5, 2, 4);
    expect(daysOf(resamples, 3).length).toBe(20);
    expect([...resamples.from].every((from, i) => resamples.to[i] - from === 5)).toBe(true);
  });

  it("foreign indices come back as given", () => {
    const given = [[3, 4, 0, 1, 1, 2], [4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]];
    const resamples = blocksOfIndices(5, given);
    given.forEach((days, r) => expect([...daysOf(resamples, r)]).toEqual(days));
    expect(resamples.starts[1]).toBe(2); // 3 4 0 1 and 1 2
  });

  it("other seeds and other replicates are other resamples; refuses nonsense", () => {
    const texts = [stationaryBootstrap(50, 5, 1, 0), stationaryBootstrap(50, 5, 1, 1), stationaryBootstrap(50, 5, 2, 0), stationaryBootstrap(50, 5, 2 ** 32 + 1, 0)].map((days) => days.join());
    expect(new Set(texts).size).toBe(4);
    expect(() => stationaryBlocks(0, 1, 1, 1)).toThrow("0 days");
    expect(() => stationaryBlocks(5, 0.5, 1, 1)).toThrow("0.5 days");
    expect(() => stationaryBlocks(5, 1, 1, 0)).toThrow("replicates = 0");
    expect(() => stationaryBlocks(5, 1, -1, 1)).toThrow("seed = -1");
  });
});
