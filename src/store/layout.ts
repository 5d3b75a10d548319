// Where each column lies in an Arrow IPC file of the store, told by the file's edges alone: columns are read straight to their place.
//
//   "ARROW1" 0 0 │ schema message │ batch message │ column, column, … (8-byte aligned) │ end mark │ footer │ footer length i32 │ "ARROW1"
//   └ head ───────────────────────────────────────┘                                    └ tail ──────────────────────────────────────────┘
import { dataError } from "../errors";
import type { MahlerError } from "../errors";
import { messageMetadata } from "./metadata";
import type { BatchMetadata, FieldMetadata, MessageMetadata, SchemaMetadata } from "./metadata";
import { STORE_VERSION, TABLES } from "./schema";
import type { ColumnSpec, ColumnType, TableName } from "./schema";

/** First and last bytes of a file, at least its metadata; of a short file, both are all of it. */
export interface Edges {
  head: Uint8Array;
  tail: Uint8Array;
  /** Bytes of the file. */
  size: number;
}

export interface ColumnPlace {
  name: string;
  type: ColumnType;
  /** Offset in the file, a multiple of 8. */
  at: number;
}

export interface TableLayout {
  rows: number;
  /** In the order of the file: offsets rise. Optional columns may be absent. */
  columns: ColumnPlace[];
}

/** Bytes per value. */
export const WIDTHS: Record<ColumnType, number> = { u8: 1, u16: 2, u32: 4, i16: 2, i32: 4, f64: 8 };

const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]; // ARROW1
const PRELUDE = 8;
const TRAILER = 4 + MAGIC.length;
const CONTINUATION = 0xffffffff;
const IMPORT_AGAIN = "import or simulate the dataset again";

/**
 * Layout of one table file. `file` names it in errors. Throws a data error for truncated, foreign, compressed or wrongly typed files.
 * Bytes from a disk or a network are compared with their checksum first.
 */
export function tableLayout(table: TableName, edges: Edges, file: string): TableLayout {
  checkFrame(edges, file);
  const schema = messageAt(edges.head, PRELUDE, file);
  if (schema.message?.kind !== "schema") throw dataError(file, `holds no Mahler table, expected "${table}"`, IMPORT_AGAIN);
  const columns = columnsOf(table, schema.message, file);
  const { message: batch, end } = messageAt(edges.head, schema.end, file);
  if (batch?.kind !== "batch") throw damaged(file, "has no record batch");
  return batchLayout(columns, batch, end, edges, file);
}

function checkFrame({ head, tail, size }: Edges, file: string): void {
  const magicAt = (bytes: Uint8Array, at: number) => MAGIC.every((byte, i) => bytes[at + i] === byte);
  if (size < PRELUDE + TRAILER) throw truncated(file, size);
  if (!magicAt(head, 0)) throw dataError(file, "is not an Arrow IPC file", IMPORT_AGAIN);
  if (!magicAt(tail, tail.length - MAGIC.length)) throw truncated(file, size);
  const footer = numbers(tail).getInt32(tail.length - TRAILER, true);
  if (footer <= 0 || footer > size - PRELUDE - TRAILER) throw dataError(file, `has a footer of ${footer} bytes`, IMPORT_AGAIN);
}

interface MessageAt {
  /** Undefined at the mark that ends a stream of messages. */
  message: MessageMetadata | undefined;
  /** Where its body, or the next message, begins. */
  end: number;
}

/** A message is preceded by 0xffffffff and the length of its metadata; length 0 ends the stream. */
function messageAt(head: Uint8Array, at: number, file: string): MessageAt {
  const begin = at + 8;
  const view = numbers(head);
  if (begin > head.length || view.getUint32(at, true) !== CONTINUATION) throw damaged(file, `has no message at byte ${at}`);
  const length = view.getInt32(at + 4, true);
  if (length < 0 || begin + length > head.length) throw damaged(file, `has a message of ${length} bytes at byte ${at}`);
  if (length === 0) return { message: undefined, end: begin };
  return { message: parsed(() => messageMetadata(head.subarray(begin, begin + length)), file), end: begin + length };
}

function columnsOf(table: TableName, schema: SchemaMetadata, file: string): { name: string; type: ColumnType }[] {
  const specs: Record<string, ColumnSpec> = TABLES[table];
  const kind = schema.metadata.get("mahler.table");
  const version = schema.metadata.get("mahler.store");
  if (kind !== table) throw dataError(file, `holds ${kind ? `the table "${kind}"` : "no Mahler table"}, expected "${table}"`, IMPORT_AGAIN);
  if (version !== String(STORE_VERSION)) throw dataError(file, `has store version ${version}, this build reads ${STORE_VERSION}`, IMPORT_AGAIN);
  for (const [name, { optional }] of Object.entries(specs)) {
    if (!optional && !schema.fields.some((field) => field.name === name)) throw dataError(`${file} column ${name}`, "is missing", IMPORT_AGAIN);
  }
  return schema.fields.map((field) => ({ name: field.name, type: typeOf(field, specs[field.name], `${file} column ${field.name}`) }));
}

/** Arrow's name of each column type. */
const ARROW_NAMES: Record<ColumnType, string> = { u8: "Uint8", u16: "Uint16", u32: "Uint32", i16: "Int16", i32: "Int32", f64: "Float64" };

function typeOf({ type }: FieldMetadata, spec: ColumnSpec | undefined, subject: string): ColumnType {
  if (!spec) throw dataError(subject, "is unknown", IMPORT_AGAIN);
  const found = spec.types.find((allowed) => ARROW_NAMES[allowed] === type);
  if (!found) throw dataError(subject, `has type ${type}, expected ${spec.types.join(" or ")}`, IMPORT_AGAIN);
  return found;
}

/** Every column has two buffers: validity, which is empty without nulls, and values. */
function batchLayout(columns: { name: string; type: ColumnType }[], { rows, nodes, buffers, compressed, bodyLength }: BatchMetadata, body: number, edges: Edges, file: string): TableLayout {
  const bodyEnd = body + bodyLength;
  if (compressed) throw damaged(file, "is compressed");
  if (!endsAt(bodyEnd, edges)) throw damaged(file, "has more than one record batch, or none that ends");
  const places = columns.map(({ name, type }, i) => {
    const subject = `${file} column ${name}`;
    if (nodes.length <= i || buffers.length <= 2 * i + 1) throw damaged(subject, "has no buffer");
    const values = buffers[2 * i + 1];
    const at = body + values.offset;
    if (nodes[i].nullCount > 0) throw dataError(subject, `has ${nodes[i].nullCount} nulls`, IMPORT_AGAIN);
    if (nodes[i].length !== rows || values.length < rows * WIDTHS[type] || at + values.length > bodyEnd) throw damaged(subject, `has ${values.length} bytes for ${rows} values`);
    if (at % 8 !== 0) throw damaged(subject, "is misaligned");
    return { name, type, at };
  });
  return { rows, columns: places };
}

/** True when the mark that ends the messages stands at this place, which lies in the tail: only the footer follows. */
function endsAt(at: number, { tail, size }: Edges): boolean {
  const inTail = at - (size - tail.length);
  if (inTail < 0 || inTail + 8 > tail.length) return false;
  const view = numbers(tail);
  return view.getUint32(inTail, true) === CONTINUATION && view.getUint32(inTail + 4, true) === 0;
}

const numbers = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function parsed<T>(parse: () => T, file: string): T {
  try {
    return parse();
  } catch (cause) {
    const error = damaged(file, "cannot be parsed as Arrow IPC");
    error.cause = cause;
    throw error;
  }
}

const truncated = (file: string, length: number): MahlerError => dataError(file, `is truncated (${length} bytes without the closing mark)`, IMPORT_AGAIN);
const damaged = (subject: string, problem: string): MahlerError => dataError(subject, problem, IMPORT_AGAIN);
