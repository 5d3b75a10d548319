// The variance clock: a session counts one, a closed day a fraction of one. Implied variance accrues on it, so a weekend costs little.
import { isSession } from "../calendar";
import { SESSIONS_PER_YEAR } from "../simulate/model";

/** Closed days of an average year. */
const CLOSED_PER_YEAR = 365.25 - SESSIONS_PER_YEAR;

/** Variance time in years of an average calendar year. */
export interface Clock {
  /** Years from the close of day `from` to the close of day `to` (day numbers). */
  between(from: number, to: number): number;
  /** Years of variance in one session. */
  session: number;
}

/** The clock over the days from `first` to `last`; a closed day counts `closed` of a session. */
export function clockOver(first: number, last: number, closed: number): Clock {
  const session = 1 / (SESSIONS_PER_YEAR + CLOSED_PER_YEAR * closed);
  const total = new Float64Array(last - first + 1);
  for (let i = 1; i < total.length; i++) total[i] = total[i - 1] + (isSession(first + i) ? 1 : closed);
  return { session, between: (from, to) => (total[to - first] - total[from - first]) * session };
}

const FRIDAY = 5;
/** Horizon of the exchange's volatility indices, calendar days. */
export const INDEX_DAYS = 30;

/**
 * The clock's reading of the index's horizon: the index interpolates the variances of the two Fridays around 30 days linearly in
 * calendar time, so a horizon that ends on a weekend has no step.
 */
export function indexHorizon(clock: Clock, day: number): number {
  const after = day + INDEX_DAYS;
  const near = after - ((((after + 4 - FRIDAY) % 7) + 7) % 7);
  const begin = clock.between(day, near);
  return begin + (clock.between(near, near + 7) * (after - near)) / 7;
}
