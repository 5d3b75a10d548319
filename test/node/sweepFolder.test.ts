import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEvaluator } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { beginSweep, resumeSweep } from "../../src/node/sweepFolder";
import type { SweepRecord } from "../../src/results/sweepRecord";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { runSpace } from "../../src/sweep/run";
import type { Evaluate } from "../../src/sweep/run";
import { describeSpace } from "../../src/sweep/space";
import { evaluatorRequest } from "../../src/sweep/sweep";
import { grid } from "../sweep/support";

const CHUNK = 7;
const space = grid({ min_delta: [0.05, 0.15], profit_target: [35, "off"], stop_loss: [100, 150], max_positions: [1, 2, 3] }, { ticker: "QQQ", min_credit: 3 });
const record: SweepRecord = {
  sweep_record: 2, mahler: { version: "0", abi: 1, core: "0".repeat(64) }, space: describeSpace(space),
  data: { path: "tiny", name: "tiny", origin: "simulated", parameters: {}, files: {} }, chunk: CHUNK, complete: false, configs: null, rejected: null, invalid: null,
};

let folder: string;
let market: Market;
let evaluate: Evaluate;
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mahler-sweep-"));
  market = simulateMarket(TINY_SIMULATION);
  const evaluator = createEvaluator(await loadCore(), market, evaluatorRequest(market, space));
  evaluate = (packed) => evaluator.evaluate(packed);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a sweep of several chunks", () => {
  it("becomes one file each, a batch and a row group per chunk, in config order", async () => {
    const sweep = await beginSweep(at("whole"), record, space);
    const outcome = await runSpace(space, { evaluate, save: sweep.save, restore: sweep.restore, chunk: CHUNK });
    expect(readdirSync(at("whole", "parts"))).toEqual(["00000.arrow", "00001.arrow", "00002.arrow", "00003.arrow"]);
    await sweep.finish(outcome);
    expect(readdirSync(at("whole")).sort()).toEqual(["results.arrow", "results.parquet", "sweep.json"]);
    const table = tableFromIPC(readFileSync(at("whole", "results.arrow")));
    expect([table.numRows, table.batches.length]).toEqual([24, 4]);
    expect([...table.getChild("config")!]).toEqual(Array.from({ length: 24 }, (_, i) => i));
    const { buffer } = new Uint8Array(readFileSync(at("whole", "results.parquet")));
    expect(parquetMetadata(buffer).row_groups.map((group) => Number(group.num_rows))).toEqual([7, 7, 7, 3]);
    expect(await parquetReadObjects({ file: buffer })).toEqual(table.toArray().map((row) => (row as { toJSON(): object }).toJSON()));
  });

  it("stopped at any batch and resumed, it leaves the same bytes", async () => {
    for (const stopAfter of [1, 2, 3]) {
      const path = at(`stopped-${stopAfter}`);
      const abort = new AbortController();
      let batches = 0;
      const stopping: Evaluate = (packed) => {
        if (++batches === stopAfter) abort.abort();
        return evaluate(packed);
      };
      const first = await beginSweep(path, record, space);
      const stopped = await runSpace(space, { evaluate: stopping, signal: abort.signal, save: first.save, restore: first.restore, chunk: CHUNK });
      expect([stopped.complete, existsSync(join(path, "results.arrow"))]).toEqual([false, false]);
      const second = await resumeSweep(path, record, space);
      let evaluated = 0;
      const counting: Evaluate = (packed) => ((evaluated += packed.count), evaluate(packed));
      const outcome = await runSpace(space, { evaluate: counting, save: second.save, restore: second.restore, chunk: CHUNK });
      await second.finish(outcome);
      expect(evaluated).toBe(24 - Math.min(24, stopAfter * CHUNK));
      for (const name of readdirSync(at("whole"))) expect(readFileSync(join(path, name)).equals(readFileSync(at("whole", name))), `${stopAfter} ${name}`).toBe(true);
    }
  });

  it("a damaged part is named; a part of another space is refused", async () => {
    const sweep = await beginSweep(at("damaged"), record, space);
    writeFileSync(at("damaged", "parts", "00000.arrow"), "no arrow at all");
    await expect(runSpace(space, { evaluate, save: sweep.save, restore: sweep.restore, chunk: CHUNK })).rejects.toMatchObject({ kind: "data", subject: expect.stringContaining("00000.arrow") });
    const again = await resumeSweep(at("damaged"), record, space);
    await runSpace(space, { evaluate, save: again.save, chunk: CHUNK });
    writeFileSync(at("damaged", "parts", "00000.arrow"), readFileSync(at("damaged", "parts", "00001.arrow")));
    await expect(runSpace(space, { evaluate, save: again.save, restore: again.restore, chunk: CHUNK })).rejects.toThrow("holds other configs than the space");
  });
});
