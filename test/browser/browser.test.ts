import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tableToIPC } from "apache-arrow";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { createEvaluator } from "../../src/engine/evaluator";
import { hashOf } from "../../browser/sweep";
import { packSpecs, parseIsoDate, parseSpace, readDataset, resolveConfig, runBacktest, runSweep, simulateMarket, TINY_SIMULATION, toRunSpec } from "../../src";
import type { BacktestRequest } from "../../src";
import { directorySource } from "../../src/node/files";
import { writeDataset } from "../../src/node/write";
import { loadCore } from "../helpers/core";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium, ISOLATED, serve } from "./host";
import type { StaticServer } from "./host";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the browser equals Node (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

const tickers = ["SPY", "QQQ"];
const range = { start: parseIsoDate("2019-01-02")!, end: parseIsoDate("2020-03-31")! };
const request = (values: Record<string, unknown>): BacktestRequest => ({ tickers, ...range, spec: toRunSpec(resolveConfig([{ file: null, values }]), tickers) });

const REQUESTS: Record<string, BacktestRequest> = {
  "put spreads": request({ strategy: "put-credit-spread", min_iv_percentile: 0 }),
  "iron condors, regime sizing, measured correlation": request({ strategy: "iron-condor", min_iv_percentile: 0, use_regime_sizing: true, max_effective_heat: 25, breakers: "on" }),
};

const sweepRange = { ...range, tickers, rates: true, riskFree: 0 };
const sweepSpecs = [35, 50, 65, 80].flatMap((profit_target) => [5, 10, 21].map((time_exit) => request({ min_iv_percentile: 0, profit_target, time_exit }).spec));
const BATCH = 5;

// In CI a missing browser is a failure, not a skip.
describe.skipIf(!hasChromium && !process.env.CI)("the page in headless Chromium", () => {
  let root = "";
  let server: StaticServer | undefined;
  let isolated: StaticServer | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    if (!hasChromium) throw new Error(`${CHROMIUM} is missing: CI must run the browser test`);
    root = await mkdtemp(join(tmpdir(), "mahler-browser-"));
    await writeDataset(join(root, "dataset"), simulateMarket(TINY_SIMULATION), { createdBy: { name: "test", version: "1" } });
    await build({
      configFile: fileURLToPath(new URL("../../vite.browser.config.ts", import.meta.url)),
      logLevel: "error",
      build: { outDir: join(root, "page"), minify: false },
    });
    const folders = { "/dataset/": join(root, "dataset"), "/": join(root, "page") };
    server = await serve(folders);
    isolated = await serve(folders, ISOLATED);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    page = await browser.newPage();
    await page.goto(server.origin);
    await settled();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await isolated?.close();
    if (root) await rm(root, { recursive: true, force: true });
  });

  /** Waits until the page is not busy; its state. */
  async function settled(): Promise<string> {
    const status = page.locator("#status:not([data-state=busy])");
    await status.waitFor();
    return `${await status.getAttribute("data-state")}: ${await status.textContent()}`;
  }

  const fact = (name: string) => page.locator(`[data-fact="${name}"]`).textContent();

  async function run(text: string): Promise<string> {
    await page.fill("#request", text);
    await page.click("button");
    return settled();
  }

  async function inNode(job: BacktestRequest) {
    const core = loadCore();
    const market = await readDataset(directorySource(join(root, "dataset")), core.arena, { symbols: tickers });
    const { output } = runBacktest(core, market, job);
    const sha256 = (column: Uint8Array | Float64Array) => createHash("sha256").update(column).digest("hex");
    return { trades: output.trades.length / abi.TRADE_STRIDE, hashes: { trades: sha256(output.trades), equity: sha256(output.equity), funnel: sha256(output.funnel) } };
  }

  it.each(Object.keys(REQUESTS))("%s: trades, equity and funnel have Node's bits", async (name) => {
    const expected = await inNode(REQUESTS[name]);
    expect(expected.trades).toBeGreaterThan(10);
    expect(await run(JSON.stringify(REQUESTS[name]))).toBe("done: Done.");
    expect(await fact("trades")).toBe(String(expected.trades));
    expect({ trades: await fact("sha256 trades"), equity: await fact("sha256 equity"), funnel: await fact("sha256 funnel") }).toEqual(expected.hashes);
    expect(await page.locator("#results svg polyline").count()).toBe(1);
  });

  it("says what is wrong with a request, as Node would", async () => {
    expect(await run("{")).toMatch(/^failed: The request is not JSON/);
    const unknown = { ...REQUESTS["put spreads"], tickers: ["SPY", "IWM"] };
    expect(await run(JSON.stringify(unknown))).toMatch(/^failed: MahlerError: symbol = IWM: is not in http.*; available: SPY, QQQ$/);
  });

  it.each([
    ["a page without isolation, two workers", () => server, 2, "a copy each"],
    ["an isolated page, two workers", () => isolated, 2, "shared"],
    ["an isolated page, no worker", () => isolated, 1, "in place"],
  ] as const)("S.17: a sweep in %s has Node's bits", async (_, host, workers, market) => {
    const core = loadCore();
    const dataset = await readDataset(directorySource(join(root, "dataset")), core.arena, { symbols: tickers });
    const evaluator = createEvaluator(core, dataset, sweepRange);
    const batches = [0, 1, 2].map((b) => packSpecs(sweepSpecs.slice(b * BATCH, (b + 1) * BATCH), tickers.length));
    const expected = await Promise.all(batches.map((batch) => hashOf(evaluator.evaluate(batch))));
    expect(new Set(expected).size).toBe(batches.length);
    await page.goto(host()!.origin);
    await settled();
    expect(await run(JSON.stringify({ ...sweepRange, specs: sweepSpecs, workers, batch: BATCH }))).toBe("done: Done.");
    expect([await fact("configs"), await fact("workers"), await fact("market")]).toEqual(["12", String(workers), market]);
    expect((await fact("sha256 metrics"))?.split(" ")).toEqual(expected);
  });

  it("S.17: sweep(market, space) in an isolated page gives Node's Arrow bytes", async () => {
    const values = { ticker: tickers.join(","), start: "2019-01-02", end: "2020-03-31", min_iv_percentile: 0 };
    const parameters = { profit_target: [35, 50, 65], min_delta: [0.05, 0.1], max_delta: "min_delta + 0.15" };
    const core = loadCore();
    const dataset = await readDataset(directorySource(join(root, "dataset")), core.arena, { symbols: tickers });
    const { table } = await runSweep(dataset, parseSpace([{ file: null, values }], [{ file: null, sweep: { parameters } }]), { core });
    await page.goto(isolated!.origin);
    await settled();
    expect(await run(JSON.stringify({ values, parameters, workers: 2 }))).toBe("done: Done.");
    expect([await fact("rows"), await fact("sha256 table")]).toEqual(["6", createHash("sha256").update(tableToIPC(table)).digest("hex")]);
  });
});
