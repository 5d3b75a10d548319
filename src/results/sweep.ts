// Result columns of a sweep → Arrow and Parquet. Typed columns in, bytes out; the bytes depend on the columns alone.
import { Bool, DataType, Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, Utf8, vectorFromArray } from "apache-arrow";
import type { Data, Vector } from "apache-arrow";
import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { ColumnSource } from "hyparquet-writer";

export type ResultColumn =
  /** NaN = undefined. */
  | { name: string; unit: string; type: "int" | "float"; cells: Float64Array }
  /** 1, 0. */
  | { name: string; unit: string; type: "bool"; cells: Uint8Array }
  | { name: string; unit: string; type: "text"; cells: readonly string[] };

const TYPES: Record<ResultColumn["type"], () => DataType> = { int: () => new Int32(), float: () => new Float64(), bool: () => new Bool(), text: () => new Utf8() };

/** Arrow schema of the columns; units are field metadata. */
export function sweepSchema(columns: readonly ResultColumn[]): Schema {
  const fields = columns.map(({ name, type, unit }) => new Field(name, TYPES[type](), type === "int" || type === "float", new Map(unit ? [["unit", unit]] : [])));
  return new Schema(fields, new Map([["mahler.table", "sweep"]]));
}

/** The columns as one record batch of the schema. */
export function sweepBatch(schema: Schema, columns: readonly ResultColumn[]): RecordBatch {
  const children = columns.map(arrowData);
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: columns[0].cells.length, nullCount: 0, children }));
}

function arrowData(column: ResultColumn): Data {
  const { length } = column.cells;
  if (column.type === "text") return vectorFromArray(column.cells, new Utf8()).data[0];
  if (column.type === "bool") return makeData({ type: new Bool(), length, nullCount: 0, data: bits(length, (i) => column.cells[i] === 1) });
  let nullCount = 0;
  for (const cell of column.cells) if (Number.isNaN(cell)) nullCount++;
  const validity = nullCount ? { nullCount, nullBitmap: bits(length, (i) => !Number.isNaN(column.cells[i])) } : { nullCount };
  const data = column.cells.map((cell) => (Number.isNaN(cell) ? 0 : cell));
  return column.type === "int" ? makeData({ type: new Int32(), length, data: Int32Array.from(data), ...validity }) : makeData({ type: new Float64(), length, data, ...validity });
}

function bits(length: number, set: (i: number) => boolean): Uint8Array {
  const packed = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let i = 0; i < length; i++) if (set(i)) packed[i >> 3] |= 1 << (i & 7);
  return packed;
}

/** The columns of a record batch that `sweepBatch` made. */
export function readBatch(batch: RecordBatch): ResultColumn[] {
  return batch.schema.fields.map(({ name, type, metadata }, c) => {
    const common = { name, unit: metadata.get("unit") ?? "" };
    const data = batch.data.children[c];
    if (DataType.isUtf8(type)) return { ...common, type: "text", cells: [...(batch.getChildAt(c) as Vector<Utf8>)].map(String) };
    if (DataType.isBool(type)) return { ...common, type: "bool", cells: Uint8Array.from(batch.getChildAt(c) as Vector<Bool>, (cell) => (cell ? 1 : 0)) };
    const cells = Float64Array.from(data.values.subarray(0, data.length) as Float64Array);
    if (data.nullCount) for (let i = 0; i < cells.length; i++) if (!data.getValid(i)) cells[i] = NaN;
    return { ...common, type: DataType.isInt(type) ? "int" : "float", cells };
  });
}

/** Parquet, block by block: every `write` is a row group, `take` hands out the bytes so far. */
export interface ParquetSink {
  write(columns: readonly ResultColumn[]): void;
  /** Bytes since the last call; after `end`, the rest. */
  take(): Uint8Array;
  end(): void;
}

export function parquetSink(columns: readonly ResultColumn[], createdBy: string): ParquetSink {
  const writer = new ByteWriter();
  const sources = (of: readonly ResultColumn[], typed: boolean): ColumnSource[] => of.map((column) => ({ name: column.name, data: parquetCells(column), ...(typed ? parquetType(column) : {}) }));
  const file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: sources(columns.map(empty), true) }), createdBy });
  return {
    write: (block) => void file.write({ columnData: sources(block, false), rowGroupSize: Math.max(1, block[0].cells.length) }),
    end: () => void file.finish(),
    take() {
      const bytes = writer.getBytes().slice();
      writer.index = 0; // `offset` keeps counting: it is what the footer refers to
      return bytes;
    },
  };
}

const empty = (column: ResultColumn): ResultColumn => (column.type === "text" ? { ...column, cells: [] } : { ...column, cells: column.cells.slice(0, 0) } as ResultColumn);

function parquetType({ type }: ResultColumn): Pick<ColumnSource, "type" | "nullable"> {
  const name = { int: "INT32", float: "DOUBLE", bool: "BOOLEAN", text: "STRING" } as const;
  return { type: name[type], nullable: type === "int" || type === "float" };
}

function parquetCells(column: ResultColumn): ColumnSource["data"] {
  if (column.type === "text") return [...column.cells];
  if (column.type === "bool") return Array.from(column.cells, (cell) => cell === 1);
  return Array.from(column.cells, (cell) => (Number.isNaN(cell) ? null : cell));
}
