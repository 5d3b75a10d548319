import { describe, expect, it } from "vitest";
import { gaussian } from "../../assembly/portable/rng";
import { daysOf, stationaryBlocks } from "../../src/stats/blocks";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { standardErrorOfMean } from "../../src/stats/hac";
import { studentisedResamples } from "../../src/stats/studentised";

/** Autoregression with mean 0, from its stationary distribution. */
function autoregression(n: number, rho: number, seed: number): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const e = gaussian(1, seed, 7, i);
    x[i] = i === 0 ? e / Math.sqrt(1 - rho * rho) : rho * x[i - 1] + e;
  }
  return x;
}

const average = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0) / x.length;

describe("bootstrap of a mean", () => {
  it("t* equals the definition on resamples written out day by day", () => {
    const x = autoregression(80, 0.4, 1);
    const resamples = stationaryBlocks(80, 6, 5, 50);
    const t = studentisedResamples([x], average(x), (means, _days, gradient) => { gradient[0] = 1; return means[0]; }, resamples);
    for (let r = 0; r < 50; r++) {
      const values = [...daysOf(resamples, r)].map((day) => x[day]);
      const mean = average(values);
      let squares = 0;
      for (let i = resamples.starts[r], day = 0; i < resamples.starts[r + 1]; i++) {
        let block = 0;
        for (let k = resamples.from[i]; k < resamples.to[i]; k++) block += values[day++] - mean;
        squares += block * block;
      }
      expect(Math.abs(t[r] - (mean - average(x)) / Math.sqrt(squares / 80 / 80))).toBeLessThan(1e-12 * Math.max(1, Math.abs(t[r])));
    }
  });

  it("covers the true mean of autoregressions at its nominal level within binomial error", () => {
    const runs = 200;
    const level = 0.9;
    for (const [rho, n] of [[0, 100], [0.2, 150], [0.4, 250]] as const) {
      let covered = 0;
      for (let seed = 1; seed <= runs; seed++) {
        const { low, high } = bootstrapMean(autoregression(n, rho, seed), { replicates: 199, seed, level });
        if (low <= 0 && 0 <= high) covered++;
      }
      expect(Math.abs(covered / runs - level), `rho ${rho}: ${covered / runs}`).toBeLessThan(2.6 * Math.sqrt((level * (1 - level)) / runs));
    }
  });

  it("p-values agree with each other and with the sign of the mean", () => {
    const x = autoregression(200, 0.2, 3);
    const up = bootstrapMean(x.map((v) => v + 1));
    expect(up.mean).toBeGreaterThan(0.5);
    expect(up.pGreater).toBeLessThan(0.001);
    expect(up.pValue).toBeLessThan(0.001);
    expect(up.low).toBeGreaterThan(0);
    const down = bootstrapMean(x.map((v) => -v - 1));
    expect(down.pGreater).toBe(1);
    expect(down.pValue).toBe(up.pValue);
    expect(standardErrorOfMean(x)).toBeCloseTo(up.standardError, 12);
  });

  it("D.42: the same options give the same bits; another seed gives nearly the same", () => {
    const x = autoregression(150, 0.1, 8);
    const one = bootstrapMean(x);
    expect(bootstrapMean(x)).toEqual(one);
    expect(one).toMatchObject({ replicates: 2000, seed: 20050101, level: 0.95, sessions: 150 });
    expect(Math.abs(bootstrapMean(x, { seed: 1 }).low - one.low)).toBeLessThan(0.1 * (one.high - one.low));
  });

  it("zeros differ from nothing; a constant has no uncertainty to speak of; too few sessions are refused", () => {
    expect(bootstrapMean(new Float64Array(20))).toMatchObject({ mean: 0, low: 0, high: 0, pValue: 1, reason: "the series never varies" });
    expect(bootstrapMean(new Float64Array(20).fill(0.1)).pValue).toBeNaN();
    expect(() => bootstrapMean([1, 2, 3])).toThrow("3 sessions");
    expect(() => bootstrapMean(new Float64Array(20), { level: 1 })).toThrow("level = 1");
  });
});
