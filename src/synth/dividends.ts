// Dividends as the market could expect them: each one of the last year comes again a year later, on the same weekday of the same month.
import { sessionOnOrAfter } from "../calendar";
import type { Bars } from "../market/types";
import { dayNumber, toDollars, weekday } from "../units";

/** An ex-date ahead and its cash, dollars per share. */
export interface ExpectedDividend { day: number; amount: number }

const YEAR_DAYS = 366;
/** A dividend paid this close to an expected date was that one. */
const NEAR_DAYS = 45;
const PER_YEAR_CHANGE = { low: 0.5, high: 2 };

/** The same weekday of the same week of the month a year on, as a session: third Fridays stay third Fridays. */
function yearLater(day: number): number {
  const date = new Date(day * 86_400_000);
  const first = dayNumber(date.getUTCFullYear() + 1, date.getUTCMonth() + 1, 1);
  const week = Math.floor((date.getUTCDate() - 1) / 7);
  return sessionOnOrAfter(first + ((weekday(day) - weekday(first) + 7) % 7) + 7 * week);
}

/**
 * What a holder on the evening of `day` expects until `last`: dividends of the past year, grown as the past year's sum has grown over the
 * year before. Uses bars up to `day` only. `paid` must be `paidDividends` of the bars.
 */
export function expectedDividends(paid: readonly ExpectedDividend[], day: number, last: number): ExpectedDividend[] {
  const known = paid.filter((p) => p.day <= day && p.day > day - 2 * YEAR_DAYS);
  const [recent, before] = [known.filter((p) => p.day > day - YEAR_DAYS), known.filter((p) => p.day <= day - YEAR_DAYS)];
  const sum = (list: readonly ExpectedDividend[]) => list.reduce((total, p) => total + p.amount, 0);
  // A year that is not whole says nothing about growth.
  const growth = recent.length === before.length && before.length > 0 ? Math.min(PER_YEAR_CHANGE.high, Math.max(PER_YEAR_CHANGE.low, sum(recent) / sum(before))) : 1;
  const expected: ExpectedDividend[] = [];
  for (const { day: ex, amount } of known) {
    const next = yearLater(ex);
    if (next <= day || next > last || known.some((p) => p.day > ex && Math.abs(p.day - next) < NEAR_DAYS)) continue;
    expected.push({ day: next, amount: amount * growth });
  }
  return expected;
}

/** The ex-dates of the bars, rising. */
export function paidDividends(bars: Bars): ExpectedDividend[] {
  const paid: ExpectedDividend[] = [];
  for (let i = 0; i < bars.day.length; i++) if (bars.dividend[i] > 0) paid.push({ day: bars.day[i], amount: toDollars(bars.dividend[i]) });
  return paid;
}
