// The underlying's price for rows that print none: that of the day's other rows, else the official close, else what put–call parity implies.
import type { Curve } from "../market/types";
import { UNITS_PER_DOLLAR } from "../units";
import { CALL } from "../vendors/parse";
import { exp } from "../../assembly/portable/exp";
import { rateLookup, yearsLeft } from "./greeks";
import type { GreekInputs } from "./greeks";
import type { RowColumns, SetAside } from "./rows";
import { bump } from "./tally";

export interface SpotInputs {
  /** Official closes in dollars. */
  closes: Curve | null;
  greeks: GreekInputs;
}

interface Outcome {
  observations: Record<string, number>;
  setAside: SetAside;
}

/** Money units per thousandth of a dollar. */
const UNITS_PER_THOUSANDTH = 10;
/** Parity is read off expiries at least this many days away: nearer ones may already be settling. */
const MIN_DAYS = 5;

/** Fills the spot of rows without one, day by day; rows of a day that has none are set aside. `order` is sorted by day, expiry, …, right, strike. */
export function fillSpots(order: Uint32Array, c: RowColumns, { closes, greeks }: SpotInputs, { observations, setAside }: Outcome): Uint32Array {
  const closeOn = closes ? new Map(Array.from(closes.day, (day, i) => [day, closes.value[i]])) : undefined;
  const rateOn = rateLookup(greeks.rate);
  let n = 0;
  for (let begin = 0, end = 0; begin < order.length; begin = end) {
    const day = c.day[order[begin]];
    let missing = false;
    let spot = 0;
    for (end = begin; end < order.length && c.day[order[end]] === day; end++) {
      missing ||= c.spot[order[end]] === 0;
      spot ||= c.spot[order[end]];
    }
    if (missing && spot > 0) bump(observations, "days_with_spot_from_other_rows");
    else if (missing) {
      const close = closeOn?.get(day);
      spot = close !== undefined ? Math.round(close * UNITS_PER_DOLLAR) : impliedSpot(order.subarray(begin, end), c, rateOn(day), greeks.dividendYield);
      if (spot > 0) bump(observations, close !== undefined ? "days_with_spot_from_bars" : "days_with_spot_from_parity");
    }
    for (let at = begin; at < end; at++) {
      const i = order[at];
      if (c.spot[i] === 0) c.spot[i] = spot;
      if (c.spot[i] === 0) setAside(i, "no_underlying_price");
      else order[n++] = i;
    }
  }
  return order.subarray(0, n);
}

/** Money units: the forward at the strike of the nearest suitable expiry where call and put mids lie closest, carried back; 0 when there is no such pair. */
function impliedSpot(rows: Uint32Array, c: RowColumns, rate: number, dividendYield: number): number {
  let expiry = -1;
  let best = Number.POSITIVE_INFINITY;
  let spot = 0;
  const calls = new Map<number, number>();
  for (const i of rows) {
    if (c.expiry[i] - c.day[i] < MIN_DAYS || c.bid[i] === 0 || c.ask[i] <= c.bid[i]) continue;
    if (spot > 0 && c.expiry[i] !== expiry) break;
    if (c.expiry[i] !== expiry) {
      expiry = c.expiry[i];
      calls.clear();
    }
    const mid = (c.bid[i] + c.ask[i]) / 2;
    if (c.right[i] === CALL) calls.set(c.strike[i], mid);
    else if (calls.has(c.strike[i])) {
      const difference = calls.get(c.strike[i])! - mid;
      if (Math.abs(difference) >= best) continue;
      best = Math.abs(difference);
      const t = yearsLeft(c.day[i], c.expiry[i], c.settlement[i]);
      spot = Math.round((difference + c.strike[i] * UNITS_PER_THOUSANDTH * exp(-rate * t)) * exp(dividendYield * t));
    }
  }
  return spot > 0 && spot < 2 ** 31 ? spot : 0;
}
