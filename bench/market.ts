// The embedded market: bytes per row, load time, and whole backtests after load, against the plain twin in the same run.
import { Bench } from "tinybench";
import { resolveConfig, toRunSpec } from "../src/config";
import type { Layer } from "../src/config";
import type { Core } from "../src/core/core";
import { run } from "../src/engine/backtest";
import { prepare } from "../src/engine/prepare";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { storedFiles } from "../src/store/manifest";
import { readDataset, readManifest } from "../src/store/read";
import { referenceRun } from "../test/reference/dayloop";

export interface MarketFigures {
  rows: number;
  /** Of the rows files alone, and of the whole dataset folder. */
  bytesPerRow: number;
  datasetBytesPerRow: number;
  /** Reading every file into WebAssembly memory, decoded and validated; page cache warm. */
  loadMilliseconds: number;
  loadMegabytesPerSecond: number;
  runs: RunFigures[];
}

export interface RunFigures {
  name: string;
  trades: number;
  /** Timeline, features, correlations: once per market range and detector. */
  prepareMilliseconds: number;
  runsPerSecond: number;
  /** The plain TypeScript twin's time over the core's, same inputs. */
  ratioToTwin: number;
}

/** One underlying with the work of the speed goals (at most 10 positions, targets, stops, time exit, risk sizing, heat), and the main job. */
export const JOBS: [name: string, config: Record<string, unknown>][] = [
  ["SPY, put spreads, 10 positions", { ticker: ["SPY"], max_positions: 10, profit_target: 50, time_exit: 7, max_entries_per_day: 1 }],
  ["SPY + QQQ + IWM, main scenario", { ticker: ["SPY", "QQQ", "IWM"] }],
  ["three tickers, regime sizing, breakers, effective heat", { ticker: ["SPY", "QQQ", "IWM"], use_regime_sizing: true, breakers: true, max_effective_heat: 15, max_positions: 10 }],
];

export async function marketBench(dir: string): Promise<MarketFigures> {
  const source = directorySource(dir);
  const manifest = await readManifest(source);
  const bytes = storedFiles(manifest).reduce((sum, file) => sum + file.bytes, 0);
  const rows = manifest.symbols.reduce((sum, s) => sum + s.rows, 0);
  const rowBytes = manifest.symbols.reduce((sum, s) => sum + s.partitions.reduce((bytes, { files }) => bytes + files.rows.bytes, 0), 0);
  const loads: number[] = [];
  for (let i = 0; i < 5; i++) loads.push(await loadOnce(dir));
  const loadMilliseconds = median(loads);
  const core = await loadCore();
  const market = await readDataset(source, core.arena);
  const runs: RunFigures[] = [];
  for (const [name, config] of JOBS) runs.push(await benchJob(core, market, name, config));
  return { rows, bytesPerRow: rowBytes / rows, datasetBytesPerRow: bytes / rows, loadMilliseconds, loadMegabytesPerSecond: bytes / 1e3 / loadMilliseconds, runs };
}

async function loadOnce(dir: string): Promise<number> {
  const core = await loadCore();
  const start = performance.now();
  await readDataset(directorySource(dir), core.arena);
  return performance.now() - start;
}

async function benchJob(core: Core, market: Awaited<ReturnType<typeof readDataset>>, name: string, values: Record<string, unknown>): Promise<RunFigures> {
  const layer: Layer = { file: null, values };
  const config = resolveConfig([layer]);
  const spec = toRunSpec(config, config.ticker);
  const begin = performance.now();
  const prepared = prepare(core, market, { tickers: config.ticker, start: 0, end: 40_000, features: spec.features });
  const prepareMilliseconds = performance.now() - begin;
  const { underlyings, timeline, features, correlations } = prepared;
  let sink = 0;
  const bench = new Bench({ time: 2000, warmupTime: 300 }).add("core", () => {
    sink += run(prepared, spec).summary[0];
  });
  await bench.run();
  const twins: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    sink += referenceRun({ underlyings, timeline, features, correlations, spec }).summary[0];
    twins.push(performance.now() - start);
  }
  if (!(sink >= 0)) throw new Error("a benchmark run made no count");
  const result = bench.tasks[0].result;
  if (!("latency" in result)) throw new Error(`${name}: the benchmark did not run`);
  const core50 = result.latency.p50;
  return { name, trades: run(prepared, spec).summary[0], prepareMilliseconds, runsPerSecond: 1000 / core50, ratioToTwin: median(twins) / core50 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
