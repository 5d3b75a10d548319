import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnMatrix } from "../../src/stats/matrix";
import { moments } from "../../src/stats/moments";
import { pbo } from "../../src/stats/pbo";
import { choose } from "../../src/windows";
import reference from "../fixtures/overfitting.json";
import { random } from "../helpers/random";
import { rNormal } from "./rNormal";

const of = (rows: readonly ArrayLike<number>[]) => returnMatrix(rows.length, rows[0].length, Float64Array.from(rows.flatMap((row) => Array.from(row))));
const sorted = (values: Float64Array) => Array.from(values).sort((a, b) => a - b);

describe("CSCV", () => {
  it("R's rnorm: set.seed(42) begins 1.37095845 −0.56469817 0.36312841", () => {
    expect(Array.from(rNormal(42, 3), (x) => x.toFixed(8))).toEqual(["1.37095845", "-0.56469817", "0.36312841"]);
  });

  // vignette("pbo") of the R package pbo: 100 trials of 2,400 normal returns, each rescaled to mean 0; S = 8; Sharpe over a rate of 3 % a year.
  // Its fit is lm(inside ~ outside), and what it prints as "slope" is the intercept of that fit: −0.0030456.
  it("R package pbo, its vignette: p_bo 1, −0.0030456, adjusted R² 0.97, p_loss 1", () => {
    const draws = rNormal(765, 100 * 2400);
    const rows = Array.from({ length: 100 }, (_, i) => {
      const column = draws.subarray(i * 2400, (i + 1) * 2400);
      const scale = 1 / Math.sqrt(252) / moments(column).deviation;
      const scaled = column.map((x) => x * scale);
      const { mean } = moments(scaled);
      return scaled.map((x) => x - mean - 0.03 / 252);
    });
    const result = pbo(of(rows), { blocks: 8 });
    expect(result.logits.length).toBe(70);
    expect([result.pbo, result.probabilityOfLoss]).toEqual([1, 1]);
    expect(1 - ((1 - result.rSquared) * 69) / 68).toBeCloseTo(0.97, 2);
    const [x, y] = [result.outside, result.inside];
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    const slope = x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i] - mean(y)), 0) / x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
    expect(mean(y) - slope * mean(x)).toBeCloseTo(-0.0030456, 7);
  });

  it.each(reference.cscv)("$blocks blocks: what numpy finds by cutting out every half", ({ matrix, blocks, ...expected }) => {
    const result = pbo(of(matrix), { blocks });
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 11));
    expect(result.pbo).toBe(expected.pbo);
    expect(result.probabilityOfLoss).toBe(expected.probabilityOfLoss);
    expect(sorted(result.logits)).toEqual(close(expected.logits));
    expect(sorted(result.inside)).toEqual(close(expected.inside));
    expect(sorted(result.outside)).toEqual(close(expected.outside));
    expect(matrix.map((_, row) => result.chosen.filter((chosen) => chosen === row).length)).toEqual(expected.counts);
    expect([result.slope, result.intercept, result.rSquared]).toEqual(close([expected.slope, expected.intercept, expected.rSquared]));
  });

  const normal = (rows: number, columns: number, seed: number, drift = (_: number) => 0) => {
    const draw = random(seed);
    return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, () => 0.01 * draw.normal() + drift(row)));
  };

  it("without skill about half of the choices fall below the median; with one skilled config none do", () => {
    const means = [1, 2, 3, 4, 5, 6].map((seed) => pbo(of(normal(40, 800, seed)), { blocks: 10 }).pbo);
    expect(means.reduce((a, b) => a + b, 0) / 6).toBeGreaterThan(0.3);
    expect(means.reduce((a, b) => a + b, 0) / 6).toBeLessThan(0.7);
    const skilled = pbo(of(normal(40, 800, 7, (row) => (row === 3 ? 0.004 : 0))), { blocks: 10 });
    expect(skilled.pbo).toBe(0);
    expect(new Set(skilled.chosen)).toEqual(new Set([3]));
    expect(skilled.chosenOutside).toBeGreaterThan(skilled.anyOutside);
  });

  it("a half and its complement stand side by side: inside and outside of the same config change places", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(2, 4, 6), (seed, blocks) => {
      const { chosen, inside, outside, logits } = pbo(of(normal(5, 30, seed)), { blocks });
      expect(logits.length).toBe(choose(blocks, blocks / 2));
      for (let c = 0; c < logits.length; c += 2) if (chosen[c] === chosen[c + 1]) expect([inside[c + 1], outside[c + 1]]).toEqual([outside[c], inside[c]]);
    }), { numRuns: 30 });
  });

  it("scaling or repeating a config changes no choice; the rank's ties are shared", () => {
    const rows = normal(6, 120, 11);
    const one = pbo(of(rows), { blocks: 6 });
    const scaled = pbo(of(rows.map((row, i) => row.map((x) => x * 2 ** (i + 1)))), { blocks: 6 });
    expect(scaled.chosen).toEqual(one.chosen);
    expect(scaled.logits).toEqual(one.logits);
    const twins = pbo(of([rows[0], rows[0]]), { blocks: 4 });
    expect(Array.from(twins.logits)).toEqual(Array(6).fill(0)); // rank 1.5 of 2: the middle
  });

  it("S.10: a config that never trades is not chosen, and counts as 0 outside", () => {
    const still = Array(60).fill(0);
    const losing = normal(1, 60, 5, () => -0.01)[0];
    const { chosen, pbo: overfit, probabilityOfLoss } = pbo(of([still, losing]), { blocks: 4 });
    expect(new Set(chosen)).toEqual(new Set([1]));
    expect([overfit, probabilityOfLoss]).toEqual([1, 1]);
    const none = pbo(of([still, still]), { blocks: 4 });
    expect([none.pbo, none.probabilityOfLoss, none.slope]).toEqual([1, 0, NaN]);
  });

  it("says what it cannot do", () => {
    expect(() => pbo(of([[1, 2], [2, 1]]), { blocks: 3 })).toThrow("blocks = 3: is not an even number from 2 to 20; 16 is usual: 12,870 combinations");
    expect(() => pbo(of([[1, 2]]), { blocks: 2 })).toThrow("configs = 1: choosing needs two at least");
    expect(() => pbo(of([[1, 2], [2, 1]]))).toThrow("sessions = 2: are fewer than two for each of 16 blocks");
  });
});
