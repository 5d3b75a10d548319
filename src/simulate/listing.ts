// Which expiries are listed when, as history had them for the big index funds (dates of introduction to about a month):
//
//   monthlies    third Friday, all the time; dated the Saturday after by vendors until January 2015
//   quarterlies  last session of March, June, September and December, all the time
//   Fridays      from 2010-06, first a week ahead, later five to eight weeks
//   Wednesdays   SPY from 2016-08, QQQ and IWM from 2017-02         Mondays  from 2018-02
//   every day    SPY and QQQ from 2022-11, IWM from 2024-05, two weeks ahead
//
// An expiry on a closed day moves to the session before.
import { sessionOnOrBefore, thirdFriday } from "../calendar";
import { dayNumber, weekday } from "../units";

export type ExpiryKind = "monthly" | "quarterly" | "weekly" | "daily";

export interface ListedExpiry {
  /** Last trade date. */
  expiry: number;
  /** The date vendors print. */
  vendorExpiry: number;
  /** First day with quotes. */
  from: number;
  kind: ExpiryKind;
}

/** An era of listing: expiries on `weekday` from `since` on are listed `ahead` calendar days before they expire. */
interface Era { weekday: number; since: number; ahead: number; symbols?: readonly string[] }

const FRIDAY = 5;
const WEEKS = [8, 36, 50, 57];
const since = (year: number, month: number, day: number): number => dayNumber(year, month, day);

/** The last matching era wins. */
const ERAS: readonly Era[] = [
  { weekday: FRIDAY, since: since(2010, 6, 18), ahead: WEEKS[0] },
  { weekday: FRIDAY, since: since(2012, 6, 29), ahead: WEEKS[1] },
  { weekday: FRIDAY, since: since(2014, 2, 28), ahead: WEEKS[2] },
  { weekday: FRIDAY, since: since(2018, 2, 23), ahead: WEEKS[3] },
  { weekday: 3, since: since(2016, 8, 31), ahead: 30, symbols: ["SPY"] },
  { weekday: 3, since: since(2017, 2, 22), ahead: 30, symbols: ["QQQ", "IWM"] },
  { weekday: 1, since: since(2018, 2, 26), ahead: 30, symbols: ["SPY", "QQQ", "IWM"] },
  ...[1, 2, 3, 4].map((day) => ({ weekday: day, since: since(2022, 11, 21), ahead: 14, symbols: ["SPY", "QQQ"] })),
  ...[1, 2, 3, 4].map((day) => ({ weekday: day, since: since(2024, 5, 20), ahead: 14, symbols: ["IWM"] })),
];

/** Vendors date monthlies on the Saturday after the third Friday before this day. */
const SATURDAYS_UNTIL = dayNumber(2015, 2, 1);

function aheadOf(symbol: string, day: number): number | undefined {
  const w = weekday(day);
  let ahead: number | undefined;
  for (const era of ERAS) {
    if (era.weekday === w && day >= era.since && (era.symbols === undefined || era.symbols.includes(symbol))) ahead = era.ahead;
  }
  return ahead;
}

/**
 * All expiries of `symbol` that are quoted on some day of [first, last], by rising expiry, each once; `from` is the first
 * day on which the expiry is both listed and at most `maxDte` calendar days away.
 */
export function listedExpiries(symbol: string, first: number, last: number, maxDte: number): ListedExpiry[] {
  const byExpiry = new Map<number, ListedExpiry>();
  const list = (nominal: number, ahead: number, kind: ExpiryKind, vendor?: number) => {
    const expiry = sessionOnOrBefore(nominal);
    if (expiry < first || expiry - maxDte > last) return;
    const from = Math.max(expiry - Math.min(ahead, maxDte), first);
    const known = byExpiry.get(expiry);
    if (known === undefined) byExpiry.set(expiry, { expiry, vendorExpiry: vendor ?? expiry, from, kind });
    else known.from = Math.min(known.from, from);
  };
  const firstYear = new Date(first * 86_400_000).getUTCFullYear();
  const lastYear = new Date((last + maxDte) * 86_400_000).getUTCFullYear();
  for (let year = firstYear; year <= lastYear; year++) {
    for (let month = 1; month <= 12; month++) {
      const friday = thirdFriday(year, month);
      list(friday, maxDte, "monthly", friday < SATURDAYS_UNTIL ? friday + 1 : undefined);
      if (month % 3 === 0) list(dayNumber(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1, maxDte, "quarterly");
    }
  }
  for (let day = first; day <= last + maxDte; day++) {
    const ahead = aheadOf(symbol, day);
    if (ahead !== undefined) list(day, ahead, weekday(day) === FRIDAY ? "weekly" : "daily");
  }
  return [...byExpiry.values()].sort((a, b) => a.expiry - b.expiry);
}
