import { dataError } from "../errors";
import type { Bars, Curve } from "../market/types";
import { riskFreeRate } from "../simulate/carry";
import { isoDate } from "../units";
import { clockOver, INDEX_DAYS, type Clock } from "./clock";
import { paidDividends, type ExpectedDividend } from "./dividends";
import { SURFACE } from "./fitted";
import type { SynthInput, SynthOptions } from "./options";
import { synthProfile, type SynthProfile } from "./profiles";
import { surfaceStates } from "./state";
import type { SurfaceState } from "./surface";
import { sessionIndex, totalReturn } from "./volatilityIndex";

/** The facts of one underlying, session by session. */
export interface Facts {
  profile: SynthProfile;
  bars: Bars;
  index: Float64Array;
  states: SurfaceState[];
  paid: ExpectedDividend[];
  rate: (day: number) => number;
  clock: Clock;
  /** Positions among the bars: of the first day whose contracts count, of the first day written, and after the last. */
  enter: number;
  begin: number;
  end: number;
  /** INDEX_SOURCE by session. */
  source: Uint8Array;
}

/** The rate of a day: the last one printed up to it. */
export function rateOn(curve: Curve | null): (day: number) => number {
  if (curve === null) return riskFreeRate;
  return (day) => {
    let low = 0;
    let high = curve.day.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (curve.day[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? curve.value[low - 1] : curve.value[0];
  };
}

/** First position of `day` or later. */
export function position(days: Int32Array, day: number): number {
  let i = 0;
  while (i < days.length && days[i] < day) i++;
  return i;
}

/** Everything about `symbol` that its chains follow from. Throws data errors for a range without data, a gap in the index or a split. */
export function factsOf(input: SynthInput, symbol: string, options: SynthOptions): Facts {
  const profile = synthProfile(symbol);
  const given = input.symbols.find((s) => s.symbol === symbol)!;
  const [reference] = input.symbols;
  if (reference.index === undefined) throw dataError(reference.symbol, "has no volatility index", "give the first symbol one: the others are scaled from it");
  const { bars } = given;
  const own = sessionIndex(bars, given.index, given === reference ? undefined : { bars: reference.bars, index: reference.index });
  let known = 0;
  while (known < bars.day.length && !(own.value[known] > 0)) known++;
  const begin = Math.max(known + 1, position(bars.day, input.from ?? -Infinity));
  const end = input.to === undefined ? bars.day.length : position(bars.day, input.to + 1);
  let stop = begin;
  while (stop < end && own.value[stop] > 0) stop++;
  if (stop < end && input.to !== undefined) throw dataError(`${symbol} ${isoDate(bars.day[stop])}`, "the volatility index is missing", "end before it with --to, or complete the index");
  if (begin >= stop) throw dataError(symbol, "no session has both a bar and a volatility index in the range asked for", "check --from, --to and the dates of the files");
  const enter = Math.max(known + 1, position(bars.day, bars.day[begin] - options.maxDte));
  for (let i = enter; i < stop; i++) {
    if (bars.split[i] !== 1) throw dataError(`${symbol} ${isoDate(bars.day[i])}`, "a split: adjusted contracts are not modelled", "begin after it with --from");
  }
  const states = surfaceStates(totalReturn(bars).subarray(known, stop), own.value.subarray(known, stop), profile.usual);
  return {
    profile, bars, index: own.value, states: [...new Array<SurfaceState>(known), ...states], paid: paidDividends(bars), rate: rateOn(input.rate),
    clock: clockOver(bars.day[enter], bars.day[stop - 1] + Math.max(options.maxDte, INDEX_DAYS) + 14, SURFACE.closed),
    enter, begin, end: stop, source: own.source,
  };
}
