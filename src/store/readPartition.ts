// One partition's files to their places. Values are touched only where they cannot lie in memory as they lie in the file: offsets of
// later partitions, other units, narrower columns, roots numbered otherwise.
import { dataError } from "../errors";
import type { UnderlyingInfo } from "../market/types";
import { edgeChecksum, EDGE } from "./checksum";
import { tableLayout, WIDTHS } from "./layout";
import type { ColumnPlace, TableLayout } from "./layout";
import type { StoredFile } from "./manifest";
import { factor } from "./place";
import type { PartitionPlace } from "./place";
import type { ColumnType, PartitionTable } from "./schema";
import type { ByteSource, OpenFile } from "./source";

/** Files up to this are read in one go and copied. */
const SMALL = 1 << 16;
const IMPORT_AGAIN = "import or simulate the dataset again";

/** Where one column of one partition goes. */
interface Slot {
  type: ColumnType;
  address: number;
  length: number;
}

/** Where a partition goes. */
interface Target {
  memory: WebAssembly.Memory;
  /** The symbol's units and roots. */
  info: UnderlyingInfo;
  place: PartitionPlace;
}

/** Memory for files that are read whole: used again and again, since fresh memory costs more than the copy out of it. */
export interface Scratch {
  take(bytes: number): Uint8Array<ArrayBuffer>;
  give(bytes: Uint8Array<ArrayBuffer>): void;
}

/** Pieces for files up to `largest` bytes; as many as are in use at once. */
export function createScratch(largest: number): Scratch {
  const free: ArrayBuffer[] = [];
  return { take: (bytes) => new Uint8Array(free.pop() ?? new ArrayBuffer(largest), 0, bytes), give: ({ buffer }) => void free.push(buffer) };
}

/** Fills the partition's part of the symbol's columns. Throws io errors for missing files, data errors for damaged ones. */
export async function readPartition(source: ByteSource, target: Target, scratch: Scratch): Promise<void> {
  for (const table of ["rows", "blocks", "days"] as const) await readTable(source, table, target, scratch);
}

async function readTable(source: ByteSource, table: PartitionTable, target: Target, scratch: Scratch): Promise<void> {
  const { memory, place } = target;
  const stored = place.entry.files[table];
  const name = `${source.where}/${stored.name}`;
  const file = await openFile(source, stored, scratch);
  try {
    const layout = await checkedLayout(table, file, stored, name);
    if (layout.rows !== place.entry[table]) throw dataError(name, `has ${layout.rows} rows, the manifest says ${place.entry[table]}`, IMPORT_AGAIN);
    const slots = slotsOf(table, place, layout, name);
    await readColumns(file, layout, slots, memory);
    for (const column of layout.columns) adapt(table, column, slots.get(column.name)!, target);
    clearAbsent(memory, table, place, layout);
  } finally {
    await file.close();
  }
}

/** The file itself where it can be read in parts, else a copy of it. */
async function openFile(source: ByteSource, { name, bytes }: StoredFile, scratch: Scratch): Promise<OpenFile> {
  if (source.open && bytes > SMALL) return source.open(name);
  const whole = scratch.take(bytes);
  await source.read(name, whole).catch((error: unknown) => {
    scratch.give(whole);
    throw error;
  });
  return {
    size: bytes,
    async read(at, views) {
      for (const view of views) {
        view.set(whole.subarray(at, at + view.length));
        at += view.length;
      }
    },
    close: async () => scratch.give(whole),
  };
}

/** Head and tail are read and compared with their checksum before they are parsed. */
async function checkedLayout(table: PartitionTable, file: OpenFile, { bytes, edges }: StoredFile, name: string): Promise<TableLayout> {
  if (file.size !== bytes) throw dataError(name, `has ${file.size} bytes, the manifest says ${bytes}`, IMPORT_AGAIN);
  const head = new Uint8Array(Math.min(EDGE, bytes));
  const tail = new Uint8Array(Math.min(EDGE, bytes));
  await file.read(0, [head]);
  await file.read(bytes - tail.length, [tail]);
  if (edgeChecksum(head, tail, bytes) !== edges) throw dataError(name, "is damaged (its checksum differs from the manifest's)", IMPORT_AGAIN);
  return tableLayout(table, { head, tail, size: bytes }, name);
}

function slotsOf(table: PartitionTable, { base, places, entry }: PartitionPlace, { columns, rows }: TableLayout, file: string): Map<string, Slot> {
  const slots = new Map<string, Slot>();
  for (const { name, type } of columns) {
    const to = places[table][name];
    if (!to || WIDTHS[to.type] < WIDTHS[type] || (name === "flags" && !entry.flags)) throw dataError(`${file} column ${name}`, `has type ${type}, which the manifest rules out`, IMPORT_AGAIN);
    slots.set(name, { type: to.type, address: to.address + base[table] * WIDTHS[to.type], length: rows });
  }
  return slots;
}

/** One read for all columns; the bytes between them go nowhere. A column narrower than its slot goes to the slot's end (see `widen`). */
async function readColumns(file: OpenFile, { columns, rows }: TableLayout, slots: ReadonlyMap<string, Slot>, { buffer }: WebAssembly.Memory): Promise<void> {
  if (rows === 0) return;
  const views: Uint8Array[] = [];
  let at = columns[0].at;
  for (const column of columns) {
    const slot = slots.get(column.name)!;
    const bytes = rows * WIDTHS[column.type];
    if (column.at > at) views.push(new Uint8Array(column.at - at));
    views.push(new Uint8Array(buffer, slot.address + rows * WIDTHS[slot.type] - bytes, bytes));
    at = column.at + bytes;
  }
  await file.read(columns[0].at, views);
}

/** Brings a column that was read to the symbol's width, units and numbering. */
function adapt(table: PartitionTable, { name, type }: ColumnPlace, slot: Slot, { memory: { buffer }, info, place: { entry, base } }: Target): void {
  if (table === "rows") {
    const by = factor(info, entry, name);
    if (type === "u16" && slot.type === "u32") widen(buffer, slot, by);
    else if (by !== 1) scale(slot.type === "u16" ? new Uint16Array(buffer, slot.address, slot.length) : new Uint32Array(buffer, slot.address, slot.length), by);
  } else if (name === "root") {
    const numbers = Uint8Array.from(entry.roots, (root) => info.roots.indexOf(root));
    if (numbers.some((number, i) => number !== i)) renumber(new Uint8Array(buffer, slot.address, slot.length), numbers);
  } else if (type === "u32") {
    const by = table === "blocks" ? base.rows : base.blocks;
    if (by > 0) shift(new Uint32Array(buffer, slot.address, slot.length), by);
  }
}

/** 16-bit values in the second half of a 32-bit slot: the write to value i never reaches a value not yet read. */
function widen(buffer: ArrayBufferLike, { address, length }: Slot, by: number): void {
  const narrow = new Uint16Array(buffer, address + 2 * length, length);
  const wide = new Uint32Array(buffer, address, length);
  for (let i = 0; i < length; i++) wide[i] = narrow[i] * by;
}

function scale(values: Uint16Array | Uint32Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= by;
}

function shift(values: Uint32Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] += by;
}

/** A number beyond the roots stays one: the check of the structure names it. */
function renumber(values: Uint8Array, numbers: Uint8Array): void {
  for (let i = 0; i < values.length; i++) values[i] = numbers[values[i]] ?? 255;
}

/** Memory is not blank: where other years have flags, a year without gets zeros. */
function clearAbsent({ buffer }: WebAssembly.Memory, table: PartitionTable, { base, places }: PartitionPlace, { columns, rows }: TableLayout): void {
  const flags = places[table].flags;
  if (flags && !columns.some(({ name }) => name === "flags")) new Uint8Array(buffer, flags.address + base[table], rows).fill(0);
}
