// Arrow result files → columns, as `toArrow` wrote them.
import { DataType, tableFromIPC } from "apache-arrow";
import type { Field, Vector } from "apache-arrow";
import { dataError } from "../errors";
import type { Cell, Column, ColumnSpec } from "./columns";

/** The columns of a result file; dates are day numbers. Throws a data error naming `where` for bytes that are no Arrow file; `again` is what to do then. */
export function fromArrow(bytes: Uint8Array, where: string, again = "run the backtest again"): Column[] {
  if (new TextDecoder().decode(bytes.subarray(0, 6)) !== MAGIC) throw noArrow(where, again);
  try {
    const table = tableFromIPC(bytes);
    return table.schema.fields.map((field, i) => ({ name: field.name, type: typeOf(field), unit: field.metadata.get("unit") ?? "", cells: cellsOf(table.getChildAt(i)!, field) }));
  } catch {
    throw noArrow(where, again);
  }
}

/** First bytes of an Arrow file. */
const MAGIC = "ARROW1";
const noArrow = (where: string, again: string) => dataError(where, "is not an Arrow file", again);

function typeOf({ type }: Field): ColumnSpec["type"] {
  if (DataType.isDate(type)) return "date";
  if (DataType.isUtf8(type)) return "text";
  if (DataType.isBool(type)) return "bool";
  return DataType.isInt(type) ? "int" : "float";
}

const MS_PER_DAY = 86_400_000;

function cellsOf(vector: Vector, field: Field): Cell[] {
  const date = typeOf(field) === "date";
  return Array.from({ length: vector.length }, (_, row): Cell => {
    const value = vector.get(row) as Cell | Date;
    if (value === null || value === undefined) return null;
    return date ? Number(value) / MS_PER_DAY : (value as Cell);
  });
}
