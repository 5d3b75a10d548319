// One walk-forward from flags to files and a printed picture.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { MahlerError } from "../errors";
import type { TrialCount } from "../ledger";
import type { Origin } from "../market/types";
import { daysPerYear, excessReturns } from "../metrics/returns";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import type { TrialLedger } from "../node/ledger";
import { createPool } from "../node/pool";
import { refuseForeignFolder, writeWalkForward } from "../node/walkForward";
import { lookedAccount } from "../overfit";
import type { AccountReturns } from "../overfit";
import { trialsLines } from "../report/trials";
import { viewOf } from "../report/view";
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
import type { WalkForward, WalkForwardSettings } from "../walkforward";
import { calendarOf } from "../walkforward/calendar";
import type { Calendar } from "../walkforward/calendar";
import { configSet } from "../walkforward/configs";
import { ledgerOf } from "../walkforward/curve";
import { walkForwardJson } from "../walkforward/files";
import type { WalkForwardRecord } from "../walkforward/files";
import { commandText } from "./again";
import { countedPool } from "./counted";
import { datasetFolder } from "./market";
import { progressBar } from "./progress";
import { reportOf } from "./report-flag";
import { metricOf, workersOf } from "./sweep-run";
import { spaceOrSweep } from "./sweep-space";
import { printNotices } from "./trials-notices";
import { settingsOf } from "./walk-forward-flags";
import type { WalkForwardFlags } from "./walk-forward-flags";

/** Runs the walk-forward of the command line. Nothing is written before it is complete. */
export async function runWalkForwardCommand(command: Command, name: string | undefined, signal: AbortSignal): Promise<void> {
  const flags = command.opts<WalkForwardFlags>();
  const settings = settingsOf(flags, metricOf(flags.metric).id);
  const workers = workersOf(flags.workers);
  const { space, name: short } = await spaceOrSweep(command, name);
  const quiet = space.base.quiet || space.base.json;
  if (space.base.out !== null) await refuseForeignFolder(space.base.out);
  const path = await datasetFolder(space.base.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  const { mahler, space: described, data } = sweepRecord({ space: describeSpace(space), tickers: space.base.ticker, path, manifest, core: await coreHash(), chunk: CHUNK });
  const record: WalkForwardRecord = { mahler, space: described, data };
  const ledger = await openLedger(manifest);
  const began = performance.now();
  const { result, account } = await walk(space, path, settings, { workers, quiet, ledger, signal });
  const folder = space.base.out ?? join("out", `walk-forward-${short}-${(await sha256(JSON.stringify([mahler.core, described, data.files, result.options]))).slice(0, 8)}`);
  const trials = ledger.count();
  await writeWalkForward(folder, result, record, { looked: { command: commandText(command), count: trials, account: lookedAccount(account, trials) }, signal });
  const page = await reportOf(folder, flags);
  const more = [...(await writeBest(flags.best, space, result, folder)), ...(page === null ? [] : [`report: ${page}`])];
  print(result, { space, folder, more, origin: manifest.origin, seconds: (performance.now() - began) / 1000, trials });
  printNotices(ledger);
}

interface Resources {
  workers: number | undefined;
  quiet: boolean;
  signal: AbortSignal;
  ledger: TrialLedger;
}

/** Runs it. The ledger counts what is looked at: the configs over the out-of-sample span. The windows' own runs choose, and nobody compares them. */
async function walk(space: Space, path: string, settings: WalkForwardSettings, { workers, quiet, signal, ledger }: Resources): Promise<{ result: WalkForward; account: AccountReturns }> {
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...space.base.ticker] });
  const request = evaluatorRequest(market, space);
  const pool = await createPool(market, request, { workers, core, signal });
  const counted = countedPool(pool, { ledger, command: "walk-forward", scope: { tickers: request.tickers, start: request.start, end: request.end } });
  const bar = progressBar("walking forward", quiet);
  try {
    const result = await walkForward(market, space, settings, { evaluate: pool.evaluate, judge: counted.evaluate, lanes: pool.workers + 1, signal, onProgress: bar.update });
    return { result, account: stitchedAccount(result, calendarOf(market, space)) };
  } finally {
    bar.end();
    await counted.close();
  }
}

const stitchedAccount = ({ stitched, initial }: WalkForward, calendar: Calendar): AccountReturns => {
  const ledger = ledgerOf(stitched, initial, calendar);
  return { name: "the stitched account", returns: excessReturns(ledger), sessionsPerYear: daysPerYear(ledger) };
};

/** The config to go on with; the files written. */
async function writeBest(file: string | undefined, space: Space, { consensus, windows }: WalkForward, folder: string): Promise<string[]> {
  if (file === undefined) return [];
  if (!consensus) throw new MahlerError("config", `--best = ${file}`, "there is no consensus: no window chose a config", "loosen --min-trades, --max-drawdown or --min-win-rate");
  await put("--best", file, configYaml(space, configSet(space).choices(consensus.config), `Consensus of ${folder}: config ${consensus.config}, chosen in ${consensus.windows} of ${windows.length} windows`));
  return [`mahler backtest --config ${file}`];
}

async function put(flag: string, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new MahlerError("io", `${flag} ${file}`, `cannot be written (${(cause as Error).message})`, "name a file in a folder that exists", { cause });
  });
}

const titleOf = ({ base }: Space): string => `walk-forward of ${base.strategy.join(", ")} on ${base.ticker.join(", ")}`;

interface Printed {
  space: Space;
  folder: string;
  more: string[];
  origin: Origin;
  seconds: number;
  trials: TrialCount;
}

function print(result: WalkForward, { space, folder, more, origin, seconds, trials }: Printed): void {
  const { json, quiet } = space.base;
  if (json) return void process.stdout.write(`${JSON.stringify({ folder, seconds, trials, ...(walkForwardJson(result) as object) }, null, 2)}\n`);
  if (quiet) return;
  const [columns, colour] = [process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR];
  const lines = [`  ${seconds.toFixed(1)} s`, `  ${folder}: walkforward.json, trials.json, windows, stitched (.arrow, .csv)`, ...more.map((line) => `  ${line}`), ...trialsLines(viewOf(columns, colour), trials, "the configs over these days included")];
  process.stdout.write(`${walkForwardText(result, { columns, colour, title: titleOf(space), origin })}\n${lines.join("\n")}\n`);
}
