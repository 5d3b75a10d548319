import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEvaluator } from "../../src/engine/evaluator";
import { packSpecs } from "../../src/core/packed";
import { resolveConfig, toRunSpec } from "../../src/config";
import { fingerprintAt } from "../../src/lab/cache";
import { createLab } from "../../src/lab/engine/lab";
import { configAt, placeOf, planeOf } from "../../src/lab/plane";
import { dataName } from "../../src/lab/share";
import { SLIDERS } from "../../src/lab/sliders";
import { toWalkCommand } from "../../src/lab/walkCommand";
import { METRICS } from "../../src/metrics";
import { loadCore } from "../../src/node/core";
import { directorySource } from "../../src/node/files";
import { importChains } from "../../src/node/import";
import { serveFiles } from "../../src/node/serve";
import type { Serving } from "../../src/node/serve";
import { writeDataset } from "../../src/node/write";
import { metricText } from "../../src/report/format";
import { execute, rangeOf } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { readDataset, readManifest } from "../../src/store/read";
import { csv } from "../importer/support";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../browser/host";
import { arrowOf, chainLines } from "./chainText";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the lab in a browser (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

const TICKERS = ["SPY", "QQQ"];
const shown = (id: string, value: number | null): string => metricText({ value, unit: METRICS.find((metric) => metric.id === id)!.unit });

// In CI a missing browser is a failure, not a skip.
describe.skipIf(!hasChromium && !process.env.CI)("the lab in headless Chromium", () => {
  let root = "";
  let browser: Browser;
  let isolated: Serving;
  let plain: Serving;
  const problems: string[] = [];

  beforeAll(async () => {
    if (!hasChromium) throw new Error(`${CHROMIUM} is missing: CI must run the browser test`);
    root = await mkdtemp(join(tmpdir(), "mahler-lab-"));
    await writeDataset(join(root, "data"), simulateMarket(TINY_SIMULATION), { createdBy: { name: "test", version: "1" } });
    await build({ configFile: fileURLToPath(new URL("../../vite.lab.config.ts", import.meta.url)), logLevel: "error", build: { outDir: join(root, "page"), minify: false } });
    const open = ["/assets/", "/embed/", "/data/"];
    const folders = { "/": join(root, "page"), "/data/": join(root, "data") };
    isolated = await serveFiles({ folders, port: 0, host: "127.0.0.1", isolated: true, open });
    plain = await serveFiles({ folders, port: 0, host: "127.0.0.1", isolated: false, open });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await isolated?.close();
    await plain?.close();
    if (root) await rm(root, { recursive: true, force: true });
  });

  /** A page of the lab with its market open and its first result settled. */
  async function lab(address: string, hash = ""): Promise<Page> {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${address}${hash}`);
    await page.locator("#dataset:not([data-state=busy])").waitFor();
    return page;
  }
  const settled = (page: Page) => page.locator("#fingerprint:not(:empty)").waitFor();
  const metric = (page: Page, id: string) => page.locator(`[data-metric="${id}"]`).textContent();

  async function inNode(values: Record<string, unknown>, folder = "data") {
    const core = await loadCore();
    const market = await readDataset(directorySource(join(root, folder)), core.arena);
    const config = resolveConfig([{ file: null, values: { ticker: TICKERS, break_even: "off", ...values } }]);
    const evaluator = createEvaluator(core, market, { tickers: TICKERS, ...rangeOf(market, config), rates: false, riskFree: 0 });
    const { fingerprints } = evaluator.evaluate(packSpecs([toRunSpec(config, TICKERS)], TICKERS.length));
    return { metrics: execute(core, market, config).metrics.values, fingerprint: [...fingerprints].map((word) => word.toString(16).padStart(8, "0")).join("") };
  }

  it.each([["with shared memory", () => isolated, true], ["without it", () => plain, false]] as const)("S.17: %s: a dragged slider and a sweep have Node's bits", async (_, server, shared) => {
    const page = await lab(server().address);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(shared);
    await settled(page);
    const slider = page.locator("#profit_target");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.locator("#yaml", { hasText: "profit_target: 55" }).waitFor();
    const expected = await inNode({ profit_target: 55 });
    expect(await page.locator("#fingerprint").textContent()).toBe(expected.fingerprint);
    for (const id of ["net_profit", "sharpe", "max_drawdown", "trades", "win_rate"]) expect(await metric(page, id), id).toBe(shown(id, expected.metrics[id].value));

    await page.selectOption("#sweep-rows", "profit_target");
    await page.selectOption("#sweep-columns", "max_positions");
    await page.click("#sweep-run");
    await page.locator("#sweep-progress", { hasText: /^\d+ configs/ }).waitFor();
    const cell = page.locator("table.cells tbody tr").nth(3).locator("button").nth(2);
    const [row, column] = [await page.locator("table.cells tbody th").nth(3).textContent(), await page.locator("table.cells thead th").nth(3).textContent()];
    const picked = { profit_target: row!.startsWith("off") ? "off" : parseFloat(row!), max_positions: parseFloat(column!) };
    const swept = await inNode(picked);
    expect(await cell.textContent()).toBe(shown("sharpe", swept.metrics.sharpe.value));
    await cell.click();
    await page.locator("#fingerprint", { hasText: swept.fingerprint }).waitFor();
    expect(Number((await page.locator("[data-looking=trials]").textContent())!.replaceAll(",", ""))).toBeGreaterThan(100);
    expect(await page.locator("[data-looking=pbo]").textContent()).toMatch(/%$/);
    await page.close();
  }, 120_000);

  it("the address holds the config, and opens it again", async () => {
    const page = await lab(isolated.address, `#config=${encodeURIComponent(JSON.stringify({ max_delta: 0.2, ticker: ["QQQ"] }))}`);
    await settled(page);
    expect(await page.locator("#max_delta + output, output[for=max_delta]").first().textContent()).toBe("0.20");
    expect(await page.locator("#ticker-SPY").isChecked()).toBe(false);
    expect(decodeURIComponent(page.url())).toContain('"max_delta":0.2');
    await page.close();
  });

  it("compares with a pinned config", async () => {
    const page = await lab(isolated.address);
    await settled(page);
    await page.click("#pin");
    await page.locator("#stop_loss").focus();
    await page.keyboard.press("End");
    await page.locator("#difference-words", { hasText: "against the pinned config" }).waitFor();
    await page.close();
  });

  it("looks inside a day: its reason, its candidates, one picked when a position was opened", async () => {
    const page = await lab(isolated.address);
    await settled(page);
    await page.locator("#trades summary").click();
    await page.locator("#trades table button").first().click();
    await page.locator("#candidates tr.good").first().waitFor();
    expect(await page.locator("[data-reason=opened]").count()).toBe(1);
    expect(await page.locator("#inside-trade").textContent()).toMatch(/Opened 20\d\d-\d\d-\d\d for \$/);
    await page.close();
  });

  it("opens dropped files, and says what is wrong with bad ones", async () => {
    const page = await lab(isolated.address);
    const names = await readdir(join(root, "data"));
    await page.setInputFiles("#files", names.map((name) => join(root, "data", name)));
    await page.locator("#dataset[data-state=ready]").waitFor();
    await settled(page);
    const partition = names.find((name) => /rows/.test(name))!;
    for (const [name, content, said] of [
      ["notes.txt", "not a dataset", "notes.txt:1: is not a known chain format"], ["empty.csv", "", "empty.csv: is empty"], ["chain.parquet", "PAR1 and more", "run mahler data import chain.parquet and drop its folder"],
      [partition, await readFile(join(root, "data", partition)), "is one of the files of a dataset; take the whole folder, with its manifest.json"],
    ] as const) {
      await writeFile(join(root, name), content);
      await page.setInputFiles("#files", join(root, name));
      await page.locator("#problem", { hasText: said }).waitFor();
      expect(await page.locator("#dataset").textContent()).toBe("No market is open.");
    }
    await page.close();
  });

  it("opens a chain file as its vendor wrote it, Arrow or CSV, with the bits of an import", async () => {
    const market = simulateMarket(TINY_SIMULATION);
    const text = csv(...chainLines(market.underlyings.filter(({ symbol }) => TICKERS.includes(symbol))));
    await writeFile(join(root, "chain.csv.gz"), gzipSync(text));
    await writeFile(join(root, "chain.arrow"), arrowOf(text));
    await importChains({ files: [join(root, "chain.csv.gz")], out: join(root, "imported") });
    const expected = await inNode({}, "imported");
    const page = await lab(isolated.address);
    for (const name of ["chain.csv.gz", "chain.arrow"]) {
      await page.setInputFiles("#files", join(root, name));
      await page.locator("#banner", { hasText: /rows read: .* kept, none set aside\. No bars/ }).waitFor();
      await page.locator("#command", { hasText: `mahler data import ${name} --out data/chain` }).waitFor();
      expect(await page.locator("#fingerprint").textContent()).toBe(expected.fingerprint);
      expect(await metric(page, "trades")).toBe(shown("trades", expected.metrics.trades.value));
      expect(expected.metrics.trades.value).toBeGreaterThan(20);
    }
    await page.click("#sweep-run"); // workers get a copy of a market that no dataset holds
    await page.locator("#sweep-progress", { hasText: /^\d+ configs/ }).waitFor();
    await page.close();
  });

  it("saves YAML and the report, made in the page", async () => {
    const page = await lab(isolated.address);
    await settled(page);
    const [yaml] = await Promise.all([page.waitForEvent("download"), page.click("#save-yaml")]);
    expect(yaml.suggestedFilename()).toBe("lab.yaml");
    const [report] = await Promise.all([page.waitForEvent("download"), page.click("#save-report")]);
    const text = await readFile(await report.path(), "utf8");
    expect([report.suggestedFilename(), text.startsWith("<!doctype html>"), text.includes("<svg")]).toEqual(["report.html", true, true]);
    await page.close();
  });

  it("a config that does not fit together is named, and the page goes on", async () => {
    const page = await lab(isolated.address, `#config=${encodeURIComponent(JSON.stringify({ min_delta: 0.4, max_delta: 0.2 }))}`);
    await page.locator("#problem", { hasText: "min_delta" }).waitFor();
    await page.click("#reset");
    await settled(page);
    expect(await page.locator("#problem").isVisible()).toBe(false);
    await page.close();
  });

  it.each([["isolated", () => isolated], ["not isolated", () => plain]] as const)("ten lines run in a sandboxed frame of a page that is %s: no origin, no storage, no way out", async (_, server) => {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`${server().address}embed/`);
    const frame = page.frameLocator("iframe[sandbox=allow-scripts]");
    const expected = await inNode({ max_delta: 0.2, profit_target: 50 });
    await frame.locator("#result", { hasText: `${expected.metrics.trades.value} trades, Sharpe ${expected.metrics.sharpe.value?.toFixed(2)}` }).waitFor();
    expect((await frame.locator("#curve").getAttribute("points"))!.split(" ").length).toBeGreaterThan(100);
    expect(await frame.locator("body").evaluate(() => [origin, crossOriginIsolated])).toEqual(["null", false]);
    const refused = await frame.locator("body").evaluate(async () => {
      const attempts = [() => localStorage.length, () => parent.document.title] as (() => unknown)[];
      const thrown = attempts.map((attempt) => { try { attempt(); return "allowed"; } catch (error) { return (error as Error).name; } });
      return [...thrown, await fetch("http://127.0.0.1:9/").then(() => "allowed", () => "refused")];
    });
    expect(refused).toEqual(["SecurityError", "SecurityError", "refused"]);
    problems.splice(0, problems.length, ...problems.filter((text) => !/127\.0\.0\.1:9/.test(text))); // what was tried on purpose
    await page.close();
  });

  it("S.17: walks forward with Node's bits, counts its configs once, and loads the consensus", async () => {
    const page = await lab(isolated.address);
    await settled(page);
    await page.locator("#walk-title").scrollIntoViewIfNeeded();
    await page.selectOption("#walk-preset", "6/1/1");
    await page.fill("#walk-trades", "3");
    await page.click("#walk-run");
    await page.locator("#walk-status", { hasText: /^\d+ configs/ }).waitFor();
    const core = await loadCore();
    const market = await readDataset(directorySource(join(root, "data")), core.arena);
    const plane = planeOf(SLIDERS.find(({ id }) => id === "profit_target")!, SLIDERS.find(({ id }) => id === "stop_loss")!, { ticker: TICKERS });
    const { result, metrics, fingerprints, axes, choices } = await createLab({ core, market, context: { path: "", manifest: {} as never, core: "" }, openPool: null })
      .walk({ values: plane.base, vary: { parameters: plane.parameters }, windows: "6/1/1", anchored: false, metric: "sharpe", minTrades: 3 }, () => undefined, new AbortController().signal);
    const figures = await page.locator("#walk-figures dd").allTextContents();
    expect(figures.slice(0, 4)).toEqual(["sharpe", "cagr", "max_drawdown", "trades"].map((id) => metricText(result.values[id])));
    expect((await page.locator("#walk-windows tbody tr").allTextContents()).length).toBe(result.windows.length);
    expect(await page.locator("#walk-command").textContent()).toBe(toWalkCommand(plane, { windows: "6/1/1", anchored: false, metric: "sharpe", minTrades: 3 }, dataName(await readManifest(directorySource(join(root, "data"))))));
    // What was looked at is kept to the last bit: by trade list, its Sharpe ratio.
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("mahler-trials-") && (JSON.parse(localStorage[key]) as { keys: string[] }).keys.length > 100));
    const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("mahler-trials-")).map(([, text]) => JSON.parse(text as string) as { keys: string[]; sharpes: [string, number][] })[0]);
    const seen = new Map(kept.sharpes);
    const sharpe = METRICS.findIndex(({ id }) => id === "sharpe");
    for (let i = 0; i < fingerprints.length / 2; i++) expect(seen.get(fingerprintAt(fingerprints, i)) ?? NaN, `config ${i}`).toBe(metrics[i * METRICS.length + sharpe]);
    await page.click("#walk-load");
    const { row, column } = placeOf(plane, axes, choices, result.consensus!.config);
    await page.locator("#fingerprint", { hasText: (await inNode(configAt(plane, row, column))).fingerprint }).waitFor();
    expect(await page.locator("#walk-space.warn").count()).toBe(0); // the space is the same
    await page.locator("#max_positions").press("ArrowRight");
    await page.locator("#walk-space.warn", { hasText: "run it again" }).waitFor();
    await page.close();
  }, 120_000);

  it("shows the chain as a surface that keys turn, and goes from trade to trade", async () => {
    const page = await lab(isolated.address, `#config=${encodeURIComponent(JSON.stringify({ strategy: "iron-condor", min_credit: 5 }))}`);
    await settled(page);
    await page.locator("#trade-place", { hasText: /^\d+ trades$/ }).waitFor();
    await page.locator("#trade-after").press("Enter");
    await page.locator("#trade-place", { hasText: /^1 of / }).waitFor();
    await page.locator("#pairs tr.good").waitFor();
    expect(await page.locator("#trade-thresholds").textContent()).toMatch(/hit on|was due on|No threshold|breaker/);
    await page.locator("#chain-smiles").focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("#surface polygon.wall").first().waitFor();
    const floor = () => page.locator("#surface polygon.wall").first().getAttribute("points");
    const before = await floor();
    await page.locator("#surface").press("ArrowLeft");
    expect(await floor()).not.toBe(before);
    await page.locator("#trade-after").press("Enter");
    await page.locator("#trade-place", { hasText: /^2 of / }).waitFor();
    expect(await page.locator("#trade-before").getAttribute("aria-disabled")).toBe("false");
    await page.close();
  });

  it("nothing of this breaks its policy: no evaluation, no inline code or style, no other address", async () => {
    const response = await fetch(isolated.address);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
    expect(problems).toEqual([]);
  });
});
