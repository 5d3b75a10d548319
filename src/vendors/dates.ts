// Dates as vendors print them → day numbers. Texts repeat by the million, so each is read once and remembered.
import { dayNumber, isoDate } from "../units";

const KEPT = 4096;

/** A function of texts that remembers its last few thousand answers. */
export function remembered(read: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= KEPT) known.clear();
      known.set(text, (value = read(text)));
    }
    return value;
  };
}

/** Day number of a real date; NaN for 30 February and years before 1900. */
export function dayOf(year: number, month: number, day: number): number {
  if (!(year >= 1900 && year < 10_000 && month >= 1 && month <= 12)) return Number.NaN;
  const number = dayNumber(year, month, day);
  return isoDate(number) === `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` ? number : Number.NaN;
}

/** Two-digit years up to 69 are of this century, as in POSIX. */
export const fullYear = (text: string): number => (text.length > 2 ? +text : +text + (+text < 70 ? 2000 : 1900));

/** A time of day after the date, as in time stamps. */
const TIME = "(?:[T ]+\\d{1,2}:\\d{2}.*)?";
const ISO = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})${TIME}$`);
const US = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})${TIME}$`);
const PACKED = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;

/**
 * Day number of `YYYY-MM-DD`, `YYYYMMDD`, `M/D/YYYY` or `M/D/YY`, padded or not, or of the date part of a time stamp that begins with one;
 * NaN when it is no real date. A stamp's zone is not looked at: an expiry printed as midnight UTC is that date (D.6).
 */
export const parseDate = remembered((text) => {
  const iso = ISO.exec(text) ?? PACKED.exec(text);
  if (iso) return dayOf(+iso[1], +iso[2], +iso[3]);
  const us = US.exec(text);
  return us ? dayOf(fullYear(us[3]), +us[1], +us[2]) : Number.NaN;
});

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Day number of `D/M/YYYY`, `D.M.YYYY` or `D-M-YY`; NaN otherwise. */
export const parseDayFirst = remembered((text) => {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[T ].*)?$/.exec(text);
  return match ? dayOf(fullYear(match[3]), +match[2], +match[1]) : Number.NaN;
});

/** Day number of `18Jun2024`, `14-Jun-24` or `14 June 2024`; NaN otherwise. */
export const parseMonthName = remembered((text) => {
  const match = /^(\d{1,2})[ -]?([A-Za-z]{3})[a-z]*\.?[ -]?(\d{4}|\d{2})$/.exec(text);
  return match ? dayOf(fullYear(match[3]), MONTHS.indexOf(match[2].toLowerCase()) + 1, +match[1]) : Number.NaN;
});
