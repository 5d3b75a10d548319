import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Market } from "../../../src/market/types";
import { dataInfoWithPictures } from "../../../src/node/info";
import { writeDataset } from "../../../src/node/write";
import type { DataInfo, DataPictures } from "../../../src/report/data/info";
import { dataPage } from "../../../src/report/html/data/page";
import { headlessDocument } from "../../../src/report/html/headless";
import { simulateMarket, TINY_SIMULATION } from "../../../src/simulate";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../../browser/host";
import { DAYS, EXPIRIES, cleanMarket, rowOf, rowsOf, setQuote } from "../../quality/support";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the data page in a browser (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

const root = mkdtempSync(join(tmpdir(), "mahler-page-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Made { info: DataInfo; pictures: DataPictures; page: string }

async function make(name: string, market: Market): Promise<Made> {
  await writeDataset(join(root, name), market, { createdBy: { name: "test", version: "1" } });
  const { info, pictures } = await dataInfoWithPictures(join(root, name), { checks: undefined });
  return { info, pictures, page: dataPage(info, pictures, headlessDocument()) };
}

/** A hand-made market with a missing session, a copied day and a crossed quote, under a name that must be escaped. */
function flawed(): Market {
  const u = cleanMarket({ days: DAYS.filter((_, i) => i !== 5) });
  rowsOf(u, DAYS[2]).forEach((row, i) => {
    const before = rowsOf(u, DAYS[1])[i];
    [u.rows.bid[row], u.rows.ask[row]] = [u.rows.bid[before], u.rows.ask[before]];
  });
  setQuote(u, rowOf(u, DAYS[3], EXPIRIES[0], "put", 95), 2, 1.9);
  return { name: "<b>flawed & co</b>", origin: "vendor", underlyings: [u], curves: { vix: null, rate: null } };
}

describe("mahler data info --html", () => {
  let simulated: Made;
  let bad: Made;
  beforeAll(async () => {
    simulated = await make("simulated", simulateMarket({ ...TINY_SIMULATION, symbols: ["SPY"] }));
    bad = await make("flawed", flawed());
  }, 120_000);

  it("is one file without scripts, handlers or addresses", () => {
    for (const { page } of [simulated, bad]) {
      expect(page).not.toMatch(/<script|\son\w+=|<link|<iframe|<img|url\(|@import/i);
      expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:/);
      expect(page.length).toBeLessThan(1_000_000);
    }
  });

  it("escapes what a dataset says of itself", () => {
    expect(bad.page).toContain("&lt;b&gt;flawed &amp; co&lt;/b&gt;");
    expect(bad.page).not.toContain("<b>flawed");
  });

  it("gives every id once, every picture a name and a description, every link a target", () => {
    for (const { page } of [simulated, bad]) {
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
      expect(new Set(ids).size).toBe(ids.length);
      const pictures = page.match(/<svg role="img"[^>]*>/g)!;
      expect(pictures.length).toBeGreaterThan(4);
      for (const picture of pictures) for (const id of /aria-labelledby="(\S+) (\S+)"/.exec(picture)!.slice(1)) expect(ids).toContain(id);
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    }
  });

  it("says in words what the calendar says in colours", () => {
    expect(bad.page).toContain("7 sessions with a chain, 1 missing in between, 1 that repeat the day before");
    expect(bad.page).toMatch(/Sessions without a chain: 1<\/summary>\s*<p>2024-03-11<\/p>/);
    expect(bad.page).toMatch(/Days that repeat the day before: 1<\/summary>\s*<p>2024-03-06<\/p>/);
    expect(bad.page).toContain("2024-03-07 HAND 2024-04-19 put 95");
  });

  it("D.44: says loudly that quotes are synthetic, and only then", () => {
    expect(simulated.page).toContain("<strong>SYNTHETIC QUOTES.</strong>");
    expect(bad.page).not.toContain("SYNTHETIC");
  });

  it("is the same text every time", () => {
    expect(dataPage(simulated.info, simulated.pictures, headlessDocument())).toBe(simulated.page);
  });

  it("holds for a symbol of one day", async () => {
    const { page } = await make("day", { name: "day", origin: "vendor", underlyings: [cleanMarket({ days: [DAYS[0]] })], curves: { vix: null, rate: null } });
    expect(page).toContain("one day is no time series");
    expect(page).toContain("smiles of 2024-03-04");
  });

  // In CI a missing browser is a failure, not a skip.
  describe.skipIf(!hasChromium && !process.env.CI)("in headless Chromium", () => {
    let browser: Browser;
    beforeAll(async () => {
      writeFileSync(join(root, "page.html"), simulated.page);
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    }, 60_000);
    afterAll(() => browser?.close());

    async function open(options: BrowserContextOptions): Promise<{ page: Page; trouble: string[] }> {
      const context = await browser.newContext({ ...options, offline: true });
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on("console", (message) => trouble.push(message.text()));
      page.on("pageerror", (error) => trouble.push(error.message));
      page.on("request", (request) => request.url().startsWith("file:") || trouble.push(request.url()));
      await page.goto(pathToFileURL(join(root, "page.html")).href);
      return { page, trouble };
    }

    it.each([["light", "rgb(255, 255, 255)"], ["dark", "rgb(18, 22, 28)"]] as const)("%s: follows the scheme, offline, without complaint", async (colorScheme, background) => {
      const { page, trouble } = await open({ colorScheme });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(background);
      const line = page.locator("svg[role=img] path[stroke^='var(--order']").first();
      expect(await line.evaluate((path) => getComputedStyle(path).stroke)).toMatch(/^rgb\(/);
      expect(trouble).toEqual([]);
    });

    it("fits a narrow screen: only tables and wide pictures scroll sideways, by themselves", async () => {
      const { page } = await open({ viewport: { width: 360, height: 740 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });

    it("is reached by keyboard: first the way past the navigation, then the sections", async () => {
      const { page } = await open({});
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
      const seen: string[] = [];
      for (let i = 0; i < 3; i++) {
        await page.keyboard.press("Tab");
        seen.push(await focused());
      }
      expect(seen).toEqual(["Skip to the content", "Overview", "Coverage"]);
    });
  });
});
