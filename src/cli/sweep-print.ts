import type { Metric } from "../metrics";
import { grouped } from "../report/format";
import { topTable } from "../report/top";
import { viewOf } from "../report/view";
import { readSweepResults } from "../node/sweepResults";
import { columnOf, rankRows } from "../results/sweepTable";
import { metricColumn, parameterNames } from "../sweep/columns";
import type { Outcome } from "../sweep/run";
import type { Space } from "../sweep/types";
import type { SweepTable } from "../sweep/table";

export interface FinishedSweep {
  space: Space;
  metric: Metric;
  folder: string;
  outcome: Outcome;
  table: SweepTable;
  seconds: number;
  /** File of the best config, or null. */
  best: string | null;
}

const TOP = 10;

/** Prints a finished sweep: as a picture, as JSON, or not at all. */
export async function printSweep(sweep: FinishedSweep): Promise<void> {
  const { space, outcome, folder, seconds } = sweep;
  if (space.base.json) process.stdout.write(`${JSON.stringify(asJson(sweep), null, 2)}\n`);
  else if (!space.base.quiet) {
    const view = viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR);
    const lost = [...(outcome.rejected ? [`${grouped(outcome.rejected)} combinations break a constraint`] : []), ...(outcome.invalid ? [`${grouped(outcome.invalid)} do not fit together, the first because ${outcome.firstInvalid}`] : [])];
    const lines = [
      `${view.style.bold("mahler sweep")}  ${grouped(outcome.configs)} configs on ${space.base.ticker.join(", ")} in ${grouped(seconds, 1)} s`,
      ...lost, ...(await pictures(view, sweep)), "",
      `  ${folder}: results.arrow, results.parquet, sweep.json`,
      `  mahler top ${folder} --by ${sweep.metric.id} · mahler compare ${folder} A B${sweep.best ? ` · mahler backtest --config ${sweep.best}` : ""}`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}

async function pictures(view: ReturnType<typeof viewOf>, { space, metric, folder }: FinishedSweep): Promise<string[]> {
  const results = await readSweepResults(folder);
  const column = columnOf(results, metricColumn(metric.id))!;
  const ranked = rankRows(results, column, { lowerIsBetter: metric.better === "lower", keep: () => true });
  return topTable(view, results, { by: metricColumn(metric.id), rows: ranked.slice(0, TOP), ...parameterNames(space), title: `Best by ${metric.label}`, note: `${grouped(ranked.length)} of ${grouped(results.count)} have one` });
}

function asJson({ folder, outcome, seconds, metric, table }: FinishedSweep): object {
  const { configs, rejected, invalid, firstInvalid } = outcome;
  return { folder, configs, rejected, invalid, firstInvalid, seconds, metric: metric.id, parameters: table.axes.map(({ key, values }) => ({ key, values })) };
}
