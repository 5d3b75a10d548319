// What put–call parity says of every series: the forward price, and (European exercise) the discount.
//
//   C − P = D·(F − K)    so  F = K + (C − P)/D  at every strike, and  D = −slope of C − P over K
import { exp } from "../../assembly/portable/exp";
import { nextSession } from "../calendar";
import { SETTLEMENT } from "../market/types";
import type { Bars, Curve, Underlying } from "../market/types";
import { lastUpTo } from "../market/days";
import { valueOn } from "./lookup";
import { loadPairs, newPairs } from "./pairs";
import type { Pairs } from "./pairs";
import { eachBlock } from "./walk";

/** Per block. Money units, fractions, years; NaN where there are no pairs. */
export interface Carry {
  /** Calendar days to the settlement instant over 365, at least a quarter of an hour. */
  years: Float64Array;
  /** Median forward of the strikes near the money, from mids. */
  forward: Float64Array;
  /** The same at quotes one can trade at: what a seller and a buyer of the forward get and pay. */
  low: Float64Array;
  high: Float64Array;
  /** Implied by the strikes of European series where they lie wide enough apart and say more than the curve, else the curve's. */
  discount: Float64Array;
  /** How far the discount may be off. */
  discountError: Float64Array;
  /** What spot and carry alone say: spot less dividends until settlement, plus interest. */
  expected: Float64Array;
}

export interface CarryInputs {
  bars: Bars;
  rate: Curve | null;
  dividendYield: number;
}

const DAYS_PER_YEAR = 365;
const LAST_DAY = 0.25 / 24;
/** Strikes within this share of the spot give the forward, when there are three. */
const NEAR = 0.05;
/** The slope needs this many pairs over this share of the spot. */
const SLOPE_PAIRS = 8;
const SLOPE_SPAN = 0.1;
const IMPLIED_ERROR = 5e-4;
/** A short rate stands for the rate of every expiry: it may be off by this a year, and by more where no rate is known. */
const RATE_ERROR = 0.015;
const RATE_UNKNOWN = 0.06;
/** An implied discount this far from the curve's is noise. */
const DISCOUNT_RANGE = 0.1;

/** Works out the carry of the days of `u`; columns are as long as its blocks. */
export function carryOf(u: Underlying, inputs: CarryInputs): Carry {
  const column = (): Float64Array => new Float64Array(u.blocks.expiry.length).fill(NaN);
  const carry: Carry = { years: column(), forward: column(), low: column(), high: column(), discount: column(), discountError: column(), expected: column() };
  const pairs = newPairs();
  let scratch = newScratch(1024);
  const dividends = dividendSums(inputs.bars);
  const european = u.exercise === "european";
  let day = NaN;
  let rate = 0;
  eachBlock(u, (b, d) => {
    if (u.days.day[d] !== day) rate = valueOn(inputs.rate, (day = u.days.day[d]));
    const settles = u.blocks.settlement[b] === SETTLEMENT.AM ? nextSession(u.blocks.expiry[b]) : u.blocks.expiry[b];
    const years = Math.max(settles - day, LAST_DAY) / DAYS_PER_YEAR;
    const discount = exp(-rate * years);
    carry.years[b] = years;
    carry.discount[b] = discount;
    carry.discountError[b] = (inputs.rate ? RATE_ERROR : RATE_UNKNOWN) * years;
    carry.expected[b] = expectedForward(u.days.spot[d], discount, dividendsUntil(dividends, inputs, day, settles), inputs.dividendYield * years);
    loadPairs(pairs, u, b);
    if (pairs.n === 0) return;
    if (scratch.a.length < pairs.n) scratch = newScratch(2 * pairs.n);
    const implied = european ? impliedDiscount(pairs, u.days.spot[d], scratch) : NaN;
    if (carry.discountError[b] > IMPLIED_ERROR && Math.abs(implied / discount - 1) < DISCOUNT_RANGE) {
      carry.discount[b] = implied;
      carry.discountError[b] = IMPLIED_ERROR;
    }
    forwards(pairs, u.days.spot[d], b, carry, scratch);
  });
  return carry;
}

interface Scratch { a: Float64Array; b: Float64Array; c: Float64Array }

const newScratch = (n: number): Scratch => ({ a: new Float64Array(n), b: new Float64Array(n), c: new Float64Array(n) });

/** Median slope of C − P between strikes half the list apart (Theil and Sen, thinned): one bad quote moves it little. */
function impliedDiscount({ n, strike, sell, buy }: Pairs, spot: number, { a }: Scratch): number {
  if (n < SLOPE_PAIRS || strike[n - 1] - strike[0] < SLOPE_SPAN * spot) return NaN;
  const half = n >> 1;
  for (let i = 0; i + half < n; i++) a[i] = (sell[i] + buy[i] - sell[i + half] - buy[i + half]) / (2 * (strike[i + half] - strike[i]));
  return median(a, n - half);
}

function forwards({ n, strike, sell, buy }: Pairs, spot: number, b: number, carry: Carry, { a, b: low, c: high }: Scratch): void {
  const discount = carry.discount[b];
  let count = 0;
  for (let near = 1; near >= 0 && count < 3; near--) {
    count = 0;
    for (let i = 0; i < n; i++) {
      if (near === 1 && Math.abs(strike[i] - spot) > NEAR * spot) continue;
      a[count] = strike[i] + (sell[i] + buy[i]) / (2 * discount);
      low[count] = strike[i] + sell[i] / discount;
      high[count] = strike[i] + buy[i] / discount;
      count++;
    }
  }
  carry.forward[b] = median(a, count);
  carry.low[b] = median(low, count);
  carry.high[b] = median(high, count);
}

/** Median of the first `n` values, which are sorted in place. */
export function median(values: Float64Array, n: number): number {
  if (n === 0) return NaN;
  const sorted = values.subarray(0, n).sort();
  const half = n >> 1;
  return n % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const expectedForward = (spot: number, discount: number, dividends: number | null, yielded: number): number =>
  dividends === null ? (spot * exp(-yielded)) / discount : (spot - dividends) / discount;

/** Running sums of dividends per bar, or null when the bars hold none. */
function dividendSums({ dividend }: Bars): Float64Array | null {
  const sums = new Float64Array(dividend.length);
  let total = 0;
  for (let i = 0; i < dividend.length; i++) sums[i] = total += dividend[i];
  return total > 0 ? sums : null;
}

/** Ex-dates keep their weekday in the month: a year is 52 weeks. */
const YEAR = 364;

/**
 * Cash dividends with ex-dates in (day, settles]. What lies beyond the last bar is taken from 52 weeks before. Null when the bars hold
 * no dividends, begin after the day, or do not reach that far back: the yield stands in.
 */
function dividendsUntil(sums: Float64Array | null, { bars }: CarryInputs, day: number, settles: number): number | null {
  if (!sums || bars.day[0] > day - YEAR) return null;
  const last = bars.day[bars.day.length - 1];
  const until = (d: number): number => {
    const i = lastUpTo(bars.day, d);
    return i < 0 ? 0 : sums[i];
  };
  if (settles <= last) return until(settles) - until(day);
  if (settles - YEAR > last || day > last) return null;
  return until(last) - until(day) + until(settles - YEAR) - until(last - YEAR);
}
