// Answers as tables: one row per named config and book, with what was measured and how it compares.
import type { Cell, Column } from "../results/columns";
import type { Answers, BookAnswers, Comparison, Gap, Row, StudyTable } from "./types";

export interface ColumnRule<T> {
  name: string;
  type: Column["type"];
  unit: string;
  of: (item: T) => Cell;
}

/** A table of items; NaN cells are unknown. */
export function tableOf<T>(table: Omit<StudyTable, "columns">, items: readonly T[], rules: readonly ColumnRule<T>[]): StudyTable {
  const clean = (cell: Cell): Cell => (typeof cell === "number" && Number.isNaN(cell) ? null : cell);
  return { ...table, columns: rules.map(({ name, type, unit, of }) => ({ name, type, unit, cells: items.map((item) => clean(of(item))) })) };
}

/** One config of one book with its comparison (null for the benchmark). */
export interface Entry {
  book: BookAnswers;
  at: number;
  row: Row;
  comparison: Comparison | null;
}

/** Rows of a kind, of all books. */
export function entriesOf({ books }: Pick<Answers, "books">, keep: (row: Row) => boolean): Entry[] {
  return books.flatMap((book) => book.runs.rows.flatMap((row, at): Entry[] => (keep(row) ? [{ book, at, row, comparison: at === 0 ? null : book.judgement.comparisons[at - 1] }] : [])));
}

export const named = (row: Row): boolean => row.kind !== "grid";

/** A metric of an entry's run; NaN = undefined. */
export const metric = ({ book, at }: Entry, id: string): number => book.runs.metrics[id][at];

const float = <T>(name: string, unit: string, of: (item: T) => Cell): ColumnRule<T> => ({ name, type: "float", unit, of });
const text = <T>(name: string, of: (item: T) => Cell): ColumnRule<T> => ({ name, type: "text", unit: "", of });
const whole = <T>(name: string, unit: string, of: (item: T) => Cell): ColumnRule<T> => ({ name, type: "int", unit, of });

export const BOOK: ColumnRule<Entry> = text("book", ({ book }) => book.runs.book.name);
export const CONFIG: ColumnRule<Entry> = text("config", ({ row }) => row.label);

export const MEASURED: readonly ColumnRule<Entry>[] = [
  float("cagr", "fraction", (e) => metric(e, "cagr")), float("sharpe", "per year", (e) => metric(e, "sharpe")), float("max_drawdown", "fraction", (e) => metric(e, "max_drawdown")),
  float("calmar", "", (e) => metric(e, "calmar")), float("net_profit", "$", (e) => metric(e, "net_profit")), whole("trades", "", (e) => metric(e, "trades")), float("win_rate", "fraction", (e) => metric(e, "win_rate")),
];

const gap = (name: "sharpe" | "cagr" | "drawdown", unit: string): ColumnRule<Entry>[] => {
  const end = (key: keyof Gap) => ({ comparison }: Entry): Cell => comparison?.[name]?.[key] ?? null;
  return [float(`${name}_gap`, unit, end("value")), float(`${name}_gap_low`, unit, end("low")), float(`${name}_gap_high`, unit, end("high"))];
};

export const COMPARED: readonly ColumnRule<Entry>[] = [
  ...gap("sharpe", "per year"), ...gap("cagr", "fraction"), ...gap("drawdown", "fraction"),
  float("p", "", ({ comparison }) => comparison?.singleP ?? null), float("p_family", "", ({ comparison }) => comparison?.familyP ?? null),
  float("detectable_sharpe_gap", "per year", ({ comparison }) => comparison?.detectable ?? null),
  text("verdict", ({ comparison }) => comparison?.verdict ?? "benchmark"), text("reason", ({ comparison }) => comparison?.reason ?? null),
];

/** Every named config beside its benchmark. */
export const comparisonTable = (answers: Answers): StudyTable =>
  tableOf({ id: "comparison", title: "Every alternative beside the benchmark", brief: ["book", "config", "cagr", "sharpe", "max_drawdown", "trades", "sharpe_gap", "p_family", "verdict"] }, entriesOf(answers, named), [BOOK, CONFIG, ...MEASURED, ...COMPARED]);

/** Every config of the grid; null without a grid. */
export function gridTable(answers: Answers): StudyTable | null {
  const entries = entriesOf(answers, ({ kind }) => kind === "grid");
  if (entries.length === 0) return null;
  const keys = Object.keys(entries[0].row.values);
  const values = keys.map((key): ColumnRule<Entry> => {
    const numeric = entries.every(({ row }) => typeof row.values[key] === "number" || row.values[key] === "off");
    return numeric ? float(key, "", ({ row }) => (row.values[key] === "off" ? null : (row.values[key] as number))) : text(key, ({ row }) => String(row.values[key]));
  });
  return tableOf({ id: "grid", title: "The grid", brief: [] }, entries, [BOOK, ...values, ...MEASURED, float("sharpe_gap", "per year", ({ comparison }) => comparison?.sharpe?.value ?? null), float("p_family", "", ({ comparison }) => comparison?.familyP ?? null), text("verdict", ({ comparison }) => comparison?.verdict ?? null)]);
}

/** What each window chose and what came of it; null without a walk-forward. */
export function windowTable(answers: Answers): StudyTable | null {
  const items = answers.books.flatMap(({ runs, choice }) => (choice ? choice.forward.windows.map((window, w) => ({ runs, window, held: choice.benchmarkReturns[w], pick: choice.picks[w] })) : []));
  if (items.length === 0) return null;
  type Item = (typeof items)[number];
  return tableOf<Item>({ id: "windows", title: "What each window chose on training, and what it did on the test", brief: [] }, items, [
    text("book", ({ runs }) => runs.book.name), { name: "train_start", type: "date", unit: "", of: ({ window }) => window.train.start }, { name: "test_start", type: "date", unit: "", of: ({ window }) => window.test.start },
    { name: "test_end", type: "date", unit: "", of: ({ window }) => window.test.end }, text("chosen", ({ runs, pick }) => (pick === null ? null : runs.rows[pick].label)),
    float("train_metric", "", ({ window }) => window.trained?.metric ?? null), float("test_return", "fraction", ({ window }) => window.tested?.return ?? null), float("benchmark_return", "fraction", ({ held }) => held),
    whole("test_trades", "", ({ window }) => window.tested?.trades ?? null),
  ]);
}

/** The tables that every study has. */
export const commonTables = (answers: Answers): StudyTable[] => [comparisonTable(answers), gridTable(answers), windowTable(answers)].filter((table) => table !== null);
