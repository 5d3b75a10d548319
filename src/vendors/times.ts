// Times as vendors print them → minutes in New York.
import { dayNumber, weekday } from "../units";
import type { Cells } from "./cells";
import type { ValueReader } from "./columns";
import { parseDate, remembered } from "./dates";

const DAY = 1440;

const STAMP = /^(\S+?)[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/;

/** Minutes since 1970-01-01 00:00 New York of a time stamp; one without zone is New York's own, or UTC's with `utc`. NaN when it is none. */
function readStamp(text: string, utc: boolean): number {
  const match = STAMP.exec(text);
  if (!match) return Number.NaN;
  const [, date, hour, minute, zone] = match;
  if (+hour > 23 || +minute > 59) return Number.NaN;
  const local = parseDate(date) * DAY + +hour * 60 + +minute;
  return zone === undefined && !utc ? local : newYorkMinutes(local - offsetOf(zone));
}

export const parseStamp = remembered((text) => readStamp(text, false));
export const parseUtcStamp = remembered((text) => readStamp(text, true));

/** Minutes east of Greenwich. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === "Z" || zone === "UTC") return 0;
  const size = +zone.slice(1, 3) * 60 + +(zone.slice(3).replace(":", "") || 0);
  return zone.startsWith("-") ? -size : size;
}

const STANDARD = -5 * 60;
const SUMMER = -4 * 60;

/** New York's wall clock, in minutes since 1970, at a UTC time in minutes since 1970. Rules of 1987 and of 2007. */
export function newYorkMinutes(utc: number): number {
  if (Number.isNaN(utc)) return utc;
  const year = new Date(utc * 60_000).getUTCFullYear();
  const [spring, autumn] = year >= 2007 ? [sunday(year, 3, 8), sunday(year, 11, 1)] : [sunday(year, 4, 1), sunday(year, 10, 25)];
  const summer = utc >= spring * DAY + 2 * 60 - STANDARD && utc < autumn * DAY + 2 * 60 - SUMMER;
  return utc + (summer ? SUMMER : STANDARD);
}

/** The first Sunday on or after a date. */
function sunday(year: number, month: number, day: number): number {
  const first = dayNumber(year, month, day);
  return first + 7 - weekday(first);
}

// Readers of a time column: minutes after midnight New York, or minutes since 1970 where the column names the day too; NaN = unreadable.

/** `2018-01-05 15:45:00`, with or without a zone; without one it is New York's. */
export const stampTime: ValueReader = { kind: "text", read: (cells, column) => parseStamp(cells.text(column)) };
/** The same, but UTC where no zone is printed. */
export const utcStampTime: ValueReader = { kind: "text", read: (cells, column) => parseUtcStamp(cells.text(column)) };

/** `1545`. */
export const clockTime: ValueReader = {
  kind: "number",
  read(cells, column) {
    const clock = cells.scaled(column, 0);
    return clock >= 0 && clock < 2400 && clock % 100 < 60 ? Math.floor(clock / 100) * 60 + (clock % 100) : Number.NaN;
  },
};

/** Hours with decimals: `15.75` is 15:45. */
export const hourTime: ValueReader = {
  kind: "number",
  read(cells, column) {
    const hours = cells.scaled(column, 4);
    return hours >= 0 && hours < 240_000 ? Math.floor((hours * 60 + 5_000) / 10_000) : Number.NaN;
  },
};

/** Whole units since 1970-01-01 UTC: as a time, New York's clock; as a date, the UTC date, since expiries are often midnight UTC (D.6). */
export function epochReaders(unitsPerMinute: number): { time: ValueReader; date: ValueReader } {
  const minutes = (cells: Cells, column: number): number => Math.floor(cells.scaled(column, 0) / unitsPerMinute);
  return {
    time: { kind: "number", read: (cells, column) => newYorkMinutes(minutes(cells, column)) },
    date: { kind: "number", read: (cells, column) => Math.floor(minutes(cells, column) / DAY) },
  };
}
