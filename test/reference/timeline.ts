// docs/engine.md §7: the sessions of a run and what is known before each of them.
import type { Timeline, UnderlyingTimeline } from "../../src/engine/types";
import type { Curve, Market, Underlying } from "../../src/market/types";
import { indexOfDay, lastAtOrBefore } from "../../src/explain/chain";

export interface TimelineOptions {
  /** First and last day number, inclusive. */
  start: number;
  end: number;
  /** Sessions between a feature's last datum and its use. */
  lag: number;
}

/** Days that a curve's value stays usable: for a session, and for a bar's own volatility index. */
const CURVE_AGE = 7;
const BAR_VIX_AGE = 5;

export function referenceTimeline(underlyings: readonly Underlying[], curves: Market["curves"], { start, end, lag }: TimelineOptions): Timeline {
  const day = sessionDays(underlyings, start, end);
  const returnDay = union(underlyings.map(({ bars }) => bars.day));
  const known = (d: number): number => (lag === 0 ? d : d - 1);
  return {
    day,
    vix: Float64Array.from(day, (d) => valueAt(curves.vix, known(d), d - CURVE_AGE, NaN)),
    rate: Float64Array.from(day, (d) => valueAt(curves.rate, known(d), d - CURVE_AGE, 0)),
    correlationIndex: Int32Array.from(day, (d) => laggedIndex(returnDay, d, lag)),
    underlyings: underlyings.map((underlying) => underlyingTimeline(underlying, day, returnDay, curves.vix, lag)),
    returnDay,
  };
}

function underlyingTimeline({ days, bars }: Underlying, day: Int32Array, returnDay: Int32Array, vix: Curve | null, lag: number): UnderlyingTimeline {
  return {
    chainIndex: day.map((d) => indexOfDay(days.day, d)),
    barIndex: day.map((d) => indexOfDay(bars.day, d)),
    featureIndex: day.map((d) => laggedIndex(bars.day, d, lag)),
    chainOfBar: bars.day.map((d) => indexOfDay(days.day, d)),
    vixOfBar: Float64Array.from(bars.day, (d) => valueAt(vix, d, d - BAR_VIX_AGE, NaN)),
    barOfReturnDay: returnDay.map((d) => indexOfDay(bars.day, d)),
  };
}

/** Days with a chain or a bar, between the first and the last chain day of the choice. */
function sessionDays(underlyings: readonly Underlying[], start: number, end: number): Int32Array {
  const chainDays = union(underlyings.map(({ days }) => days.day));
  if (chainDays.length === 0) return new Int32Array(0);
  const first = Math.max(start, chainDays[0]);
  const last = Math.min(end, chainDays[chainDays.length - 1]);
  return union(underlyings.flatMap(({ days, bars }) => [days.day, bars.day])).filter((d) => first <= d && d <= last);
}

const union = (columns: Int32Array[]): Int32Array => Int32Array.from(new Set(columns.flatMap((column) => [...column]))).sort();

/** Last index whose data are `lag` sessions old before day `d`. */
function laggedIndex(days: Int32Array, d: number, lag: number): number {
  const index = lag === 0 ? lastAtOrBefore(days, d) : lastAtOrBefore(days, d - 1) - (lag - 1);
  return Math.max(index, -1);
}

/** A curve's last value with oldest ≤ day ≤ newest. */
function valueAt(curve: Curve | null, newest: number, oldest: number, none: number): number {
  if (curve === null) return none;
  const index = lastAtOrBefore(curve.day, newest);
  return index >= 0 && curve.day[index] >= oldest ? curve.value[index] : none;
}

/** An underlying without bars gets flat ones from its chain's snapshot spots. */
export function withBars(underlying: Underlying): Underlying {
  if (underlying.bars.day.length > 0) return underlying;
  const { day, spot } = underlying.days;
  const zero = new Int32Array(day.length);
  const bars = { day, open: spot, high: spot, low: spot, close: spot, volume: new Float64Array(day.length), dividend: zero, settlement: zero };
  return { ...underlying, bars: { ...bars, split: new Float64Array(day.length).fill(1) } };
}
