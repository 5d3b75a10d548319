import { describe, expect, it } from "vitest";
import { METRICS } from "../../src/metrics";
import { walkOn } from "../../src/walkforward";
import type { CpcvOptions } from "../../src/walkforward";
import { excessMoments, joinedMetric, pooledSharpe } from "../../src/walkforward/cpcvTrain";
import { groupSpans } from "../../src/windows";
import { random } from "../helpers/random";
import { calendar, EQUITY, fake, space } from "./fake";
import type { Asked, Script } from "./fake";

const SIX: CpcvOptions = { groups: 6, test: 2, embargo: null };
const spans = groupSpans(calendar.days, 6);
const groupOf = ({ window }: Asked): number => spans.findIndex(({ end }) => end === window.end);
/** A run of a group, not a window of the walk-forward beside it. */
const isGroup = (asked: Asked): boolean => groupOf(asked) >= 0 && asked.window.end - asked.window.start < 200 && asked.window.equity === true;

async function validate(script: (asked: Asked) => Script, options: CpcvOptions = SIX, settings = {}) {
  const host = fake(script);
  const { cpcv } = await walkOn(calendar, space, { windows: { train: "12m", test: "12m" }, metric: "total_return", cpcv: options, replicates: 200, ...settings }, host);
  return { cpcv: cpcv!, asked: host.asked.filter(isGroup) };
}

describe("combinatorial purged cross-validation", () => {
  it("six groups, two tested: 15 splits, 5 paths, each day of each path out of sample", async () => {
    const { cpcv } = await validate((asked) => ({ perDay: (asked.config === groupOf(asked) % 3 ? 30 : -10) }));
    expect([cpcv.splits.length, cpcv.paths.length]).toEqual([15, 5]);
    for (const { configs } of cpcv.paths) expect(configs.length).toBe(6);
    for (let g = 0; g < 6; g++) {
      const tests = cpcv.splits.filter(({ test }) => test.includes(g)).map(({ chosen }) => chosen);
      expect(cpcv.paths.map(({ configs }) => configs[g])).toEqual(tests);
    }
  });

  it("chooses on the training groups alone: a config that shines where it is tested is not chosen for it", async () => {
    const { cpcv } = await validate((asked) => ({ perDay: groupOf(asked) === 0 ? [0, 1000, 0][asked.config] : [5, 0, 3][asked.config] }));
    for (const { test, chosen } of cpcv.splits) expect(chosen, String(test)).toBe(test.includes(0) ? 0 : 1);
    expect(cpcv.paths.map(({ configs }) => configs[0])).toEqual([0, 0, 0, 0, 0]);
  });

  it("D.39, S.8: beside a test training begins an embargo later and opens nothing that could live into the test", async () => {
    const { cpcv, asked } = await validate(() => ({ perDay: 1 }), { ...SIX, embargo: 12 });
    expect([cpcv.embargo, cpcv.purge]).toEqual([12, 30]);
    spans.forEach(({ start, end }, g) => {
      const runs = asked.filter((one) => groupOf(one) === g && one.config === 0).map(({ window, lastEntry }) => [window.start - start, window.end - end, end - lastEntry]);
      const expected = [[0, 0, -Infinity], ...(g < 5 ? [[0, 0, 30]] : []), ...(g > 0 ? [[12, 0, -Infinity]] : []), ...(g > 0 && g < 5 ? [[12, 0, 30]] : [])];
      expect(runs, `group ${g}`).toEqual(expected);
    });
    expect((await validate(() => ({ perDay: 1 }))).cpcv.embargo).toBe(30);
  });

  it("the runs beside a test decide, not the whole groups", async () => {
    // Config 2 earns in the days that embargo and purge take away.
    const { cpcv } = await validate((one) => ({ perDay: one.config === 1 ? 10 : one.config === 2 && one.lastEntry === Infinity && spans[groupOf(one)]?.start === one.window.start ? 50 : 0 }), { groups: 6, test: 3, embargo: 10 });
    const apart = cpcv.splits.filter(({ test }) => test.join() === "0,2,4" || test.join() === "1,3,5");
    expect(apart.map(({ chosen }) => chosen)).toEqual([1, 1]);
    expect(cpcv.splits.find(({ test }) => test.join() === "3,4,5")!.chosen).toBe(2);
  });

  it("a path's account goes through its groups; gains and losses are counted over paths", async () => {
    const { cpcv } = await validate(({ config }) => ({ perDay: config - 3 }), { groups: 4, test: 1, embargo: 0 });
    expect(cpcv.splits.map(({ chosen }) => chosen)).toEqual([2, 2, 2, 2]);
    const sizes = groupSpans(calendar.days, 4).map(({ start, end }) => calendar.days.filter((day) => day >= start && day <= end).length);
    const total = sizes.reduce((value, n) => value * (1 - n / EQUITY), 1) - 1;
    expect(cpcv.paths[0].values.total_return.value).toBeCloseTo(total, 12);
    expect([cpcv.paths.length, cpcv.losing, cpcv.undefinedPaths]).toEqual([1, 1, 0]);
    expect(cpcv.sharpe).toMatchObject({ low: cpcv.paths[0].values.sharpe.value, high: cpcv.paths[0].values.sharpe.value, deviation: null });
  });

  it("Sharpe ratios from the groups' moments are those of the metric's own definition over the joined days", () => {
    const draw = random(5);
    const rates = Float64Array.from(calendar.days, () => 0.05 * draw.unit());
    const account = { initial: 1e9, calendar: { ...calendar, rates } };
    const parts = [0, 2, 3].map((g) => {
      const days = calendar.days.filter((day) => day >= spans[g].start && day <= spans[g].end);
      let value = 1e9;
      return { days, length: 100, results: { count: 1, metrics: new Float64Array(METRICS.length), days, equity: Float64Array.from(days, () => (value *= 1 + 0.01 * draw.normal())) } };
    });
    const moments = excessMoments(account);
    expect(pooledSharpe(parts.map((part) => moments(part, 0)), 252)).toBeCloseTo(joinedMetric("sharpe", parts, 0, account), 12);
  });

  it("guards hold over the training groups together, and a split that nothing passes holds cash", async () => {
    const { cpcv } = await validate(({ config }) => ({ perDay: 10 - config, metrics: { trades: config === 2 ? 60 : 2 } }), SIX, { guards: { minTrades: 20 } });
    expect(cpcv.splits.every(({ chosen }) => chosen === 2)).toBe(true);
    const cash = await validate(() => ({ perDay: 1 }), SIX, { guards: { minTrades: 5000 } });
    expect(cash.cpcv.splits.every(({ chosen }) => chosen === null)).toBe(true);
    expect(cash.cpcv).toMatchObject({ undefinedPaths: 5, losing: 0, sharpe: { mean: null } });
  });

  it("refuses metrics of single trades, and groups shorter than embargo and life", async () => {
    await expect(validate(() => ({}), SIX, { metric: "win_rate" })).rejects.toThrow(/metric = win_rate: cannot be pooled over groups of days; choose one of sharpe/);
    await expect(validate(() => ({}), { groups: 20, test: 2, embargo: null })).rejects.toThrow(/cpcv groups = 20: are \d+ days long/);
  });
});
