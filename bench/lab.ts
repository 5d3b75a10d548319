// The lab in headless Chromium beside Node, in one run: the same configs on the same core, pictures per second while a slider is dragged, time to the first curve, sizes.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadavg } from "node:os";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { createLab } from "../src/lab/engine/lab";
import type { Lab, LabHost } from "../src/lab/engine/lab";
import type { SpaceReply, SpaceRequest } from "../src/lab/protocol";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { createPool } from "../src/node/pool";
import { serveFiles } from "../src/node/serve";
import { readDataset, readManifest } from "../src/store/read";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../test/browser/host";
import { weigh } from "./labSizes";
import type { Weight } from "./labSizes";

export interface LabFigures {
  browser: string;
  /** Of the machine, before the run. */
  load: number;
  /** Configs per second, medians; `page` over `node` is `ratio`. Trades are the same, bit by bit. */
  batches: { workers: number; configs: number; node: number; page: number; ratio: number }[];
  drag: { framesPerSecond: number; millisecondsPerMovement: number };
  /** Milliseconds, medians: of reading the market, and from the request for the page to the first curve drawn. */
  start: { opened: number; firstCurve: number };
  embed: { start: number };
  weights: Weight[];
}

/** 21 profit targets × 12 stops, three tickers: what a sweep in the page is, a few times over. */
const REQUEST: SpaceRequest = {
  values: { ticker: ["SPY", "QQQ", "IWM"] },
  vary: { parameters: { profit_target: Array.from({ length: 19 }, (_, i) => 10 + 5 * i), stop_loss: Array.from({ length: 12 }, (_, i) => 50 + 25 * i) } },
  equity: false,
};
const ROUNDS = 3;
const MOVEMENTS = 120;

/** Null without a browser. */
export async function labBench(data: string, page: string): Promise<LabFigures | null> {
  if (!hasChromium) return null;
  const load = loadavg()[0];
  const server = await serveFiles({ folders: { "/": page, "/data/": data }, port: 0, host: "127.0.0.1", isolated: true, open: ["/assets/", "/embed/", "/data/"] });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  try {
    const start = await startTimes(browser, server.address);
    return {
      browser: `Chromium ${browser.version()}, headless, software drawing`, load, start,
      drag: await dragging(browser, server.address),
      embed: await embedded(browser, server.address),
      batches: [await batch(browser, server.address, { data, page, workers: 1 }), await batch(browser, server.address, { data, page, workers: 2 })],
      weights: await weigh(browser, server.address, page),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

async function opened(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
  await page.goto(address);
  await page.locator("#started:not(:empty)").waitFor({ timeout: 120_000 });
  return page;
}

async function startTimes(browser: Browser, address: string): Promise<LabFigures["start"]> {
  const times: LabFigures["start"][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await opened(browser, address);
    times.push(await page.evaluate(() => {
      const at = (name: string): number => performance.getEntriesByName(name)[0].startTime;
      return { opened: at("lab-opened") - at("lab-asked"), firstCurve: at("lab-first-curve") };
    }));
    await page.context().close();
  }
  return { opened: median(times.map((t) => t.opened)), firstCurve: median(times.map((t) => t.firstCurve)) };
}

/** One movement a frame, over positions that have been evaluated; processor time of the page's own thread per movement. */
async function dragging(browser: Browser, address: string): Promise<LabFigures["drag"]> {
  const page = await opened(browser, address);
  await page.locator("#profit_target").focus();
  await page.waitForTimeout(4000);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async (): Promise<number> => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")!.value * 1000;
  const rounds: { gap: number; cost: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await busy();
    const gap = await page.evaluate(async (movements) => {
      const slider = document.querySelector<HTMLInputElement>("#profit_target")!;
      const began = performance.now();
      for (let i = 0; i < movements; i++) {
        slider.value = String(i % 20);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
      }
      return (performance.now() - began) / movements;
    }, MOVEMENTS);
    rounds.push({ gap, cost: ((await busy()) - before) / MOVEMENTS });
  }
  await page.context().close();
  return { framesPerSecond: 1000 / median(rounds.map(({ gap }) => gap)), millisecondsPerMovement: median(rounds.map(({ cost }) => cost)) };
}

async function embedded(browser: Browser, address: string): Promise<LabFigures["embed"]> {
  const page = await browser.newPage();
  await page.goto(`${address}embed/`);
  const took = page.frameLocator("iframe").locator("#took:not(:empty)");
  await took.waitFor({ timeout: 120_000 });
  const start = parseFloat((await took.textContent())!) * 1000;
  await page.close();
  return { start };
}

/** Node and the page take turns on the same configs. Throws when their trades differ. */
async function batch(browser: Browser, address: string, { data, page: folder, workers }: { data: string; page: string; workers: number }): Promise<LabFigures["batches"][number]> {
  const node = await nodeLab(data, workers);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}blank`); // not there: an empty page with the server's policy
  await pageLab(page, folder, workers);
  const [there, here]: number[][] = [[], []];
  let configs = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    const reply = await (workers > 1 ? node.sweep(REQUEST, () => undefined, new AbortController().signal) : node.space(REQUEST));
    const took = performance.now() - began;
    const inPage = await inPageRound(page, workers);
    if (inPage.prints !== printsOf(reply)) throw new Error("the page's trades differ from Node's");
    configs = reply.count;
    if (round === 0) continue; // features once, kernels warm
    here.push(took);
    there.push(inPage.took);
  }
  await node.close();
  await page.context().close();
  const [inNode, inPage] = [here, there].map((times) => (configs * 1000) / median(times));
  return { workers, configs, node: inNode, page: inPage, ratio: inPage / inNode };
}

const printsOf = ({ fingerprints }: SpaceReply): string => fingerprints.join();

async function nodeLab(data: string, workers: number): Promise<Lab> {
  const core = await loadCore();
  const source = directorySource(data);
  const market = await readDataset(source, core.arena);
  const openPool: LabHost["openPool"] = workers > 1 ? (request) => createPool(market, request, { workers, core }) : null;
  return createLab({ core, market, context: { path: data, manifest: await readManifest(source), core: "0".repeat(64) }, openPool });
}

/** Starts the page's engine worker without the page, and keeps it in the window. */
async function pageLab(page: Page, folder: string, workers: number): Promise<void> {
  const names = await readdir(join(folder, "assets"));
  const asset = (begin: string, end: string): string => `assets/${names.find((name) => name.startsWith(begin) && name.endsWith(end))!}`;
  const files = { engine: asset("engineWorker-", ".js"), sweep: asset("sweepWorker-", ".js"), core: asset("core-", ".wasm"), shared: asset("core.shared-", ".wasm") };
  await page.evaluate(async ({ files: { engine, sweep, core, shared }, count }) => {
    const absolute = (path: string): string => new URL(path, location.origin).href;
    const worker = new Worker(absolute(engine), { type: "module" });
    let last = 0;
    const ask = (kind: string, request: unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const listen = ({ data }: MessageEvent<{ id: number; reply?: unknown; error?: { message: string }; progress?: unknown }>): void => {
          if (data.id !== id || "progress" in data) return;
          worker.removeEventListener("message", listen);
          if (data.error) reject(new Error(JSON.stringify(data.error)));
          else resolve(data.reply);
        };
        worker.addEventListener("message", listen);
        worker.postMessage({ id, kind, request });
      });
    await ask("open", { place: { url: absolute("data/") }, coreUrl: absolute(core), sharedCoreUrl: absolute(shared), workerUrl: absolute(sweep), workers: count });
    Object.assign(window, { ask });
  }, { files, count: workers });
}

function inPageRound(page: Page, workers: number): Promise<{ took: number; prints: string }> {
  return page.evaluate(async ({ request, kind }) => {
    const { ask } = window as unknown as { ask: (kind: string, request: unknown) => Promise<{ fingerprints: Uint32Array }> };
    const began = performance.now();
    const { fingerprints } = await ask(kind, request);
    return { took: performance.now() - began, prints: fingerprints.join() };
  }, { request: REQUEST, kind: workers > 1 ? "sweep" : "space" });
}
