// The result columns of a sweep, read back as the table that the analysis reads. The columns alone decide: another version may count combinations differently.
import { dataError } from "../errors";
import { EXIT_REASONS, METRICS } from "../metrics";
import { REASONS } from "../results/reasons";
import type { ResultColumn } from "../results/sweep";
import type { ResultTable } from "../results/sweepTable";
import { cellOf, columnOf } from "../results/sweepTable";
import { numbered } from "./collect";
import { applies } from "./combinations";
import { metricColumn } from "./columns";
import { INACTIVE } from "./table";
import type { Axis, SweepTable } from "./table";
import type { Space } from "./types";

const AGAIN = "run the sweep again with this version";

/** A sweep read back. */
export interface ReadSweep {
  table: SweepTable;
  /** Number of the config in each row: what it is called everywhere else. */
  numbers: Float64Array;
}

/**
 * The table of a sweep's result columns. A metric, reason or exit that the columns lack is left out. Throws a data error that names the column
 * when parameters or fingerprints are missing or are not those of the space.
 */
export function readSweepTable(space: Space, results: ResultTable, where: string): ReadSweep {
  const numbers = (name: string): Float64Array => {
    const column = find(results, name, where);
    if (!(column.cells instanceof Float64Array)) throw dataError(`${where} column ${name}`, "holds no numbers", AGAIN);
    return column.cells;
  };
  const known = (ids: readonly string[], nameOf: (id: string) => string): Record<string, Float64Array> =>
    Object.fromEntries(ids.filter((id) => columnOf(results, nameOf(id))).map((id) => [id, numbers(nameOf(id))]));
  const years = results.columns.filter(({ name }) => /^pnl_\d+$/.test(name)).map(({ name }) => name.slice(4));
  const table = {
    count: results.count,
    axes: [...sweptAxes(space, results, where), ...space.linked.map(({ key }) => numbered(key, numbers(key)))],
    metrics: known(METRICS.map(({ id }) => id), metricColumn), reasons: known(REASONS.map(({ id }) => id), (id) => `reason_${id}`),
    exits: known(EXIT_REASONS, (name) => `exit_${name}`), years: known(years, (year) => `pnl_${year}`),
    fingerprints: fingerprintsOf(find(results, "fingerprint", where), where),
  };
  return { table, numbers: numbers("config") };
}

function find(results: ResultTable, name: string, where: string): ResultColumn {
  const column = columnOf(results, name);
  if (!column) throw dataError(`${where} column ${name}`, "is missing", AGAIN);
  return column;
}

/** Positions of the cells among the values of each axis; where an axis takes no part its column shows the base's value. */
function sweptAxes(space: Space, results: ResultTable, where: string): Axis[] {
  const places = space.axes.map(({ values }) => new Map(values.map(({ scalar }, at) => [String(scalar), at])));
  const columns = space.axes.map(({ key }) => find(results, key, where));
  const indices = space.axes.map(() => new Uint16Array(results.count));
  const row = new Uint16Array(space.axes.length);
  for (let i = 0; i < results.count; i++) {
    for (let a = 0; a < row.length; a++) {
      row[a] = INACTIVE;
      if (applies(space, row, a)) row[a] = placeOf(space, columns[a], i, places[a], where);
      indices[a][i] = row[a];
    }
  }
  return space.axes.map(({ key, values }, a) => ({ key, values: values.map(({ raw }) => raw), index: indices[a] }));
}

function placeOf({ mode }: Space, column: ResultColumn, row: number, places: ReadonlyMap<string, number>, where: string): number {
  const cell = String(cellOf(column, row));
  const place = places.get(cell);
  if (place !== undefined) return place;
  if (mode.kind === "list") return INACTIVE; // a config of a list leaves out what it does not vary
  throw dataError(`${where} column ${column.name} row ${row}`, `holds ${cell}, which the space does not vary it over`, AGAIN);
}

/** Two words of 32 bits per config. */
function fingerprintsOf(column: ResultColumn, where: string): Uint32Array {
  if (column.type !== "text") throw dataError(`${where} column fingerprint`, "holds no text", AGAIN);
  const words = new Uint32Array(2 * column.cells.length);
  column.cells.forEach((text, i) => words.set([parseInt(text.slice(0, 8), 16), parseInt(text.slice(8), 16)], 2 * i));
  return words;
}
