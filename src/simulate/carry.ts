// What is known in advance: the sessions, the risk-free rate and the proportional dividends, hence every forward and discount factor.
import { sessionOnOrAfter, nextSession, sessions, thirdFriday } from "../calendar";
import { dayNumber } from "../units";
import { exp } from "../../assembly/portable/exp";

/** Annual risk-free rate at the turn of each year, 2006 … 2026; linear in between. Roughly three-month Treasury yields. */
const FIRST_RATE_YEAR = 2006;
const RATES = [0.042, 0.050, 0.033, 0.003, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.002, 0.005, 0.014, 0.024, 0.016, 0.001, 0.001, 0.043, 0.053, 0.044, 0.037];

/** The deterministic annual rate of a day. */
export function riskFreeRate(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const from = Math.min(Math.max(year - FIRST_RATE_YEAR, 0), RATES.length - 1);
  const to = Math.min(from + 1, RATES.length - 1);
  const begin = dayNumber(year, 1, 1);
  const share = (day - begin) / (dayNumber(year + 1, 1, 1) - begin);
  return RATES[from] + (RATES[to] - RATES[from]) * share;
}

/** Days per year of interest and of time to expiry. */
export const DAYS_PER_YEAR = 365;

/** The sessions of a market and the carry between them. */
export interface Carry {
  days: Int32Array;
  /** ln of the money-market account at each session. */
  growth: Float64Array;
  /** Π(1 − dividend) up to and including each session's open, and the dividend fraction of each session (mostly 0). */
  kept: Float64Array;
  dividend: Float64Array;
}

/** Ex-dates: the third Friday of March, June, September and December moved on by `offset` sessions. */
function exDates(first: number, last: number, offset: number): Set<number> {
  const days = new Set<number>();
  const year = (day: number) => new Date(day * 86_400_000).getUTCFullYear();
  for (let y = year(first); y <= year(last); y++) {
    for (const month of [3, 6, 9, 12]) {
      let day = sessionOnOrAfter(thirdFriday(y, month));
      for (let i = 0; i < offset; i++) day = nextSession(day);
      days.add(day);
    }
  }
  return days;
}

/** Carry over the sessions from `first` to `last`, for a stock paying `dividend` of its price on each ex-date. */
export function carryOver(first: number, last: number, dividend: number, offset: number): Carry {
  const days = sessions(first, last);
  const growth = new Float64Array(days.length);
  const kept = new Float64Array(days.length).fill(1);
  const paid = new Float64Array(days.length);
  const dates = exDates(first, last, offset);
  for (let i = 0; i < days.length; i++) {
    if (dates.has(days[i])) paid[i] = dividend;
    if (i === 0) continue;
    growth[i] = growth[i - 1] + (riskFreeRate(days[i - 1]) * (days[i] - days[i - 1])) / DAYS_PER_YEAR;
    kept[i] = kept[i - 1] * (1 - paid[i]);
  }
  return { days, growth, kept, dividend: paid };
}

/** Discount factor from session `from` to session `to` (indices). */
export const discount = (carry: Carry, from: number, to: number): number => exp(carry.growth[from] - carry.growth[to]);

/** Forward per unit of spot from session `from` (after its open) to the close of session `to`. */
export const forwardRatio = (carry: Carry, from: number, to: number): number =>
  (exp(carry.growth[to] - carry.growth[from]) * carry.kept[to]) / carry.kept[from];
