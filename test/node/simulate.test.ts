import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ensureEmbeddedMarket, GENERATOR, simulateInWorkers } from "../../src/node/simulate";
import { packageRoot } from "../../src/node/package";
import { GENERATOR_VERSION, simulateMarket, TINY_SIMULATION } from "../../src/simulate";

const folder = mkdtempSync(join(tmpdir(), "mahler-simulate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const options = { ...TINY_SIMULATION, end: "2019-03-29", symbols: ["SPY"] };

describe("ensureEmbeddedMarket", () => {
  const dir = join(folder, "market");

  it("simulates once, then finds the dataset current; other options or force simulate again, with the same bytes", async () => {
    const first = await ensureEmbeddedMarket({ dir, options });
    expect(first.created).toBe(true);
    expect(first.manifest.createdBy).toEqual({ name: GENERATOR, version: String(GENERATOR_VERSION) });
    expect(first.manifest.parameters).toMatchObject({ seed: 1350, end: "2019-03-29", riskPremium: 1 });
    expect((await ensureEmbeddedMarket({ dir, options })).created).toBe(false);
    const contents = () => readdirSync(dir).sort();
    const names = contents();
    expect((await ensureEmbeddedMarket({ dir, options, force: true })).created).toBe(true);
    expect(contents()).toEqual(names);
    expect((await ensureEmbeddedMarket({ dir, options: { ...options, seed: 2 } })).created).toBe(true);
    expect(contents()).not.toContain(names.find((name) => name.startsWith("SPY.2019.rows.")));
  });

  it("leaves the folder as it was when stopped, and nothing beside it", async () => {
    const before = readFileSync(join(dir, "manifest.json"));
    const abort = new AbortController();
    const run = ensureEmbeddedMarket({ dir, options, force: true, signal: abort.signal, onProgress: ({ done }) => { if (done > 5) abort.abort(); } });
    await expect(run).rejects.toMatchObject({ kind: "cancelled" });
    expect(readFileSync(join(dir, "manifest.json")).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(["market"]);
  });
});

describe("simulation in worker threads", () => {
  const two = { ...TINY_SIMULATION, end: "2019-02-28" };
  const workerScript = join(packageRoot(), "dist", "quote-worker.js");

  it("S.17: gives the bits of one thread with any number of workers (built by npm run build)", async () => {
    const alone = simulateMarket(two);
    for (const workers of [0, 1, 2]) expect(await simulateInWorkers({ options: two, workers, workerScript })).toEqual(alone);
  });

  it("stops on request", async () => {
    const abort = new AbortController();
    const run = simulateInWorkers({ options: two, workers: 2, workerScript, signal: abort.signal });
    abort.abort();
    await expect(run).rejects.toMatchObject({ kind: "cancelled" });
  });
});
