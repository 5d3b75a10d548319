// The volatility index of each session of an underlying: its own, or the reference's times what realised volatilities say.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import type { Bars, Curve } from "../market/types";

/** An underlying with the index quoted on it. */
export interface Indexed { bars: Bars; index: Curve }

/** One value per bar, in points; NaN before the index and its proxy begin. */
export interface SessionIndex {
  value: Float64Array;
  /** Where each value comes from: an INDEX_SOURCE. */
  source: Uint8Array;
}

/** Carried: no index that day, the value before stays. */
export const INDEX_SOURCE = { NONE: 0, OWN: 1, PROXY: 2, CARRIED: 3 } as const;

/** Squared returns decay by this factor a session. */
const KEEP = 0.97;
/** ln(index / reference) = offset + slope · ln(realised / reference's realised): VXN against VIX, 2009–2025. See docs/synth.md. */
export const PROXY = { offset: 0.016, slope: 0.62 } as const;
/** The underlying's own ratio to the reference is trusted for this many sessions after its index was last seen. */
const TRUST = 10;
/** A missing value is that of the session before, this many times in a row. */
const CARRY = 3;

/** Price with dividends reinvested, from 1. */
export function totalReturn({ close, dividend }: Bars): Float64Array {
  const total = new Float64Array(close.length).fill(1);
  for (let i = 1; i < total.length; i++) total[i] = total[i - 1] * ((close[i] + dividend[i]) / close[i - 1]);
  return total;
}

/** Realised daily variance by day, exponentially weighted, up to and including the day. */
function realisedVariance(bars: Bars): Map<number, number> {
  const total = totalReturn(bars);
  const byDay = new Map<number, number>();
  let variance = NaN;
  for (let i = 1; i < total.length; i++) {
    const move = log(total[i] / total[i - 1]);
    variance = variance === variance ? KEEP * variance + (1 - KEEP) * move * move : move * move;
    byDay.set(bars.day[i], variance);
  }
  return byDay;
}

/** The index on every bar of `bars`, from its own curve if it has one and from the reference where that is silent. Causal. */
export function sessionIndex(bars: Bars, own: Curve | undefined, reference: Indexed | undefined): SessionIndex {
  const table = (curve: Curve | undefined) => new Map(curve === undefined ? [] : Array.from(curve.day, (day, i) => [day, curve.value[i]] as const));
  const [mine, theirs] = [table(own), table(reference?.index)];
  const [here, there] = reference === undefined ? [undefined, undefined] : [realisedVariance(bars), realisedVariance(reference.bars)];
  const result: SessionIndex = { value: new Float64Array(bars.day.length).fill(NaN), source: new Uint8Array(bars.day.length) };
  let ratio = NaN;
  let seen = -Infinity;
  let missing = 0;
  for (let i = 0; i < bars.day.length; i++) {
    const day = bars.day[i];
    const other = theirs.get(day);
    let value = mine.get(day);
    let source: number = INDEX_SOURCE.OWN;
    if (value !== undefined) {
      if (other !== undefined) [ratio, seen] = [value / other, i];
    } else if (other !== undefined) {
      const realised = i - seen <= TRUST ? ratio : proxyRatio(here?.get(day), there?.get(day));
      if (realised === realised) [value, source] = [realised * other, INDEX_SOURCE.PROXY];
    }
    if (value !== undefined) missing = 0;
    else if (i > 0 && missing++ < CARRY && result.source[i - 1] !== INDEX_SOURCE.NONE) [value, source] = [result.value[i - 1], INDEX_SOURCE.CARRIED];
    if (value !== undefined) [result.value[i], result.source[i]] = [value, source];
  }
  return result;
}

function proxyRatio(here: number | undefined, there: number | undefined): number {
  return here !== undefined && there !== undefined && here > 0 && there > 0 ? exp(PROXY.offset + 0.5 * PROXY.slope * log(here / there)) : NaN;
}
