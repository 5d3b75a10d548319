import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../../src/metrics";
import { backtestPage } from "../../../src/report/html/backtest/page";
import { reportInput } from "../../../src/report/html/backtest/input";
import { marksOf } from "../../../src/report/html/backtest/marks";
import { worstTrades } from "../../../src/report/html/backtest/worst";
import { wholeDollars } from "../../../src/report/format";
import { headlessDocument } from "../../../src/report/html/headless";
import { readRun } from "../../../src/results/readRun";
import { isoDate } from "../../../src/units";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../../browser/host";
import { sectionsOf, textOf, tinyRuns } from "./backtestRun";
import type { Made } from "./backtestRun";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the backtest page in a browser (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

let run: Awaited<ReturnType<typeof tinyRuns>>;
let main: Made;
let pages: Record<"main" | "empty" | "short" | "every", string>;
const pageOf = ({ run: recorded }: Made): string => backtestPage(recorded, headlessDocument());

beforeAll(async () => {
  run = await tinyRuns();
  main = await run({ max_positions: 8, use_regime_sizing: "on", quantile_window: 60, vix_levels: "12,20,30,40" });
  const every = await run({ strategy: "put-credit-spread,iron-condor,short-put", entry_order: "score", sleeves: [], max_single_position: 20, max_risk_per_trade: 8, break_even: "off" }, "out/<b>every</b> & one", "vendor");
  pages = { main: pageOf(main), every: pageOf(every), empty: pageOf(await run({ min_open_interest: 1e9 })), short: pageOf(await run({ start: "2019-06-03", end: "2019-06-03", break_even: "off" })) };
}, 120_000);

describe("the page of a backtest", () => {
  it("is one file without scripts, handlers or addresses, and small", () => {
    for (const page of Object.values(pages)) {
      expect(page).not.toMatch(/<script|\son\w+=|<link|<iframe|<img|url\(|@import/i);
      expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:/);
      expect(page.length).toBeLessThan(400_000);
      expect(page).not.toMatch(/\bNaN\b|undefined<|\bInfinity\b|\[object/);
    }
  });

  it("gives every id once, every picture a name and a description, every link a target", () => {
    for (const page of Object.values(pages)) {
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
      expect(new Set(ids).size).toBe(ids.length);
      for (const picture of page.match(/<svg role="img"[^>]*>/g) ?? []) for (const id of /aria-labelledby="(\S+) (\S+)"/.exec(picture)!.slice(1)) expect(ids).toContain(id);
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    }
    expect(pages.main.match(/<svg role="img"/g)).toHaveLength(7 + 2 * 10);
  });

  it("has every section, in every run", () => {
    const sections = ["result", "equity", "months", "groups", "distribution", "exposure", "funnel", "stress", "worst", "costs", "conventions", "config", "provenance", "definitions"];
    for (const page of Object.values(pages)) expect(Object.keys(sectionsOf(page))).toEqual(sections);
  });

  it("says what it always said of the tiny market (config and definitions apart, which have tests of their own)", async () => {
    const { config, definitions, ...golden } = sectionsOf(pages.main);
    expect([config.length, definitions.length].every((length) => length > 500)).toBe(true);
    const text = Object.entries(golden).map(([id, section]) => `## ${id}\n${section}`).join("\n").replace(/mahler \d\S*, ABI \d+/, "mahler <version>");
    await expect(text).toMatchFileSnapshot("../../fixtures/report-backtest.txt");
  });

  it("defines every figure", () => {
    const { definitions } = sectionsOf(pages.main);
    for (const { id, definition } of METRICS) for (const words of [`${id},`, definition]) expect(definitions).toContain(words);
    for (const term of ["R", "Heat", "MFE, MAE", "Underwater", "Chance"]) expect(definitions.split("\n")).toContain(term);
  });

  it("D.44: says loudly that quotes are synthetic, and only then", () => {
    expect(pages.main).toContain("<strong>SYNTHETIC QUOTES.</strong>");
    expect(pages.every).not.toContain("SYNTHETIC");
  });

  it("escapes what a folder is called", () => {
    expect(pages.every).toContain("out/&lt;b&gt;every&lt;/b&gt; &amp; one");
    expect(pages.every).not.toContain("<b>every");
  });

  it("tells structures apart when there are several, and writes condors with both sides", () => {
    expect(textOf(pages.every)).toContain("By structure");
    expect(textOf(pages.main)).not.toContain("By structure");
    expect(sectionsOf(pages.every).worst).toMatch(/\d+ P |\d+\/\d+ P · \d+\/\d+ C/);
  });

  it("holds without a trade and for one session", () => {
    expect(textOf(pages.empty)).toContain("No trade was opened: the funnel says why.");
    expect(textOf(pages.empty)).toContain("Equity never fell below its peak.");
    expect(sectionsOf(pages.empty).result).toMatch(/no closed trades|no trades/);
    expect(textOf(pages.short)).toContain("One session is no curve.");
  });

  it("shows the way of each of the worst trades, and says so when the run wrote no marks", () => {
    const { worst } = sectionsOf(pages.main);
    const { closed } = reportInput(main.run);
    for (const trade of worstTrades(closed)) {
      const marks = marksOf(main.run, [trade.id])!.get(trade.id)!;
      expect([marks[0].day, marks.at(-1)!.day]).toEqual([trade.entry, trade.exit]);
      expect(Math.max(0, ...marks.slice(1).map(({ gain }) => gain))).toBeLessThanOrEqual(trade.mfe + 1e-9);
      expect(worst).toContain(`Gain of trade ${trade.id} at ${marks.length} marks from ${isoDate(trade.entry)}`);
    }
    const { "marks.arrow": _, ...older } = main.files;
    const page = backtestPage(readRun("out/old", older), headlessDocument());
    expect(sectionsOf(page).worst).toContain("This run wrote no marks (marks.arrow)");
    expect(page.match(/<svg role="img"/g)).toHaveLength(7);
  });

  it("draws target and stop at the share of the credit that the config names, and none where they move", async () => {
    const { worst } = sectionsOf(pages.main);
    const trade = worstTrades(reportInput(main.run).closed)[0];
    const credit = trade.credit * 100 * trade.contracts;
    expect(worst).toContain(`target ${wholeDollars(credit * 0.65)}, stop ${wholeDollars(-1.25 * credit)}.`);
    const scaled = await run({ dynamic_exits: "scaled", break_even: "off" }, "out/scaled");
    expect(sectionsOf(pageOf(scaled)).worst).not.toContain("At entry:");
    const own = await run({ sleeves: [{ structure: "put-credit-spread", stop_loss: "off" }], break_even: "off" }, "out/own");
    expect(sectionsOf(pageOf(own)).worst).toMatch(/At entry: target \$\d+\./);
  });

  it("is the same text every time", () => {
    expect(pageOf(main)).toBe(pages.main);
  });

  it("names the file and the column when a run folder is damaged", () => {
    const damaged = (name: keyof Made["files"], bytes: string) => () => readRun("out/x", { ...main.files, [name]: new TextEncoder().encode(bytes) });
    expect(damaged("metrics.json", "{")).toThrow("out/x/metrics.json: is not JSON; run the backtest again");
    expect(damaged("metrics.json", "{}")).toThrow(/out\/x\/metrics\.json values: /);
    expect(damaged("funnel.json", '{"chances": "many"}')).toThrow(/out\/x\/funnel\.json chances: /);
    expect(damaged("marks.arrow", "CSV,")).toThrow("out/x/marks.arrow: is not an Arrow file");
    expect(() => backtestPage({ ...main.run, marks: main.run.marks!.filter(({ name }) => name !== "gain") }, headlessDocument())).toThrow("out/tiny/marks.arrow column gain: is missing");
    expect(damaged("trades.arrow", "CSV,")).toThrow("out/x/trades.arrow: is not an Arrow file");
    expect(() => backtestPage({ ...main.run, trades: main.run.trades.filter(({ name }) => name !== "r") }, headlessDocument())).toThrow("out/tiny/trades.arrow column r: is missing");
  });
});

// In CI a missing browser is a failure, not a skip.
describe.skipIf(!hasChromium && !process.env.CI)("in headless Chromium", () => {
  const root = mkdtempSync(join(tmpdir(), "mahler-backtest-page-"));
  let browser: Browser;
  beforeAll(async () => {
    for (const [name, page] of Object.entries(pages)) writeFileSync(join(root, `${name}.html`), page);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function open(name: keyof typeof pages, options: Parameters<Browser["newContext"]>[0]) {
    const context = await browser.newContext({ ...options, offline: true });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("console", (message) => trouble.push(message.text()));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("request", (request) => request.url().startsWith("file:") || trouble.push(request.url()));
    await page.goto(pathToFileURL(join(root, `${name}.html`)).href);
    return { page, trouble };
  }

  it.each(["light", "dark"] as const)("%s: every text of the tinted cells keeps a contrast of 4.5 : 1, offline, without complaint", async (colorScheme) => {
    const { page, trouble } = await open("main", { colorScheme });
    const worst = await page.evaluate(() => {
      const linear = (c: number): number => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      const luminance = (css: string): number => {
        const [r, g, b] = (/^color\(srgb (.*)\)$/.exec(css)?.[1].split(" ").map(Number) ?? css.match(/\d+/g)!.map((n) => Number(n) / 255)).map(linear);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return Math.min(...[...document.querySelectorAll(".heat td.up, .heat td.down")].map((cell) => {
        const { color, backgroundColor } = getComputedStyle(cell);
        const [a, b] = [luminance(color), luminance(backgroundColor)].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
      }));
    });
    expect(worst).toBeGreaterThanOrEqual(4.5);
    expect(trouble).toEqual([]);
  });

  it("fits a narrow screen and a printed page", async () => {
    for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
      const { page } = await open(name, { viewport: { width: 360, height: 740 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 718, height: 1015 }); // A4 less margins, at 96 dots per inch
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(718);
    }
  });
});
