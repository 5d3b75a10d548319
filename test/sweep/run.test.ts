import { beforeAll, describe, expect, it } from "vitest";
import { E_EQUITY, EQ_STRIDE } from "../../assembly/abi";
import { tableFromIPC, tableToIPC } from "apache-arrow";
import { resolveConfig } from "../../src/config";
import type { Core } from "../../src/core/core";
import { emptyEvaluations } from "../../src/engine/evaluations";
import { createEvaluator } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import { METRICS } from "../../src/metrics";
import { loadCore } from "../../src/node/core";
import { execute } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { bestConfigYaml, createBest } from "../../src/sweep/best";
import { metricColumn } from "../../src/sweep/columns";
import { createExpander } from "../../src/sweep/expand";
import { createPlanner } from "../../src/sweep/plan";
import { cancelled } from "../../src/sweep/pool";
import { runSpace, type Block, type Evaluate } from "../../src/sweep/run";
import { evaluatorRequest, runSweep } from "../../src/sweep/sweep";
import type { SweepResult } from "../../src/sweep/sweep";
import { parseConfigFile } from "../../src/config";
import { parseIsoDate } from "../../src/units";
import { expand, grid } from "./support";

const BASE = { ticker: "SPY,QQQ", min_credit: 3, break_even: "off" };
const space = grid({
  regime_detector: ["four-state", "vix-ladder"], strategy: ["put-credit-spread", "put-credit-spread,iron-condor"], use_regime_sizing: [false, true],
  min_delta: [0.05, 0.15], max_delta: "min_delta + 0.15", profit_target: [35, "off"], max_positions: [2, 6],
}, { ...BASE, max_risk_per_trade: 4 });

let core: Core;
let market: Market;
let result: SweepResult;

beforeAll(async () => {
  core = await loadCore();
  market = simulateMarket(TINY_SIMULATION);
  result = await runSweep(market, space, { core: await loadCore() });
});

describe("a sweep over a small simulated market", () => {
  it("S.17: every row holds the bits of a backtest of its config alone", () => {
    const { configs } = expand(space);
    expect(result.tally.configs).toBe(64);
    expect(result.table.numRows).toBe(64);
    for (let i = 0; i < configs.length; i += 5) {
      const { metrics, funnel, output } = execute(core, market, configs[i]);
      for (const { id } of METRICS) {
        const cell = result.table.getChild(metricColumn(id))?.get(i) as number | null;
        expect(cell, `config ${i} ${id}`).toBe(metrics.values[id].value);
        expect(result.columns.metrics[id][i]).toBe(metrics.values[id].value ?? NaN);
      }
      for (const { id, count } of funnel.codes) expect(result.table.getChild(`reason_${id}`)?.get(i), `config ${i} ${id}`).toBe(count);
      const exits = Object.values(result.columns.exits).reduce((sum, column) => sum + column[i], 0);
      expect(exits).toBe(output.trades.length / 46);
      const years = Object.values(result.columns.years).reduce((sum, column) => sum + Math.round(column[i] * 10_000), 0);
      expect(years).toBe(Math.round(metrics.values.net_profit.value! * 10_000));
    }
  });

  it("columns are typed: numbers, on/off, words, an off number as a null", () => {
    const row = result.table.get(1)!.toJSON();
    expect(row).toMatchObject({ config: 1, regime_detector: "four-state", use_regime_sizing: false, min_delta: 0.05, max_delta: 0.2, profit_target: 35, max_positions: 6 });
    expect(result.table.get(2)!.toJSON()).toMatchObject({ profit_target: null });
    expect(result.table.schema.fields.map((field) => field.name)).toEqual(expect.arrayContaining(["metric_max_positions", "pnl_2019", "pnl_2020", "exit_profit_target", "reason_opened", "fingerprint"]));
    expect(tableFromIPC(tableToIPC(result.table)).numRows).toBe(64);
  });

  it("neither batches, nor lanes, nor chunks change a bit", async () => {
    const evaluator = createEvaluator(await loadCore(), market, evaluatorRequest(market, space));
    const slow = await runSweep(market, space, { evaluate: async (packed) => evaluator.evaluate(packed), lanes: 3 });
    expect(tableToIPC(slow.table)).toEqual(tableToIPC(result.table));
  });

  it("a window: the rows of a sweep from start to end, the equity of each backtest, kept or passed by", async () => {
    const own = { start: "2019-07-01", end: "2020-03-31" };
    const [start, end] = [own.start, own.end].map(parseIsoDate) as [number, number];
    const evaluator = createEvaluator(await loadCore(), market, evaluatorRequest(market, space));
    const { configs } = expand(space);
    const alone = await runSweep(market, { ...space, base: { ...space.base, ...own } }, { core: await loadCore() });
    expect(tableToIPC((await runSweep(market, space, { evaluate: evaluator.evaluate, window: { start, end } })).table)).toEqual(tableToIPC(alone.table));
    for (const keepEquity of [true, false]) {
      const passed = new Map<number, Float64Array>();
      const blocks: Block[] = [];
      await runSpace(space, {
        evaluate: evaluator.evaluate, window: { start, end, equity: true }, keepEquity, chunk: 40, saveEvery: Infinity, save: (block) => void blocks.push(block),
        onProgress: ({ configs: numbers, evaluations: { equity, sessions } }) => numbers.forEach((number, k) => passed.set(number, equity!.subarray(k * sessions!.length, (k + 1) * sessions!.length))),
      });
      for (const i of [0, 17, 39, 63]) {
        const { ledger } = execute(core, market, { ...configs[i], ...own });
        const equity = Float64Array.from({ length: ledger.equity.length / EQ_STRIDE }, (_, t) => ledger.equity[t * EQ_STRIDE + E_EQUITY]);
        expect(passed.get(i)).toEqual(equity);
        const { chunk, evaluations } = blocks[Math.floor(i / 40)];
        const at = (i - chunk.first) * equity.length;
        expect(evaluations.equity?.slice(at, at + equity.length)).toEqual(keepEquity ? equity : undefined);
      }
    }
  });

  it("tells of its progress and stops between batches", async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ done, total, configs, evaluations }: { done: number; total: number; configs: Uint32Array; evaluations: { count: number } }) => {
      expect([total, configs.length]).toEqual([64, evaluations.count]);
      seen.push(done);
      if (done > 20) abort.abort();
    };
    await expect(runSweep(market, space, { core, onProgress, signal: abort.signal })).rejects.toMatchObject({ kind: "cancelled" });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBeLessThan(64);
  });

  it("stopped in the middle of a batch that its pool cancels, it hands over what is done", async () => {
    const abort = new AbortController();
    const evaluator = createEvaluator(await loadCore(), market, evaluatorRequest(market, space));
    let batch = 0;
    const evaluate: Evaluate = async (packed) => {
      if (++batch < 3) return evaluator.evaluate(packed);
      abort.abort();
      throw cancelled("stopped on request");
    };
    const saved: number[] = [];
    const outcome = await runSpace(space, { evaluate, signal: abort.signal, save: (block) => void saved.push(block.filled), chunk: 40 });
    expect(outcome.complete).toBe(false);
    expect(saved.at(-1)).toBeGreaterThan(0);
    expect(saved.at(-1)).toBeLessThan(40);
  });

  it("the best config's file is that config", async () => {
    const metric = METRICS.find(({ id }) => id === "max_drawdown")!;
    const best = createBest(metric);
    const evaluator = createEvaluator(await loadCore(), market, evaluatorRequest(market, space));
    await runSpace(space, { evaluate: (packed) => evaluator.evaluate(packed), save: best.add, chunk: 10 });
    const lowest = Math.min(...result.columns.metrics.max_drawdown.filter((value) => !Number.isNaN(value)));
    expect(best.leader()).toMatchObject({ config: result.columns.metrics.max_drawdown.indexOf(lowest), value: lowest });
    const { values } = parseConfigFile(bestConfigYaml(space, best.leader(), metric, "here"), "best.yaml");
    const config = resolveConfig([{ file: "best.yaml", values }]);
    expect(execute(core, market, config).metrics.values.max_drawdown.value).toBe(lowest);
  });

  it("S.10: an undefined metric never wins", () => {
    const metric = METRICS.find(({ id }) => id === "sharpe")!;
    const chunk = createExpander(space).next(3)!;
    const block = (...sharpes: number[]) => {
      const evaluations = emptyEvaluations(3, [2019]);
      sharpes.forEach((value, i) => (evaluations.metrics[i * METRICS.length + METRICS.indexOf(metric)] = value));
      return { chunk, evaluations, done: Uint8Array.of(1, 1, 1), filled: 3 };
    };
    const best = createBest(metric);
    best.add(block(NaN, NaN, NaN));
    expect(best.leader()).toBeNull();
    expect(() => bestConfigYaml(space, null, metric, "here")).toThrow("--metric = sharpe: is undefined for every config of the sweep; choose another metric");
    best.add(block(NaN, -1, NaN));
    expect(best.leader()).toMatchObject({ config: 1, value: -1 });
  });
});

describe("the planner", () => {
  it("puts configs side by side that share features, sleeves and entries, and counts what there is", () => {
    const planner = createPlanner();
    const chunk = createExpander(space).next(100)!;
    const groups = planner.plan(chunk);
    expect(groups.map(({ features, sleeveCount, members }) => [features.detector, sleeveCount, members.length])).toEqual([["four-state", 1, 16], ["four-state", 2, 16], ["vix-ladder", 1, 16], ["vix-ladder", 2, 16]]);
    expect([...groups.flatMap(({ members }) => [...members])].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i));
    const delta = (i: number): number => chunk.sleeves[chunk.sleeveBegin[i] * 44 + 1];
    for (const { members } of groups) expect([...members].map(delta)).toEqual([...members].map(delta).sort((a, b) => a - b));
    expect(planner.census()).toMatchObject({ features: 2, screens: 4, fills: 1, exits: 2, accounts: 8, entries: 8 });
  });
});
