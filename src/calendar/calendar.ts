// The exchange calendar as one byte per day: lookups are array reads.
//
//   first day 1990-01-01 ─ 0 closed │ 1 full session │ 2 session with an early close ─ last day 2045-12-31
import { dataError } from "../errors";
import { dayNumber, isoDate, weekday } from "../units";
import { closures, earlyCloses, thirdFriday } from "./rules";

export { thirdFriday };

const FIRST_YEAR = 1990;
const LAST_YEAR = 2045;

/** First day the calendar knows, 1990-01-01 (a Monday, closed). */
export const CALENDAR_FIRST = dayNumber(FIRST_YEAR, 1, 1);
/** Last day the calendar knows: far enough for every listed expiry. Closures after today's schedule follow today's rules. */
export const CALENDAR_LAST = dayNumber(LAST_YEAR, 12, 31);

const CLOSED = 0;
const FULL = 1;
const EARLY = 2;

const kinds = buildKinds();

function buildKinds(): Uint8Array {
  const table = new Uint8Array(CALENDAR_LAST - CALENDAR_FIRST + 1);
  for (let i = 0; i < table.length; i++) table[i] = weekday(CALENDAR_FIRST + i) <= 5 ? FULL : CLOSED;
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (const day of closures(year)) if (day >= CALENDAR_FIRST) table[day - CALENDAR_FIRST] = CLOSED;
    for (const day of earlyCloses(year)) if (table[day - CALENDAR_FIRST] === FULL) table[day - CALENDAR_FIRST] = EARLY;
  }
  return table;
}

/** True when the calendar covers `day`; every other function throws outside. */
export const inCalendar = (day: number): boolean => day >= CALENDAR_FIRST && day <= CALENDAR_LAST;

function kind(day: number): number {
  if (inCalendar(day)) return kinds[day - CALENDAR_FIRST];
  const shown = Number.isInteger(day) && Math.abs(day) < 1e7 ? isoDate(day) : String(day);
  throw dataError(`date = ${shown}`, `outside the exchange calendar (${isoDate(CALENDAR_FIRST)} to ${isoDate(CALENDAR_LAST)})`, "correct the date");
}

/** True when the exchange held a session, full or short. */
export const isSession = (day: number): boolean => kind(day) !== CLOSED;

/** True when the session ended early by schedule: 13:00 New York (14:00 before 1993). */
export const isEarlyClose = (day: number): boolean => kind(day) === EARLY;

/** Last session not after `day`. */
export function sessionOnOrBefore(day: number): number {
  while (!isSession(day)) day--;
  return day;
}

/** First session not before `day`. */
export function sessionOnOrAfter(day: number): number {
  while (!isSession(day)) day++;
  return day;
}

/** Last session strictly before `day`. */
export const previousSession = (day: number): number => sessionOnOrBefore(day - 1);

/** First session strictly after `day`. */
export const nextSession = (day: number): number => sessionOnOrAfter(day + 1);

/** All sessions from `first` to `last`, both included, rising. Empty when `last < first`. */
export function sessions(first: number, last: number): Int32Array {
  const days: number[] = [];
  for (let day = first; day <= last; day++) if (isSession(day)) days.push(day);
  return Int32Array.from(days);
}
