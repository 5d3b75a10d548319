// The same batches in one thread, on a shared market and on private copies: rates of one run, taken in turns.
import { availableParallelism } from "node:os";
import { resolveConfig, toRunSpec } from "../src/config";
import { packSpecs } from "../src/core/packed";
import type { PackedSpecs } from "../src/core/packed";
import type { Evaluations } from "../src/engine/evaluations";
import type { EvaluatorRequest } from "../src/engine/evaluator";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { createPool } from "../src/node/pool";
import { readDataset } from "../src/store/read";
import type { Pool } from "../src/sweep/pool";

export interface PoolFigures {
  workers: number;
  shared: boolean;
  /** Threads started, market copied, every worker ready. */
  openMilliseconds: number;
  /** Resident memory that the open pool adds to the process, features prepared. */
  megabytes: number;
  configsPerSecond: number;
  /** Processor time of all threads per config: what the rate would follow from on a machine with nothing else to do. */
  cpuMilliseconds: number;
  /** Its rate over that of one worker. */
  ratioToOne: number;
}

const TICKERS = ["SPY", "QQQ", "IWM"];
const ROUNDS = 3;
/** Configs that differ in their exits only, so that one set of features serves all. */
const TARGETS = Array.from({ length: 16 }, (_, i) => 10 + 5 * i);
const TIME_EXITS = Array.from({ length: 16 }, (_, i) => 1 + i);
const PER_BATCH = 64;

/** One worker, then all cores (at least two) on a shared market and on copies. Throws when a variant's bits differ from another's. */
export async function poolBench(dir: string): Promise<PoolFigures[]> {
  const core = await loadCore();
  const market = await readDataset(directorySource(dir), core.arena);
  const request: EvaluatorRequest = { tickers: TICKERS, start: 0, end: 40_000, rates: true, riskFree: 0 };
  const most = Math.max(2, availableParallelism());
  const variants = [{ workers: 1, shared: false }, { workers: 2, shared: true }, { workers: 2, shared: false }, ...(most > 2 ? [{ workers: most, shared: true }] : [])];
  const open: { pool: Pool; figures: Pick<PoolFigures, "workers" | "shared" | "openMilliseconds" | "megabytes">; times: number[]; cpu: number[] }[] = [];
  const prints = new Set<string>();
  try {
    for (const variant of variants) {
      const before = process.memoryUsage.rss();
      const start = performance.now();
      const pool = await createPool(market, request, { ...variant, core });
      const openMilliseconds = performance.now() - start;
      await evaluateAll(pool); // features once, kernels warm
      open.push({ pool, figures: { ...variant, openMilliseconds, megabytes: (process.memoryUsage.rss() - before) / 1e6 }, times: [], cpu: [] });
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const { pool, times, cpu } of open) {
        const used = process.cpuUsage();
        const start = performance.now();
        const results = await evaluateAll(pool);
        times.push(performance.now() - start);
        const { user, system } = process.cpuUsage(used);
        cpu.push((user + system) / 1000);
        prints.add(results.map(({ fingerprints }) => fingerprints.join(" ")).join(" "));
      }
    }
  } finally {
    await Promise.all(open.map(({ pool }) => pool.close()));
  }
  if (prints.size !== 1) throw new Error("a pool's trades differ from another's");
  const configs = TARGETS.length * TIME_EXITS.length;
  const rates = open.map(({ times }) => (configs * 1000) / median(times));
  return open.map(({ figures, cpu }, i) => ({ ...figures, configsPerSecond: rates[i], cpuMilliseconds: median(cpu) / configs, ratioToOne: rates[i] / rates[0] }));
}

const evaluateAll = (pool: Pool): Promise<Evaluations[]> => Promise.all(batches().map((packed) => pool.evaluate(packed)));

/** Fresh ones each time: a pool takes their arrays. */
function batches(): PackedSpecs[] {
  const specs = TARGETS.flatMap((profit_target) => TIME_EXITS.map((time_exit) => toRunSpec(resolveConfig([{ file: null, values: { ticker: TICKERS, profit_target, time_exit } }]), TICKERS)));
  return Array.from({ length: specs.length / PER_BATCH }, (_, b) => packSpecs(specs.slice(b * PER_BATCH, (b + 1) * PER_BATCH), TICKERS.length));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
