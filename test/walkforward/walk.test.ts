import { describe, expect, it } from "vitest";
import { toDollars } from "../../src/units";
import { walkOn } from "../../src/walkforward";
import type { WalkForward, WalkForwardSettings } from "../../src/walkforward";
import { calendar, day, EQUITY, fake, space } from "./fake";
import type { Asked, Script } from "./fake";

const WINDOWS = { train: "12m", validate: "0", test: "6m" };
const walk = (script: (asked: Asked) => Script, settings: WalkForwardSettings = {}): Promise<WalkForward> => walkOn(calendar, space, { windows: WINDOWS, replicates: 200, ...settings }, fake(script));
const last = ({ stitched }: WalkForward): number => toDollars(stitched.equity[stitched.equity.length - 1]);

/** Config 1 is best until the middle of 2011, config 2 after it; config 0 never. */
const turning = ({ config, window }: Asked): Script => ({ perDay: config, metrics: { sharpe: config === 0 ? -1 : window.end < day("2011-08-01") ? 2 / config : config } });

describe("walking forward", () => {
  it("chooses on training, trades the test, and stitches what follows", async () => {
    const result = await walk(turning);
    expect(result.windows.map(({ chosen }) => chosen)).toEqual([1, 1, 2, 2]);
    expect(result.windows.map(({ test }) => [test.start, test.end])).toEqual([["2011-01-03", "2011-06-30"], ["2011-07-01", "2011-12-30"], ["2012-01-03", "2012-06-29"], ["2012-07-02", "2012-12-31"]].map((pair) => pair.map(day)));
    const [first] = result.windows;
    expect(first).toMatchObject({ passed: 3, trainRank: 1, cash: null, parameters: { profit_target: 50 }, trained: { metric: 2, trades: 30 }, tested: { metric: 2, winRate: 0.5, percentile: 2.5 / 3, median: 1, correlation: 1 } });
    const sessionsOf = (from: string, to: string): number => calendar.days.filter((d) => d >= day(from) && d <= day(to)).length;
    expect(first.trained!.return).toBeCloseTo(sessionsOf("2010-01-04", "2010-12-31") / EQUITY, 12);
    expect(first.efficiency.value).toBeCloseTo(first.tested!.annual / first.trained!.annual, 15);
  });

  it("the stitched account compounds from window to window and its metrics are those of its curve", async () => {
    const result = await walk(turning, { boundary: "mark" });
    const gains = result.windows.map(({ tested }) => tested!.return);
    expect(last(result)).toBeCloseTo(gains.reduce((value, gain) => value * (1 + gain), EQUITY), 6);
    expect(result.values.total_return.value).toBeCloseTo(last(result) / EQUITY - 1, 12);
    expect(result.values.net_profit.value).toBeCloseTo(last(result) - EQUITY, 6);
    expect(result.values).toMatchObject({ trades: { value: 120 }, win_rate: { value: 0.5 }, max_drawdown: { value: 0 } });
    expect(result.stitched.days[0]).toBe(day("2011-01-03"));
    expect(result.stitched.days[result.stitched.days.length - 1]).toBe(day("2012-12-31"));
  });

  it("D.32: by default entries end with the test and its positions run on, in the account of their window", async () => {
    const host = fake(({ config, window, lastEntry }) => ({ perDay: config, sessions: lastEntry < Infinity ? calendar.days.filter((d) => d >= window.start && d <= lastEntry).length + 5 : Infinity, metrics: { sharpe: config } }));
    const result = await walkOn(calendar, space, { windows: WINDOWS }, host);
    const own = host.asked.filter(({ window, lastEntry }) => window.equity && lastEntry < Infinity);
    expect(own.slice(0, 3).map(({ window, lastEntry }) => [window.start, lastEntry, window.end])).toEqual(result.windows.slice(0, 3).map(({ test, runOff }) => [test.start, test.end, runOff]));
    expect(result.longestLife).toBe(30);
    expect(result.windows.map(({ test, runOff }) => runOff - test.end)).toEqual([37, 37, 37, 0]);
    const sizes = result.windows.map(({ test }) => calendar.days.filter((d) => d >= test.start && d <= test.end).length);
    let [value, tail] = [EQUITY, 0];
    sizes.forEach((size, w) => {
      const scale = value / EQUITY;
      value += scale * 2 * size + tail; // what the window before left running falls into this one
      tail = w < 3 ? scale * 10 : 0;
    });
    expect(last(result)).toBeCloseTo(value, 6);
  });

  it("D.38: no run that chooses reaches beyond its stretch, and no test day is in its own training or validation", async () => {
    const host = fake(turning);
    const { windows } = await walkOn(calendar, space, { windows: { train: "6m", validate: "2m", test: "1m", embargo: "5d" }, top: 2 }, host);
    for (const { train, validate, test } of windows) expect([train.end + 5 < validate!.start, validate!.end + 5 < test.start]).toEqual([true, true]);
    const choosing = host.asked.filter(({ window, lastEntry }) => !window.equity && lastEntry === Infinity);
    for (const { window } of choosing) expect(windows.some(({ train, validate, test }) => [train, validate!, test, { start: windows[0].test.start, end: windows.at(-1)!.test.end }].some((span) => span.start === window.start && span.end === window.end))).toBe(true);
  });

  it("validation picks among the best on training", async () => {
    const script = ({ config, window }: Asked): Script => ({ perDay: 1, metrics: { sharpe: window.end - window.start < 70 ? -config : config } });
    const settings = { windows: { train: "12m", validate: "2m", test: "6m" } };
    expect((await walk(script, { ...settings, top: 2 })).windows[0]).toMatchObject({ chosen: 1, trainRank: 2, trained: { metric: 1 }, validated: { metric: -1 } });
    expect((await walk(script, { ...settings, top: 3 })).windows[0]).toMatchObject({ chosen: 0, trainRank: 3 });
    expect((await walk(script, { ...settings, top: 1 })).windows[0]).toMatchObject({ chosen: 2, trainRank: 1 });
  });

  it("guards on validation ask for trades in proportion to its length", async () => {
    const script = (trades: number) => ({ window }: Asked): Script => ({ perDay: 1, metrics: { sharpe: 1, trades: window.end - window.start < 70 ? trades : 60 } });
    const settings = { windows: { train: "12m", validate: "2m", test: "6m" }, guards: { minTrades: 30 } }; // 59 or 62 days of 365: 4.8 … 5.1
    expect((await walk(script(6), settings)).windows.every(({ chosen }) => chosen === 0)).toBe(true);
    expect((await walk(script(4), settings)).windows[0]).toMatchObject({ chosen: null, cash: "none passed validation", passed: 3, trained: null, tested: null });
  });

  it("a window that nothing passes holds cash, is counted, and the account waits", async () => {
    const result = await walk(({ config, window }) => ({ perDay: 10, metrics: { sharpe: config, trades: window.start < day("2010-03-01") ? 3 : 30 } }));
    expect(result.windows.map(({ cash }) => cash)).toEqual(["none passed training", null, null, null]);
    expect(result.windows[0]).toMatchObject({ chosen: null, passed: 0, parameters: {}, tested: null, efficiency: { value: null, reason: "the window traded nothing" } });
    expect(Array.from(result.stitched.equity.subarray(0, 100))).toEqual(Array(100).fill(EQUITY * 10_000));
    expect(result.flags.map(({ id }) => id)).toContain("empty_windows");
    expect(result.rivals.find(({ name }) => name === "first choice kept")).toMatchObject({ config: 2 });
  });

  it("when no window chooses there is no result to speak of, and that is said", async () => {
    const result = await walk(() => ({ metrics: { trades: 0, win_rate: NaN } }));
    expect(result).toMatchObject({ consensus: null, efficiency: { value: null, reason: "no window traded" }, values: { total_return: { value: 0 }, sharpe: { value: null }, win_rate: { value: null, reason: "no closed trades" } } });
    expect(result.rivals.map(({ name }) => name)).toEqual(["walk-forward"]);
    expect(result.flags.find(({ id }) => id === "empty_windows")?.text).toBe("4 of 4 windows traded nothing: no config kept the guards (4 on training, 0 on validation).");
  });

  it("overlapping tests are averaged, with positions marked at the end of each", async () => {
    const overlapping = { windows: { ...WINDOWS, step: "3m" } };
    const result = await walk(({ config }) => ({ perDay: 100 * config, metrics: { sharpe: config } }), overlapping);
    expect([result.overlapping, result.options.boundary, result.windows.every(({ test, runOff }) => runOff === test.end)]).toEqual([true, "mark", true]);
    const { equity } = result.stitched;
    const half = result.stitched.days.indexOf(result.windows[1].test.start);
    const flat = 200 / EQUITY; // the first day of the second window, for the first has grown by then
    expect(equity[half] / equity[half - 1] - 1).toBeCloseTo((flat + 200 / (EQUITY + 200 * half)) / 2, 12);
    await expect(walk(turning, { ...overlapping, boundary: "run-off" })).rejects.toThrow("boundary = run-off: does not fit test windows that overlap");
  });

  it("rivals: the first choice, the median and the best in hindsight, over the same days", async () => {
    const result = await walk(({ config, window }) => ({ perDay: config, metrics: { sharpe: window.end < day("2011-01-03") ? -config : config } }), { boundary: "mark" });
    expect(result.rivals.map(({ name, config }) => [name, config])).toEqual([["walk-forward", null], ["first choice kept", 0], ["median config", 1], ["best in hindsight", 2]]);
    for (const { curve } of result.rivals) expect(curve.days).toEqual(result.stitched.days);
    expect(result.rivals.map(({ values }) => Math.round(values.net_profit.value!))).toEqual([Math.round(last(result) - EQUITY), 0, 502, 1004]);
  });

  it("anchored training begins on the first day and grows", async () => {
    const { windows } = await walk(turning, { windows: { ...WINDOWS, anchored: true } });
    expect(windows.map(({ train }) => train.start)).toEqual(Array(4).fill(calendar.days[0]));
    expect(windows[3].train.end).toBeGreaterThan(windows[2].train.end);
  });

  it("lanes change nothing; progress ends at no more than the total; an abort is a cancellation", async () => {
    const one = await walk(turning);
    let [done, total] = [0, 0];
    const abort = new AbortController();
    const host = fake(turning);
    const many = await walkOn(calendar, space, { windows: WINDOWS, replicates: 200 }, { evaluate: async (packed, window) => (await new Promise((wait) => setTimeout(wait, packed.count)), host.evaluate(packed, window)), lanes: 5, onProgress: (...seen) => ([done, total] = seen) });
    expect(many).toEqual(one);
    expect(done).toBeGreaterThan(0.9 * total);
    expect(done).toBeLessThanOrEqual(total);
    const stopped = walkOn(calendar, space, { windows: WINDOWS }, { ...fake(turning), signal: abort.signal, onProgress: () => abort.abort() });
    await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
  });

  it("refuses what makes no sense, with the remedy", async () => {
    await expect(walk(turning, { metric: "sharp" })).rejects.toThrow(/metric = sharp: is not a metric/);
    await expect(walk(turning, { top: 0 })).rejects.toThrow(/top = 0: is not a whole number from 1/);
    await expect(walk(turning, { windows: { train: "9y", test: "3m" } })).rejects.toThrow(/none fits/);
  });
});

describe("red flags", () => {
  const ids = ({ flags }: WalkForward): string[] => flags.map(({ id }) => id);
  const text = ({ flags }: WalkForward, id: string): string | undefined => flags.find((flag) => flag.id === id)?.text;

  it("none but the small number of windows for a steady gain", async () => {
    expect(ids(await walk(({ config, window }) => ({ perDay: 1, metrics: { sharpe: config === 1 ? 3 : config + (window.start % 2) / 10 } })))).toEqual(["few_windows"]);
  });

  it("loss, low efficiency, jumping, edges, no foresight and one lucky window are told with their numbers", async () => {
    const result = await walk(({ config, window }) => {
      const training = window.end - window.start > 250 && !window.equity && window.end - window.start < 400;
      const even = Math.round((window.start - day("2010-01-04")) / 182) % 2 === 0;
      return { perDay: training ? 10 : -5, metrics: { sharpe: training === (even ? config === 0 : config === 2) ? 3 : config === 1 ? 0 : 1, trades: training ? 40 : 2 } };
    });
    expect(ids(result)).toEqual(expect.arrayContaining(["few_windows", "few_trades", "loss", "efficiency", "jumping", "edges"]));
    expect(text(result, "efficiency")).toMatch(/^Walk-forward efficiency is −0\.5\d: what was earned in sample was lost outside\.$/);
    expect(text(result, "jumping")).toBe("Another config was chosen in 3 of 3 steps from one window to the next: the optimum does not hold still.");
    expect(text(result, "edges")).toBe("Most windows chose an end of the grid: profit_target in 4 of 4. The optimum may lie outside.");
    expect(text(result, "few_trades")).toBe("4 of 4 test windows closed fewer than 5 trades.");
  });

  it("one window that makes the profit is named with what is left without it", async () => {
    const result = await walk(({ config, window }) => ({ perDay: window.start === day("2011-07-01") ? 100 : -1, metrics: { sharpe: config } }), { boundary: "mark" });
    expect(text(result, "one_window")).toMatch(/^One window \(2011-07-01 … 2011-12-30\) made 10\d % of the sum of all windows' returns; the others together lost 0\.3\d % of equity\.$/);
  });
});
