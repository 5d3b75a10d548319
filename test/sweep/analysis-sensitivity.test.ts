import { describe, expect, it } from "vitest";
import { latticeOf } from "../../src/sweep/analysis/lattice";
import { sensitivity } from "../../src/sweep/analysis/sensitivity";
import { surface } from "../../src/sweep/analysis/surface";
import type { SweepTable } from "../../src/sweep/table";
import { random } from "../helpers/random";
import { grid, tableOf } from "./tables";

const effects = (table: SweepTable) => sensitivity(latticeOf(table), "m", table.metrics.m);

describe("sensitivity", () => {
  it("splits the variance of a hand-made grid", () => {
    // m = 4·a + b + 2·(a and b): a ∈ {0, 1}, b ∈ {0, 1}, c idle. Values 0 1 4 7, mean 3, total 9 + 4 + 1 + 16 = 30.
    // a: means 0.5, 5.5 → 4 · 2.5² = 25; b: means 2, 4 → 4 · 1 = 4; both 30, so the pair adds 1 (all per c).
    const table = tableOf(grid({ b: [0, 1], a: [0, 1], c: ["x", "y", "z"] }), ({ a, b }) => ({ metrics: { m: 4 * (a as number) + (b as number) + 2 * (a as number) * (b as number) } }));
    const result = effects(table);
    expect(result.axes.map(({ key, share, range }) => [key, share, range])).toEqual([["a", 25 / 30, 5], ["b", 4 / 30, 2], ["c", 0, 0]]);
    expect(result.axes[0].levels).toEqual([{ label: "0", values: [0], n: 6, median: 0.5 }, { label: "1", values: [1], n: 6, median: 5.5 }]);
    expect(result.interactions).toHaveLength(1);
    expect(result.interactions[0]).toMatchObject({ keys: ["b", "a"] });
    expect(result.interactions[0].share).toBeCloseTo(1 / 30, 14);
    expect(result).toMatchObject({ defined: 12, undefined: 0, pairsLeft: 0 });
  });

  it("leaves undefined values out, and says how many", () => {
    const table = tableOf(grid({ a: [1, 2, 3], b: [1, 2] }), ({ a, b }) => ({ metrics: { m: a === 3 ? NaN : (a as number) * 10 + (b as number) } }));
    const result = effects(table);
    expect(result).toMatchObject({ defined: 4, undefined: 2 });
    expect(result.axes[0].levels[2]).toEqual({ label: "3", values: [3], n: 0, median: null });
    expect(result.axes[0].range).toBe(10);
  });

  it("has no share when nothing varies, nor when nothing is defined", () => {
    for (const m of [0.1, NaN]) {
      const result = effects(tableOf(grid({ a: [1, 2, 3], b: [1, 2] }), () => ({ metrics: { m } })));
      expect(result.axes.map(({ share }) => share)).toEqual([null, null]);
      expect(result.interactions).toEqual([]);
    }
  });

  it("cuts a sampled parameter into stretches, so that its share does not become 1 by itself", () => {
    const draw = random(7);
    const table = tableOf(Array.from({ length: 400 }, () => ({ noise: draw.unit(), signal: draw.unit() })), ({ signal }) => ({ metrics: { m: (signal as number) + 0.01 * draw.normal() } }));
    const [first, second] = effects(table).axes;
    expect([first.key, first.levels.length, second.key]).toEqual(["signal", 8, "noise"]);
    expect(first.share).toBeGreaterThan(0.95);
    expect(second.share).toBeLessThan(0.05);
    expect(first.levels.map(({ n }) => n)).toEqual(Array(8).fill(50));
    expect(first.levels[0].label).toMatch(/^0\.00\d*…0\.1\d*$/);
  });

  it("does not judge pairs whose cells are thin", () => {
    const draw = random(3);
    const table = tableOf(Array.from({ length: 60 }, () => ({ a: draw.integer(1, 6), b: draw.integer(1, 6), c: draw.integer(1, 2) })), () => ({ metrics: { m: draw.unit() } }));
    expect(effects(table)).toMatchObject({ pairsLeft: 1 });
  });

  it("a parameter that takes no part in a config does not judge it", () => {
    const table = tableOf([{ on: "no" }, { on: "no" }, ...grid({ on: ["yes"], k: [1, 2] })], ({ on, k }) => ({ metrics: { m: on === "no" ? 100 : (k as number) } }));
    expect(effects(table).axes.find(({ key }) => key === "k")).toMatchObject({ n: 2, share: 1, range: 1 });
  });

  it("does not depend on the order of configs, up to rounding", () => {
    const configs = grid({ a: [1, 2, 3], b: [1, 2], c: [1, 2] });
    const worth = ({ a, b, c }: Record<string, unknown>) => ({ metrics: { m: Math.sqrt((a as number) * 7 + (b as number) * 3 + (c as number)) } });
    const shares = (table: SweepTable) => Object.fromEntries(effects(table).axes.map(({ key, share, range }) => [key, [share!.toFixed(12), range]]));
    expect(shares(tableOf([...configs].reverse(), worth))).toEqual(shares(tableOf(configs, worth)));
  });
});

describe("surface", () => {
  it("takes medians over the other parameters, and leaves cells without configs empty", () => {
    const configs = grid({ a: [1, 2], b: ["x", "y"], c: [1, 2, 6] }).filter(({ a, b }) => !(a === 2 && b === "y"));
    const table = tableOf(configs, ({ a, c }) => ({ metrics: { m: 10 * (a as number) + (c as number) } }));
    expect(surface(latticeOf(table), "a", "b", table.metrics.m)).toEqual({
      rows: "a", columns: "b", rowLabels: ["1", "2"], columnLabels: ["x", "y"], medians: [[12, 12], [22, null]], counts: [[3, 3], [3, 0]],
    });
    expect(surface(latticeOf(table), "a", "nothing", table.metrics.m)).toBeNull();
  });
});
