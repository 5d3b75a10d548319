// The evaluator against `run` + `computeMetrics` + the plain counts: every column, bit for bit.
import { beforeAll, describe, expect, it } from "vitest";
import { resolveConfig, toRunSpec } from "../../src/config";
import type { Core } from "../../src/core/core";
import { packSpecs } from "../../src/core/packed";
import { runBacktest } from "../../src/engine/backtest";
import { createEvaluator } from "../../src/engine/evaluator";
import type { EvaluatorRequest } from "../../src/engine/evaluator";
import type { Evaluations } from "../../src/engine/evaluations";
import type { Market } from "../../src/market/types";
import { computeMetrics, METRICS } from "../../src/metrics";
import { directorySource } from "../../src/node/files";
import { ensureEmbeddedMarket } from "../../src/node/simulate";
import { readDataset } from "../../src/store/read";
import type { RunSpec } from "../../src/strategy/spec";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";
import { referenceEvaluation } from "../reference/evaluation";

const core = loadCore();
const EVERYTHING = { start: -1e9, end: 1e9 };

/** One config's part of every column; toEqual compares by Object.is, so NaN equals NaN and 0 differs from −0. */
function columnsOf(all: Evaluations, i: number) {
  const part = <T extends Float64Array | Uint32Array>(column: T): number[] => [...column.subarray((i * column.length) / all.count, ((i + 1) * column.length) / all.count)];
  return {
    years: [...all.years],
    metrics: Object.fromEntries(METRICS.map(({ id }, k) => [id, all.metrics[i * METRICS.length + k]])),
    yearly: part(all.yearly), reasons: part(all.reasons), exits: part(all.exits), fingerprint: part(all.fingerprints),
  };
}

/** The same by way of a whole backtest. */
function expected(market: Market, spec: RunSpec, request: EvaluatorRequest, on: Core = core) {
  const { output, timeline } = runBacktest(on, market, { ...request, tickers: [...request.tickers], spec });
  const { values } = computeMetrics({
    trades: output.trades, equity: output.equity, initial: spec.account.equity, underlyings: request.tickers, structures: spec.sleeves.map((s) => s.structure),
    regimes: [], rates: request.rates ? timeline.rate : null, riskFree: request.rates ? 0 : request.riskFree,
  });
  const metrics = Object.fromEntries(METRICS.map(({ id }) => [id, values[id].value ?? NaN]));
  return { metrics, ...referenceEvaluation(output, spec.account.equity) };
}

/** A market with two specs that share their features and their number of sleeves. */
function randomCase(seed: number) {
  const { underlyings, curves } = randomMarket(seed);
  const first = randomSpec(seed, underlyings.length, underlyings[0].days.day);
  const second = randomSpec(seed + 1000, underlyings.length, underlyings[0].days.day);
  const market: Market = { name: "random", origin: "simulated", underlyings, curves };
  const labels = first.account.regimeMultipliers;
  const specs: RunSpec[] = [first, { ...first, account: { ...second.account, regimeMultipliers: labels }, sleeves: first.sleeves.map((s) => ({ ...s, ...second.sleeves[0] })) }];
  const request = { tickers: underlyings.map((u) => u.symbol), ...EVERYTHING, rates: seed % 3 === 0, riskFree: seed % 3 === 1 ? 0.03 : 0 };
  return { market, specs, request };
}

describe("an evaluation equals a backtest with its metrics, bit for bit", () => {
  const seen = { undefined: 0, defined: 0, trades: 0 };

  it.each(Array.from({ length: 70 }, (_, i) => i + 1))("random market and specs %i", (seed) => {
    const { market, specs, request } = randomCase(seed);
    const mark = core.arena.mark();
    const all = createEvaluator(core, market, request).evaluate(packSpecs(specs, request.tickers.length));
    core.arena.release(mark);
    specs.forEach((spec, i) => expect(columnsOf(all, i)).toEqual(expected(market, spec, request)));
    for (const value of all.metrics) seen[Number.isNaN(value) ? "undefined" : "defined"]++;
    seen.trades += all.exits.reduce((sum, n) => sum + n, 0);
  });

  it("the cases hold trades, values and undefined values", () => {
    expect(seen.trades).toBeGreaterThan(1000);
    expect(seen.undefined).toBeGreaterThan(50);
    expect(seen.defined).toBeGreaterThan(2000);
  });

  it("whatever the order and the size of the batch", () => {
    const { market, specs, request } = randomCase(7);
    const mark = core.arena.mark();
    const evaluator = createEvaluator(core, market, request);
    const evaluate = (list: readonly RunSpec[]) => evaluator.evaluate(packSpecs(list, request.tickers.length));
    const both = evaluate(specs);
    const turned = evaluate([specs[1], specs[0], specs[1]]);
    const alone = evaluate([specs[1]]);
    const otherFeatures = evaluate(specs.map((spec) => ({ ...spec, features: { ...spec.features, volatilityWindow: 11 } })));
    core.arena.release(mark);
    expect(otherFeatures.count).toBe(2);
    expect(columnsOf(turned, 1)).toEqual(columnsOf(both, 0));
    for (const [all, i] of [[turned, 0], [turned, 2], [alone, 0]] as const) expect(columnsOf(all, i)).toEqual(columnsOf(both, 1));
  });
});

describe("on the embedded market", () => {
  const embedded = loadCore();
  let market: Market;
  beforeAll(async () => {
    await ensureEmbeddedMarket({ dir: "data/embedded" });
    market = await readDataset(directorySource("data/embedded"), embedded.arena);
  }, 600_000);

  it.each([
    ["no risk-free rate", { rates: false, riskFree: 0 }],
    ["a constant risk-free rate", { rates: false, riskFree: 0.04 }],
    ["dated rates", { rates: true, riskFree: 0 }],
  ])("19 years, three underlyings, %s", (_, free) => {
    const changes = [{}, { profit_target: 25, breakers: true, use_regime_sizing: true }, { min_open_interest: 1e9 }, { dynamic_exits: "conservative", time_exit: 7 }];
    const configs = changes.map((values) => resolveConfig([{ file: null, values: { ticker: ["SPY", "QQQ", "IWM"], ...values } }]));
    const specs = configs.map((config) => toRunSpec(config, config.ticker));
    const request = { tickers: configs[0].ticker, start: 0, end: 40_000, ...free };
    const mark = embedded.arena.mark();
    const all = createEvaluator(embedded, market, request).evaluate(packSpecs(specs, 3));
    embedded.arena.release(mark);
    specs.forEach((spec, i) => {
      const other = expected(market, spec, request, embedded);
      expect(columnsOf(all, i)).toEqual(other);
      const net = all.yearly.slice(i * all.years.length, (i + 1) * all.years.length).reduce((sum, change) => sum + change, 0);
      expect(net / 10_000).toBe(other.metrics.net_profit);
    });
    expect(all.exits.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(1500);
  }, 60_000);
});
