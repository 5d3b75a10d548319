// What a browser fetches, and when: raw and as the server sends it.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { createEncoder } from "../src/node/encoded";

export interface Weight {
  /** When it is fetched. */
  when: string;
  files: number;
  /** Bytes. */
  raw: number;
  gzip: number;
  brotli: number;
}

/** Code fetched for the first curve, for the first sweep, for a report, and for the embedded example. */
export async function weigh(browser: Browser, address: string, folder: string): Promise<Weight[]> {
  const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  const weights: Weight[] = [];
  const first = collect(page, address);
  await page.goto(address);
  await page.locator("#started:not(:empty)").waitFor({ timeout: 120_000 });
  weights.push(await weightOf("up to the first curve", first(), folder));
  const sweep = collect(page, address);
  await page.click("#sweep-run");
  await page.locator("#sweep-progress", { hasText: /^\d+ configs/ }).waitFor({ timeout: 120_000 });
  weights.push(await weightOf("with the first sweep", sweep(), folder));
  const report = collect(page, address);
  await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), page.click("#save-report")]);
  weights.push(await weightOf("with the first report", report(), folder));
  await page.context().close();
  const outer = await browser.newPage();
  const embed = collect(outer, address);
  await outer.goto(`${address}embed/frame.html`);
  await outer.locator("#took:not(:empty)").waitFor({ timeout: 120_000 });
  weights.push(await weightOf("the embedded example, whole", embed(), folder));
  await outer.close();
  return weights;
}

/** Paths of the page's own files that are asked for, by the page or by its workers; the dataset is left out. */
function collect(page: Page, address: string): () => string[] {
  const paths = new Set<string>();
  const note = (request: { url(): string }): void => {
    const { origin, pathname } = new URL(request.url());
    if (address.startsWith(origin) && !pathname.startsWith("/data/")) paths.add(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  };
  page.context().on("request", note);
  return () => {
    page.context().off("request", note);
    return [...paths];
  };
}

async function weightOf(when: string, paths: readonly string[], folder: string): Promise<Weight> {
  const encode = createEncoder();
  const weight: Weight = { when, files: paths.length, raw: 0, gzip: 0, brotli: 0 };
  for (const path of paths) {
    const file = join(folder, path);
    weight.raw += (await stat(file)).size;
    weight.gzip += (await encode(file, "gzip", "")).length;
    weight.brotli += (await encode(file, "br", "")).length;
  }
  return weight;
}
