// One run from a config to files and a printed report: what backtest and start share.
import { join } from "node:path";
import type { Config } from "../config";
import type { TrialCount } from "../ledger";
import { trialOfRun } from "../ledger";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import { exportTrades, writeResults } from "../node/results";
import { terminalReport } from "../report/terminal";
import { trialsLines } from "../report/trials";
import { viewOf } from "../report/view";
import type { Execution } from "../results/execution";
import { metricsJson } from "../results/files";
import { runName, runRecord } from "../results/record";
import { execute, rangeOf } from "../run/execute";
import { readDataset, readManifest } from "../store/read";
import { checkpoint } from "./interrupt";
import { datasetFolder } from "./market";
import { reportOf } from "./report-flag";
import type { ReportFlag } from "./report-flag";
import { printNotices } from "./trials-notices";

export interface SessionOptions extends ReportFlag {
  /** First part of the default result folder's name. */
  name: string;
  signal: AbortSignal;
  /** Bring the embedded market up to date, not just into being. */
  refresh?: boolean;
}

/** Runs the config, writes its files, prints the report (or JSON, or nothing). */
export async function runSession(config: Config, { name, signal, refresh = false, report }: SessionOptions): Promise<void> {
  const quiet = config.quiet || config.json;
  const path = await datasetFolder(config.data, { quiet, refresh, signal });
  const source = directorySource(path);
  const core = await loadCore();
  const manifest = await readManifest(source);
  const ledger = await openLedger(manifest);
  const market = await readDataset(source, core.arena, { symbols: [...config.ticker] });
  await checkpoint(signal);
  const execution = execute(core, market, config);
  const { sharpe } = execution.metrics.values;
  const fresh = await ledger.record("backtest", [trialOfRun(execution.spec, execution.output.trades, sharpe.value, { tickers: config.ticker, ...rangeOf(market, config) })]);
  const record = await runRecord(execution, { path, manifest, core: await coreHash() });
  await checkpoint(signal);
  const folder = config.out ?? join("out", `${name}-${await runName(record)}`);
  await writeResults(folder, execution, record, signal);
  if (config.export_trades !== null) await exportTrades(config.export_trades, execution, signal);
  const page = await reportOf(folder, { report });
  print(config, execution, { folder, page, trials: ledger.count(), fresh: fresh > 0 });
  printNotices(ledger);
}

interface Printed {
  folder: string;
  /** The page made of it; null = none was asked for. */
  page: string | null;
  trials: TrialCount;
  /** Whether this run is a trial that had not been made. */
  fresh: boolean;
}

function print(config: Config, execution: Execution, { folder, page, trials, fresh }: Printed): void {
  if (config.json) {
    const { range, market, funnel } = execution;
    process.stdout.write(`${JSON.stringify({ folder, ...(page && { report: page }), range, market, ...(metricsJson(execution) as object), funnel, trials }, null, 2)}\n`);
  } else if (!config.quiet) {
    const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
    const columns = process.stdout.columns ?? 90;
    const note = trialsLines(viewOf(columns, colour), trials, fresh ? "this one is new" : "this one was counted before");
    process.stdout.write(`${terminalReport(execution, { columns, colour, folder })}${note.map((line) => `${line}\n`).join("")}${page ? `  report: ${page}\n` : ""}`);
  }
}
