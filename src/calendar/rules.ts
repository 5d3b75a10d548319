// NYSE holidays and early closes by rule, 1990 onwards. Sources: NYSE Rule 7.2 and the exchange's list of special closings.
import { dayNumber, weekday } from "../units";

const MONDAY = 1;
const WEDNESDAY = 3;
const THURSDAY = 4;
const FRIDAY = 5;
const SATURDAY = 6;
const SUNDAY = 7;

/** Closed all day for reasons no rule foresees: [year, month, day]. */
const SPECIAL_CLOSURES = [
  [1994, 4, 27], // funeral of R. Nixon
  [2001, 9, 11], [2001, 9, 12], [2001, 9, 13], [2001, 9, 14], // terror attacks
  [2004, 6, 11], // funeral of R. Reagan
  [2007, 1, 2], // funeral of G. Ford
  [2012, 10, 29], [2012, 10, 30], // hurricane Sandy
  [2018, 12, 5], // funeral of G. H. W. Bush
  [2025, 1, 9], // funeral of J. Carter
] as const;

/** Scheduled short sessions outside the rules below. */
const SPECIAL_EARLY_CLOSES = [[1997, 12, 26], [1999, 12, 31], [2003, 12, 26]] as const;

/** Day number of the n-th `day` (ISO weekday) of a month; n counts from 1. */
export function nthWeekday(year: number, month: number, day: number, n: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((day - weekday(first) + 7) % 7) + 7 * (n - 1);
}

/** Day number of the third Friday, the nominal monthly expiry (Good Friday included: the caller moves to a session). */
export const thirdFriday = (year: number, month: number): number => nthWeekday(year, month, FRIDAY, 3);

const lastMonday = (year: number, month: number): number => nthWeekday(year, month + 1, MONDAY, 1) - 7;

/** Easter Sunday in the Gregorian calendar (anonymous algorithm of Meeus, Jones and Butcher). */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return dayNumber(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}

/** Saturday holidays are kept on Friday, Sunday holidays on Monday. */
function observed(day: number): number {
  const w = weekday(day);
  return w === SATURDAY ? day - 1 : w === SUNDAY ? day + 1 : day;
}

/** Day numbers of the year's full closures on weekdays. */
export function closures(year: number): number[] {
  const newYear = dayNumber(year, 1, 1);
  const days = [
    nthWeekday(year, 2, MONDAY, 3), // Washington's Birthday
    easter(year) - 2, // Good Friday
    lastMonday(year, 5), // Memorial Day
    observed(dayNumber(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    nthWeekday(year, 11, THURSDAY, 4), // Thanksgiving
    observed(dayNumber(year, 12, 25)),
  ];
  // A Saturday New Year is not observed: the Friday closes the accounting year.
  if (weekday(newYear) !== SATURDAY) days.push(observed(newYear));
  if (year >= 1998) days.push(nthWeekday(year, 1, MONDAY, 3)); // Martin Luther King Day
  if (year >= 2022) days.push(observed(dayNumber(year, 6, 19))); // Juneteenth
  for (const [y, m, d] of SPECIAL_CLOSURES) if (y === year) days.push(dayNumber(y, m, d));
  return days;
}

/** Day numbers on which the year's sessions end early by schedule (13:00; 14:00 before 1993). Days that are closed may be among them. */
export function earlyCloses(year: number): number[] {
  const days = [dayNumber(year, 12, 24)];
  if (year >= 1992) days.push(nthWeekday(year, 11, THURSDAY, 4) + 1);
  const july3 = independenceEve(year);
  if (july3 !== undefined) days.push(july3);
  for (const [y, m, d] of SPECIAL_EARLY_CLOSES) if (y === year) days.push(dayNumber(y, m, d));
  return days;
}

/** The short session beside 4 July (from 1995): 3 July, but Friday 5 July in 1996 and 2002, when 3 July was a Wednesday. */
function independenceEve(year: number): number | undefined {
  const eve = dayNumber(year, 7, 3);
  if (year < 1995) return undefined;
  return weekday(eve) === WEDNESDAY && year < 2013 ? eve + 2 : eve;
}
