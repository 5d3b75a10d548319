import { beforeAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config";
import type { Core } from "../../src/core/core";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { bitsOf } from "../../src/results/record";
import { execute, rerun } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { toDollars } from "../../src/units";

const BASE = { ticker: "SPY,QQQ", min_credit: 3, break_even: "off" };
const configOf = (values: Record<string, unknown> = {}) => resolveConfig([{ file: "test.yaml", values: { ...BASE, ...values } }]);

let core: Core;
let market: Market;
const run = (values: Record<string, unknown> = {}) => execute(core, market, configOf(values));

beforeAll(async () => {
  core = await loadCore();
  market = simulateMarket(TINY_SIMULATION);
});

describe("a run over a small simulated market", () => {
  it("trades, and what it reports hangs together", () => {
    const { metrics, funnel, output, ledger, range } = run();
    expect(metrics.values.trades.value).toBeGreaterThan(5);
    expect(funnel.opened).toBe(output.trades.length / 46);
    expect(range).toEqual({ start: "2019-01-02", end: "2020-03-31" });
    const last = ledger.equity.length - 12;
    expect(toDollars(ledger.equity[last + 3] - ledger.initial)).toBeCloseTo(metrics.values.net_profit.value!, 6);
  });

  it("S.17: the same config gives the same bits, whatever ran before", async () => {
    const first = await bitsOf(run().output);
    run({ strategy: "iron-condor", max_positions: 1 });
    expect(await bitsOf(rerun(core, market, configOf()))).toEqual(first);
  });

  it("start, end and ticker choose what runs", () => {
    const { range, metrics } = run({ start: "2019-06-03", end: "2019-12-31", ticker: "QQQ" });
    expect(range).toEqual({ start: "2019-06-03", end: "2019-12-31" });
    expect(metrics.breakdown.underlying.map((group) => group.key)).toEqual(["QQQ"]);
    expect(() => run({ start: "2021-01-04" })).toThrow("is after the data, which ends on 2020-03-31");
  });

  it("D.36: a window inside the data has its features from before the window", () => {
    const { output, ledger } = run({ start: "2019-06-03", end: "2019-07-31", min_iv_percentile: 0 });
    expect(output.trades.length / 46).toBeGreaterThan(0);
    expect(ledger.trades[30]).not.toBe(255); // the first trade has a regime label already
  });

  it("the risk-free rate changes the ratios and nothing else", () => {
    const [zero, five, dated] = [run(), run({ risk_free: 5 }), run({ risk_free: "curve" })];
    expect(five.metrics.values.sharpe.value).toBeLessThan(zero.metrics.values.sharpe.value!);
    expect(dated.metrics.convention.riskFree).toBe("dated");
    expect(five.output.trades).toEqual(zero.output.trades);
  });

  it("S.20: break-even slippage lies where the total changes sign", () => {
    const { metrics } = run({ break_even: "on" });
    const { value, reason } = metrics.values.break_even_slippage;
    if (value === null) return expect(reason).toMatch(/favourable side|twice/);
    const total = (slippage: number) => run({ slippage }).metrics.values.net_profit.value!;
    expect(total(Math.max(0, value * 100 - 0.2))).toBeGreaterThanOrEqual(0);
    expect(total(value * 100 + 0.2)).toBeLessThanOrEqual(0);
    expect(run().metrics.values.break_even_slippage).toBeUndefined();
  });

  it("numbers sleeves of one structure", () => {
    expect(run({ sleeves: ["put-credit-spread:max_delta=0.2", "put-credit-spread", "iron-condor"] }).sleeves).toEqual(["put-credit-spread 1", "put-credit-spread 2", "iron-condor"]);
  });
});
