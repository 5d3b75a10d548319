// A block of results ↔ the columns of the result table. One row per config: parameters, metrics, reasons, exits, years, fingerprint.
import { EXIT_REASONS as EXIT_COUNT, REASON_CODES } from "../../assembly/abi";
import { KEYS, parameterOf } from "../config";
import type { Key } from "../config";
import { emptyEvaluations } from "../engine/evaluations";
import type { Evaluations } from "../engine/evaluations";
import { dataError } from "../errors";
import { EXIT_REASONS, METRICS } from "../metrics";
import { REASONS } from "../results/reasons";
import type { ResultColumn } from "../results/sweep";
import { toDollars, UNITS_PER_DOLLAR } from "../units";
import type { Chunk } from "./expand";
import type { Scalar } from "./expression";
import { NOT_SWEPT } from "./types";
import type { Block } from "./run";
import type { Axis, Space } from "./types";
import { scalarOf } from "./values";

/** A metric's column: its id, unless a parameter has the same name. */
export const metricColumn = (id: string): string => ((KEYS as readonly string[]).includes(id) ? `metric_${id}` : id);

/** Names of the columns that hold swept and linked parameters. */
export const parameterNames = ({ axes, linked }: Space): { parameters: Key[]; linked: Key[] } => ({ parameters: axes.map(({ key }) => key), linked: linked.map(({ key }) => key) });

/** The rows of the block that are done, in config order. */
export function blockColumns(space: Space, { chunk, evaluations, done }: Block): ResultColumn[] {
  const rows = Uint32Array.from({ length: chunk.count }, (_, i) => i).filter((i) => done[i] === 1);
  const per = (data: ArrayLike<number>, at: number): Float64Array => Float64Array.from(rows, (i) => data[i * (data.length / chunk.count) + at]);
  const { metrics, yearly, reasons, exits, fingerprints, years } = evaluations;
  return [
    { name: "config", unit: "", type: "int", cells: Float64Array.from(rows, (i) => chunk.first + i) },
    ...space.axes.map((axis, a) => axisColumn(axis, scalarOf(axis.key, space.base[axis.key]), Array.from(rows, (i) => chunk.choices[i * space.axes.length + a]))),
    ...space.linked.map(({ key }, l): ResultColumn => ({ name: key, unit: parameterOf(key).unit, type: isWhole(key) ? "int" : "float", cells: per(chunk.linked.subarray(0, chunk.count * space.linked.length), l) })),
    ...METRICS.map(({ id, unit }, m): ResultColumn => ({ name: metricColumn(id), unit, type: "float", cells: per(metrics, m) })),
    ...REASONS.map(({ id }, code): ResultColumn => ({ name: `reason_${id}`, unit: "chances", type: "int", cells: per(reasons, code) })),
    ...EXIT_REASONS.map((name, code): ResultColumn => ({ name: `exit_${name}`, unit: "trades", type: "int", cells: per(exits, code) })),
    ...years.map((year, y): ResultColumn => ({ name: `pnl_${year}`, unit: "$", type: "float", cells: per(yearly, y).map(toDollars) })),
    { name: "fingerprint", unit: "", type: "text", cells: Array.from(rows, (i) => hex(fingerprints[2 * i]) + hex(fingerprints[2 * i + 1])) },
  ];
}

const hex = (word: number): string => word.toString(16).padStart(8, "0");
const isWhole = (key: Key): boolean => parameterOf(key).accepts.startsWith("whole number");

/** Numbers, on/off or text, whatever fits all values of the axis; an axis that takes no part shows the base's value, which is in force. */
function axisColumn({ key, values }: Axis, base: Scalar, choices: readonly number[]): ResultColumn {
  const scalars = values.map((value) => value.scalar);
  const of = (choice: number): Scalar => (choice === NOT_SWEPT ? base : scalars[choice]);
  const common = { name: key, unit: parameterOf(key).unit };
  if (typeof parameterOf(key).default === "boolean") return { ...common, type: "bool", cells: Uint8Array.from(choices, (choice) => (of(choice) === "on" ? 1 : 0)) };
  if ([...scalars, base].every((scalar) => typeof scalar === "number" || scalar === "off")) {
    return { ...common, type: isWhole(key) ? "int" : "float", cells: Float64Array.from(choices, (choice) => (of(choice) === "off" ? NaN : (of(choice) as number))) };
  }
  return { ...common, unit: "", type: "text", cells: choices.map((choice) => String(of(choice))) };
}

/** The block that wrote the columns. Throws a data error when they are not those of the chunk. */
export function columnsBlock(chunk: Chunk, columns: readonly ResultColumn[], where: string): Block {
  const cells = new Map(columns.map((column) => [column.name, column.cells]));
  const configs = cells.get("config") as Float64Array | undefined;
  const years = columns.filter(({ name }) => /^pnl_\d+$/.test(name)).map(({ name }) => Number(name.slice(4)));
  if (!configs || configs.some((config) => config < chunk.first || config >= chunk.first + chunk.count)) throw dataError(where, "holds other configs than the space", "remove it and run with --resume again");
  const evaluations: Evaluations = emptyEvaluations(chunk.count, years);
  const done = new Uint8Array(chunk.count);
  const rows = Array.from(configs, (config) => config - chunk.first);
  const put = (name: string, into: Float64Array | Uint32Array, { width, at, scale = 1 }: { width: number; at: number; scale?: number }): void => {
    const values = cells.get(name) as Float64Array | undefined;
    if (!values) throw dataError(where, `has no column ${name}`, "remove it and run with --resume again");
    rows.forEach((i, row) => (into[i * width + at] = scale === 1 ? values[row] : Math.round(values[row] * scale)));
  };
  METRICS.forEach(({ id }, at) => put(metricColumn(id), evaluations.metrics, { width: METRICS.length, at }));
  REASONS.forEach(({ id }, at) => put(`reason_${id}`, evaluations.reasons, { width: REASON_CODES, at }));
  EXIT_REASONS.forEach((name, at) => put(`exit_${name}`, evaluations.exits, { width: EXIT_COUNT, at }));
  years.forEach((year, at) => put(`pnl_${year}`, evaluations.yearly, { width: years.length, at, scale: UNITS_PER_DOLLAR }));
  const marks = cells.get("fingerprint") as readonly string[];
  rows.forEach((i, row) => {
    done[i] = 1;
    evaluations.fingerprints.set([parseInt(marks[row].slice(0, 8), 16), parseInt(marks[row].slice(8), 16)], 2 * i);
  });
  return { chunk, evaluations, done, filled: rows.length };
}
