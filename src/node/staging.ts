// What makes an import bounded in memory and resumable: staged rows are spilled to a folder beside the dataset, and a journal says how far it came.
//
//   .NAME.import/journal.json          written aside and renamed: it names whole segments only
//   .NAME.import/SPY.2019.rows         segments, one after the other; a segment is its columns, one after the other
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { configError } from "../errors";
import type { Intake, SymbolStage } from "../importer/intake";
import { stageOf, storeOf } from "../importer/intake";
import { newRowStore, reserve, ROW_COLUMNS } from "../importer/rows";
import type { RowStore } from "../importer/rows";
import type { Tally } from "../importer/tally";
import { ioError } from "./files";

/** Rows staged in memory before they are spilled, about 55 bytes each. */
export const SPILL_ROWS = 2_000_000;
const VERSION = 2;
const JOURNAL = "journal.json";

/** A vendor file of the import. */
export interface StagedSource {
  file: string;
  bytes: number;
  sha256: string;
  formats: string[];
  /** All its rows are staged. */
  done: boolean;
  /** Record file in work and the last line staged of it. */
  at: { name: string; after: number } | null;
  tally: Tally;
  notes: string[];
}

interface Journal {
  version: number;
  /** Hash of all options that decide how rows are read. */
  request: string;
  pid: number;
  sources: StagedSource[];
  /** Names of the intake's record files and the source each belongs to; the first, the dataset itself, is left out. */
  files: { name: string; source: number }[];
  symbols: { symbol: string; roots: string[]; years: [year: number, segments: number[]][]; aside: [year: number, counts: Record<string, number>][] }[];
}

/** The state of an import: rows in memory, rows spilled, how far each source came. */
export interface Staging {
  intake: Intake;
  sources: StagedSource[];
  /** True when an interrupted import is continued. */
  resumed: boolean;
  /** Spills what is in memory and writes the journal. Called between records. */
  checkpoint(): void;
  /** All staged rows of a symbol and year. */
  load(stage: SymbolStage, year: number): RowStore;
  /** Removes the folder. */
  remove(): void;
}

/** Opens the staging of an import into `out`: what an interrupted import with the same `request` left, or an empty one. Throws config and io errors. */
export function openStaging(out: string, request: string, intake: Intake, restart = false): Staging {
  const path = resolve(out);
  const folder = join(dirname(path), `.${basename(path)}.import`);
  const segments = new Map<string, number[]>();
  const sources: StagedSource[] = [];
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw ioError(folder, cause);
    }
  };
  const resumed = guarded(() => {
    const journal = restart ? undefined : readJournal(folder, request);
    if (journal) restore(journal, { intake, sources, segments, folder });
    else rmSync(folder, { recursive: true, force: true });
    return journal !== undefined;
  });
  return {
    intake, sources, resumed,
    checkpoint: () => guarded(() => {
      mkdirSync(folder, { recursive: true });
      for (const { symbol, years } of intake.symbols.values()) for (const [year, store] of years) spill(folder, keyOf(symbol, year), store, segments);
      intake.staged = 0;
      writeJournal(folder, journalOf(request, intake, sources, segments));
    }),
    load: ({ symbol, years }, year) => guarded(() => joined(folder, keyOf(symbol, year), segments, years.get(year))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const keyOf = (symbol: string, year: number): string => `${symbol}.${year}`;
const fileOf = (folder: string, key: string): string => join(folder, `${key}.rows`);

function readJournal(folder: string, request: string): Journal | undefined {
  const file = join(folder, JOURNAL);
  if (!existsSync(file)) return undefined;
  let journal: Journal;
  try {
    journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  } catch {
    return undefined;
  }
  if (journal.version !== VERSION || journal.request !== request) return undefined;
  if (journal.pid !== process.pid && isAlive(journal.pid)) throw configError(`out = ${dirname(folder)}`, `is being imported into by process ${journal.pid}`, "wait for it, or choose another folder");
  return journal;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface Restored {
  intake: Intake;
  sources: StagedSource[];
  segments: Map<string, number[]>;
  folder: string;
}

function restore(journal: Journal, { intake, sources, segments, folder }: Restored): void {
  sources.push(...journal.sources);
  for (const { name, source } of journal.files) intake.files.push({ name, tally: sources[source].tally, stored: 0 });
  for (const { symbol, roots, years, aside } of journal.symbols) {
    const stage = stageOf(intake, symbol);
    stage.roots.push(...roots);
    for (const [year, counts] of aside) stage.aside.set(year, counts);
    for (const [year, rows] of years) {
      storeOf(stage, year);
      segments.set(keyOf(symbol, year), rows);
      if (rows.length) cutTo(fileOf(folder, keyOf(symbol, year)), rows.reduce((a, b) => a + b, 0) * ROW_BYTES);
    }
  }
}

const ROW_BYTES = ROW_COLUMNS.reduce((sum, name) => sum + newRowStore(1).columns[name].BYTES_PER_ELEMENT, 0);

/** Removes what a killed process wrote after its last journal. */
function cutTo(file: string, bytes: number): void {
  const handle = openSync(file, "r+");
  try {
    ftruncateSync(handle, bytes);
  } finally {
    closeSync(handle);
  }
}

function spill(folder: string, key: string, store: RowStore, segments: Map<string, number[]>): void {
  if (store.length === 0) return;
  const handle = openSync(fileOf(folder, key), "a");
  try {
    for (const name of ROW_COLUMNS) writeAll(handle, store.columns[name].subarray(0, store.length));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const known = segments.get(key);
  if (known) known.push(store.length);
  else segments.set(key, [store.length]);
  store.length = 0;
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function writeAll(handle: number, column: ArrayBufferView): void {
  const bytes = bytesOf(column);
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done, bytes.length - done);
}

function joined(folder: string, key: string, segments: Map<string, number[]>, fresh: RowStore = newRowStore(1)): RowStore {
  const spilled = segments.get(key) ?? [];
  if (spilled.length === 0) return fresh;
  const all = newRowStore(spilled.reduce((a, b) => a + b, fresh.length));
  const handle = openSync(fileOf(folder, key), "r");
  try {
    for (const rows of spilled) {
      for (const name of ROW_COLUMNS) readAll(handle, all.columns[name].subarray(all.length, all.length + rows), key);
      all.length += rows;
    }
  } finally {
    closeSync(handle);
  }
  for (const name of ROW_COLUMNS) (all.columns[name] as Int32Array).set(fresh.columns[name].subarray(0, fresh.length), all.length);
  all.length += fresh.length;
  return all;
}

function readAll(handle: number, column: ArrayBufferView, key: string): void {
  const bytes = bytesOf(column);
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(handle, bytes, done, bytes.length - done, null);
    if (read === 0) throw new Error(`the staged rows of ${key} end early`);
    done += read;
  }
}

function journalOf(request: string, intake: Intake, sources: StagedSource[], segments: Map<string, number[]>): Journal {
  return {
    version: VERSION, request, pid: process.pid, sources,
    files: intake.files.slice(1).map(({ name, tally }) => ({ name, source: sources.findIndex((s) => s.tally === tally) })),
    symbols: [...intake.symbols.values()].map(({ symbol, roots, years, aside }) => ({ symbol, roots, aside: [...aside], years: [...years.keys()].map((year) => [year, segments.get(keyOf(symbol, year)) ?? []]) })),
  };
}

function writeJournal(folder: string, journal: Journal): void {
  const file = join(folder, JOURNAL);
  writeFileSync(`${file}.new`, JSON.stringify(journal));
  renameSync(`${file}.new`, file);
}

/** Moves rows that are stored already in front of the staged ones: the first of two rows with the same key is kept. */
export function behind(stored: RowStore, staged: RowStore): RowStore {
  reserve(stored, stored.length + staged.length);
  for (const name of ROW_COLUMNS) (stored.columns[name] as Int32Array).set(staged.columns[name].subarray(0, staged.length), stored.length);
  stored.length += staged.length;
  return stored;
}
