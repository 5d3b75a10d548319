import { CALENDAR_FIRST, CALENDAR_LAST, sessionOnOrAfter, sessions } from "../../calendar";
import { configError } from "../../errors";
import type { Curve } from "../../market/types";
import { dayNumber, isoDate } from "../../units";
import { bump, quarantine } from "../tally";
import type { Tally } from "../tally";
import { isAbsent, scaled } from "./cells";
import { columnOf } from "./recognise";
import type { Recognised } from "./recognise";
import { readRows, requireRows } from "./rows";
import type { DatedRow } from "./rows";

const DIGITS = 4;
/** Percent per year beyond which a number is no dollar rate. */
const MAX_PERCENT = 50;

interface Quote {
  /** Fraction per year; null = the source printed none. */
  rate: number | null;
}

export interface RateReading {
  curve: Curve;
  tally: Tally;
  notes: string[];
}

/** Annual rates from percent to fractions. Blanks (bond-market holidays) carry the last value forward in the order of days, counted. */
export function readRates({ format, table }: Recognised, wanted?: string): RateReading {
  const { header, lines } = table;
  const value = wanted === undefined ? columnOf(header, format, "value") : header.indexOf(wanted);
  if (value < 0) throw configError(`column = ${wanted}`, `is not in ${table.file}`, `its columns are ${header.join(", ")}`);
  const { rows, tally } = readRows<Quote>(table, {
    date: columnOf(header, format, "date"),
    anyDay: format.step !== undefined,
    read: (cells) => {
      if (isAbsent(cells.text(value))) return { rate: null };
      const sign = cells.text(value).endsWith("%");
      const percent = sign ? scaled(cells.text(value).slice(0, -1).trim(), DIGITS) : cells.scaled(value, DIGITS);
      if (Number.isNaN(percent)) return "unparseable_number";
      if (Math.abs(percent) > MAX_PERCENT * 10 ** DIGITS) return "bad_rate";
      if (percent < 0) cells.observed("negative_rate");
      return { rate: percent / (10 ** DIGITS * 100) };
    },
  });
  const known = carry(rows, tally, table.file, lines);
  requireRows(known, tally, table.file);
  const daily = format.step ? filled(known, format.step, tally) : known;
  return {
    curve: { day: Int32Array.from(daily, (row) => row.day), value: Float64Array.from(daily, (row) => row.value.rate) },
    tally,
    notes: notesOf(header, format.columns.value ?? [], header[value], format.step),
  };
}

/** Gives blanks the value before them; those before the first value are set aside. */
function carry(rows: DatedRow<Quote>[], tally: Tally, file: string, lines: readonly string[]): DatedRow<{ rate: number }>[] {
  const known: DatedRow<{ rate: number }>[] = [];
  let last: number | null = null;
  for (const { day, line, value } of rows) {
    const rate: number | null = value.rate ?? last;
    if (rate === null) {
      quarantine(tally, { file, line, reason: "blank_before_first_value", text: lines[line - 1] });
      continue;
    }
    if (value.rate === null) {
      bump(tally.repairs, "carried_forward");
      tally.repaired++;
    }
    last = rate;
    known.push({ day, line, value: { rate } });
  }
  return known;
}

/** A series of steps as one value per session: a change counts from its day, a monthly average from the first session after its month. */
function filled(rows: DatedRow<{ rate: number }>[], step: "changes" | "months", tally: Tally): DatedRow<{ rate: number }>[] {
  const from = rows.map(({ day }) => (step === "changes" ? sessionOnOrAfter(day) : sessionOnOrAfter(nextMonth(day))));
  const daily: DatedRow<{ rate: number }>[] = [];
  rows.forEach((row, i) => {
    const end = i + 1 < rows.length ? from[i + 1] - 1 : from[i];
    for (const day of sessions(from[i], Math.max(end, from[i]))) if (!daily.length || daily[daily.length - 1].day < day) daily.push({ ...row, day });
  });
  tally.observations.sessions_filled = Math.max(daily.length - rows.length, 0);
  return daily;
}

function nextMonth(day: number): number {
  const [year, month] = isoDate(day).split("-").map(Number);
  return Math.min(Math.max(month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1), CALENDAR_FIRST), CALENDAR_LAST - 10);
}

function notesOf(header: readonly string[], names: readonly string[], chosen: string, step: string | undefined): string[] {
  const others = header.filter((name) => name !== chosen && names.includes(name));
  const notes = [`column ${chosen} in percent per year${others.length ? `; the file also has ${others.join(", ")} (--column)` : ""}`];
  if (/^DTB|BANK DISCOUNT/.test(chosen)) notes.push(`${chosen} is a bank discount rate, taken as it is: the yield is a little higher`);
  if (step === "months") notes.push("monthly averages, dated from the first session after their month: nobody knew them before");
  if (step === "changes") notes.push("the file lists changes; each value stands until the next");
  return notes;
}

