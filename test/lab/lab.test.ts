import { beforeAll, describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { resolveConfig } from "../../src/config";
import type { Core } from "../../src/core/core";
import { createLab } from "../../src/lab/engine/lab";
import type { Lab } from "../../src/lab/engine/lab";
import type { Values } from "../../src/lab/protocol";
import { resultAt } from "../../src/lab/cache";
import { DEFAULTS, positionOf, SLIDERS } from "../../src/lab/sliders";
import type { Market } from "../../src/market/types";
import { METRICS } from "../../src/metrics";
import { loadCore } from "../../src/node/core";
import { backtestPage } from "../../src/report/html/backtest/page";
import { headlessDocument } from "../../src/report/html/headless";
import { resultFiles } from "../../src/results/files";
import { OPTIONAL_FILES, readRun, REPORT_FILES } from "../../src/results/readRun";
import type { Manifest } from "../../src/store/manifest";
import { bitsOf } from "../../src/results/record";
import { REASONS } from "../../src/results/reasons";
import { execute, rerun } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";

const BASE: Values = { ticker: ["SPY", "QQQ"], min_credit: 3 };
const configOf = (values: Values) => resolveConfig([{ file: null, values: { ...values, break_even: "off" } }]);

const MANIFEST = { name: "test", origin: "simulated", parameters: {}, symbols: [], curves: { vix: null, rate: null } } as unknown as Manifest;

let core: Core;
let market: Market;
let lab: Lab;
beforeAll(async () => {
  market = simulateMarket(TINY_SIMULATION);
  core = await loadCore();
  lab = createLab({ core: await loadCore(), market, context: { path: "test", manifest: MANIFEST, core: "0".repeat(64) }, openPool: null });
}, 60_000);

const inNode = (values: Values) => execute(core, market, configOf(values));
const never = new AbortController().signal;

describe("the lab's results are a backtest's", () => {
  it("S.17: a detail run has the bits of mahler backtest", async () => {
    const run = lab.execution(BASE);
    expect(run.output.trades.length / abi.TRADE_STRIDE).toBeGreaterThan(5);
    expect(await bitsOf(run.output)).toEqual(await bitsOf(rerun(core, market, configOf(BASE))));
  });

  it("every position of a slider has the metrics, reasons, exits and equity of its own backtest", async () => {
    const slider = SLIDERS.find(({ id }) => id === "profit_target")!;
    const configs = slider.values.map((value) => slider.apply(value, BASE));
    const reply = await lab.space({ values: BASE, vary: { configs }, equity: true });
    expect(reply.count).toBe(configs.length);
    const axis = reply.axes.indexOf("profit_target");
    for (const i of [0, 7, reply.count - 1]) {
      const { metrics, funnel, output } = inNode({ ...BASE, ...configs[reply.choices[i * reply.axes.length + axis]] });
      const result = resultAt(reply, i);
      METRICS.forEach(({ id }, m) => expect(Number.isNaN(result.metrics[m]) ? null : result.metrics[m], id).toBe(metrics.values[id].value));
      expect(result.reasons.reduce((sum, count) => sum + count, 0)).toBe(funnel.chances);
      expect(result.reasons[0]).toBe(funnel.opened);
      expect([...result.equity]).toEqual(Array.from(result.days, (_, t) => output.equity[t * abi.EQ_STRIDE + abi.E_EQUITY] / 10_000));
    }
  });

  it("a sweep of two parameters, step by step, says what it says at the end", async () => {
    const steps: number[] = [];
    const reply = await lab.sweep({ values: BASE, vary: { parameters: { profit_target: [35, 65], stop_loss: [100, 200, "off"] } }, equity: true }, ({ done }) => void steps.push(done), never);
    expect([reply.count, reply.axes]).toEqual([6, ["profit_target", "stop_loss"]]);
    const single = await lab.space({ values: { ...BASE, profit_target: 65, stop_loss: "off" }, vary: { configs: [{ equity: 100_000 }] }, equity: true });
    const at = Array.from({ length: 6 }, (_, i) => i).find((i) => reply.choices[2 * i] === 1 && reply.choices[2 * i + 1] === 2)!;
    expect(resultAt(reply, at)).toEqual(resultAt(single, 0));
  });

  it("goes on after another choice of tickers, and comes back", async () => {
    const before = await bitsOf(lab.execution(BASE).output);
    await lab.space({ values: { ...BASE, ticker: ["QQQ"] }, vary: { configs: [{ equity: 100_000 }] }, equity: true });
    expect(lab.detail({ ...BASE, ticker: ["QQQ"] }).closes.map(({ symbol }) => symbol)).toEqual(["QQQ"]);
    expect(await bitsOf(lab.execution(BASE).output)).toEqual(before);
  });

  it("a report made in the page is the one made of the result files", async () => {
    const run = await lab.report(BASE);
    const execution = lab.execution(BASE);
    const files = resultFiles(execution, run.record);
    const bytes = Object.fromEntries([...REPORT_FILES, ...OPTIONAL_FILES].map((name) => [name, typeof files[name] === "string" ? new TextEncoder().encode(files[name]) : files[name]])) as Parameters<typeof readRun>[1];
    expect(backtestPage(run, headlessDocument())).toBe(backtestPage(readRun("lab", bytes), headlessDocument()));
  });

  it("names what is wrong with a config", async () => {
    expect(() => lab.detail({ ticker: ["IWM"] })).toThrow("ticker = IWM: is not in the dataset; it has SPY, QQQ");
    await expect(lab.space({ values: { ...BASE, min_delta: 0.4, max_delta: 0.2 }, vary: { configs: [{ equity: 100_000 }] }, equity: true })).rejects.toThrow("min_delta");
  });
});

describe("looking inside", () => {
  it("a day's candidates explain its reason code: the pick, or the furthest gate that any reached", () => {
    const { days, trades } = lab.detail(BASE);
    let [opened, refused] = [0, 0];
    for (const day of days) {
      for (const symbol of ["SPY", "QQQ"]) {
        const { reasons, candidates } = lab.day(BASE, day, symbol);
        const [{ id, text }] = reasons;
        if (id === "opened") {
          const [best] = candidates.filter((candidate) => candidate.best);
          const trade = trades.find((t) => t.entry === day && t.underlying === symbol)!;
          expect([best.short, best.long, best.expiry, best.credit]).toEqual([trade.shortPut, trade.longPut, trade.expiry, trade.credit]);
          opened++;
        } else if (candidates.length > 0 && candidates.every(({ reason }) => reason !== "") && ["credit_too_small", "quote_wide", "quote_zero", "long_leg_missing"].includes(id)) {
          const code = (name: string): number => REASONS.findIndex((reason) => reason.text === name);
          expect(Math.max(...candidates.map(({ reason }) => code(reason)))).toBe(code(text));
          refused++;
        }
      }
    }
    expect(opened).toBe(trades.length);
    expect(refused).toBeGreaterThan(5);
  });

  it("a trade's marks begin at its credit's neighbourhood, end where it ended, and are those that Node writes", () => {
    const { trades } = lab.detail(BASE);
    const [id, , mark, gain] = inNode(BASE).marks().map(({ cells }) => cells);
    for (const trade of trades) {
      const path = lab.path(BASE, trade.id);
      expect([path.days[0], path.days[path.days.length - 1]]).toEqual([trade.entry, trade.exit]);
      expect(path.legs.map(({ name }) => name)).toEqual([`short ${trade.shortPut} put`, `long ${trade.longPut} put`]);
      expect(path.gain[0]).toBeCloseTo((trade.credit - path.mark[0]) * 100 * trade.contracts, 6);
      const rows = id.flatMap((written, row) => (written === trade.id ? [row] : []));
      expect([path.mark, path.gain].map((values) => [...values])).toEqual([mark, gain].map((cells) => rows.map((row) => cells[row] ?? NaN)));
    }
  });

  it("refuses what is not there", () => {
    expect(() => lab.path(BASE, 99_999)).toThrow("trade = 99999: is not in this run");
    expect(() => lab.day(BASE, 1, "SPY")).toThrow("is no session of this run");
  });
});

describe("sliders", () => {
  it("stand where the defaults are", () => {
    for (const slider of SLIDERS) expect(String(slider.values[positionOf(slider, {})]), slider.id).toBe(String(slider.read({})));
    expect(DEFAULTS.profit_target).toBe(65);
  });

  it("give only configs that the engine takes, from any position of any other", () => {
    for (const slider of SLIDERS) {
      for (const value of [slider.values[0], slider.values[slider.values.length - 1]]) {
        expect(() => configOf({ ...BASE, ...slider.apply(value, { ...BASE, min_delta: 0.2, max_delta: 0.25 }) }), `${slider.id} = ${String(value)}`).not.toThrow();
      }
    }
  });

  it("a band's ends push each other along", () => {
    const from = SLIDERS.find(({ id }) => id === "min_delta")!;
    expect(from.apply(0.4, { min_delta: 0.1, max_delta: 0.3 })).toEqual({ min_delta: 0.4, max_delta: 0.4 });
    expect(from.apply(0.2, { min_delta: 0.1, max_delta: 0.3 })).toEqual({ min_delta: 0.2 });
  });

  it("a regime's size changes that regime alone and switches sizing on", () => {
    const bear = SLIDERS.find(({ id }) => id === "regime-2")!;
    expect(bear.apply(0.2, {})).toEqual({ use_regime_sizing: "on", regime_multipliers: "1,0.75,0.2,0.4" });
  });
});
