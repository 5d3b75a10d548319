// The metadata of an Arrow IPC message, which is a flatbuffer, as far as a store's files need it: a tenth of a library's weight in a page.
// Layout: github.com/apache/arrow, format/{Message,Schema}.fbs. Whatever is damaged ends in a RangeError or a TypeError, never in a loop.

/** Type of a column as Arrow names it, e.g. "Uint16", "Float64". */
export interface FieldMetadata {
  name: string;
  type: string;
}

export interface SchemaMetadata {
  kind: "schema";
  fields: readonly FieldMetadata[];
  metadata: ReadonlyMap<string, string>;
}

export interface BatchMetadata {
  kind: "batch";
  /** Bytes of the buffers that follow the message. */
  bodyLength: number;
  rows: number;
  nodes: readonly { length: number; nullCount: number }[];
  /** Offsets from the start of the body. */
  buffers: readonly { offset: number; length: number }[];
  compressed: boolean;
}

export type MessageMetadata = SchemaMetadata | BatchMetadata | { kind: "other" };

/** Union members of Message.header, and of Field.type. */
const [SCHEMA, RECORD_BATCH] = [1, 3];
const [INT, FLOAT] = [2, 3];
const FLOATS = ["Float16", "Float32", "Float64"];
/** Names of the others, for messages. */
const TYPES = ["None", "Null", "Int", "Float", "Binary", "Utf8", "Bool", "Decimal", "Date", "Time", "Timestamp", "Interval", "List", "Struct", "Union", "FixedSizeBinary", "FixedSizeList", "Map", "Duration", "LargeBinary", "LargeUtf8"];

/** Reads a message without its length before and its body behind. Throws RangeErrors and TypeErrors for bytes that are none. */
export function messageMetadata(bytes: Uint8Array): MessageMetadata {
  const message = new Table(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0).child();
  const kind = message.byte(1);
  const header = message.table(2);
  if (!header) return { kind: "other" };
  if (kind === SCHEMA) return schemaOf(header);
  return kind === RECORD_BATCH ? batchOf(header, message.long(3)) : { kind: "other" };
}

function schemaOf(schema: Table): SchemaMetadata {
  const pairs = schema.tables(2).map((pair) => [pair.text(0), pair.text(1)] as const);
  return { kind: "schema", fields: schema.tables(1).map((field) => ({ name: field.text(0), type: typeOf(field) })), metadata: new Map(pairs) };
}

function typeOf(field: Table): string {
  const [kind, type] = [field.byte(2), field.table(3)];
  if (field.table(4)) return "Dictionary";
  if (kind === INT && type) return `${type.byte(1) ? "Int" : "Uint"}${type.int(0)}`;
  if (kind === FLOAT && type) return FLOATS[type.short(0)] ?? "Float";
  return TYPES[kind] ?? `type ${kind}`;
}

function batchOf(batch: Table, bodyLength: number): BatchMetadata {
  const pairs = (slot: number): [number, number][] => batch.structs(slot, 16).map(({ view, at }) => [longAt(view, at), longAt(view, at + 8)]);
  return {
    kind: "batch", bodyLength, rows: batch.long(0), compressed: batch.table(3) !== null,
    nodes: pairs(1).map(([length, nullCount]) => ({ length, nullCount })), buffers: pairs(2).map(([offset, length]) => ({ offset, length })),
  };
}

const longAt = (view: DataView, at: number): number => Number(view.getBigInt64(at, true));

/** A flatbuffer's table: its slots are found through a table of offsets that lies before it. A slot left out has its default, 0. */
class Table {
  constructor(readonly view: DataView, readonly at: number) {}

  /** The table that the offset here points to. */
  child(): Table {
    return new Table(this.view, this.at + this.view.getUint32(this.at, true));
  }

  private slot(n: number): number {
    const offsets = this.at - this.view.getInt32(this.at, true);
    const entry = 4 + 2 * n;
    const offset = entry < this.view.getUint16(offsets, true) ? this.view.getUint16(offsets + entry, true) : 0;
    return offset === 0 ? 0 : this.at + offset;
  }

  private read<T>(n: number, none: T, get: (at: number) => T): T {
    const at = this.slot(n);
    return at === 0 ? none : get(at);
  }

  byte(n: number): number {
    return this.read(n, 0, (at) => this.view.getUint8(at));
  }

  short(n: number): number {
    return this.read(n, 0, (at) => this.view.getInt16(at, true));
  }

  int(n: number): number {
    return this.read(n, 0, (at) => this.view.getInt32(at, true));
  }

  long(n: number): number {
    return this.read(n, 0, (at) => longAt(this.view, at));
  }

  table(n: number): Table | null {
    return this.read<Table | null>(n, null, (at) => new Table(this.view, at).child());
  }

  text(n: number): string {
    const at = this.slot(n);
    if (at === 0) return "";
    const begin = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(begin, true);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + begin + 4, this.within(begin + 4, length)));
  }

  tables(n: number): Table[] {
    return this.structs(n, 4).map((item) => item.child());
  }

  /** Items of a vector of so many bytes each. */
  structs(n: number, width: number): Table[] {
    const at = this.slot(n);
    if (at === 0) return [];
    const begin = at + this.view.getUint32(at, true);
    const count = this.view.getUint32(begin, true);
    this.within(begin + 4, count * width);
    return Array.from({ length: count }, (_, i) => new Table(this.view, begin + 4 + i * width));
  }

  /** The length, when so many bytes are left. */
  private within(begin: number, length: number): number {
    if (begin + length > this.view.byteLength) throw new RangeError("a vector ends behind its buffer");
    return length;
  }
}
