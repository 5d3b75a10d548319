// Smiles as numbers: what each expiry says at the money and at 25 delta, and all of them on one grid.
import { log } from "../../assembly/portable/log";
import type { Smile } from "./protocol";

export interface SmileFigures {
  expiry: number;
  dte: number;
  /** At strike = spot, between its neighbours; null where strikes lie on one side only. */
  atm: number | null;
  /** Where |Δ| = 0.25; null where no two deltas lie around it. */
  put25: number | null;
  call25: number | null;
  /** put25 − call25. */
  skew: number | null;
}

const QUARTER = 0.25;

export function smileFigures({ expiry, dte, strikes, ivs, deltas }: Smile, spot: number): SmileFigures {
  const side = (inside: (strike: number) => boolean): number | null => {
    const at = strikes.flatMap((strike, i) => (inside(strike) && !Number.isNaN(deltas[i]) ? [i] : []));
    return crossing(at.map((i) => deltas[i]), at.map((i) => ivs[i]), QUARTER);
  };
  const [put25, call25] = [side((strike) => strike < spot), side((strike) => strike >= spot)];
  return { expiry, dte, atm: crossing(strikes, ivs, spot), put25, call25, skew: put25 === null || call25 === null ? null : put25 - call25 };
}

/** y where x reaches a value, on the first straight line between neighbours that does; null when none does. */
function crossing(x: readonly number[], y: readonly number[], value: number): number | null {
  for (let i = 0; i < x.length; i++) {
    if (x[i] === value) return y[i];
    if (i > 0 && (x[i - 1] - value) * (x[i] - value) < 0) return y[i - 1] + ((y[i] - y[i - 1]) * (value - x[i - 1])) / (x[i] - x[i - 1]);
  }
  return null;
}

export const MEASURES = ["standardised", "ratio"] as const;
/** ln(strike / spot) / √(days / 365), or strike / spot. */
export type Measure = (typeof MEASURES)[number];

export const moneyness = (measure: Measure, strike: number, spot: number, dte: number): number => (measure === "ratio" ? strike / spot : log(strike / spot) / Math.sqrt(dte / 365));

/** Where a spread may lie; wings beyond it say little and would flatten the rest. */
export const REACH: Record<Measure, readonly [number, number]> = { standardised: [-0.8, 0.5], ratio: [0.7, 1.2] };
const COLUMNS = 31;
/** Strikes that make a smile. */
const FEWEST = 4;

export interface Surface {
  measure: Measure;
  /** Moneyness of each column, rising. */
  xs: readonly number[];
  /** By rising days to expiry: implied volatility by column, NaN beyond the expiry's own strikes. */
  rows: readonly { expiry: number; dte: number; ivs: readonly number[] }[];
  low: number;
  high: number;
}

/** The smiles on a regular grid of moneyness, straight lines between strikes, nothing beyond them. Expiries of the day itself have no place. Null when fewer than two are left. */
export function surfaceOf(smiles: readonly Smile[], spot: number, measure: Measure): Surface | null {
  const usable = smiles.filter(({ dte, strikes }) => dte > 0 && strikes.length >= FEWEST).filter(({ dte }, i, all) => all.findIndex((other) => other.dte === dte) === i).sort((a, b) => a.dte - b.dte);
  if (usable.length < 2) return null;
  const placed = usable.map(({ expiry, dte, strikes, ivs }) => ({ expiry, dte, ivs, at: strikes.map((strike) => moneyness(measure, strike, spot, dte)) }));
  const from = Math.max(REACH[measure][0], Math.min(...placed.map(({ at }) => at[0])));
  const to = Math.min(REACH[measure][1], Math.max(...placed.map(({ at }) => at[at.length - 1])));
  const xs = Array.from({ length: COLUMNS }, (_, c) => from + ((to - from) * c) / (COLUMNS - 1));
  const rows = placed.map(({ expiry, dte, ivs, at }) => ({ expiry, dte, ivs: xs.map((x) => crossing(at, ivs, x) ?? NaN) }));
  const known = rows.flatMap(({ ivs }) => ivs.filter((iv) => !Number.isNaN(iv)));
  return { measure, xs, rows, low: Math.min(...known), high: Math.max(...known) };
}
