// One study from flags to files and a printed conclusion.
import { join } from "node:path";
import type { Command } from "commander";
import { flagOf, resolveConfig } from "../config";
import type { Key, Layer } from "../config";
import { configError } from "../errors";
import { coreHash, loadCore } from "../node/core";
import { loadConfigLayers } from "../node/config";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import { createPool } from "../node/pool";
import { loadStudy, writeStudy } from "../node/study";
import type { LoadedStudy } from "../node/study";
import { lookedAccount, lookedText, TRIALS_FILE } from "../overfit";
import { studyMarkdown, studyText } from "../report/study";
import { readDataset, readManifest } from "../store/read";
import { studyFiles, studyHash, studyRecord } from "../study/record";
import { runStudy } from "../study/run";
import type { StudyResult } from "../study/run";
import { commandText } from "./again";
import { givenFlags } from "./flags";
import { checkpoint } from "./interrupt";
import { countedPool } from "./counted";
import { datasetFolder } from "./market";
import { progressBar } from "./progress";
import { reportOf } from "./report-flag";
import type { ReportFlag } from "./report-flag";
import { workersOf } from "./sweep-run";
import { printTrials } from "./trials-notices";

interface StudyFlags extends ReportFlag {
  workers?: string;
  replicates: string;
  seed: string;
}

/** Runs the study of the command line. Nothing is written before it is complete. */
export async function runStudyCommand(command: Command, name: string, signal: AbortSignal): Promise<void> {
  const flags = command.opts<StudyFlags>();
  const inference = { replicates: whole("--replicates", flags.replicates, [200, 1_000_000]), seed: whole("--seed", flags.seed, [0, 2 ** 31 - 1]) };
  const workers = workersOf(flags.workers);
  const { files, layer } = givenFlags(command);
  const loaded = await loadStudy(name);
  refuseVaried(loaded, layer);
  const over = [...(await loadConfigLayers(files)), layer];
  const config = resolveConfig([...loaded.layers, ...over]);
  const quiet = config.quiet || config.json;
  const path = await datasetFolder(config.data, { quiet, refresh: false, signal });
  const manifest = await readManifest(directorySource(path));
  const ledger = await openLedger(manifest);
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...config.ticker] });
  const bar = progressBar(`study ${loaded.definition.name}`, quiet);
  const began = performance.now();
  let result: StudyResult;
  try {
    result = await runStudy(market, loaded.study, { definition: loaded.definition, layers: loaded.layers, flags: over }, {
      core, inference, signal, open: async (request) => countedPool(await createPool(market, request, { workers, core, signal }), { ledger, command: "study", scope: { tickers: request.tickers, start: request.start, end: request.end } }), onProgress: ({ share, note }) => bar.update(share, 1, note),
    });
  } finally {
    bar.end();
  }
  const record = studyRecord(result, { path, manifest, core: await coreHash() });
  const count = ledger.count();
  const looked = { command: commandText(command), count, account: result.leading && lookedAccount(result.leading, count) };
  await checkpoint(signal);
  const folder = config.out ?? join("out", `study-${loaded.definition.name}-${await studyHash(record)}`);
  await writeStudy(folder, { ...studyFiles(result, record), "conclusion.md": studyMarkdown(result), [TRIALS_FILE]: lookedText(looked) }, signal);
  const page = await reportOf(folder, flags);
  if (config.json) process.stdout.write(`${JSON.stringify({ folder, seconds: (performance.now() - began) / 1000, ...record, plots: undefined }, null, 2)}\n`);
  else if (!config.quiet) process.stdout.write(`${studyText(result, { columns: process.stdout.columns ?? 90, colour: process.stdout.isTTY === true && !process.env.NO_COLOR, folder })}  ${((performance.now() - began) / 1000).toFixed(1)} s · mahler backtest --config ${join(folder, "validated.yaml")}\n${page === null ? "" : `  report: ${page}\n`}`);
  printTrials(ledger, config);
}

/** A flag for a key that the benchmark itself sets would have no effect: refused. */
function refuseVaried({ definition }: LoadedStudy, { values }: Layer): void {
  const twice = Object.keys(values).find((key) => key in definition.benchmark.values) as Key | undefined;
  if (twice) throw configError(`${flagOf(twice)} = ${String(values[twice])}`, `is what the study ${definition.name} compares: its benchmark sets ${twice}`, "leave it out, or copy the definition and change it there");
}

function whole(flag: string, text: string, [min, max]: readonly [number, number]): number {
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw configError(`${flag} = ${text}`, `is not a whole number from ${min} to ${max}`, `write e.g. ${flag} 2000`);
}
