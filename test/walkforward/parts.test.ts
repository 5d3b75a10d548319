import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRICS } from "../../src/metrics";
import type { Results } from "../../src/walkforward/configs";
import { pooledSharpe } from "../../src/walkforward/cpcvTrain";
import { annual, efficiencyOf, pooledEfficiency } from "../../src/walkforward/efficiency";
import { createGate } from "../../src/walkforward/gate";
import { medianOf, percentileOf, rankCorrelation, ranksOf } from "../../src/walkforward/ranks";
import { ranking, scaled } from "../../src/walkforward/select";
import { overlapping, stitch } from "../../src/walkforward/stitch";
import type { Figures } from "../../src/walkforward";

/** Results with the given metrics per row; all others undefined. */
function results(rows: readonly Record<string, number>[]): Results {
  const metrics = new Float64Array(rows.length * METRICS.length).fill(NaN);
  rows.forEach((row, r) => METRICS.forEach(({ id }, m) => id in row && (metrics[r * METRICS.length + m] = row[id])));
  return { count: rows.length, metrics, equity: null, days: null };
}

const SHARPE = { id: "sharpe", better: "higher" } as const;
const guards = (more = {}) => ({ minTrades: 10, maxDrawdown: null, minWinRate: null, ...more });

describe("selection", () => {
  it("S.10: an undefined metric never wins, nor does a config that never traded", () => {
    const rows = results([{ sharpe: NaN, trades: 50 }, { sharpe: -1, trades: 10 }, { sharpe: 99, trades: 0 }, { sharpe: 9, trades: 9 }, { sharpe: Infinity, trades: 50 }, { sharpe: 0.5 }]);
    expect(ranking(rows, SHARPE, guards())).toEqual([1]);
    expect(ranking(rows, SHARPE, guards({ minTrades: 0 }))).toEqual([3, 1]);
  });

  it("D.43: a limit on an undefined figure is not kept", () => {
    const rows = results([{ sharpe: 3, trades: 20 }, { sharpe: 2, trades: 20, max_drawdown: 0.1, win_rate: 0.6 }, { sharpe: 1, trades: 20, max_drawdown: 0.10001, win_rate: 0.9 }]);
    expect(ranking(rows, SHARPE, guards({ maxDrawdown: 0.1 }))).toEqual([1]);
    expect(ranking(rows, SHARPE, guards({ minWinRate: 0.6 }))).toEqual([1, 2]);
  });

  it("ties go to the lowest number, and a metric may be better when lower", () => {
    const rows = results([{ sharpe: 1, trades: 20, max_drawdown: 0.2 }, { sharpe: 2, trades: 20, max_drawdown: 0.1 }, { sharpe: 2, trades: 20, max_drawdown: 0.1 }]);
    expect(ranking(rows, SHARPE, guards())).toEqual([1, 2, 0]);
    expect(ranking(rows, { id: "max_drawdown", better: "lower" }, guards())).toEqual([1, 2, 0]);
  });

  it("trades are asked for in proportion to the stretch, rounded up, at least one; shares are not", () => {
    expect(scaled(guards({ minTrades: 30, maxDrawdown: 0.1, minWinRate: 0.6 }), 0.125)).toEqual({ minTrades: 4, maxDrawdown: 0.1, minWinRate: 0.6 });
    expect(scaled(guards({ minTrades: 3 }), 1 / 3).minTrades).toBe(1);
    expect(scaled(guards({ minTrades: 0 }), 0.5).minTrades).toBe(1);
  });
});

describe("places", () => {
  it("rank correlation: the numbers of scipy.stats.spearmanr 1.x", () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 14);
    expect(rankCorrelation([3.1, -2, 0.5, 0.5, 7, -1.25, 4, 4], [1, 1, -3, 2.5, 6, 0, 2.5, -0.5])).toBeCloseTo(0.402439024390244, 14);
    expect(ranksOf([10, 20, 20, 5])).toEqual(Float64Array.of(2, 3.5, 3.5, 1));
  });

  it("rank correlation is undefined for fewer than three pairs and where nothing varies; undefined values are left out", () => {
    expect(rankCorrelation([1, 2], [2, 1])).toBeNull();
    expect(rankCorrelation([1, 1, 1], [2, 1, 3])).toBeNull();
    expect(rankCorrelation([1, NaN, 2, 3], [9, 5, 8, 7])).toBe(-1);
  });

  it("a percentile counts worse ones and half of the equals, itself among them", () => {
    expect(percentileOf([1, 2, 3, 4, NaN], 4, "higher")).toBe(0.875);
    expect(percentileOf([1, 2, 3, 4], 4, "lower")).toBe(0.125);
    expect(percentileOf([2, 2, 2], 2, "higher")).toBe(0.5);
    expect(percentileOf([1, 2], NaN, "higher")).toBeNull();
    expect([medianOf([3, NaN, 1]), medianOf([4, 1, 2]), medianOf([NaN])]).toEqual([2, 2, null]);
  });
});

describe("stitching", () => {
  const days = Int32Array.of(10, 11, 12, 13, 14, 15);
  const curve = (from: number, equity: number[]) => ({ days: Int32Array.from(equity, (_, i) => from + i), equity: Float64Array.from(equity) });

  it("every window trades with what the account holds when it begins; a run-off goes on beside the next window", () => {
    const legs = [
      { test: { start: 10, end: 11 }, curve: curve(10, [1100, 1200, 1300, 1300]) }, // earns 100 in its run-off, on day 12
      { test: { start: 12, end: 13 }, curve: curve(12, [1010, 1050]) }, // begins with 1200 on 1000: everything × 1.2
    ];
    const { equity } = stitch(days, legs, 1000);
    expect(Array.from(equity)).toEqual([1100, 1200, 1200 + 100 + 12, 1312 + 48, 1360, 1360]);
  });

  it("cash and days of no window leave the account as it is", () => {
    const legs = [{ test: { start: 11, end: 12 }, curve: curve(11, [1500, 1400]) }, { test: { start: 13, end: 13 }, curve: null }, { test: { start: 15, end: 15 }, curve: curve(15, [500]) }];
    expect(Array.from(stitch(days, legs, 1000).equity)).toEqual([1000, 1500, 1400, 1400, 1400, 700]);
  });

  it("overlapping windows: each day's return is the mean over the windows that hold it, cash counting as 0", () => {
    const legs = [
      { test: { start: 10, end: 13 }, curve: curve(10, [1100, 1100, 1210, 1210]) }, // 10 %, 0, 10 %, 0
      { test: { start: 12, end: 15 }, curve: curve(12, [1200, 1200, 1200, 600]) }, // 20 %, 0, 0, −50 %
      { test: { start: 14, end: 15 }, curve: null },
    ];
    const returns = [0.1, 0, 0.15, 0, 0, -0.25];
    let value = 1000;
    const expected = returns.map((r) => (value *= 1 + r));
    const { equity } = stitch(days, legs, 1000);
    expected.forEach((wanted, t) => expect(equity[t]).toBeCloseTo(wanted, 9));
    expect([overlapping([legs[0].test, legs[1].test]), overlapping([{ start: 1, end: 2 }, { start: 3, end: 4 }])]).toEqual([true, false]);
  });

  it("one window alone is its own account, to the bit", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 6, maxLength: 6 }), (equity) => {
      expect(Array.from(stitch(days, [{ test: { start: 10, end: 12 }, curve: curve(10, equity) }], 10 ** 6).equity)).toEqual(equity);
    }));
  });
});

describe("efficiency", () => {
  const figures = (value: number): Figures => ({ metric: null, return: value, annual: value, trades: 1 });

  it("is out of sample / in sample, per year and not compounded", () => {
    expect(annual(0.02, 365.25 / 4)).toBe(0.08);
    expect(efficiencyOf(figures(0.1), figures(-0.05))).toEqual({ value: -0.5, reason: null });
    expect(pooledEfficiency([{ return: 0.2, days: 730.5 }, { return: 0.1, days: 730.5 }], [{ return: 0.03, days: 91.3125 }, { return: -0.01, days: 91.3125 }])).toEqual({ value: expect.closeTo(0.04 / 0.075, 12) as number, reason: null });
  });

  it("D.38: is undefined, with a reason, when nothing was earned in sample (tradingview-mcp#75)", () => {
    for (const loss of [0, -0.1]) expect(efficiencyOf(figures(loss), figures(0.1))).toEqual({ value: null, reason: "nothing was earned in sample" });
    expect(efficiencyOf(null, null)).toEqual({ value: null, reason: "the window traded nothing" });
    expect(pooledEfficiency([], [])).toEqual({ value: null, reason: "no window traded" });
    expect(pooledEfficiency([{ return: -0.2, days: 700 }, { return: 0.1, days: 700 }], [{ return: 0.1, days: 90 }]).value).toBeNull();
  });
});

describe("pooling", () => {
  it("the Sharpe ratio of samples taken together is that of their union (numpy)", () => {
    const moments = (x: readonly number[]) => {
      const mean = x.reduce((a, b) => a + b, 0) / x.length;
      return { n: x.length, mean, squares: x.reduce((a, b) => a + (b - mean) ** 2, 0) };
    };
    expect(pooledSharpe([moments([0.01, -0.02, 0.005, 0, 0.012]), moments([0.003, -0.001, 0.02])], 252)).toBeCloseTo(4.878717740600785, 12);
    expect(pooledSharpe([moments([0, 0]), moments([0])], 252)).toBeNaN();
  });

  it("a gate lets so many in at a time, in order, and goes on after a failure", async () => {
    const gate = createGate(2);
    const log: string[] = [];
    let inside = 0;
    const work = (name: string, fail = false) => gate(async () => {
      expect(++inside).toBeLessThanOrEqual(2);
      log.push(name);
      await new Promise((done) => setTimeout(done, 1));
      inside--;
      if (fail) throw new Error(name);
    });
    const all = await Promise.allSettled([work("a"), work("b", true), work("c"), work("d")]);
    expect([log, all.map(({ status }) => status)]).toEqual([["a", "b", "c", "d"], ["fulfilled", "rejected", "fulfilled", "fulfilled"]]);
  });
});
