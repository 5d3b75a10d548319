// Arrow IPC bytes to typed-array views. The views lie inside the given buffer: nothing is copied, `byteOffset` is the address.
//
//   "ARROW1" 0 0 │ schema message │ one record batch: metadata, buffers (8-byte aligned) │ footer │ footer length i32 │ "ARROW1"
import { DataType, tableFromIPC } from "apache-arrow";
import type { Table } from "apache-arrow";
import { dataError } from "../errors";
import type { MahlerError } from "../errors";
import { STORE_VERSION, TABLES } from "./schema";
import type { Column, ColumnSpec, ColumnType, TableName } from "./schema";
import type { TableColumns } from "./encode";

const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]; // ARROW1
const SMALLEST = 8 + 4 + MAGIC.length;
const IMPORT_AGAIN = "import or simulate the dataset again";

const constructors = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i16: Int16Array, i32: Int32Array, f64: Float64Array } as const;

/**
 * Columns of one table file as views into `bytes`, which may itself be a view into WebAssembly memory.
 * `bytes` must start at a multiple of 8 (a column would otherwise have to be copied: engine error).
 * `file` names the file in errors. Throws a data error for truncated, foreign, compressed or wrongly typed files. Damaged metadata
 * can make the Arrow parser loop for ever: bytes from a disk or a network are compared with their checksum first (read.ts).
 */
export function decodeTable<T extends TableName>(table: T, bytes: Uint8Array, file: string): TableColumns[T] {
  checkFrame(bytes, file);
  const arrow = parse(bytes, file);
  checkSchema(table, arrow, file);
  const specs: Record<string, ColumnSpec> = TABLES[table];
  const columns: Record<string, Column | null> = {};
  for (const [name, spec] of Object.entries(specs)) columns[name] = readColumn(arrow, name, spec, bytes, file);
  return columns as unknown as TableColumns[T];
}

function checkFrame(bytes: Uint8Array, file: string): void {
  if (bytes.byteOffset % 8 !== 0) throw dataError(file, `starts at address ${bytes.byteOffset}`, "load it at a multiple of 8");
  const magicAt = (at: number) => MAGIC.every((byte, i) => bytes[at + i] === byte);
  if (bytes.length < SMALLEST) throw truncated(file, bytes.length);
  if (!magicAt(0)) throw dataError(file, "is not an Arrow IPC file", IMPORT_AGAIN);
  if (!magicAt(bytes.length - MAGIC.length)) throw truncated(file, bytes.length);
  const footer = new DataView(bytes.buffer, bytes.byteOffset).getInt32(bytes.length - MAGIC.length - 4, true);
  if (footer <= 0 || footer > bytes.length - SMALLEST) throw dataError(file, `has a footer of ${footer} bytes`, IMPORT_AGAIN);
}

function parse(bytes: Uint8Array, file: string): Table {
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    throw damaged(file, "cannot be parsed as Arrow IPC", cause);
  }
}

function checkSchema(table: TableName, arrow: Table, file: string): void {
  const kind = arrow.schema.metadata.get("mahler.table");
  const version = arrow.schema.metadata.get("mahler.store");
  if (kind !== table) throw dataError(file, `holds ${kind ? `the table "${kind}"` : "no Mahler table"}, expected "${table}"`, IMPORT_AGAIN);
  if (version !== String(STORE_VERSION)) throw dataError(file, `has store version ${version}, this build reads ${STORE_VERSION}`, IMPORT_AGAIN);
  if (arrow.batches.length > 1) throw dataError(file, `has ${arrow.batches.length} record batches, expected 1`, IMPORT_AGAIN);
  for (const { name } of arrow.schema.fields) {
    if (!(name in TABLES[table])) throw dataError(`${file} column ${name}`, "is unknown", IMPORT_AGAIN);
  }
}

function readColumn(arrow: Table, name: string, spec: ColumnSpec, bytes: Uint8Array, file: string): Column | null {
  const subject = `${file} column ${name}`;
  const vector = arrow.getChild(name);
  if (!vector) {
    if (spec.optional) return null;
    throw dataError(subject, "is missing", IMPORT_AGAIN);
  }
  const type = typeOf(vector.type as DataType);
  if (!type || !spec.types.includes(type)) throw dataError(subject, `has type ${vector.type}, expected ${spec.types.join(" or ")}`, IMPORT_AGAIN);
  if (arrow.numRows === 0) return new constructors[type](0);
  const values = vector.data[0].values as Column;
  if (vector.nullCount > 0) throw dataError(subject, `has ${vector.nullCount} nulls`, IMPORT_AGAIN);
  if (vector.data.length !== 1 || values.length < arrow.numRows) throw damaged(subject, `has ${values.length} of ${arrow.numRows} values`);
  if (values.buffer !== bytes.buffer) throw damaged(subject, "is compressed or misaligned");
  return new constructors[type](values.buffer as ArrayBuffer, values.byteOffset, arrow.numRows);
}

function typeOf(type: DataType): ColumnType | undefined {
  if (DataType.isInt(type)) {
    const name = `${type.isSigned ? "i" : "u"}${type.bitWidth}`;
    return name in constructors ? (name as ColumnType) : undefined;
  }
  return DataType.isFloat(type) && type.precision === 2 ? "f64" : undefined;
}

const truncated = (file: string, length: number): MahlerError => dataError(file, `is truncated (${length} bytes without the closing mark)`, IMPORT_AGAIN);
function damaged(subject: string, problem: string, cause?: unknown): MahlerError {
  const error = dataError(subject, problem, IMPORT_AGAIN);
  if (cause !== undefined) error.cause = cause;
  return error;
}
