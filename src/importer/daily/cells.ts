// Cells of daily files as people's tools print them: "$1,234.50", "85.3M", "Dec 31, 2024", "2024-12-31 00:00:00-05:00".
import { dayOf, parseDate } from "../../vendors/dates";
import { isBlank, parseScaled, wasRounded } from "../../vendors/parse";

const ABSENT = new Set(["N/A", "n/a", "NA", "#N/A", "N/D", "-", ".", "--", "ND"]);

/** True for what vendors print when they have no number. */
export const isAbsent = (cell: string): boolean => isBlank(cell) || ABSENT.has(cell);

/** A number with a decimal comma: "1,5", "1.234,5". "1,234" is read as thousands. */
export const isDecimalComma = (cell: string): boolean => /^[+-]?\$?(\d+,\d{1,2}|\d{4,},\d+|\d+,\d{4,}|\d{1,3}(\.\d{3})+,\d+)$/.test(cell);

/** "$1,234.50", "(12.5)", "+3" as a plain decimal; text that is no number comes back as it is and parses to NaN. */
export function plainNumber(cell: string): string {
  const bracketed = /^\(([^()]*)\)$/.exec(cell);
  const text = bracketed ? `-${bracketed[1].trim()}` : cell;
  const bare = text.includes("$") ? text.replace(/^([+-]?)\$([+-]?)/, "$1$2") : text;
  return bare.includes(",") && /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
}

/** The cell × 10^digits as an integer, rounded half away from zero; NaN when it is no number. */
export const scaled = (cell: string, digits: number): number => parseScaled(plainNumber(cell), digits);

/** True when `scaled` had to round. */
export const rounded = (cell: string, digits: number): boolean => wasRounded(plainNumber(cell), digits);

const MAGNITUDES: Record<string, number> = { K: 3, M: 6, B: 9 };

/** Shares: "1,234,567", "85.3M", "1.2e6". */
export function shares(cell: string): number {
  const magnitude = MAGNITUDES[cell.slice(-1)];
  return magnitude ? scaled(cell.slice(0, -1), magnitude) : scaled(cell, 0);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const DAY_SECONDS = 86_400;

/**
 * Day number of a date in any of the listed spellings, a time of day and a zone after it ignored; NaN when it is none. Seconds since 1970 are the day in
 * Greenwich: a bar that begins before the New York evening is of that date there too.
 */
export function readDay(cell: string): number {
  const plain = parseDate(cell);
  if (!Number.isNaN(plain)) return plain;
  const packed = /^(\d{4})(\d{2})(\d{2}) \d{2}:\d{2}$/.exec(cell);
  if (packed) return dayOf(+packed[1], +packed[2], +packed[3]);
  if (/^\d{9,10}$/.test(cell)) return Math.floor(Number(cell) / DAY_SECONDS);
  const named = /^([A-Z][a-z]{2})[a-z]* (\d{1,2}),? (\d{4})$/.exec(cell);
  return named ? dayOf(+named[3], monthOf(named[1]), +named[2]) : Number.NaN;
}

/** 1 for "Jan" … 12; 0 when it is no month. */
export const monthOf = (name: string): number => MONTHS.indexOf(name) + 1;

/** "31/12/2024", "31.12.2024": a date that only a day-first reading can make sense of. */
export function isDayFirst(cell: string): boolean {
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell);
  return parts !== null && +parts[1] > 12 && +parts[1] <= 31 && +parts[2] >= 1 && +parts[2] <= 12;
}
