import { isSession } from "../calendar";
import { ROW_FLAG } from "../market/types";
import type { Underlying } from "../market/types";
import { DELTA_NONE } from "../units";

/** Counts over an underlying's rows. Quotes: each row is in exactly one of noQuote … twoSided. */
export interface QuoteStatistics {
  rows: number;
  /** bid = ask = 0. */
  noQuote: number;
  /** bid = 0 < ask. */
  zeroBid: number;
  /** ask = 0 < bid, or bid > ask. */
  crossed: number;
  /** bid = ask > 0. */
  locked: number;
  /** 0 < bid < ask. */
  twoSided: number;
  ivMissing: number;
  ivComputed: number;
  deltaMissing: number;
  deltaComputed: number;
  repaired: number;
  /** Calls with a negative or puts with a positive delta. */
  wrongDeltaSign: number;
  /** |delta| above 1. */
  deltaOutOfRange: number;
  /** Chain days, last trade dates and bars off the exchange calendar. */
  offCalendar: number;
  /** Chain days without an official bar. */
  daysWithoutBar: number;
}

/** Counts quotes, Greeks and dates of one underlying in one pass. */
export function quoteStatistics(u: Underlying): QuoteStatistics {
  const s: QuoteStatistics = {
    rows: u.rows.strike.length, noQuote: 0, zeroBid: 0, crossed: 0, locked: 0, twoSided: 0, ivMissing: 0, ivComputed: 0, deltaMissing: 0, deltaComputed: 0,
    repaired: 0, wrongDeltaSign: 0, deltaOutOfRange: 0, offCalendar: 0, daysWithoutBar: 0,
  };
  countQuotes(u, s);
  countGreeks(u, s);
  countDates(u, s);
  return s;
}

function countQuotes({ rows: { bid, ask } }: Underlying, s: QuoteStatistics): void {
  for (let i = 0; i < bid.length; i++) {
    if (bid[i] > ask[i]) s.crossed++;
    else if (bid[i] === 0) ask[i] === 0 ? s.noQuote++ : s.zeroBid++;
    else if (bid[i] === ask[i]) s.locked++;
    else s.twoSided++;
  }
}

function countGreeks({ rows, blocks }: Underlying, s: QuoteStatistics): void {
  const { iv, delta, flags } = rows;
  for (let b = 0; b < blocks.end.length; b++) {
    for (let i = blocks.callsBegin[b]; i < blocks.end[b]; i++) {
      if (iv[i] === 0) s.ivMissing++;
      if (delta[i] === DELTA_NONE) s.deltaMissing++;
      else {
        if (i < blocks.putsBegin[b] ? delta[i] < 0 : delta[i] > 0) s.wrongDeltaSign++;
        if (Math.abs(delta[i]) > 10_000) s.deltaOutOfRange++;
      }
      if (!flags) continue;
      if (flags[i] & ROW_FLAG.IV_COMPUTED) s.ivComputed++;
      if (flags[i] & ROW_FLAG.DELTA_COMPUTED) s.deltaComputed++;
      if (flags[i] & ROW_FLAG.REPAIRED) s.repaired++;
    }
  }
}

function countDates({ days, blocks, bars }: Underlying, s: QuoteStatistics): void {
  const barDays = new Set(bars.day);
  for (const day of days.day) {
    if (!isSession(day)) s.offCalendar++;
    if (!barDays.has(day)) s.daysWithoutBar++;
  }
  for (const expiry of blocks.expiry) if (!isSession(expiry)) s.offCalendar++;
  for (const day of bars.day) if (!isSession(day)) s.offCalendar++;
}
