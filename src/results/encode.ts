// Columns → Arrow, CSV, JSON. The bytes depend on the columns alone.
import { Bool, DateDay, Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import type { Data, DataType } from "apache-arrow";
import { shown } from "./columns";
import type { Cell, Column } from "./columns";

const rowCount = (columns: readonly Column[]): number => columns[0]?.cells.length ?? 0;

/** RFC 4180 with a header line; unknown values are empty. */
export function toCsv(columns: readonly Column[]): string {
  const lines = [columns.map((column) => column.name).join(",")];
  for (let row = 0; row < rowCount(columns); row++) lines.push(columns.map((column) => csvCell(shown(column, row))).join(","));
  return `${lines.join("\n")}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object per row, one row per line. */
export function toJson(columns: readonly Column[]): string {
  const rows = Array.from({ length: rowCount(columns) }, (_, row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, shown(column, row)]))));
  return rows.length ? `[\n${rows.join(",\n")}\n]\n` : "[]\n";
}

/** An Arrow IPC file of one record batch; units are field metadata. */
export function toArrow(columns: readonly Column[], name: string): Uint8Array {
  const length = rowCount(columns);
  const children = columns.map(arrowData);
  const fields = columns.map((column, i) => new Field(column.name, children[i].type, children[i].nullCount > 0, new Map(column.unit ? [["unit", column.unit]] : [])));
  const schema = new Schema(fields, new Map([["mahler.table", name]]));
  const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children }));
  return tableToIPC(new Table(schema, [batch]), "file");
}

function arrowData({ type, cells }: Column): Data {
  if (type === "date") return dateData(cells);
  // Numbers without gaps need no builder.
  if (type === "float" && cells.length > 0 && isWhole(cells)) return makeData({ type: new Float64(), length: cells.length, nullCount: 0, data: Float64Array.from(cells) });
  if (type === "int" && cells.length > 0 && isWhole(cells)) return makeData({ type: new Int32(), length: cells.length, nullCount: 0, data: Int32Array.from(cells) });
  const vector = vectorFromArray(cells, ARROW_TYPES[type]());
  return vector.data[0] ?? makeData({ type: ARROW_TYPES[type]() as Float64, length: 0, nullCount: 0, data: new Float64Array(0) });
}

const isWhole = (cells: readonly Cell[]): cells is readonly number[] => cells.every((cell) => typeof cell === "number");

/** Day numbers are what DateDay holds; one bit per row says which are known when some are not. */
function dateData(cells: readonly Cell[]): Data {
  const data = Int32Array.from(cells, (day) => (typeof day === "number" ? day : 0));
  const nullCount = cells.filter((day) => day === null).length;
  if (nullCount === 0) return makeData({ type: new DateDay(), length: cells.length, nullCount, data });
  const nullBitmap = new Uint8Array((cells.length + 7) >> 3);
  cells.forEach((day, i) => (nullBitmap[i >> 3] |= day === null ? 0 : 1 << (i & 7)));
  return makeData({ type: new DateDay(), length: cells.length, nullCount, nullBitmap, data });
}

const ARROW_TYPES: Record<"int" | "float" | "text" | "bool", () => DataType> = { int: () => new Int32(), float: () => new Float64(), text: () => new Utf8(), bool: () => new Bool() };
