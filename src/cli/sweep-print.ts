import type { TrialCount } from "../ledger";
import type { Origin } from "../market/types";
import type { Metric } from "../metrics";
import { grouped, metricText } from "../report/format";
import { sweepText } from "../report/sweep";
import { trialsLines } from "../report/trials";
import { viewOf } from "../report/view";
import { analysisData } from "../sweep/analysis";
import type { Outcome } from "../sweep/run";
import type { SweepTable } from "../sweep/table";
import type { Space } from "../sweep/types";

export interface FinishedSweep {
  space: Space;
  metric: Metric;
  /** Where the quotes come from. */
  origin: Origin;
  folder: string;
  outcome: Outcome;
  /** null = too large to be analysed. */
  table: SweepTable | null;
  seconds: number;
  /** File of the best config, or null. */
  best: string | null;
  /** The page made of it; null = none was asked for. */
  page: string | null;
  /** Of the dataset, this sweep's included. */
  trials: TrialCount;
}

/** Prints a finished sweep: as a picture, as JSON, or not at all. */
export function printSweep(sweep: FinishedSweep): void {
  const { space, metric, table, folder } = sweep;
  if (space.base.quiet && !space.base.json) return;
  const analysis = table && analysisData(table, metric.id, { base: space.base });
  if (space.base.json) {
    const { outcome: { configs, rejected, invalid, firstInvalid } } = sweep;
    process.stdout.write(`${JSON.stringify({ folder, report: sweep.page ?? undefined, configs, rejected, invalid, firstInvalid, seconds: sweep.seconds, trials: sweep.trials, analysis }, null, 2)}\n`);
    return;
  }
  const title = `sweep of ${space.base.strategy.join(", ")} on ${space.base.ticker.join(", ")}`;
  const picture = table && analysis && sweepText({ table, analysis }, { width: process.stdout.columns ?? 90, colour: process.stdout.isTTY === true && !process.env.NO_COLOR, title, origin: sweep.origin });
  const trials = trialsLines(viewOf(process.stdout.columns ?? 90, false), sweep.trials, "these included");
  process.stdout.write(`${picture ?? "\n  too many configs for the analysis in memory: the files have them all\n"}${[...footer(sweep).map((line) => `  ${line}`), ...trials].map((line) => `\n${line}`).join("")}\n`);
}

function footer({ outcome, folder, seconds, metric, best, page }: FinishedSweep): string[] {
  return [
    `${grouped(outcome.configs)} configs in ${metricText({ value: seconds, unit: "ratio" })} s`,
    ...(outcome.rejected ? [`${grouped(outcome.rejected)} combinations break a constraint`] : []),
    ...(outcome.invalid ? [`${grouped(outcome.invalid)} do not fit together, the first because ${outcome.firstInvalid}`] : []),
    `${folder}: results.arrow, results.parquet, sweep.json`,
    ...(page === null ? [] : [`report: ${page}`]),
    `mahler top ${folder} --by ${metric.id} · mahler compare ${folder} A B${best ? ` · mahler backtest --config ${best}` : ""}`,
  ];
}
