import { configError } from "../errors";
import { nearest } from "../config/nearest";
import { METRICS } from "../metrics";
import { readSweepRecord } from "../node/sweepFolder";
import { readSweepResults } from "../node/sweepResults";
import { grouped } from "../report/format";
import { originNote } from "../report/origin";
import { topTable } from "../report/top";
import { viewOf } from "../report/view";
import { cellOf, columnOf, rankRows } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import type { ResultColumn } from "../results/sweep";
import { metricColumn, parameterNames } from "../sweep/columns";
import { parseCondition } from "../sweep/expression";
import { parseSpace } from "../sweep/space";

export interface TopFlags {
  by: string;
  where?: string;
  count: string;
  json?: boolean;
}

/** Prints the best rows of a sweep folder. Throws config errors for unknown columns and bad conditions, io errors for the folder. */
export async function runTop(folder: string, { by, where, count, json }: TopFlags): Promise<void> {
  const n = /^\d+$/.test(count) ? Number(count) : 0;
  if (n < 1) throw configError(`--count = ${count}`, "is not a whole number from 1", "write -n 20");
  const { space: recorded, data, complete } = await readSweepRecord(folder);
  const table = await readSweepResults(folder);
  const column = numericColumn(table, by);
  const metric = METRICS.find(({ id }) => metricColumn(id) === column.name);
  const ranked = rankRows(table, column, { lowerIsBetter: metric?.better === "lower", keep: where === undefined ? () => true : filter(table, where) });
  const rows = ranked.slice(0, n);
  if (json) process.stdout.write(`${JSON.stringify(rows.map((row) => Object.fromEntries(table.columns.map((each) => [each.name, cellOf(each, row)]))), null, 2)}\n`);
  else {
    const space = parseSpace([{ file: "sweep.json", values: recorded.config }], [{ file: "sweep.json", sweep: recorded.sweep }]);
    const view = viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR);
    const quotes = originNote(data.origin);
    const note = `${quotes && `${quotes}; `}${grouped(ranked.length)} of ${grouped(table.count)} rows${where === undefined ? "" : " match"}${complete ? "" : ", the sweep is unfinished"}`;
    process.stdout.write(`${topTable(view, table, { by: column.name, rows, ...parameterNames(space), title: `Best by ${metric?.label ?? column.name}`, note }).slice(1).join("\n")}\n`);
  }
}

/** The column of that name, or of the metric of that id. */
function numericColumn(table: ResultTable, name: string): ResultColumn {
  const column = columnOf(table, name) ?? columnOf(table, metricColumn(name));
  if (column && column.type !== "text") return column;
  const numeric = table.columns.filter(({ type }) => type !== "text").map((each) => each.name);
  const near = nearest(name, numeric);
  throw configError(`--by = ${name}`, column ? "holds no numbers" : "is not a column of the sweep", near ? `did you mean ${near}?` : `columns: ${numeric.join(", ")}`);
}

function filter(table: ResultTable, where: string): (row: number) => boolean {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const condition = parseCondition(where, { where: "--where", known: [...columns.keys()] });
  return (row) => condition.holds((name) => cellOf(columns.get(name)!, row));
}
