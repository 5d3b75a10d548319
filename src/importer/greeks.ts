// Implied volatility and delta where the vendor gave none, by the core's own functions, so that they are the same bits everywhere.
import { bsmDelta } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";
import { nextSession } from "../calendar";
import { ROW_FLAG, SETTLEMENT } from "../market/types";
import type { Curve } from "../market/types";
import { DELTA_NONE, RATIO_SCALE, STRIKE_PER_DOLLAR, UNITS_PER_DOLLAR } from "../units";
import { CALL } from "../vendors/parse";
import type { RowColumns } from "./rows";

/** IVs are quoted on calendar days over 365. */
const DAYS_PER_YEAR = 365;
/** Time left on the last day: a quarter of an hour (D.20). */
const LAST_DAY = 0.25 / 24;
const MAX_IV = 0xffff;

export interface GreekInputs {
  /** Continuous dividend yield per year. */
  dividendYield: number;
  /** Annual risk-free rate; the last value on or before the day; 0 before the first and without a curve. */
  rate: Curve | null;
}

/**
 * Of the rows in `order`, fills missing IVs from the mid of two-sided, uncrossed quotes and missing deltas from the row's IV, and flags them.
 * European exercise is assumed throughout. A mid outside the no-arbitrage bounds leaves the IV missing.
 */
export function computeMissing(order: Uint32Array, c: RowColumns, inputs: GreekInputs): void {
  const rateOn = rateLookup(inputs.rate);
  const q = inputs.dividendYield;
  for (const i of order) {
    if (c.iv[i] !== 0 && c.delta[i] !== DELTA_NONE) continue;
    const isCall = c.right[i] === CALL ? 1 : 0;
    const s = c.spot[i] / UNITS_PER_DOLLAR;
    const k = c.strike[i] / STRIKE_PER_DOLLAR;
    const t = yearsLeft(c.day[i], c.expiry[i], c.settlement[i]);
    const r = rateOn(c.day[i]);
    if (c.iv[i] === 0 && c.bid[i] > 0 && c.ask[i] >= c.bid[i]) {
      const iv = Math.floor(impliedVol(isCall, (c.bid[i] + c.ask[i]) / (2 * UNITS_PER_DOLLAR), s, k, t, r, q) * RATIO_SCALE + 0.5);
      if (iv > 0 && iv <= MAX_IV) {
        c.iv[i] = iv;
        c.flags[i] |= ROW_FLAG.IV_COMPUTED;
      }
    }
    if (c.iv[i] !== 0 && c.delta[i] === DELTA_NONE) {
      c.delta[i] = Math.round(bsmDelta(isCall, s, k, t, r, q, c.iv[i] / RATIO_SCALE) * RATIO_SCALE);
      c.flags[i] |= ROW_FLAG.DELTA_COMPUTED;
    }
  }
}

/** Years to the settlement instant, counted in days: AM series live to the next session's open. */
export function yearsLeft(day: number, expiry: number, settlement: number): number {
  const end = settlement === SETTLEMENT.AM ? nextSession(expiry) : expiry;
  return Math.max(end - day, LAST_DAY) / DAYS_PER_YEAR;
}

/** Annual rate on a day: the last value on or before it; 0 before the first and without a curve. */
export function rateLookup(rate: Curve | null): (day: number) => number {
  if (!rate) return () => 0;
  let lastDay = Number.NaN;
  let value = 0;
  return (day) => {
    if (day !== lastDay) {
      let i = rate.day.length - 1;
      while (i >= 0 && rate.day[i] > day) i--;
      lastDay = day;
      value = i < 0 ? 0 : rate.value[i];
    }
    return value;
  };
}
