import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEPTH } from "../../src/lab/views/heat";
import { serveFiles } from "../../src/node/serve";
import type { Serving } from "../../src/node/serve";
import { writeDataset } from "../../src/node/write";
import { DARK, LIGHT } from "../../src/report/html/style";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../browser/host";
import { paleText } from "./colours";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the lab's accessibility (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);
const PAGE = fileURLToPath(new URL("../../dist/lab", import.meta.url));

interface Node {
  role?: { value: string };
  name?: { value: string };
  ignored: boolean;
  properties?: { name: string; value: { value: unknown } }[];
}

describe.skipIf(!hasChromium && !process.env.CI)("the lab is for everyone", () => {
  let root = "";
  let browser: Browser;
  let server: Serving;
  let page: Page;

  beforeAll(async () => {
    await access(PAGE).catch(() => { throw new Error("dist/lab is missing: npm run build"); });
    root = await mkdtemp(join(tmpdir(), "mahler-access-"));
    await writeDataset(root, simulateMarket(TINY_SIMULATION), { createdBy: { name: "test", version: "1" } });
    server = await serveFiles({ folders: { "/": PAGE, "/data/": root }, port: 0, host: "127.0.0.1", isolated: true });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(server.address);
    await page.locator("#fingerprint:not(:empty)").waitFor();
    await page.selectOption("#sweep-rows", "profit_target");
    await page.selectOption("#sweep-columns", "max_positions");
    await page.click("#sweep-run");
    await page.locator("#sweep-progress", { hasText: /^\d+ configs/ }).waitFor();
    await page.locator("#trades summary").click();
    await page.locator("#trades table button").first().click();
    await page.locator("#candidates").waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (root) await rm(root, { recursive: true, force: true });
  });

  const tree = async (): Promise<Node[]> => {
    const session = await page.context().newCDPSession(page);
    const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: Node[] };
    await session.detach();
    return nodes.filter(({ ignored }) => !ignored);
  };

  it("everything that can be operated, and every picture, has a name", async () => {
    const nodes = await tree();
    const operable = nodes.filter(({ role, properties }) => properties?.some(({ name, value }) => name === "focusable" && value.value === true) && role?.value !== "RootWebArea");
    expect(operable.length).toBeGreaterThan(40);
    const groups = new Set(["generic", "main", "paragraph"]);
    expect(operable.filter(({ name, role }) => !name?.value.trim() && !groups.has(role!.value)).map(({ role }) => role?.value)).toEqual([]);
    expect(nodes.filter(({ role, name }) => (role?.value === "image" || role?.value === "img") && !name?.value.trim()).length).toBe(0);
    expect(await page.locator("canvas:not([aria-hidden] *):not([role=img] *):not([aria-hidden])").count()).toBe(0);
  });

  it("has landmarks, one title, and headings in order", async () => {
    const roles = (await tree()).map(({ role }) => role?.value);
    for (const landmark of ["banner", "main", "complementary", "form", "contentinfo"]) expect(roles.filter((role) => role === landmark).length, landmark).toBe(1);
    const levels = await page.locator("h1, h2, h3, h4").evaluateAll((headings) => headings.filter((heading) => heading.getClientRects().length > 0).map((heading) => Number(heading.tagName[1])));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => i > 0 && expect(level - levels[i - 1]).toBeLessThanOrEqual(1));
    expect(await page.getAttribute("html", "lang")).toBe("en");
  });

  it("the Tab key reaches everything, in the order of the page, and shows where it is", async () => {
    // The browser goes on from where it was: begin before the first element.
    await page.evaluate(() => {
      const start = document.createElement("span");
      start.tabIndex = -1;
      document.body.prepend(start);
      start.focus();
    });
    const stops: { name: string; seen: boolean }[] = [];
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        if (element === document.body) return null;
        const shown = element.classList.contains("hidden") ? element.closest<HTMLElement>(".button")! : element;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return { name: element.id || element.className || element.closest("[id]")!.id, seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
      });
      if (!stop) break;
      stops.push(stop);
    }
    const names = stops.map(({ name }) => name);
    const order = ["skip", "pin", "files", "ticker-SPY", "min_delta", "profit_target", "commission", "trades-ticker", "sweep-rows", "sweep-run", "inside-day", "save-yaml"].map((name) => names.indexOf(name));
    expect(order, names.join(" ")).toEqual([...order].sort((a, b) => a - b));
    expect(order, names.join(" ")).not.toContain(-1);
    expect(stops.filter(({ seen }) => !seen)).toEqual([]);
  });

  it("a sweep is one stop of the Tab key; arrows move in it, Enter loads a cell", async () => {
    const cells = page.locator("table.cells[role=grid] button");
    expect(await cells.evaluateAll((buttons) => buttons.filter((button) => (button as HTMLButtonElement).tabIndex === 0).length)).toBe(1);
    await page.locator("table.cells button[tabindex='0']").focus();
    for (const key of ["Control+Home", "ArrowDown", "ArrowDown", "ArrowRight", "End", "ArrowLeft", "ArrowUp"]) await page.keyboard.press(key);
    const [row, column] = await page.evaluate(() => {
      const td = document.activeElement!.closest("td")!;
      return [(td.parentElement as HTMLTableRowElement).rowIndex, td.cellIndex, (td.closest("table") as HTMLTableElement).rows[0].cells.length];
    });
    const width = await page.locator("table.cells thead th").count();
    expect([row, column]).toEqual([2, width - 2]);
    const before = await page.locator("#yaml").textContent();
    await page.keyboard.press("Enter");
    await page.waitForFunction((text) => document.querySelector("#yaml")!.textContent !== text, before);
  });

  it.each(["light", "dark"] as const)("text stands out 4.5 : 1 in %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(paleText, 4.5)).toEqual([]);
    await page.emulateMedia({ colorScheme: null });
  });

  it.each([["light", LIGHT], ["dark", DARK]] as const)("months stay readable on their deepest colour in %s; lines stand out 3 : 1", (_, palette) => {
    const channels = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
    const luminance = (rgb: number[]): number => rgb.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (a: number[], b: number[]): number => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
    const background = channels(palette.background);
    for (const colour of [palette.good, palette.bad]) expect(contrast(channels(palette.text), channels(colour).map((c, i) => c * DEPTH + background[i] * (1 - DEPTH)))).toBeGreaterThanOrEqual(4.5);
    for (const colour of [...palette.series, palette.good, palette.bad]) expect(contrast(channels(colour), background), colour).toBeGreaterThanOrEqual(3);
  });

  it("where motion is unwelcome nothing moves by itself", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate(() => Array.from(document.querySelectorAll("*"), (element) => getComputedStyle(element)).filter((style) => parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth").length);
    expect(moving).toBe(0);
    await page.emulateMedia({ reducedMotion: null });
  });

  it("what is read aloud follows the hand once it rests, not every movement", async () => {
    const spoken = await page.evaluate(async () => {
      const said: string[] = [];
      const live = (node: Element | null): Element | null => node?.closest("[aria-live], [role=status], [role=alert], output") ?? null;
      const observer = new MutationObserver((records) => records.forEach(({ target }) => {
        const region = live(target instanceof Element ? target : target.parentElement);
        if (region && region.getAttribute("aria-live") !== "off" && !region.closest("[hidden]")) said.push(`${region.id || region.className}: ${region.textContent}`);
      }));
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      const slider = document.querySelector<HTMLInputElement>("#profit_target")!;
      for (let i = 0; i < 60; i++) {
        slider.value = String(i % 20);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
      }
      const during = said.length;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      observer.disconnect();
      return { during, after: said.slice(during) };
    });
    expect(spoken.during).toBeLessThanOrEqual(2);
    expect(spoken.after.length, spoken.after.join("\n")).toBeGreaterThan(0);
    expect(spoken.after.length, spoken.after.join("\n")).toBeLessThanOrEqual(4);
  });

  it.each([["360 px wide", 360, 1, ""], ["200 % zoom", 640, 2, ""], ["text twice as large", 1280, 1, "200%"]] as const)("%s: nothing needs scrolling sideways, everything is there", async (_, width, zoom, fontSize) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: zoom });
    const narrow = await context.newPage();
    await narrow.goto(server.address);
    await narrow.locator("#fingerprint:not(:empty)").waitFor();
    if (fontSize) await narrow.evaluate((size) => (document.documentElement.style.fontSize = size), fontSize);
    await narrow.click("#sweep-run");
    await narrow.locator("#sweep-progress", { hasText: /^\d+ configs/ }).waitFor();
    await narrow.locator("#trades summary").click();
    await narrow.locator("#trades table button").first().click();
    await narrow.locator("#candidates").waitFor();
    const { scroll, wide } = await narrow.evaluate(() => ({
      scroll: document.scrollingElement!.scrollWidth - innerWidth,
      wide: Array.from(document.querySelectorAll("body *")).filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroll, .hidden, .skip, pre, .uplot, svg")).map((element) => element.id || `${element.tagName}.${element.className} in ${element.closest("[id]")?.id}`).slice(0, 8),
    }));
    expect(wide).toEqual([]);
    expect(scroll).toBeLessThanOrEqual(0);
    for (const id of ["#pin", "#max_delta", "#sweep-run", "#save-yaml"]) expect(await narrow.locator(id).isVisible(), id).toBe(true);
    await context.close();
  }, 60_000);
});
