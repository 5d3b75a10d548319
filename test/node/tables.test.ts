import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desc, op } from "arquero";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resolveConfig } from "../../src/config";
import { readTable } from "../../src/node/tables";
import { loadCore } from "../../src/node/core";
import { tradeTable } from "../../src/results/columns";
import { toArrow } from "../../src/results/encode";
import type { Execution } from "../../src/results/execution";
import { execute } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";

let folder = "";
let run: Execution;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mahler-tables-"));
  run = execute(await loadCore(), simulateMarket(TINY_SIMULATION), resolveConfig([{ file: null, values: { ticker: "SPY,QQQ", min_credit: 3, break_even: "off" } }]));
  await writeFile(join(folder, "trades.arrow"), toArrow(tradeTable(run.ledger), "trades"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it("a table of a run answers a question with the run's own figures", async () => {
  const trades = await readTable(folder, "trades");
  const byReason = trades.groupby("exit_reason").rollup({ trades: op.count(), net: op.sum("net_pnl") }).orderby(desc("trades")).objects() as { exit_reason: string; trades: number; net: number }[];
  for (const { key, trades: count, netPnl } of run.metrics.breakdown.reason) {
    const row = byReason.find(({ exit_reason }) => exit_reason === key)!;
    expect(row.trades).toBe(count);
    expect(row.net).toBeCloseTo(netPnl, 6);
  }
  expect(byReason.reduce((sum, row) => sum + row.trades, 0)).toBe(trades.numRows());
});

it("names a missing file and a damaged one", async () => {
  await expect(readTable(folder, "equity")).rejects.toThrow(/equity\.arrow: does not exist/);
  await writeFile(join(folder, "results.arrow"), "nothing");
  await expect(readTable(folder, "results")).rejects.toThrow(/results\.arrow: is not an Arrow file/);
});
