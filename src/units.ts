// Money is integer 1e-4 dollars ("units"); days are int32 counts since 1970-01-01, local exchange date, no time zone.

/** Money units per dollar. */
export const UNITS_PER_DOLLAR = 10_000;
/** Strike thousandths per dollar. */
export const STRIKE_PER_DOLLAR = 1_000;
/** Stored IV and delta steps per 1.0. */
export const RATIO_SCALE = 10_000;
/** Stored delta meaning "the vendor gave none and none could be computed". */
export const DELTA_NONE = -32768;

/** Dollars to money units, rounded half up. */
export const toUnits = (dollars: number): number => Math.floor(dollars * UNITS_PER_DOLLAR + 0.5);
export const toDollars = (units: number): number => units / UNITS_PER_DOLLAR;

/** Day number of a proleptic Gregorian date (month 1–12). */
export function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** `YYYY-MM-DD` of a day number. */
export const isoDate = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Day number of a strict `YYYY-MM-DD`, or undefined when it is not a real date. */
export function parseIsoDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = dayNumber(+match[1], +match[2], +match[3]);
  return isoDate(day) === text ? day : undefined;
}

/** Calendar year of a day number. */
export const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

/** ISO weekday, Monday = 1 … Sunday = 7 (1970-01-01 was a Thursday). */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** Monday's day number: equal for all days of one ISO week. */
export const isoWeek = (day: number): number => day - (weekday(day) - 1);
