// The files of a sweep as its page reads them.
import type { Config } from "../../../config";
import { nearest } from "../../../config/nearest";
import { configError, dataError } from "../../../errors";
import { METRICS } from "../../../metrics";
import type { ResultTable } from "../../../results/sweepTable";
import { SWEEP_FILE } from "../../../results/sweepRecord";
import type { SweepRecord } from "../../../results/sweepRecord";
import { analysisData } from "../../../sweep/analysis";
import type { SweepAnalysis } from "../../../sweep/analysis";
import { firstAlike } from "../../../sweep/analysis/columns";
import { latticeOf } from "../../../sweep/analysis/lattice";
import type { Lattice } from "../../../sweep/analysis/lattice";
import { mostConfigs } from "../../../sweep/combinations";
import { createExpander } from "../../../sweep/expand";
import { createPatcher } from "../../../sweep/patch";
import { readSweepTable } from "../../../sweep/readTable";
import { parseSpace } from "../../../sweep/space";
import type { SweepTable } from "../../../sweep/table";
import type { Space } from "../../../sweep/types";

/** The files of a sweep folder, read. */
export interface RecordedSweep {
  /** Where the files lie, as it was named. */
  folder: string;
  record: SweepRecord;
  /** The rows there are: all of them once the sweep is complete. */
  results: ResultTable;
  /** SHA-256 of the files with the rows, by name. */
  hashes: Readonly<Record<string, string>>;
}

/** What every section reads. Rows of the table are not numbers of configs: while a sweep is unfinished, rows may be missing in between. */
export interface SweepInput {
  sweep: RecordedSweep;
  space: Space;
  table: SweepTable;
  lattice: Lattice;
  analysis: SweepAnalysis;
  /** First row with the same trades, per row. */
  alike: Uint32Array;
  /** Row of the best config; −1 when none may win. */
  best: number;
  /** "17": what the config of a row is called. */
  nameOf: (row: number) => string;
  /** The whole config of a row. */
  configOf: (row: number) => Config;
  /** Configs there will be when the sweep is complete. */
  total: { configs: number; exact: boolean };
}

/** Beyond this a table does not fit into memory beside its analysis. */
export const MOST_CONFIGS = 262_144;
/** Rows of the ranking. */
const TOP = 20;

/** Reads the space and analyses the rows by a metric. Throws config errors for metrics and sweeps too large, data errors for damaged files. */
export function sweepInput(sweep: RecordedSweep, metric = "sharpe"): SweepInput {
  const { folder, record, results } = sweep;
  if (results.count > MOST_CONFIGS) throw configError(folder, `holds ${results.count} configs, a page is made of at most ${MOST_CONFIGS}`, `sweep fewer values, or ask for rows: mahler top ${folder}`);
  if (record.complete && record.configs !== results.count) throw dataError(folder, `holds ${results.count} rows, ${SWEEP_FILE} counts ${record.configs}`, "run the sweep again");
  const space = parseSpace([{ file: SWEEP_FILE, values: { data: record.data.path, ...record.space.config } }], [{ file: SWEEP_FILE, sweep: record.space.sweep }]);
  const { table, numbers } = readSweepTable(space, results, folder);
  checkMetric(table, metric);
  const analysis = analysisData(table, metric, { base: space.base, top: TOP });
  const patcher = createPatcher(space);
  return {
    sweep, space, table, analysis, lattice: latticeOf(table), alike: firstAlike(table), best: analysis.plateau?.best.config ?? -1,
    nameOf: (row) => String(numbers[row]),
    configOf: (row) => ({ ...patcher.patch(Uint16Array.from(space.axes, (_, a) => table.axes[a].index[row])) }),
    total: record.complete ? { configs: results.count, exact: true } : totalOf(space),
  };
}

function checkMetric({ metrics }: SweepTable, metric: string): void {
  if (metrics[metric]) return;
  const known = METRICS.map(({ id }) => id).filter((id) => metrics[id]);
  const near = nearest(metric, known);
  throw configError(`metric = ${metric}`, METRICS.some(({ id }) => id === metric) ? "is not in the results of the sweep" : "is not a metric", near ? `did you mean ${near}?` : `known: ${known.join(", ")}`);
}

/** Counted by going through the space, or bounded where that would take long. */
function totalOf(space: Space): SweepInput["total"] {
  if (mostConfigs(space) > MOST_CONFIGS) return { configs: mostConfigs(space), exact: false };
  const expander = createExpander(space);
  while (expander.next(4096));
  return { configs: expander.tally.configs, exact: true };
}
