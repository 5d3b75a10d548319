// One sweep from flags to files and a printed picture.
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { nearest } from "../config/nearest";
import { configError, MahlerError } from "../errors";
import { createEvaluator } from "../engine/evaluator";
import type { Evaluator } from "../engine/evaluator";
import { METRICS } from "../metrics";
import type { Metric } from "../metrics";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { beginSweep, resumeSweep } from "../node/sweepFolder";
import type { SweepFolder } from "../node/sweepFolder";
import { sweepName, sweepRecord } from "../results/sweepRecord";
import { readDataset, readManifest } from "../store/read";
import { createExpander } from "../sweep/expand";
import { bestConfigYaml } from "../sweep/best";
import { createCollector } from "../sweep/collect";
import { CHUNK, runSpace } from "../sweep/run";
import type { Outcome } from "../sweep/run";
import { describeSpace } from "../sweep/space";
import type { Space } from "../sweep/types";
import { evaluatorRequest } from "../sweep/sweep";
import { datasetFolder } from "./market";
import { explain } from "./sweep-explain";
import { printSweep } from "./sweep-print";
import { sweepBar } from "./sweep-progress";
import { givenSpace } from "./sweep-space";
import type { SweepFlags } from "./sweep-flags";

/** Runs, resumes or explains the sweep of the command line. Throws cancelled, saying how to resume, when it was stopped. */
export async function runSweepCommand(command: Command, name: string | undefined, signal: AbortSignal): Promise<void> {
  const options = command.opts<SweepFlags>();
  const metric = metricOf(options.metric);
  const { space, name: short } = await givenSpace(command, name);
  const quiet = space.base.quiet || space.base.json;
  if (options.explain) return explain(space);
  const path = await datasetFolder(space.base.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  createExpander(space).next(1); // a space without a config fails before anything is written
  const record = sweepRecord({ space: describeSpace(space), tickers: space.base.ticker, path, manifest, core: await coreHash(), chunk: CHUNK });
  const evaluator = await loadEvaluator(space, path);
  const target = options.resume ?? space.base.out ?? join("out", `${short}-${await sweepName(record)}`);
  const folder = await (options.resume === undefined ? beginSweep : resumeSweep)(target, record, space);
  const collector = createCollector(space);
  const began = performance.now();
  const outcome = await evaluate(space, { evaluator, folder, metric, quiet, signal, collect: collector.add });
  if (!outcome.complete) throw new MahlerError("cancelled", "sweep", `stopped on request after ${outcome.done} configs`, `go on with: mahler sweep --resume ${target}`);
  await folder.finish(outcome);
  if (options.best !== undefined) await writeFile(options.best, bestConfigYaml(space, collector.table(), metric, target));
  printSweep({ space, metric, folder: target, outcome, table: collector.table(), seconds: (performance.now() - began) / 1000, best: options.best ?? null });
}

/** The market in a core of this thread. Throws before anything is written when the range holds no data. */
async function loadEvaluator(space: Space, path: string): Promise<Evaluator> {
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...space.base.ticker] });
  return createEvaluator(core, market, evaluatorRequest(market, space));
}

interface Job {
  evaluator: Evaluator;
  folder: SweepFolder;
  metric: Metric;
  quiet: boolean;
  signal: AbortSignal;
  /** Takes every chunk that is complete. */
  collect: (block: Parameters<SweepFolder["save"]>[0]) => void;
}

async function evaluate(space: Space, { evaluator, folder, metric, quiet, signal, collect }: Job): Promise<Outcome & { done: number }> {
  const bar = sweepBar(metric, quiet);
  let done = 0;
  try {
    const outcome = await runSpace(space, {
      evaluate: (packed) => evaluator.evaluate(packed), signal, restore: folder.restore,
      onProgress: (progress) => {
        done = progress.done;
        bar.update(progress);
      },
      save: async (block) => {
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
