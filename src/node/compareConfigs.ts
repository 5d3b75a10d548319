import { configError } from "../errors";
import { METRICS } from "../metrics";
import type { Unit } from "../metrics/metric";
import type { Compared, ComparedValue } from "../report/compare";
import { cellText } from "../report/top";
import { cellOf, columnOf } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import { metricColumn, parameterNames } from "../sweep/columns";
import { parseSpace } from "../sweep/space";
import { readSweepRecord } from "./sweepFolder";
import { readSweepResults } from "./sweepResults";

/** Two configs of a sweep, by number. Throws a config error for a number that the sweep does not hold. */
export async function compareConfigs(folder: string, a: number, b: number): Promise<Compared> {
  const { space: recorded } = await readSweepRecord(folder);
  const space = parseSpace([{ file: "sweep.json", values: recorded.config }], [{ file: "sweep.json", sweep: recorded.sweep }]);
  const { parameters, linked } = parameterNames(space);
  const table = await readSweepResults(folder);
  const [left, right] = [a, b].map((config) => rowOf(table, config));
  const value = (name: string, label: string, unit: Unit): ComparedValue => ({ name: label, unit, a: cell(table, name, left), b: cell(table, name, right) });
  const years = table.columns.filter(({ name }) => /^pnl_\d+$/.test(name));
  return {
    a: `config ${a}`, b: `config ${b}`,
    parameters: [...parameters, ...linked].map((key) => ({ key, a: cellText(table, key, left), b: cellText(table, key, right) })).filter((p) => p.a !== p.b),
    metrics: METRICS.map(({ id, label, unit }) => value(metricColumn(id), label, unit)),
    years: years.map(({ name }) => value(name, name.slice(4), "dollars")),
    sameTrades: cellText(table, "fingerprint", left) === cellText(table, "fingerprint", right),
  };
}

function cell(table: ResultTable, name: string, row: number): number | null {
  const found = cellOf(columnOf(table, name)!, row);
  return typeof found === "number" ? found : null;
}

function rowOf(table: ResultTable, config: number): number {
  const numbers = columnOf(table, "config")?.cells as Float64Array | undefined;
  const row = numbers?.indexOf(config) ?? -1;
  if (row < 0) throw configError(`config = ${config}`, "is not in the sweep", numbers?.length ? `its configs are ${numbers[0]} … ${numbers[numbers.length - 1]}` : "it holds no rows yet");
  return row;
}
