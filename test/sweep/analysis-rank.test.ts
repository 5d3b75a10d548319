import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MahlerError } from "../../src/errors";
import { METRICS } from "../../src/metrics";
import { analysisData, parametersOf } from "../../src/sweep/analysis";
import { rank } from "../../src/sweep/analysis/rank";
import { random } from "../helpers/random";
import { grid, reordered, tableOf } from "./tables";

const column = (id: string, values: readonly number[], trades?: readonly number[], lists?: readonly string[]) =>
  tableOf(values.map((_, a) => ({ a })), ({ a }) => ({ metrics: { [id]: values[a as number], ...(trades ? { trades: trades[a as number] } : {}) }, trades: lists?.[a as number] ?? String(a) }));
const order = (table: Parameters<typeof rank>[0], metric: string, more = {}) => rank(table, { metric, ...more }).map(({ config }) => config);

describe("ranking", () => {
  it("knows which end is better, and ties go to the first config", () => {
    expect(order(column("sharpe", [1, 3, 2, 3]), "sharpe")).toEqual([1, 3, 2, 0]);
    expect(order(column("max_drawdown", [0.1, 0.3, 0.2]), "max_drawdown")).toEqual([0, 2, 1]);
    expect(order(column("max_drawdown", [0.1, 0.3, 0.2]), "max_drawdown", { better: "higher", top: 2 })).toEqual([1, 2]);
  });

  it("S.10: undefined comes last, too few trades before it, whatever the value", () => {
    expect(order(column("sharpe", [NaN, 9, 1, Infinity, 2], [5, 0, 5, 5, 5]), "sharpe")).toEqual([4, 2, 1, 0, 3]);
    expect(rank(column("sharpe", [NaN]), { metric: "sharpe" })).toEqual([{ config: 0, value: null, alike: 1 }]);
  });

  it("the same trades with the same value stand once", () => {
    const table = column("sharpe", [2, 2, 2, 1], undefined, ["x", "y", "x", "x"]);
    expect(rank(table, { metric: "sharpe" })).toEqual([{ config: 0, value: 2, alike: 2 }, { config: 1, value: 2, alike: 1 }, { config: 3, value: 1, alike: 1 }]);
    expect(order(table, "sharpe", { merge: false })).toEqual([0, 1, 2, 3]);
  });

  it("refuses a metric that the sweep does not have, and names those it has", () => {
    expect(() => rank(column("sharpe", [1]), { metric: "sharp" })).toThrow(MahlerError);
    expect(() => rank(column("sharpe", [1]), { metric: "sharp" })).toThrow(/metric = sharp.*sharpe/s);
  });

  it("every metric says which end is better, or that neither is", () => {
    expect(METRICS.filter(({ better }) => better === "lower").map(({ id }) => id)).toEqual(["volatility", "max_drawdown", "sigma_r", "commissions", "fees"]);
    expect(METRICS.filter(({ better }) => better === null).map(({ id }) => id)).toContain("trades");
  });
});

describe("the analysis as data", () => {
  const draw = random(11);
  const configs = grid({ a: [1, 2, 3], b: [1, 2, 3], c: ["x", "y"] });
  const table = tableOf(configs, ({ a, b }) => {
    const cagr = (a as number) / 10 + draw.unit() / 100;
    return { metrics: { sharpe: cagr * 10, cagr, max_drawdown: 0.1 * (b as number), trades: 10 + (a as number) }, trades: `${a} ${b}` };
  });

  it("survives JSON", () => {
    const data = analysisData(table, "sharpe");
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data).toMatchObject({ configs: 18, distinct: 9, undefined: 0, tooFew: 0, metric: { id: "sharpe", unit: "ratio", better: "higher" } });
    expect(data.surface).toMatchObject({ columns: data.sensitivity.axes[0].key, rows: data.sensitivity.axes[1].key });
    expect(data.parameters[data.top[0].config]).toEqual(parametersOf(table, data.top[0].config));
  });

  it("names the same configs whatever their order", () => {
    const names = (t: typeof table) => {
      const data = analysisData(t, "sharpe");
      const of = (config: number) => JSON.stringify(parametersOf(t, config));
      return { top: data.top.map(({ config }) => of(config)), front: data.pareto.front.map(({ config }) => of(config)).sort(), best: of(data.plateau!.best.config), recommended: of(data.plateau!.recommended!.config), axes: data.axes.map(({ key, status }) => [key, status]) };
    };
    fc.assert(fc.property(fc.shuffledSubarray(configs.map((_, i) => i), { minLength: 18 }), (shuffle) => {
      expect(names(reordered(table, shuffle))).toEqual(names(table));
    }), { numRuns: 30, seed: 1 });
  });

  it("takes no more than about four times as long for four times the configs", () => {
    const sized = (n: number) => tableOf(Array.from({ length: n }, () => ({ a: draw.integer(1, 5), b: draw.integer(1, 8), c: draw.integer(1, 5), d: draw.integer(1, 5), e: draw.integer(1, 5), f: draw.integer(1, 2) })), () => ({
      metrics: { sharpe: draw.normal(), cagr: draw.normal(), max_drawdown: draw.unit(), trades: draw.integer(1, 900) }, trades: String(draw.unit()),
    }));
    const fastest = (t: typeof table) => Math.min(...Array.from({ length: 4 }, () => {
      const begin = performance.now();
      analysisData(t, "sharpe");
      return performance.now() - begin;
    }));
    const [small, large] = [sized(2500), sized(10_000)];
    fastest(small);
    expect(fastest(large) / fastest(small)).toBeLessThan(12); // 16 would be quadratic
  });

  it("holds for no configs at all, and for one", () => {
    const none = tableOf([], () => ({ metrics: {} }));
    expect(analysisData({ ...none, metrics: { sharpe: new Float64Array() } }, "sharpe")).toMatchObject({ configs: 0, top: [], plateau: null, surface: null });
    expect(analysisData(column("sharpe", [1]), "sharpe")).toMatchObject({ configs: 1, plateau: { best: { config: 0, spike: null }, recommended: null } });
  });
});
