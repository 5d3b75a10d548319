import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headlessDocument } from "../../../src/report/html/headless";
import { sweepPage } from "../../../src/report/html/sweep/page";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../../browser/host";
import { hill, madeSweep, SMALL } from "./sweepMade";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the page of a sweep in a browser (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

const BIG = { sweep: { parameters: { min_delta: "0.01:0.20:0.01", profit_target: "5:100:5", max_positions: "1:24:1", strategy: ["put-credit-spread", "call-credit-spread", "iron-condor"] } }, outcome: hill, config: { max_delta: 0.9 } };

// In CI a missing browser is a failure, not a skip.
describe.skipIf(!hasChromium && !process.env.CI)("the page of a sweep in headless Chromium", () => {
  const root = mkdtempSync(join(tmpdir(), "mahler-sweep-page-"));
  let browser: Browser;
  beforeAll(async () => {
    for (const [name, making] of [["main", SMALL], ["big", { ...BIG, sweep: { ...BIG.sweep, mode: "sample", sample: 1000, seed: 1 } }]] as const) writeFileSync(join(root, `${name}.html`), sweepPage(madeSweep(making).recorded, headlessDocument()));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function open(name: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<{ page: Page; trouble: string[] }> {
    const context = await browser.newContext({ ...options, offline: true });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("console", (message) => trouble.push(message.text()));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("request", (request) => request.url().startsWith("file:") || trouble.push(request.url()));
    await page.goto(pathToFileURL(join(root, `${name}.html`)).href);
    return { page, trouble };
  }

  const visible = (page: Page): Promise<string[]> =>
    page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".map")].filter((map) => map.offsetParent !== null).map((map) => map.querySelector(".scroll")!.getAttribute("aria-label")!));

  it("shows one map, by the metric, the pair and the reading that are chosen, with the keyboard alone", async () => {
    const { page, trouble } = await open("main", { javaScriptEnabled: true });
    expect(await visible(page)).toEqual(["Sharpe by profit_target and min_delta, median over the other parameters"]);
    await page.locator("#map-m0").focus();
    await page.keyboard.press("ArrowRight");
    expect(await visible(page)).toEqual(["Sortino by profit_target and min_delta, median over the other parameters"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    expect(await visible(page)).toEqual(["Sortino by min_delta and max_positions, best over the other parameters"]);
    expect(await page.locator("#map-r1").evaluate((input) => input.closest("label")!.textContent)).toBe("best over the other parameters");
    await page.emulateMedia({ media: "print" });
    expect(await visible(page)).toEqual(["Sortino by min_delta and max_positions, best over the other parameters"]);
    expect(await page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".maps fieldset")].every((field) => field.offsetParent === null))).toBe(true);
    expect(trouble).toEqual([]);
  });

  it.each(["light", "dark"] as const)("%s: cells have the colours of the scheme under the page's text", async (colorScheme) => {
    const { page } = await open("main", { colorScheme });
    const cells = await page.evaluate(() => [...document.querySelectorAll(".map.m0.p0.r0 td")].map((cell) => `${getComputedStyle(cell).backgroundColor} ${getComputedStyle(cell).color}`));
    const text = colorScheme === "light" ? "rgb(27, 31, 36)" : "rgb(230, 233, 238)";
    expect(cells.filter((style) => !style.startsWith("rgba(0, 0, 0, 0)")).every((style) => style.endsWith(text))).toBe(true);
    expect(new Set(cells).size).toBeGreaterThan(3);
  });

  it.each(["main", "big"])("%s: fits a narrow screen and a printed page", async (name) => {
    const { page } = await open(name, { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 718, height: 1015 }); // A4 less margins, at 96 dots per inch
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718);
  });
});
