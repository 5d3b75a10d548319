import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import type { PackedSpecs } from "../../src/core/packed";
import { emptyEvaluations } from "../../src/engine/evaluations";
import type { Evaluations } from "../../src/engine/evaluations";
import { createTally } from "../../src/ledger";
import { METRICS } from "../../src/metrics";
import { collect, countedDeflation, redFlags, STEPS, overfitSteps } from "../../src/overfit";
import { histogramOf } from "../../src/overfit/histogram";
import { deflatedSharpe } from "../../src/stats/deflated";
import { moments } from "../../src/stats/moments";
import { sharpeError } from "../../src/stats/sharpeError";
import { trials as ledgerTrials } from "../ledger/samples";
import { grid } from "../sweep/support";
import { analyse, sample } from "./samples";

/** A ledger of so many trials with annual Sharpe ratios around zero. */
const ledger = (count: number, deviation = 0.4) => {
  const tally = createTally();
  tally.add(ledgerTrials(0, count, { sharpe: (n) => deviation * (n % 2 ? 1 : -1) }));
  return tally.count();
};
const flagsOf = (result: ReturnType<typeof analyse>, trials: number) => redFlags(result, countedDeflation(result, ledger(trials))).map(({ id }) => id);

describe("the panel", () => {
  it("noise is called noise", () => {
    const result = analyse(sample(40, 1500, 1));
    expect(result.best.annualSharpe.value).toBeGreaterThan(0.5); // the best of forty looks good
    expect(result.psr.value).toBeGreaterThan(0.9);
    expect(result.deflated.sweep.probability.value).toBeLessThan(0.9);
    expect("consistent" in result.spa && result.spa.consistent).toBeGreaterThan(0.05);
    expect(flagsOf(result, 40)).toEqual(expect.arrayContaining(["deflated", "spa", "survivors"]));
  });

  it("a planted edge is found, and survives the deflation", () => {
    const result = analyse(sample(40, 1500, 2, (config) => (config === 7 ? 0.0014 : 0)));
    expect(result.best.config).toBe(70);
    expect("configs" in result.survivors && result.survivors.configs).toEqual([70]);
    expect("pbo" in result.pbo && result.pbo.pbo).toBeLessThan(0.05);
    expect(countedDeflation(result, ledger(40)).deflated.probability.value).toBeGreaterThan(0.95);
    expect(flagsOf(result, 40)).toEqual([]);
  });

  it("D.40: the more trials the ledger knows, the less is left of the best one", () => {
    const result = analyse(sample(10, 1500, 2, (config) => (config === 7 ? 0.0008 : 0)));
    const left = [1, 10, 1000, 100_000].map((trials) => countedDeflation(result, ledger(trials)).deflated.probability.value!);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left[0]).toBe(result.psr.value);
    expect(left[0] - left[3]).toBeGreaterThan(0.1);
    expect(flagsOf(result, 100_000)).toContain("deflated");
  });

  it("deflates by the number and the spread of the ledger's trials, with the error that knows autocorrelation", () => {
    const collected = sample(10, 1500, 3);
    const result = analyse(collected);
    const series = collected.returns.values.subarray(collected.leaderRow * 1500, (collected.leaderRow + 1) * 1500);
    const { sharpe, skewness, kurtosis } = moments(series);
    const count = ledger(500);
    const expected = deflatedSharpe({ sharpe, sessions: 1500, skewness, kurtosis, dependence: sharpeError(series).dependence, trials: 500, variance: count.sharpe.variance / 252 });
    expect(countedDeflation(result, count).deflated).toEqual({ trials: 500, variance: expect.closeTo(count.sharpe.variance, 12), lucky: { value: expect.closeTo(expected.benchmark * Math.sqrt(252), 12) }, probability: { value: expect.closeTo(expected.probability, 12) } });
  });

  it("one config: what needs several says so, the rest is there", () => {
    const result = analyse(sample(1, 400, 4));
    expect(result.pbo).toEqual({ reason: "configs = 1: choosing needs two at least; sweep more configs" });
    expect(result.trials.correlation).toEqual({ value: null, reason: "needs two configs that trade" });
    expect(result.deflated.sweep.probability).toEqual(result.psr);
  });

  it("S.10, D.43: a config that never trades has reasons instead of figures", () => {
    const collected = sample(3, 400, 5);
    collected.returns.values.fill(0);
    const result = analyse(collected);
    expect(result.psr).toEqual({ value: null, reason: "the account never moved: there is no Sharpe ratio" });
    expect(result.minimumTrackRecord.value).toBeNull();
    expect("configs" in result.survivors && result.survivors.configs).toEqual([]);
    expect(JSON.stringify(result)).not.toContain("null,\"value\"");
    expect(() => flagsOf(result, 3)).not.toThrow();
  });

  it("S.17: the same input gives the same panel; every step is announced", () => {
    expect(analyse(sample(6, 300, 6))).toEqual(analyse(sample(6, 300, 6)));
    const collected = sample(2, 100, 1);
    expect([...overfitSteps({ collected, parameters: {}, metric: { id: "sharpe", label: "Sharpe", value: 1 } }, { blocks: 4, resamples: 100, permutations: 100, paths: 100 })]).toEqual(STEPS);
  });

  it("zero ends a bin of the logits: what lies left of it is overfit", () => {
    const logits = Float64Array.of(-2, -0.01, 0, 0.01, 1, 2);
    const bins = histogramOf(logits);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(bins.filter(({ to }) => to <= 1e-12).reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(histogramOf(new Float64Array(4)).filter(({ to }) => to <= 0).reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});

describe("collecting returns", () => {
  const space = grid({ profit_target: [30, 40, 50, 60], max_positions: [1, 2, 3] }, { equity: 50_000 });
  const DAYS = Int32Array.of(10, 11, 12);

  /** An account that gains (profit target × session) dollars, whatever max_positions is: three configs share each trade list. */
  const evaluate = (packed: PackedSpecs): Evaluations => {
    const result = emptyEvaluations(packed.count, [2020], DAYS);
    for (let i = 0; i < packed.count; i++) {
      const target = packed.sleeves[i * packed.sleeves.length / packed.count + abi.S_PROFIT_TARGET];
      for (let t = 0; t < 3; t++) result.equity![3 * i + t] = 500_000_000 + 10_000 * target * (t + 1);
      result.yearly[i] = 30_000 * target;
      result.fingerprints.set([target, 1], 2 * i);
      result.metrics.fill(target, i * METRICS.length, (i + 1) * METRICS.length);
    }
    return result;
  };
  const options = { range: { start: 10, end: 12 }, evaluate, metric: METRICS.find(({ id }) => id === "sharpe")! };

  it("keeps one row per trade list, by its first config, and knows the best one's", async () => {
    const collected = await collect(space, options);
    expect([collected.configs, collected.copies]).toEqual([[0, 3, 6, 9], [3, 3, 3, 3]]);
    expect([collected.evaluated, collected.leader!.config, collected.leaderRow]).toEqual([12, 9, 3]);
    const step = collected.returns.values[0] * 500_000_000;
    expect(Array.from(collected.returns.values.subarray(0, 3))).toEqual([step / 500_000_000, expect.closeTo(step / (500_000_000 + step), 15), expect.closeTo(step / (500_000_000 + 2 * step), 15)]);
  });

  it("subtracts the risk-free return, and asks for equity over the range", async () => {
    const windows: unknown[] = [];
    const plain = await collect(space, options);
    const over = await collect(space, { ...options, riskFree: Float64Array.of(1e-4, 2e-4, 3e-4), evaluate: (packed, window) => {
      windows.push(window);
      return evaluate(packed);
    } });
    expect(Array.from(over.returns.values, (value, i) => plain.returns.values[i] - value)).toEqual(Array.from({ length: 12 }, (_, i) => expect.closeTo(1e-4 * ((i % 3) + 1), 15)));
    expect(windows[0]).toEqual({ start: 10, end: 12, equity: true });
  });

  it("stops when asked", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(collect(space, { ...options, signal: abort.signal })).rejects.toThrow("stopped on request");
  });
});
