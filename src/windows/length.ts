// Lengths of time: 24m, 2y, 26w, 180d by the calendar, 250s in sessions.
import { configError } from "../errors";
import { dayNumber } from "../units";

/** Whole months plus days, or sessions. */
export interface Length {
  months: number;
  days: number;
  sessions: number;
}

const UNITS: Record<string, Length> = {
  s: { months: 0, days: 0, sessions: 1 },
  d: { months: 0, days: 1, sessions: 0 },
  w: { months: 0, days: 7, sessions: 0 },
  m: { months: 1, days: 0, sessions: 0 },
  y: { months: 12, days: 0, sessions: 0 },
};

export const NO_LENGTH: Length = { months: 0, days: 0, sessions: 0 };

/** Reads a length such as `24m`; `0` is none. Throws a config error named after the field. */
export function parseLength(field: string, text: string): Length {
  const match = /^(\d{1,5})([sdwmy])?$/.exec(text.trim());
  const unit = match?.[2] ? UNITS[match[2]] : undefined;
  if (!match || (!unit && Number(match[1]) !== 0)) throw configError(`${field} = ${text}`, "is not a length of time", "write 24m, 2y, 26w, 180d or, in sessions, 250s");
  return unit ? times(unit, Number(match[1])) : NO_LENGTH;
}

export const times = (length: Length, n: number): Length => ({ months: length.months * n, days: length.days * n, sessions: length.sessions * n });

export const sum = (...lengths: readonly Length[]): Length =>
  lengths.reduce((total, { months, days, sessions }) => ({ months: total.months + months, days: total.days + days, sessions: total.sessions + sessions }), NO_LENGTH);

export const isNone = ({ months, days, sessions }: Length): boolean => months + days + sessions === 0;

/** The day so many months after another; the last of the month where it has no such day (31 January + 1 = 28 or 29 February). */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  const next = dayNumber(year, month + 1, 1);
  return Math.min(dayNumber(year, month, date.getUTCDate()), next - 1);
}
