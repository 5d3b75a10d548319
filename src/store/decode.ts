import { dataError } from "../errors";
import type { TableColumns } from "./encode";
import { tableLayout } from "./layout";
import { TABLES } from "./schema";
import type { Column, ColumnType, TableName } from "./schema";

const constructors = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i16: Int16Array, i32: Int32Array, f64: Float64Array } as const;

/** Values of a type at an address of a buffer. */
export const columnView = (type: ColumnType, buffer: ArrayBufferLike, address: number, length: number): Column => new constructors[type](buffer as ArrayBuffer, address, length);

/**
 * Columns of one table file as views into `bytes`, which may itself be a view into WebAssembly memory: nothing is copied.
 * `bytes` must start at a multiple of 8 (a column would otherwise have to be copied: data error). Errors as in `tableLayout`.
 */
export function decodeTable<T extends TableName>(table: T, bytes: Uint8Array, file: string): TableColumns[T] {
  if (bytes.byteOffset % 8 !== 0) throw dataError(file, `starts at address ${bytes.byteOffset}`, "load it at a multiple of 8");
  const layout = tableLayout(table, { head: bytes, tail: bytes, size: bytes.length }, file);
  const columns: Record<string, Column | null> = Object.fromEntries(Object.keys(TABLES[table]).map((name) => [name, null]));
  for (const { name, type, at } of layout.columns) columns[name] = columnView(type, bytes.buffer, bytes.byteOffset + at, layout.rows);
  return columns as unknown as TableColumns[T];
}
