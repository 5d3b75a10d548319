// The core and its twin on the whole embedded market: 19 years, three underlyings, and a run with every layer on.
import { beforeAll, describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import { resolveConfig, toRunSpec } from "../../src/config";
import { run } from "../../src/engine/backtest";
import { prepare } from "../../src/engine/prepare";
import type { Market } from "../../src/market/types";
import { directorySource } from "../../src/node/files";
import { ensureEmbeddedMarket } from "../../src/node/simulate";
import { readDataset } from "../../src/store/read";
import { loadCore } from "../helpers/core";
import { referenceCorrelations, referenceFeatures } from "../reference/features";
import { referenceRun } from "../reference/dayloop";
import { referenceTimeline } from "../reference/timeline";

const RUNS: Record<string, Record<string, unknown>> = {
  "the main scenario": {},
  "every layer and structure": {
    strategy: ["put-credit-spread", "call-credit-spread", "iron-condor", "short-put"], entry_order: "score", use_regime_sizing: true, breakers: true, max_effective_heat: 15,
    max_positions: 12, min_iv_percentile: 20, gamma_exit: 5, time_exit: 2, profit_target: 50, dynamic_exits: "scaled", short_put_stress: 20, min_open_interest: 50,
  },
};

describe("the core equals its twin on the embedded market", () => {
  const core = loadCore();
  let market: Market;
  beforeAll(async () => {
    await ensureEmbeddedMarket({ dir: "data/embedded" }); // made by npm start; a first test run makes it too
    market = await readDataset(directorySource("data/embedded"), core.arena);
  }, 600_000);

  test.each(Object.entries(RUNS))("%s", (_, values) => {
    const config = resolveConfig([{ file: null, values }]);
    const spec = toRunSpec(config, config.ticker);
    const range = { start: 0, end: 40_000 };
    const prepared = prepare(core, market, { tickers: config.ticker, ...range, features: spec.features });
    const { underlyings } = prepared;
    const timeline = referenceTimeline(underlyings, market.curves, { ...range, lag: spec.features.lag });
    const features = underlyings.map((u, i) => referenceFeatures(u, timeline.underlyings[i], spec.features));
    const correlations = referenceCorrelations(underlyings, timeline, spec.features);
    expect(prepared.timeline).toEqual(timeline);
    expect(prepared.features).toEqual(features);
    expect(prepared.correlations).toEqual(correlations);
    const output = run(prepared, spec);
    const expected = referenceRun({ underlyings, timeline, features, correlations, spec });
    expect(output.summary[abi.SUM_TRADES]).toBeGreaterThan(500);
    for (const part of ["trades", "equity", "funnel", "summary"] as const) {
      expect(Buffer.compare(bytesOf(output[part]), bytesOf(expected[part])), part).toBe(0);
    }
    // S.3: final equity = initial + Σ net P&L, to the unit.
    let net = 0;
    for (let t = abi.T_NET_PNL; t < output.trades.length; t += abi.TRADE_STRIDE) net += output.trades[t];
    expect(output.equity[output.equity.length - abi.EQ_STRIDE + abi.E_EQUITY]).toBe(spec.account.equity + net);
  }, 120_000);
});

const bytesOf = (column: Float64Array | Uint8Array): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
