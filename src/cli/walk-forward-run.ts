// One walk-forward from flags to files and a printed picture.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { MahlerError } from "../errors";
import type { Origin } from "../market/types";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import type { TrialLedger } from "../node/ledger";
import { createPool } from "../node/pool";
import { refuseForeignFolder, writeWalkForward } from "../node/walkForward";
import { walkForwardText } from "../report/walkforward/text";
import { sha256 } from "../results/hash";
import { sweepRecord } from "../results/sweepRecord";
import { readDataset, readManifest } from "../store/read";
import { configYaml } from "../sweep/best";
import { CHUNK } from "../sweep/run";
import { describeSpace } from "../sweep/space";
import { evaluatorRequest } from "../sweep/sweep";
import type { Space } from "../sweep/types";
import { walkForward } from "../walkforward";
import type { WalkForward } from "../walkforward";
import { configSet } from "../walkforward/configs";
import { walkForwardJson } from "../walkforward/files";
import type { WalkForwardRecord } from "../walkforward/files";
import { countedPool } from "./counted";
import { datasetFolder } from "./market";
import { progressBar } from "./progress";
import { metricOf, workersOf } from "./sweep-run";
import { givenSpace } from "./sweep-space";
import { settingsOf } from "./walk-forward-flags";
import type { WalkForwardFlags } from "./walk-forward-flags";

/** Runs the walk-forward of the command line. Nothing is written before it is complete. */
export async function runWalkForwardCommand(command: Command, name: string | undefined, signal: AbortSignal): Promise<void> {
  const flags = command.opts<WalkForwardFlags>();
  const settings = settingsOf(flags, metricOf(flags.metric).id);
  const workers = workersOf(flags.workers);
  const { space, name: short } = await givenSpace(command, name);
  const quiet = space.base.quiet || space.base.json;
  if (space.base.out !== null) await refuseForeignFolder(space.base.out);
  const path = await datasetFolder(space.base.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  const { mahler, space: described, data } = sweepRecord({ space: describeSpace(space), tickers: space.base.ticker, path, manifest, core: await coreHash(), chunk: CHUNK });
  const record: WalkForwardRecord = { mahler, space: described, data };
  const ledger = await openLedger(manifest);
  const began = performance.now();
  const result = await walk(space, path, settings, { workers, quiet, ledger, signal });
  const folder = space.base.out ?? join("out", `walk-forward-${short}-${(await sha256(JSON.stringify([mahler.core, described, data.files, result.options]))).slice(0, 8)}`);
  await writeWalkForward(folder, result, record, signal);
  const more = [...(await writeBest(flags.best, space, result, folder)), ...(await writePage(flags.html, space, result, manifest.origin))];
  print(result, { space, folder, more, origin: manifest.origin, seconds: (performance.now() - began) / 1000 });
}

async function walk(space: Space, path: string, settings: Parameters<typeof walkForward>[2], { workers, quiet, ledger, signal }: { workers: number | undefined; quiet: boolean; ledger: TrialLedger; signal: AbortSignal }): Promise<WalkForward> {
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...space.base.ticker] });
  const request = evaluatorRequest(market, space);
  const scope = { tickers: request.tickers, start: request.start, end: request.end };
  const pool = countedPool(await createPool(market, request, { workers, core, signal }), { ledger, command: "walk-forward", scope });
  const bar = progressBar("walking forward", quiet);
  try {
    return await walkForward(market, space, settings, { evaluate: pool.evaluate, lanes: pool.workers + 1, signal, onProgress: bar.update });
  } finally {
    bar.end();
    await pool.close();
  }
}

/** The config to go on with; the files written. */
async function writeBest(file: string | undefined, space: Space, { consensus, windows }: WalkForward, folder: string): Promise<string[]> {
  if (file === undefined) return [];
  if (!consensus) throw new MahlerError("config", `--best = ${file}`, "there is no consensus: no window chose a config", "loosen --min-trades, --max-drawdown or --min-win-rate");
  await put("--best", file, configYaml(space, configSet(space).choices(consensus.config), `Consensus of ${folder}: config ${consensus.config}, chosen in ${consensus.windows} of ${windows.length} windows`));
  return [`mahler backtest --config ${file}`];
}

/** Loads the chart library here and nowhere else. */
async function writePage(file: string | undefined, space: Space, result: WalkForward, origin: Origin): Promise<string[]> {
  if (file === undefined) return [];
  const [{ walkForwardPage }, { headlessDocument }] = await Promise.all([import("../report/html/walkforward/page"), import("../report/html/headless")]);
  await put("--html", file, walkForwardPage({ result, title: titleOf(space), origin }, headlessDocument()));
  return [`page: ${file}`];
}

async function put(flag: string, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new MahlerError("io", `${flag} ${file}`, `cannot be written (${(cause as Error).message})`, "name a file in a folder that exists", { cause });
  });
}

const titleOf = ({ base }: Space): string => `walk-forward of ${base.strategy.join(", ")} on ${base.ticker.join(", ")}`;

function print(result: WalkForward, { space, folder, more, origin, seconds }: { space: Space; folder: string; more: string[]; origin: Origin; seconds: number }): void {
  const { json, quiet } = space.base;
  if (json) process.stdout.write(`${JSON.stringify({ folder, seconds, ...(walkForwardJson(result) as object) }, null, 2)}\n`);
  else if (!quiet) process.stdout.write(`${walkForwardText(result, { columns: process.stdout.columns ?? 90, colour: process.stdout.isTTY === true && !process.env.NO_COLOR, title: titleOf(space), origin })}\n  ${[`${seconds.toFixed(1)} s`, `${folder}: walkforward.json, windows, stitched (.arrow, .csv)`, ...more].join("\n  ")}\n`);
}
