import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packSpecs } from "../../src/core/packed";
import { createEvaluator, type EvaluatorRequest } from "../../src/engine/evaluator";
import type { Evaluations } from "../../src/engine/evaluations";
import type { Market } from "../../src/market/types";
import { createPool, type PoolOptions } from "../../src/node/pool";
import { packageRoot } from "../../src/node/package";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import type { RunSpec } from "../../src/strategy/spec";
import type { Pool } from "../../src/sweep/pool";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const workerScript = join(packageRoot(), "dist", "sweep-worker.js");
const requestOf = (market: Market, rates: boolean): EvaluatorRequest => ({ tickers: market.underlyings.map((u) => u.symbol), start: -1e9, end: 1e9, rates, riskFree: 0.02 });

/** Batches of unequal length; configs of a batch differ in their accounts and exits, batches also in their features. */
function specBatches(underlyings: number, sizes: readonly number[]): RunSpec[][] {
  return sizes.map((size, b) => {
    const shared = randomSpec(100 + (b % 3), underlyings);
    return Array.from({ length: size }, (_, i) => ({
      features: shared.features,
      account: { ...randomSpec(1000 + 17 * b + i, underlyings).account, regimeMultipliers: shared.account.regimeMultipliers },
      sleeves: shared.sleeves.map((sleeve) => ({ ...sleeve, profitTarget: 1000 * i, timeExit: i })),
    }));
  });
}

const packed = (market: Market, batches: readonly RunSpec[][]) => batches.map((specs) => packSpecs(specs, market.underlyings.length));

async function inPool(market: Market, batches: readonly RunSpec[][], options: PoolOptions): Promise<{ pool: Pool; results: Evaluations[] }> {
  const pool = await createPool(market, requestOf(market, true), { workerScript, ...options });
  try {
    return { pool, results: await Promise.all(packed(market, batches).map((batch) => pool.evaluate(batch))) };
  } finally {
    await pool.close();
  }
}

/** What of this process' threads keeps it alive. */
const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === "Worker" || name === "MessagePort").length;

const markets: Record<string, () => Market> = {
  "a random market": () => ({ name: "random", origin: "simulated", ...randomMarket(11, { underlyings: 3, sessions: 120 }) }),
  "a small simulated market": () => simulateMarket(TINY_SIMULATION),
};

describe.each(Object.keys(markets))("a pool on %s", (name) => {
  const market = markets[name]();
  const batches = specBatches(market.underlyings.length, [1, 7, 2, 5, 1, 9, 3]);
  const evaluator = createEvaluator(loadCore(), market, requestOf(market, true));
  const expected = packed(market, batches).map((batch) => evaluator.evaluate(batch));

  it.each([
    [1, true], [2, true], [3, true], [2, false], [3, false],
  ])("S.17: %i workers, shared market %s: the bits of one evaluator in one thread", async (workers, shared) => {
    expect(expected.some(({ reasons }) => reasons[0] > 5)).toBe(true);
    const { pool, results } = await inPool(market, batches, { workers, shared });
    expect(pool).toMatchObject({ workers, shared: shared && workers > 1 });
    expect(results).toEqual(expected);
  });

  it.each([
    [1, true], [2, true], [3, true], [2, false],
  ])("S.17: windows with their equity, taken in turns by %i workers, shared market %s: the bits of one evaluator", async (workers, shared) => {
    const { day } = market.underlyings[0].days;
    const windows = [0, 1, 2].map((part) => ({ start: day[Math.floor((part * day.length) / 4)], end: day[Math.floor(((part + 2) * day.length) / 4) - 1], equity: part !== 1 }));
    const pool = await createPool(market, requestOf(market, true), { workerScript, workers, shared });
    try {
      const results = await Promise.all(windows.flatMap((window) => packed(market, batches).map((batch) => pool.evaluate(batch, window))));
      expect(results).toEqual(windows.flatMap((window) => packed(market, batches).map((batch) => evaluator.evaluate(batch, window))));
      expect(results[0].equity!.length).toBe(results[0].count * results[0].sessions!.length);
    } finally {
      await pool.close();
    }
  });
});

describe("a pool", () => {
  const market = markets["a random market"]();
  const batches = specBatches(3, Array.from({ length: 40 }, () => 4));
  const open = (options: PoolOptions) => createPool(market, requestOf(market, true), { workerScript, workers: 2, ...options });
  /** Settles everything; the errors among it, as text. */
  const errors = async (work: Promise<unknown>[]) => (await Promise.allSettled(work)).flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));

  it.each([1, 2])("stops on request in the middle with %i workers: what is done is delivered, the rest is cancelled", async (workers) => {
    const abort = new AbortController();
    const pool = await open({ workers, signal: abort.signal });
    const work = packed(market, batches).map((batch) => pool.evaluate(batch));
    await work[3];
    abort.abort();
    const failed = await errors(work);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThanOrEqual(36 + workers - 1); // batches start in order: at most one per other worker was still running
    expect(new Set(failed)).toEqual(new Set(["MahlerError: sweep: stopped on request; finished batches are kept"]));
    await expect(pool.evaluate(packed(market, batches)[0])).rejects.toMatchObject({ kind: "cancelled" });
    await pool.close();
  });

  it("does not begin when it is stopped before", async () => {
    await expect(open({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });

  it.each([1, 2])("surfaces the error of a batch with its message and ends, with %i workers", async (workers) => {
    const pool = await open({ workers });
    const [first, second, third] = packed(market, batches);
    const broken = { ...second, accounts: second.accounts.fill(NaN) };
    const failed = await errors([pool.evaluate(first), pool.evaluate(broken), pool.evaluate(third), pool.evaluate(packed(market, batches)[3])]);
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed).size).toBe(1);
    expect(failed[0]).toMatch(/^MahlerError: /);
    await expect(pool.evaluate(packed(market, batches)[4])).rejects.toThrow(failed[0].replace("MahlerError: ", ""));
    await pool.close();
  });

  it.each([true, false])("says so when its workers cannot begin, or have not the market they are asked for (shared: %s)", async (shared) => {
    const missing = join(packageRoot(), "dist", "no-such-worker.js");
    await expect(open({ shared, workerScript: missing })).rejects.toMatchObject({ kind: "engine", subject: "sweep worker" });
    const pool = await createPool(market, { ...requestOf(market, true), tickers: ["NONE"] }, { workerScript, workers: 2, shared });
    await expect(pool.evaluate(packed(market, batches)[0])).rejects.toThrow(/^ticker = NONE/);
    await pool.close();
  });

  it("leaves no thread behind, whether closed at rest, in the middle or twice", async () => {
    const before = threads();
    const pool = await open({ workers: 3 });
    expect(threads()).toBeGreaterThan(before);
    const work = errors(packed(market, batches).map((batch) => pool.evaluate(batch)));
    await pool.close();
    await pool.close();
    expect(new Set(await work)).toEqual(new Set(["MahlerError: sweep: the pool was closed; finished batches are kept"]));
    expect(threads()).toBe(before);
  });
});
