// The one loop over a daily file's lines: every line becomes a dated row or is set aside with a reason.
import { inCalendar, isSession } from "../../calendar";
import { dataError } from "../../errors";
import { splitLine } from "../../vendors/csv";
import { bump, newTally, quarantine } from "../tally";
import type { Tally } from "../tally";
import { isDayFirst, isDecimalComma, readDay, scaled } from "./cells";
import type { Table } from "./table";

export interface DatedRow<T> {
  day: number;
  /** 1-based line of the file. */
  line: number;
  value: T;
}

/** One line's cells, with the errors that refuse the whole file. */
export interface LineCells {
  text(column: number): string;
  /** The number × 10^digits; NaN when it is none. Throws a data error for a decimal comma: the file would be misread throughout. */
  scaled(column: number, digits: number): number;
  repaired(name: string): void;
  observed(name: string): void;
}

export interface RowReading<T> {
  rows: DatedRow<T>[];
  tally: Tally;
}

interface Intake<T> {
  /** Column of the date. */
  date: number;
  /** Rows may lie on days without a session: monthly averages and changes of policy rates are dated so. */
  anyDay?: boolean;
  /** Why a line is not looked at: it belongs to something else than what is read. */
  pass?: (cells: readonly string[]) => string | null;
  /** What a line becomes, or the reason it is set aside. */
  read: (cells: LineCells) => T | string;
}

/** Reads all lines; rows by rising day. Of two lines of one day the first in the file stays. */
export function readRows<T extends object>(table: Table, { date, anyDay = false, pass, read }: Intake<T>): RowReading<T> {
  const { file, lines } = table;
  const tally = newTally();
  const byDay = new Map<number, DatedRow<T>>();
  for (let i = table.first; i < lines.length; i++) {
    if (lines[i].trim() === "") continue;
    tally.read++;
    const cells = splitLine(lines[i]);
    const place = (column: number): string => `${file}:${i + 1} column ${table.header[column] || column + 1}`;
    const take = (): string | null => {
      if (cells.length !== table.header.length) return "column_count";
      const passed = pass?.(cells);
      if (passed) return passed;
      const day = dayOf(cells[date], place(date));
      const off = reasonOfDay(day, anyDay);
      if (off) return off;
      if (byDay.has(day)) return "duplicate_day";
      const { access, repairs } = lineCells(cells, tally, place);
      const value = read(access);
      if (typeof value === "string") return value;
      for (const name of repairs) bump(tally.repairs, name);
      if (repairs.length) tally.repaired++;
      byDay.set(day, { day, line: i + 1, value });
      return null;
    };
    const reason = take();
    if (reason) quarantine(tally, { file, line: i + 1, reason, text: lines[i] });
  }
  return { rows: [...byDay.values()].sort((a, b) => a.day - b.day), tally };
}

function dayOf(cell: string, place: string): number {
  if (isDayFirst(cell)) throw dataError(place, `${cell} is a date with the day first`, "save dates as YYYY-MM-DD: other rows of such a file would be misread silently");
  return readDay(cell);
}

function reasonOfDay(day: number, anyDay: boolean): string | null {
  if (Number.isNaN(day)) return "unparseable_day";
  if (!inCalendar(day)) return "date_out_of_range";
  return anyDay || isSession(day) ? null : "not_a_session";
}

function lineCells(cells: string[], tally: Tally, place: (column: number) => string): { access: LineCells; repairs: string[] } {
  const repairs: string[] = [];
  const access: LineCells = {
    text: (column) => (column < 0 ? "" : cells[column]),
    scaled: (column, digits) => {
      const value = scaled(cells[column], digits);
      if (Number.isNaN(value) && isDecimalComma(cells[column])) throw dataError(place(column), `${cells[column]} has a decimal comma`, "save numbers with a decimal point");
      return value;
    },
    repaired: (name) => repairs.push(name),
    observed: (name) => bump(tally.observations, name),
  };
  return { access, repairs };
}

/** Throws a data error when nothing is left. */
export function requireRows(rows: readonly unknown[], tally: Tally, file: string): void {
  if (rows.length > 0) return;
  throw dataError(file, "holds no usable row", `${tally.read} lines were read; see the reasons: ${Object.keys(tally.quarantined).join(", ") || "no line"}`);
}
