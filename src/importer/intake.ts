// Records of vendor files into staged rows, by symbol and year. The caller opens files; nothing here touches a disk.
import { inCalendar } from "../calendar";
import { knownRoot } from "../market/roots";
import type { RecordCells } from "../records/types";
import type { ChainFormat, FileContext } from "../vendors/format";
import { newRow } from "../vendors/format";
import { yearOf } from "../units";
import { accept, judge } from "./accept";
import type { SeriesCache } from "./accept";
import { appendRow, newRowStore } from "./rows";
import type { AcceptedRow, RowStore } from "./rows";
import { bump, newTally, quarantine } from "./tally";
import type { Tally } from "./tally";

/** The staged rows of one underlying. */
export interface SymbolStage {
  symbol: string;
  /** Roots in order of appearance; rows hold indices into this. */
  roots: string[];
  series: SeriesCache;
  years: Map<number, RowStore>;
  /** Rows set aside before they were staged, by year and reason. */
  aside: Map<number, Record<string, number>>;
}

/** A record file whose rows are staged. */
export interface StagedFile {
  name: string;
  /** Account of the vendor file it belongs to. */
  tally: Tally;
  /** Rows that ended in the dataset. */
  stored: number;
}

/** Everything an import accumulates over its files. */
export interface Intake {
  symbols: Map<string, SymbolStage>;
  /** By the rows' file index; the first stands for rows that were in the dataset before. */
  files: StagedFile[];
  /** Rows staged since the last spill. */
  staged: number;
  /** Keep only these underlyings; null = all. */
  only: ReadonlySet<string> | null;
  /** Underlying by the name printed in the rows; null for what cannot name one. */
  names: Map<string, string | null>;
}

export const STORED_FILE = 0;

export const newIntake = (only: readonly string[] = []): Intake => ({
  symbols: new Map(), files: [{ name: "(dataset)", tally: newTally(), stored: 0 }], staged: 0, only: only.length ? new Set(only) : null, names: new Map(),
});

export interface FileRequest {
  /** Name in messages and the quarantine. */
  name: string;
  header: readonly string[];
  format: ChainFormat;
  context: FileContext;
  /** Account of the vendor file it belongs to. */
  tally: Tally;
}

/** The handler for a record file's records. Throws a data error for context that the format lacks. */
export function beginFile(intake: Intake, { name, header, format, context, tally }: FileRequest): (record: RecordCells) => void {
  const known = intake.files.findIndex((f) => f.name === name && f.tally === tally);
  const file = known >= 0 ? known : intake.files.push({ name, tally, stored: 0 }) - 1;
  const readers = format.bind(header, context);
  const row: AcceptedRow = { ...newRow(), expiry: 0, settlement: 0, rootIndex: 0, flags: 0, repairs: 0, file, line: 0 };
  const width = header.length;
  let lastDay = Number.NaN;
  let year = 0;
  let stage: SymbolStage | undefined;
  let store: RowStore | undefined;

  const take = (record: RecordCells, reason: string | null): void => {
    tally.read++;
    if (reason === null) {
      const symbol = symbolOf(row.underlying, intake);
      if (symbol === null) reason = "bad_underlying_symbol";
      else if (intake.only && !intake.only.has(symbol)) reason = "other_underlying";
      else {
        if (stage?.symbol !== symbol) {
          stage = stageOf(intake, symbol);
          store = undefined;
        }
        reason = judge(row, stage);
      }
    }
    if (reason !== null) {
      if (reason !== "column_count") countAside(row, reason, intake);
      return quarantine(tally, { file: name, line: record.line, reason, text: () => record.raw() });
    }
    if (row.day !== lastDay || !store) {
      lastDay = row.day;
      year = yearOf(lastDay);
      store = storeOf(stage!, year);
    }
    accept(row);
    appendRow(store, row);
    intake.staged++;
  };

  return (record) => {
    row.line = record.line;
    if (record.count !== width) return take(record, "column_count");
    for (const read of readers) take(record, read(record, row));
  };
}

/** Counts a row set aside in the account of its symbol and year, where it says which. */
function countAside({ underlying, day }: AcceptedRow, reason: string, intake: Intake): void {
  const symbol = Number.isNaN(day) || !inCalendar(day) ? null : symbolOf(underlying, intake);
  if (symbol === null || (intake.only && !intake.only.has(symbol))) return;
  const { aside } = stageOf(intake, symbol);
  const year = yearOf(day);
  let counts = aside.get(year);
  if (!counts) aside.set(year, (counts = {}));
  bump(counts, reason);
}

/** Symbols name files. */
const SYMBOL = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,31}$/;
const MOST_SYMBOLS = 20_000;

/** The underlying a row belongs to: by the table of roots, else as printed. */
function symbolOf(printed: string, { names }: Intake): string | null {
  let symbol = names.get(printed);
  if (symbol === undefined) {
    if (names.size >= MOST_SYMBOLS) return null;
    symbol = SYMBOL.test(printed) ? (knownRoot(printed)?.underlying ?? printed) : null;
    names.set(printed, symbol);
  }
  return symbol;
}

export function stageOf({ symbols }: Intake, symbol: string): SymbolStage {
  let stage = symbols.get(symbol);
  if (!stage) symbols.set(symbol, (stage = { symbol, roots: [], series: new Map(), years: new Map(), aside: new Map() }));
  return stage;
}

export function storeOf({ years }: SymbolStage, year: number): RowStore {
  let store = years.get(year);
  if (!store) years.set(year, (store = newRowStore()));
  return store;
}
