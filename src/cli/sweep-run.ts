// One sweep from flags to files and a printed picture.
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { nearest } from "../config/nearest";
import { configError, MahlerError } from "../errors";
import { METRICS } from "../metrics";
import type { Metric } from "../metrics";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import type { TrialLedger } from "../node/ledger";
import { createPool } from "../node/pool";
import { beginSweep, resumeSweep } from "../node/sweepFolder";
import type { SweepFolder } from "../node/sweepFolder";
import { sweepName, sweepRecord } from "../results/sweepRecord";
import { readDataset, readManifest } from "../store/read";
import { createExpander } from "../sweep/expand";
import { bestConfigYaml, createBest } from "../sweep/best";
import { createCollector } from "../sweep/collect";
import { CHUNK, runSpace } from "../sweep/run";
import type { Block, Outcome } from "../sweep/run";
import { describeSpace } from "../sweep/space";
import type { Space } from "../sweep/types";
import { evaluatorRequest } from "../sweep/sweep";
import { countedPool } from "./counted";
import type { CountedPool } from "./counted";
import { datasetFolder } from "./market";
import { reportOf } from "./report-flag";
import { explain } from "./sweep-explain";
import { printSweep } from "./sweep-print";
import { sweepBar } from "./sweep-progress";
import { givenSpace } from "./sweep-space";
import type { SweepFlags } from "./sweep-flags";
import { printNotices } from "./trials-notices";

/** Sweeps up to this size are analysed in memory, about a kilobyte per config; larger ones are streamed to their files alone. */
const ANALYSED = 262_144;

/** Runs, resumes or explains the sweep of the command line. Throws cancelled, saying how to resume, when it was stopped. */
export async function runSweepCommand(command: Command, name: string | undefined, signal: AbortSignal): Promise<void> {
  const options = command.opts<SweepFlags>();
  const metric = metricOf(options.metric);
  const workers = workersOf(options.workers);
  const { space, name: short } = await givenSpace(command, name);
  const quiet = space.base.quiet || space.base.json;
  if (options.explain && options.report !== undefined) throw configError("--report", "asks for a page of results, --explain runs nothing", "leave one of them out");
  if (options.explain) return explain(space);
  const path = await datasetFolder(space.base.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  createExpander(space).next(1); // a space without a config fails before anything is written
  const record = sweepRecord({ space: describeSpace(space), tickers: space.base.ticker, path, manifest, core: await coreHash(), chunk: CHUNK });
  const ledger = await openLedger(manifest);
  const pool = await openWorkers(space, path, workers, { ledger, command: "sweep", signal });
  try {
    const target = options.resume ?? space.base.out ?? join("out", `${short}-${await sweepName(record)}`);
    const folder = await (options.resume === undefined ? beginSweep : resumeSweep)(target, record, space);
    const collector = createCollector(space);
    const best = createBest(metric);
    let analysed = true;
    const collect = (block: Block): void => {
      best.add(block);
      analysed &&= block.chunk.first + block.chunk.count <= ANALYSED;
      if (analysed) collector.add(block);
      else collector.clear();
    };
    const began = performance.now();
    const outcome = await evaluate(space, { pool, folder, metric, quiet, signal, collect });
    if (!outcome.complete) throw new MahlerError("cancelled", "sweep", `stopped on request after ${outcome.done} configs`, `go on with: mahler sweep --resume ${target}`);
    await folder.finish(outcome);
    if (options.best !== undefined) await writeFile(options.best, bestConfigYaml(space, best.leader(), metric, target));
    const seconds = (performance.now() - began) / 1000;
    const page = await reportOf(target, options, { metric: metric.id });
    printSweep({ page, space, metric, origin: manifest.origin, folder: target, outcome, table: analysed ? collector.table() : null, seconds, best: options.best ?? null, trials: ledger.count() });
    printNotices(ledger);
  } finally {
    await pool.close();
  }
}

/** Workers with the market, whose batches the ledger counts. Throws before anything is written when the range holds no data. */
export async function openWorkers(space: Space, path: string, workers: number | undefined, { ledger, command, signal }: { ledger: TrialLedger; command: string; signal: AbortSignal }): Promise<CountedPool> {
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...space.base.ticker] });
  const request = evaluatorRequest(market, space);
  return countedPool(await createPool(market, request, { workers, core, signal }), { ledger, command, scope: { tickers: request.tickers, start: request.start, end: request.end } });
}

/** The number after --workers; undefined = one per core. */
export function workersOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 256) return Number(text);
  throw configError(`--workers = ${text}`, "is not a whole number from 1 to 256", "leave it out for one per core");
}

interface Job {
  pool: CountedPool;
  folder: SweepFolder;
  metric: Metric;
  quiet: boolean;
  signal: AbortSignal;
  /** Takes every chunk that is complete. */
  collect: (block: Block) => void;
}

async function evaluate(space: Space, { pool, folder, metric, quiet, signal, collect }: Job): Promise<Outcome & { done: number }> {
  const bar = sweepBar(metric, quiet);
  let done = 0;
  try {
    const outcome = await runSpace(space, {
      evaluate: (packed) => pool.evaluate(packed), lanes: pool.workers + 1, signal, restore: folder.restore,
      onProgress: (progress) => {
        done = progress.done;
        bar.update(progress);
      },
      save: async (block) => {
        await pool.flush(); // first: a result that is kept was counted
        await folder.save(block);
        if (block.filled === block.chunk.count) collect(block);
      },
    });
    return { ...outcome, done };
  } finally {
    bar.end();
  }
}

/** The metric of that id. */
export function metricOf(id: string): Metric {
  const metric = METRICS.find((known) => known.id === id);
  if (metric) return metric;
  const near = nearest(id, METRICS.map((known) => known.id));
  throw configError(`--metric = ${id}`, "is not a metric", near ? `did you mean ${near}?` : `metrics: ${METRICS.map((known) => known.id).join(", ")}`);
}
