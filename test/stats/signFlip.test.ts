import { describe, expect, it } from "vitest";
import { gaussian } from "../../assembly/portable/rng";
import { signFlip } from "../../src/stats/signFlip";

/** Darwin's maize: cross- minus self-fertilised heights of fifteen pairs in eighths of an inch (Fisher 1935, The Design of Experiments, § 17). */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

const noise = (n: number, seed: number) => Float64Array.from({ length: n }, (_, i) => gaussian(3, seed, 0, i));

describe("sign flips", () => {
  it("Fisher's own example: 863 of 32,768 patterns reach the observed sum of 314", () => {
    expect(MAIZE.reduce((a, b) => a + b)).toBe(314);
    const result = signFlip(MAIZE, { permutations: 32_768 });
    expect(result).toMatchObject({ exact: true, permutations: 32_768, block: 1 });
    expect(result.pValue).toBe(863 / 32_768);
  });

  it("random patterns come near the exact p-value", () => {
    const { pValue, exact } = signFlip(MAIZE, { permutations: 20_000 });
    expect(exact).toBe(false);
    expect(Math.abs(pValue - 863 / 32_768)).toBeLessThan(4 * Math.sqrt((0.0263 * 0.9737) / 20_000));
  });

  it("holds its level for independent and, in blocks, for dependent values", () => {
    const runs = 300;
    for (const rho of [0, 0.5]) {
      let hits = 0;
      for (let seed = 1; seed <= runs; seed++) {
        const x = noise(200, seed);
        for (let i = 1; i < x.length; i++) x[i] += rho * x[i - 1];
        if (signFlip(x, { permutations: 199, seed }).pValue <= 0.1) hits++;
      }
      expect(hits / runs, `rho ${rho}`).toBeLessThan(0.1 + 3 * Math.sqrt(0.09 / runs));
      expect(hits / runs, `rho ${rho}`).toBeGreaterThan(0.1 - 3 * Math.sqrt(0.09 / runs));
    }
  });

  it("is one-sided: losses never pass, and p falls as a drift is added", () => {
    const x = noise(100, 1);
    const p = [-1, -0.1, 0, 0.1, 0.3, 1].map((drift) => signFlip(x.map((v) => v + drift), { block: 1 }).pValue);
    expect(p).toEqual([...p].sort((a, b) => b - a));
    expect(p[0]).toBe(1);
    expect(p[5]).toBe(1 / 10_001);
  });

  it("nothing, or zeros only, is no evidence; days without trades do not matter", () => {
    expect(signFlip([]).pValue).toBe(1);
    expect(signFlip([0, 0, 0]).pValue).toBe(1);
    expect(signFlip([...MAIZE, 0, 0, 0, 0], { permutations: 32_768, block: 1 }).pValue).toBe(863 / 32_768);
    expect(() => signFlip(MAIZE, { block: 1.5 })).toThrow("block = 1.5");
  });
});
