// One run from a config to files and a printed report: what backtest and start share.
import { join } from "node:path";
import type { Config } from "../config";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { exportTrades, writeResults } from "../node/results";
import { terminalReport } from "../report/terminal";
import type { Execution } from "../results/execution";
import { metricsJson } from "../results/files";
import { runName, runRecord } from "../results/record";
import { execute } from "../run/execute";
import { readDataset, readManifest } from "../store/read";
import { checkpoint } from "./interrupt";
import { datasetFolder } from "./market";

export interface SessionOptions {
  /** First part of the default result folder's name. */
  name: string;
  signal: AbortSignal;
  /** Bring the embedded market up to date, not just into being. */
  refresh?: boolean;
}

/** Runs the config, writes its files, prints the report (or JSON, or nothing). */
export async function runSession(config: Config, { name, signal, refresh = false }: SessionOptions): Promise<void> {
  const quiet = config.quiet || config.json;
  const path = await datasetFolder(config.data, { quiet, refresh, signal });
  const source = directorySource(path);
  const core = await loadCore();
  const manifest = await readManifest(source);
  const market = await readDataset(source, core.arena, { symbols: [...config.ticker] });
  await checkpoint(signal);
  const execution = execute(core, market, config);
  const record = await runRecord(execution, { path, manifest, core: await coreHash() });
  await checkpoint(signal);
  const folder = config.out ?? join("out", `${name}-${await runName(record)}`);
  await writeResults(folder, execution, record, signal);
  if (config.export_trades !== null) await exportTrades(config.export_trades, execution, signal);
  print(config, execution, folder);
}

function print(config: Config, execution: Execution, folder: string): void {
  if (config.json) {
    const { range, market, funnel } = execution;
    process.stdout.write(`${JSON.stringify({ folder, range, market, ...(metricsJson(execution) as object), funnel }, null, 2)}\n`);
  } else if (!config.quiet) {
    const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
    process.stdout.write(terminalReport(execution, { columns: process.stdout.columns ?? 90, colour, folder }));
  }
}
