import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pareto } from "../../src/sweep/analysis/pareto";
import type { Objective } from "../../src/sweep/analysis/pareto";
import { reordered, tableOf } from "./tables";

const points = (rows: readonly (readonly [number, number, number, string?])[]) =>
  tableOf(rows.map((_, i) => ({ a: i })), ({ a }) => {
    const [cagr, max_drawdown, trades, list] = rows[a as number];
    return { metrics: { cagr, max_drawdown, trades }, trades: list ?? String(a) };
  });

describe("Pareto front", () => {
  it("keeps what nothing beats, best return first", () => {
    const { front, compared, left } = pareto(points([[0.1, 0.2, 100], [0.2, 0.3, 100], [0.1, 0.25, 100], [0.05, 0.1, 50], [0.05, 0.1, 60], [0.01, 0.4, 500]]));
    expect(front).toEqual([
      { config: 1, values: [0.2, 0.3, 100], alike: 1 }, { config: 0, values: [0.1, 0.2, 100], alike: 1 }, { config: 4, values: [0.05, 0.1, 60], alike: 1 }, { config: 5, values: [0.01, 0.4, 500], alike: 1 },
    ]);
    expect([compared, left]).toEqual([6, 0]);
  });

  it("counts the same trades once, and keeps other trades with equal figures", () => {
    const { front } = pareto(points([[0.1, 0.2, 9, "x"], [0.1, 0.2, 9, "y"], [0.1, 0.2, 9, "x"], [0.1, 0.2, 9, "x"]]));
    expect(front.map(({ config, alike }) => [config, alike])).toEqual([[0, 3], [1, 1]]);
  });

  it("S.10: undefined figures and configs without trades are never on the front", () => {
    const { front, left } = pareto(points([[NaN, 0, 9], [0, 0, 0], [-0.1, 0.3, 5], [Infinity, 0, 9]]));
    expect(front.map(({ config }) => config)).toEqual([2]);
    expect(left).toBe(3);
  });

  const axes: readonly Objective[] = [{ metric: "cagr", better: "higher" }, { metric: "max_drawdown", better: "lower" }, { metric: "trades", better: "higher" }, { metric: "fees", better: "lower" }];
  const small = fc.integer({ min: 0, max: 5 });
  const clouds = fc.array(fc.tuple(small, small, small, small), { minLength: 1, maxLength: 60 });
  const cloud = (rows: readonly (readonly number[])[]) => tableOf(rows.map((_, i) => ({ a: i })), ({ a }) => {
    const [cagr, max_drawdown, trades, fees] = rows[a as number];
    return { metrics: { cagr, max_drawdown, trades, fees }, trades: String((a as number) % 7) };
  });

  it.each([1, 2, 3, 4])("with %i objectives: no member is beaten, every other config is beaten or a twin", (k) => {
    const objectives = axes.slice(0, k);
    fc.assert(fc.property(clouds, (rows) => {
      const table = cloud(rows);
      const { front, compared } = pareto(table, objectives, 0);
      const better = (i: number, j: number) => objectives.map(({ metric, better: end }) => (end === "higher" ? 1 : -1) * Math.sign(table.metrics[metric][i] - table.metrics[metric][j]));
      const beats = (i: number, j: number) => better(i, j).every((sign) => sign >= 0) && better(i, j).some((sign) => sign > 0);
      const all = rows.map((_, i) => i);
      const members = front.map(({ config }) => config);
      for (const i of members) expect(all.some((j) => beats(j, i))).toBe(false);
      const unbeaten = all.filter((i) => !all.some((j) => beats(j, i)));
      expect(front.reduce((sum, { alike }) => sum + alike, 0)).toBe(unbeaten.length);
      for (const i of unbeaten) expect(members.some((j) => better(i, j).every((sign) => sign === 0) && i % 7 === j % 7)).toBe(true);
      expect(compared).toBe(rows.length);
    }), { numRuns: 150, seed: k });
  });

  it("does not depend on the order of configs, but for ties", () => {
    fc.assert(fc.property(clouds, fc.infiniteStream(fc.nat(1000)), (rows, stream) => {
      const table = cloud(rows);
      const order = rows.map((_, i) => ({ i, at: stream.next().value as number })).sort((a, b) => a.at - b.at || a.i - b.i).map(({ i }) => i);
      const figures = (t: typeof table) => pareto(t, axes, 0).front.map(({ values, alike }) => [...values, alike].join()).sort();
      expect(figures(reordered(table, order))).toEqual(figures(table));
    }), { numRuns: 100, seed: 5 });
  });
});
