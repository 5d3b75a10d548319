// The library's call with workers: the same table for any number of them, cancelled on request, no thread left.
import { join } from "node:path";
import { tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { loadCore } from "../../src/node/core";
import { packageRoot } from "../../src/node/package";
import { sweep } from "../../src/node/sweep";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { runSweep } from "../../src/sweep/sweep";
import { grid } from "../sweep/support";

const workerScript = join(packageRoot(), "dist", "sweep-worker.js");
const space = grid({ min_delta: [0.05, 0.15], max_delta: "min_delta + 0.15", profit_target: [35, 50, "off"], max_positions: [2, 6] }, { ticker: "SPY,QQQ", min_credit: 3, max_risk_per_trade: 4 });
const market = simulateMarket(TINY_SIMULATION);

describe("sweep(market, space, { workers, onProgress, signal })", () => {
  it("returns an Arrow table, the same bytes with one worker, with two and without a pool", async () => {
    const { table } = await runSweep(market, space, { core: await loadCore() });
    const seen: number[] = [];
    for (const workers of [1, 2]) {
      const pooled = await sweep(market, space, { workers, workerScript, onProgress: ({ done }) => seen.push(done) });
      expect(pooled.numRows).toBe(12);
      expect(tableToIPC(pooled)).toEqual(tableToIPC(table));
    }
    expect(seen.filter((done) => done === 12)).toHaveLength(2);
  });

  it("rejects as cancelled when the signal aborts", async () => {
    await expect(sweep(market, space, { workers: 2, workerScript, signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
