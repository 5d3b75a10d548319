// One overfitting check from flags to files and a printed panel.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { rawConfig, rawText } from "../config";
import { MahlerError } from "../errors";
import type { Origin } from "../market/types";
import type { Metric } from "../metrics";
import { daysPerYearOf } from "../metrics/returns";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import type { TrialLedger } from "../node/ledger";
import { writeOverfit } from "../node/overfit";
import { createPool } from "../node/pool";
import { collect, countedDeflation, overfitSteps, redFlags, STEPS } from "../overfit";
import type { Collected, FinishedOverfit, OverfitInput, OverfitOptions } from "../overfit";
import { overfitText } from "../report/overfit/text";
import { sha256 } from "../results/hash";
import { sweepRecord } from "../results/sweepRecord";
import { readDataset, readManifest } from "../store/read";
import { bestConfigYaml } from "../sweep/best";
import { createPatcher } from "../sweep/patch";
import { CHUNK } from "../sweep/run";
import { describeSpace } from "../sweep/space";
import { evaluatorRequest } from "../sweep/sweep";
import type { Space } from "../sweep/types";
import { calendarOf } from "../walkforward/calendar";
import { commandText } from "./again";
import { countedPool } from "./counted";
import { checkpoint } from "./interrupt";
import { datasetFolder } from "./market";
import { overfitOptions } from "./overfit-flags";
import type { OverfitFlags } from "./overfit-flags";
import { progressBar } from "./progress";
import { reportOf } from "./report-flag";
import { sweepBar } from "./sweep-progress";
import { metricOf, workersOf } from "./sweep-run";
import { spaceOrSweep } from "./sweep-space";
import { printNotices } from "./trials-notices";

interface Host {
  workers: number | undefined;
  quiet: boolean;
  ledger: TrialLedger;
  signal: AbortSignal;
}

/** Runs the check of the command line. Nothing but the trials is written before it is complete. */
export async function runOverfitCommand(command: Command, name: string | undefined, signal: AbortSignal): Promise<void> {
  const flags = command.opts<OverfitFlags>();
  const [options, metric, workers] = [overfitOptions(flags), metricOf(flags.metric), workersOf(flags.workers)];
  const { space, name: short } = await spaceOrSweep(command, name);
  const quiet = space.base.quiet || space.base.json;
  const path = await datasetFolder(space.base.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  const { mahler, space: described, data } = sweepRecord({ space: describeSpace(space), tickers: space.base.ticker, path, manifest, core: await coreHash(), chunk: CHUNK });
  const ledger = await openLedger(manifest);
  const began = performance.now();
  const collected = await evaluate(space, path, metric, { workers, quiet, ledger, signal });
  const result = await analyse(inputOf(space, collected, metric), options, quiet, signal);
  const counted = countedDeflation(result, ledger.count());
  const finished: FinishedOverfit = { result, counted, flags: redFlags(result, counted) };
  const folder = space.base.out ?? join("out", `overfit-${short}-${(await sha256(JSON.stringify([mahler.core, described, data.files, options, metric.id]))).slice(0, 8)}`);
  await checkpoint(signal);
  await writeOverfit(folder, finished, { mahler, space: described, data }, { command: commandText(command), signal });
  const page = await reportOf(folder, flags);
  const more = [...(await writeBest(flags.best, space, collected, metric, folder)), ...(page === null ? [] : [`report: ${page}`])];
  print(finished, { space, folder, more, origin: manifest.origin, seconds: (performance.now() - began) / 1000 });
  printNotices(ledger);
}

/** Every config with its returns, on all cores. */
async function evaluate(space: Space, path: string, metric: Metric, { workers, quiet, ledger, signal }: Host): Promise<Collected> {
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...space.base.ticker] });
  const request = evaluatorRequest(market, space);
  const { days, rates, riskFree } = calendarOf(market, space);
  const scope = { tickers: request.tickers, start: request.start, end: request.end };
  const pool = countedPool(await createPool(market, request, { workers, core, signal }), { ledger, command: "overfit", scope });
  const bar = sweepBar(metric, quiet);
  try {
    return await collect(space, {
      range: { start: request.start, end: request.end }, evaluate: pool.evaluate, metric, lanes: pool.workers + 1, signal, onProgress: bar.update, onSave: pool.flush,
      riskFree: rates || riskFree !== 0 ? days.length ? Float64Array.from(days, (_, t) => (rates?.[t] ?? riskFree) / daysPerYearOf(days)) : undefined : undefined,
    });
  } finally {
    bar.end();
    await pool.close();
  }
}

function inputOf(space: Space, collected: Collected, metric: Metric): OverfitInput {
  const { leader } = collected;
  if (!leader) throw new MahlerError("config", `--metric = ${metric.id}`, "is undefined for every config of the sweep", "choose another metric");
  const raw = rawConfig(createPatcher(space).patch(leader.choices));
  const parameters = Object.fromEntries([...space.axes, ...space.linked].map(({ key }) => [key, rawText(raw[key])]));
  return { collected, parameters, metric: { id: metric.id, label: metric.label, value: leader.value } };
}

/** The steps one by one, so that Ctrl-C is heard between them and progress is seen. */
async function analyse(input: OverfitInput, options: OverfitOptions, quiet: boolean, signal: AbortSignal): Promise<FinishedOverfit["result"]> {
  const bar = progressBar("testing", quiet);
  try {
    const steps = overfitSteps(input, options);
    for (let done = 0; ; done++) {
      const step = steps.next();
      if (step.done) return step.value;
      bar.update(done, STEPS.length, step.value);
      await checkpoint(signal);
    }
  } finally {
    bar.end();
  }
}

async function writeBest(file: string | undefined, space: Space, { leader }: Collected, metric: Metric, folder: string): Promise<string[]> {
  if (file === undefined) return [];
  await put("--best", file, bestConfigYaml(space, leader, metric, folder));
  return [`mahler backtest --config ${file}`];
}

async function put(flag: string, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new MahlerError("io", `${flag} ${file}`, `cannot be written (${(cause as Error).message})`, "name a file in a folder that exists", { cause });
  });
}

const titleOf = ({ base }: Space): string => `luck or skill: ${base.strategy.join(", ")} on ${base.ticker.join(", ")}`;

function print({ result, counted, flags }: FinishedOverfit, { space, folder, more, origin, seconds }: { space: Space; folder: string; more: string[]; origin: Origin; seconds: number }): void {
  const { json, quiet } = space.base;
  if (json) process.stdout.write(`${JSON.stringify({ folder, seconds, flags, ...counted, ...result }, null, 2)}\n`);
  else if (!quiet) process.stdout.write(`${overfitText({ result, counted, flags }, { columns: process.stdout.columns ?? 90, colour: process.stdout.isTTY === true && !process.env.NO_COLOR, title: titleOf(space), origin })}\n  ${[`${seconds.toFixed(1)} s`, `${folder}: overfit.json, trials.json`, ...more].join("\n  ")}\n`);
}
