import { Field, Float64, Int16, Int32, Message, RecordBatch, RecordBatchFileWriter, Schema, Struct, Uint16, Uint32, Uint8, makeData } from "apache-arrow";
import type { Data, DataType } from "apache-arrow";
import type { Bars, Curve, ExpiryBlocks, ChainDays, QuoteRows, UintColumn } from "../market/types";
import { MahlerError } from "../errors";
import { columnType, STORE_VERSION, TABLES } from "./schema";
import type { Column, ColumnSpec, ColumnType, TableName } from "./schema";

/** Arrow type of each column type. */
export const arrowTypes = {
  u8: () => new Uint8(), u16: () => new Uint16(), u32: () => new Uint32(), i16: () => new Int16(), i32: () => new Int32(), f64: () => new Float64(),
} satisfies Record<ColumnType, () => DataType>;

/** The in-memory shape of each table. */
export interface TableColumns {
  rows: QuoteRows;
  blocks: ExpiryBlocks;
  days: ChainDays;
  bars: Bars;
  curve: Curve;
}

/** The narrowest unsigned column that holds every value exactly; values are integers in [0, 2^32). */
export function narrowest(values: ArrayLike<number>): UintColumn {
  let max = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > max) max = values[i];
  return max <= 0xffff ? new Uint16Array(values) : new Uint32Array(values);
}

/**
 * One Arrow IPC file with exactly one record batch, no nulls, no compression: readers map its buffers in place.
 * `facts` are kept in the schema as `mahler.<name>`, for readers without the manifest. Throws an engine error when the columns do not
 * fit the table (a caller's bug).
 */
export function encodeTable<T extends TableName>(table: T, columns: TableColumns[T], facts: Record<string, string> = {}): Uint8Array {
  const specs: Record<string, ColumnSpec> = TABLES[table];
  const given = columns as unknown as Record<string, Column | null>;
  const fields: Field[] = [];
  const children: Data[] = [];
  let length = -1;
  for (const [name, spec] of Object.entries(specs)) {
    const column = given[name];
    if (column === null && spec.optional) continue;
    const type = checkedType(table, name, spec, column);
    if (length < 0) length = column!.length;
    if (column!.length !== length) throw misuse(table, name, `has ${column!.length} values, the column before ${length}`);
    const arrow = arrowTypes[type]();
    fields.push(new Field(name, arrow, false, new Map([["unit", spec.unit]])));
    children.push(makeData({ type: arrow, length, nullCount: 0, data: column } as Parameters<typeof makeData>[0]));
  }
  const schema = new Schema(fields, new Map(Object.entries({ table, store: String(STORE_VERSION), ...facts }).map(([name, value]) => [`mahler.${name}`, value])));
  const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children }));
  return arrowFile([batch]);
}

/** Record batches of one schema as the bytes of an Arrow IPC file. */
export function arrowFile(batches: readonly RecordBatch[]): Uint8Array {
  const writer = new FileWriter();
  for (const batch of batches) writer.write(batch);
  return writer.finish().toUint8Array(true);
}

/**
 * Arrow's own file writer leaves the schema message out and names the schema in the footer only; the format wants both, and readers of
 * the head (layout.ts, readers of Arrow streams) need it.
 */
class FileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    return super._writeSchema(schema)._writeMessage(Message.from(schema));
  }
}

function checkedType(table: string, name: string, spec: ColumnSpec, column: Column | null | undefined): ColumnType {
  const type = column ? columnType(column) : undefined;
  if (!type || !spec.types.includes(type)) throw misuse(table, name, `is ${type ?? "missing"}, expected ${spec.types.join(" or ")}`);
  return type;
}

const misuse = (table: string, name: string, problem: string) => new MahlerError("engine", `${table}.${name}`, problem, "this is a bug in the code that built the market");
