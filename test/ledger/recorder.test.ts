import { describe, expect, it } from "vitest";
import { packSpecs } from "../../src/core/packed";
import { runBacktest } from "../../src/engine/backtest";
import { createEvaluator } from "../../src/engine/evaluator";
import { configKeys, createRecorder, createTally, trialOfRun } from "../../src/ledger";
import { tradeListWords } from "../../src/ledger/tradeList";
import { METRICS } from "../../src/metrics";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const core = loadCore();
const hex = (words: ArrayLike<number>) => Array.from(words, (word) => word.toString(16)).join("-");

/** A random market with a spec, and the scope of all its sessions. */
function randomCase(seed: number) {
  const { underlyings, curves } = randomMarket(seed);
  const tickers = underlyings.map(({ symbol }) => symbol);
  return { market: { name: "random", origin: "simulated" as const, underlyings, curves }, spec: randomSpec(seed, underlyings.length), scope: { tickers, start: -1e9, end: 1e9 } };
}

describe("keys of configs", () => {
  const specs = Array.from({ length: 60 }, (_, i) => randomSpec(i + 1, 3));

  it("depend on the record alone: alone, in a batch, twice", () => {
    const [a, b] = specs;
    const pair = packSpecs([a, { ...a, account: b.account }], 3);
    const one = configKeys(packSpecs([a], 3));
    expect(hex(configKeys(pair).subarray(0, 2))).toBe(hex(one));
    expect(hex(configKeys(packSpecs([structuredClone(a)], 3)))).toBe(hex(one));
    expect(hex(configKeys(pair).subarray(2))).not.toBe(hex(one));
  });

  it("differ wherever records differ: in any slot, in features, in groups, in a word's lowest bit", () => {
    const packed = packSpecs([specs[0]], 3);
    const seen = new Set([hex(configKeys(packed))]);
    let tried = 1;
    for (const column of ["accounts", "sleeves", "groups"] as const) {
      for (let i = 0; i < packed[column].length; i++) {
        for (const change of [1, 2 ** -40]) {
          const changed = { ...packed, [column]: packed[column].slice() };
          changed[column][i] += column === "groups" ? 1 / change : change * (1 + Math.abs(changed[column][i]));
          if (changed[column][i] === packed[column][i]) continue;
          seen.add(hex(configKeys(changed)));
          tried++;
        }
      }
    }
    seen.add(hex(configKeys({ ...packed, features: { ...packed.features, ...({ more: 1 } as object) } })));
    expect(tried).toBeGreaterThan(100);
    expect(seen.size).toBe(tried + 1);
  });

  it("300,000 neighbouring configs have 300,000 keys", () => {
    const count = 300_000;
    const { accounts, sleeves, features } = packSpecs([specs[0]], 0);
    const all = { count: 1000, sleeveCount: specs[0].sleeves.length, features, accounts: new Float64Array(1000 * accounts.length), sleeves: new Float64Array(1000 * sleeves.length), groups: new Int32Array(0) };
    const seen = new Set<number>();
    for (let batch = 0; batch < count / 1000; batch++) {
      for (let i = 0; i < 1000; i++) {
        all.accounts.set(accounts, i * accounts.length);
        all.sleeves.set(sleeves, i * sleeves.length);
        all.sleeves[i * sleeves.length + 5] = i / 1000;
        all.accounts[i * accounts.length + 3] = batch;
      }
      const keys = configKeys(all);
      for (let i = 0; i < 1000; i++) seen.add(keys[2 * i] * 2 ** 21 + (keys[2 * i + 1] >>> 11));
    }
    expect(seen.size).toBe(count);
  });
});

describe("trials of evaluations and of backtests", () => {
  it.each([1, 2, 3, 4, 5, 6])("a backtest has the key, the fingerprint and the Sharpe ratio of the same config in a sweep (random market %i)", async (seed) => {
    const { market, spec, scope } = randomCase(seed);
    const evaluator = createEvaluator(core, market, { ...scope, rates: false, riskFree: 0 });
    const recorder = createRecorder(scope);
    const packed = packSpecs([spec, spec], scope.tickers.length);
    const { metrics, fingerprints } = await recorder.watch(evaluator.evaluate)(packed);
    const [swept] = recorder.drain();
    const { output } = runBacktest(core, market, { ...scope, tickers: [...scope.tickers], spec });
    const sharpe = metrics[METRICS.findIndex(({ id }) => id === "sharpe")];
    const alone = trialOfRun(spec, output.trades, Number.isNaN(sharpe) ? null : sharpe, scope);
    expect(tradeListWords(output.trades)).toEqual([...fingerprints.subarray(0, 2)]);
    expect(alone).toEqual({ scope, keys: swept.keys.slice(0, 2), lists: swept.lists.slice(0, 2), sharpe: swept.sharpe.slice(0, 1) });
    const tally = createTally();
    tally.add(swept);
    expect(tally.add(alone)).toEqual([]);
    expect(recorder.drain()).toEqual([]);
  });

  it("a batch over a window is of the window's range, batches of one range are one", async () => {
    const { market, spec, scope } = randomCase(7);
    const evaluator = createEvaluator(core, market, { ...scope, rates: false, riskFree: 0 });
    const recorder = createRecorder(scope);
    const evaluate = recorder.watch<{ start: number; end: number }>((packed) => evaluator.evaluate(packed));
    const packed = () => packSpecs([spec], scope.tickers.length);
    await evaluate(packed());
    await evaluate(packed(), { start: 100, end: 200 });
    await evaluate(packed());
    expect(recorder.drain().map((trials) => [trials.scope.start, trials.sharpe.length])).toEqual([[-1e9, 2], [100, 1]]);
  });

  it("takes the keys before the batch's buffers are handed over", async () => {
    const { market, spec, scope } = randomCase(8);
    const evaluator = createEvaluator(core, market, { ...scope, rates: false, riskFree: 0 });
    const recorder = createRecorder(scope);
    const packed = packSpecs([spec], scope.tickers.length);
    const keys = configKeys(packed);
    await recorder.watch((batch) => {
      const result = evaluator.evaluate(batch);
      structuredClone(null, { transfer: [batch.accounts.buffer, batch.sleeves.buffer] });
      return result;
    })(packed);
    expect(recorder.drain()[0].keys).toEqual(keys);
  });
});
