import { describe, expect, it } from "vitest";
import { gaussian, uniform } from "../../assembly/portable/rng";
import { daysOf, stationaryBlocks } from "../../src/stats/blocks";
import { stationaryVariance } from "../../src/stats/dependence";
import { returnMatrix, rowOf, selectRows } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { realityCheck } from "../../src/stats/realityCheck";
import { romanoWolf } from "../../src/stats/romanoWolf";
import { spa } from "../../src/stats/spa";
import { stepM } from "../../src/stats/stepM";
import { centred } from "../../src/stats/sums";
import reference from "../fixtures/statistics.json";

const { family } = reference;
const rows = returnMatrix(family.rows.length, family.length, Float64Array.from(family.rows.flat()));
const shared = { studentise: "series" as const, resamples: stationaryBlocks(family.length, family.meanBlock, family.seed, family.replicates), meanBlock: family.meanBlock };
/** Share of replicates that exceed, the convention of arch, from (1 + count) / (replicates + 1). */
const share = (p: number) => (p * (family.replicates + 1) - 1) / family.replicates;

/** Rows of independent normal draws plus a drift of their own. */
function noise(seed: number, count: number, sessions: number, drift: (row: number) => number = () => 0): ReturnMatrix {
  return returnMatrix(count, sessions, Float64Array.from({ length: count * sessions }, (_, i) => gaussian(0, seed, Math.floor(i / sessions), i % sessions) + drift(Math.floor(i / sessions))));
}

describe("tests of a family against arch and numpy on shared resamples", () => {
  it("ω̂² in linear time equals arch's sum over all lags", () => {
    family.omega2.forEach((expected, row) => {
      expect(Math.abs(stationaryVariance(centred(rowOf(rows, row)), family.meanBlock) / expected - 1)).toBeLessThan(1e-12);
    });
  });

  it("SPA: the three p-values, studentised and plain", () => {
    for (const [studentise, expected] of [["series", family.studentised], ["none", family.plain]] as const) {
      const result = spa(rows, { ...shared, studentise });
      for (const kind of ["lower", "consistent", "upper"] as const) expect(share(result[kind]), `${kind}, studentised ${studentise}`).toBeCloseTo(expected[kind], 12);
    }
  });

  it("reality check: arch's upper p-value of the plain statistic", () => {
    expect(share(realityCheck(rows, shared).pValue)).toBeCloseTo(family.plain.upper, 12);
  });

  it("Romano-Wolf: adjusted p-values, one-sided and two-sided", () => {
    romanoWolf(rows, shared).adjusted.forEach((p, row) => expect(p).toBeCloseTo(family.adjusted[row], 12));
    romanoWolf(rows, { ...shared, alternative: "two-sided" }).adjusted.forEach((p, row) => expect(p).toBeCloseTo(family.adjustedTwoSided[row], 12));
  });

  it("StepM: the set of the published algorithm at every level, and arch's set with its recentring", () => {
    for (const [level, expected] of Object.entries(family.stepwise)) expect(stepM(rows, { ...shared, level: +level }).superior, level).toEqual(expected);
    for (const [level, expected] of Object.entries(family.stepM)) expect(stepM(rows, { ...shared, level: +level, recentring: "consistent" }).superior, level).toEqual(expected);
  });
});

describe("resamples divided by their own standard error", () => {
  it("equal the definition on resamples written out day by day, short runs and long", () => {
    for (const meanBlock of [1, 8]) {
      const matrix = noise(21, 5, 60, (row) => (row - 2) / 10);
      const resamples = stationaryBlocks(60, meanBlock, 2, 300);
      const variance = (x: number[]) => x.reduce((sum, v) => sum + v * v, 0) / x.length - (x.reduce((a, b) => a + b) / x.length) ** 2;
      const all = Array.from({ length: 5 }, (_, row) => [...rowOf(matrix, row)]);
      const omegas = all.map((x) => Math.sqrt(stationaryVariance(centred(x), meanBlock)));
      const mean = (x: number[]) => x.reduce((a, b) => a + b) / x.length;
      const t = all.map((x, row) => (Math.sqrt(60) * mean(x)) / omegas[row]);
      const maxima = Array.from({ length: 300 }, (_, r) => Math.max(...all.map((x, row) => {
        const drawn = [...daysOf(resamples, r)].map((day) => x[day]);
        return (Math.sqrt(60) * (mean(drawn) - mean(x))) / (omegas[row] * Math.sqrt(variance(drawn) / variance(x)));
      })));
      const expected = (1 + maxima.filter((value) => value >= Math.max(...t)).length) / 301;
      expect(spa(matrix, { resamples, meanBlock }).upper).toBeCloseTo(expected, 12);
      expect(Math.min(...romanoWolf(matrix, { resamples, meanBlock }).adjusted)).toBeCloseTo(expected, 12);
    }
  });

  it("keep the level better where profits are many small ones and few large losses", () => {
    const hits = { series: 0, resample: 0 };
    const runs = 300;
    for (let seed = 1; seed <= runs; seed++) {
      // +1 on 19 days of 20, −19 on one: expectation zero.
      const matrix = returnMatrix(4, 100, Float64Array.from({ length: 400 }, (_, i) => (uniform(7, seed, Math.floor(i / 100), i % 100) < 0.05 ? -19 : 1) + 0.1 * gaussian(8, seed, 0, i)));
      for (const studentise of ["series", "resample"] as const) if (spa(matrix, { studentise, meanBlock: 1, resamples: stationaryBlocks(100, 1, seed, 99) }).consistent <= 0.1) hits[studentise]++;
    }
    expect(hits.resample).toBeLessThan(hits.series);
  });
});

describe("properties of the family tests", () => {
  it("p-values of the three recentrings are ordered: lower ≤ consistent ≤ upper", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { lower, consistent, upper } = spa(noise(seed, 9, 60, (row) => (row - 6) / 20), { replicates: 99 });
      expect(lower).toBeLessThanOrEqual(consistent);
      expect(consistent).toBeLessThanOrEqual(upper);
    }
  });

  it("nothing depends on the order of the rows; equal rows have equal p-values", () => {
    const matrix = noise(5, 11, 80, (row) => row / 40);
    const order = [7, 3, 0, 10, 5, 5, 1, 2, 9, 8, 4, 6];
    const mixed = selectRows(matrix, order);
    const options = { replicates: 199, meanBlock: 2 };
    const straight = romanoWolf(selectRows(matrix, [...order].sort((a, b) => a - b)), options).adjusted;
    const shuffled = romanoWolf(mixed, options).adjusted;
    expect([...shuffled].sort()).toEqual([...straight].sort());
    expect(shuffled[4]).toBe(shuffled[5]);
    expect(spa(mixed, options).consistent).toBe(spa(matrix, options).consistent);
  });

  it("a better row has no larger adjusted p-value, and every one is at least its own single p-value", () => {
    const { statistics, adjusted, single } = romanoWolf(noise(8, 30, 100, (row) => row / 100), { replicates: 199 });
    const byStatistic = [...statistics.keys()].sort((a, b) => statistics[b] - statistics[a]);
    for (let i = 1; i < byStatistic.length; i++) expect(adjusted[byStatistic[i]]).toBeGreaterThanOrEqual(adjusted[byStatistic[i - 1]]);
    adjusted.forEach((p, row) => expect(p).toBeGreaterThanOrEqual(single[row]));
  });

  it("adding hopeless rows leaves the consistent p-value and raises the upper one", () => {
    const good = noise(3, 4, 120, () => 0.15);
    const bad = noise(4, 40, 120, () => -1);
    const both = returnMatrix(44, 120, Float64Array.of(...good.values, ...bad.values));
    const options = { replicates: 499, meanBlock: 1 };
    expect(spa(both, options).consistent).toBe(spa(good, options).consistent);
    expect(spa(both, options).upper).toBeGreaterThan(spa(good, options).upper);
  });

  it("S.10: a row that never varies has no statistic and never wins", () => {
    const matrix = noise(2, 3, 50);
    matrix.values.fill(5, 0, 50); // constant at a large profit
    const { adjusted, statistics } = romanoWolf(matrix, { replicates: 99 });
    expect([adjusted[0], statistics[0]]).toEqual([NaN, NaN]);
    const result = spa(matrix, { replicates: 99 });
    expect(result.undefinedRows).toBe(1);
    expect(result.best).not.toBe(0);
    expect(spa(returnMatrix(2, 30), { replicates: 9 })).toMatchObject({ best: -1, statistic: 0, consistent: 1, upper: 1 });
    expect(stepM(returnMatrix(2, 30), { replicates: 9 }).superior).toEqual([]);
  });

  it("refuses too few sessions, foreign resamples of another length", () => {
    expect(() => spa(returnMatrix(2, 2))).toThrow("2 sessions");
    expect(() => spa(noise(1, 2, 40), { resamples: stationaryBlocks(30, 2, 1, 9) })).toThrow("resamples of 30 days");
  });
});

describe("size under the null, many seeds", () => {
  const SEEDS = 300;
  /** Binomial bound three standard errors above the nominal level. */
  const bound = (level: number) => level + 3 * Math.sqrt((level * (1 - level)) / SEEDS);

  it("SPA, reality check and Romano-Wolf reject a family of true nulls at about their level", () => {
    const hits = { spa: 0, reality: 0, family: 0 };
    for (let seed = 1; seed <= SEEDS; seed++) {
      const matrix = noise(1000 + seed, 10, 60);
      const options = { meanBlock: 1, resamples: stationaryBlocks(60, 1, seed, 99) };
      if (spa(matrix, options).consistent <= 0.1) hits.spa++;
      if (realityCheck(matrix, options).pValue <= 0.1) hits.reality++;
      if (romanoWolf(matrix, options).adjusted.some((p) => p <= 0.1)) hits.family++;
    }
    for (const count of Object.values(hits)) {
      expect(count / SEEDS).toBeLessThan(bound(0.1));
      expect(count / SEEDS).toBeGreaterThan(0.1 - 3 * Math.sqrt((0.1 * 0.9) / SEEDS)); // neither blind nor lenient
    }
  });

  it("finds the planted rows and few others", () => {
    let found = 0;
    let falseFamilies = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const superior = stepM(noise(5000 + seed, 12, 60, (row) => (row < 3 ? 0.7 : 0)), { replicates: 199, meanBlock: 1, seed }).superior;
      found += superior.filter((row) => row < 3).length;
      if (superior.some((row) => row >= 3)) falseFamilies++;
    }
    expect(found / 300).toBeGreaterThan(0.95);
    expect(falseFamilies).toBeLessThanOrEqual(5 + 3 * Math.sqrt(100 * 0.05 * 0.95));
  });
});
