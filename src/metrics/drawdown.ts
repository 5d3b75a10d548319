import { isoDate } from "../units";
import { dayAt, equityAt, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric } from "./metric";

/** A fall from a running peak. */
export interface Drawdown {
  /** Fraction of the peak, ≥ 0. */
  depth: number;
  /** Session on which the peak stood; null = the initial equity, before the first session. */
  peak: string | null;
  trough: string;
  /** First session back at the peak; null = not recovered by the end. */
  recovered: string | null;
  /** Calendar days from peak to recovery (or the end); the first session stands for a peak before it. */
  days: number;
}

/** Fraction below the running peak per session, the initial equity being the first peak. Fractions of the peak, not of the start (D.34, S.5). */
export function underwater(ledger: Ledger): Float64Array {
  const curve = new Float64Array(sessionCount(ledger));
  let peak = ledger.initial;
  for (let t = 0; t < curve.length; t++) {
    const equity = equityAt(ledger, t);
    if (equity > peak) peak = equity;
    curve[t] = (peak - equity) / peak;
  }
  return curve;
}

/** The deepest fall (the first of equals), or null when equity never fell below its peak. */
export function deepestDrawdown(ledger: Ledger): Drawdown | null {
  const curve = underwater(ledger);
  let trough = -1;
  for (let t = 0; t < curve.length; t++) if (curve[t] > (trough < 0 ? 0 : curve[trough])) trough = t;
  if (trough < 0) return null;
  let peak = trough;
  while (peak >= 0 && curve[peak] > 0) peak--;
  let recovery = trough;
  while (recovery < curve.length && curve[recovery] > 0) recovery++;
  const recovered = recovery < curve.length;
  const from = dayAt(ledger, Math.max(peak, 0));
  const to = dayAt(ledger, recovered ? recovery : curve.length - 1);
  return {
    depth: curve[trough],
    peak: peak < 0 ? null : isoDate(dayAt(ledger, peak)),
    trough: isoDate(dayAt(ledger, trough)),
    recovered: recovered ? isoDate(dayAt(ledger, recovery)) : null,
    days: to - from,
  };
}

export const maxDrawdown: Metric = {
  id: "max_drawdown",
  label: "Max drawdown",
  unit: "percent",
  better: "lower",
  definition: "largest percentage fall from a running peak of daily marked equity",
  compute: (ledger) => (sessionCount(ledger) ? (deepestDrawdown(ledger)?.depth ?? 0) : undefinedBecause("no sessions")),
};
