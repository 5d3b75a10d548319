// What the best of many looks would be by luck: the deflated Sharpe ratio of what is on the screen, and PBO of a sweep.
import { deflatedSharpe } from "../stats/deflated";
import { matrixFrom } from "../stats/matrix";
import { moments } from "../stats/moments";
import { pbo } from "../stats/pbo";
import type { Result } from "./cache";
import type { SpaceReply } from "./protocol";
import type { Trials } from "./trials";

const YEAR = Math.sqrt(252);

/** Change of marked equity / equity before. */
export function dailyReturns(equity: Float64Array, initial: number): Float64Array {
  return equity.map((value, t) => value / (t > 0 ? equity[t - 1] : initial) - 1);
}

/** Annualised: the Sharpe ratio, the largest by luck among the trials so far, and the chance of being above it. Null = undefined. */
export function luckOf({ equity }: Result, initial: number, trials: Trials): { sharpe: number | null; luck: number | null; deflated: number | null } {
  const { sharpe, skewness, kurtosis, count } = moments(dailyReturns(equity, initial));
  const sharpes = trials.sharpes().map((value) => value / YEAR);
  const variance = sharpes.length > 1 ? moments(sharpes).deviation ** 2 : NaN;
  if (!Number.isFinite(sharpe)) return { sharpe: null, luck: null, deflated: null };
  if (!Number.isFinite(variance)) return { sharpe: sharpe * YEAR, luck: null, deflated: null };
  const { probability, benchmark } = deflatedSharpe({ sharpe, skewness, kurtosis, sessions: count, trials: trials.count(), variance });
  return { sharpe: sharpe * YEAR, luck: benchmark * YEAR, deflated: Number.isFinite(probability) ? probability : null };
}

/** PBO of the configs of a sweep with different trades; null for fewer than two, or too short a history. */
export function pboOf({ count, days, equity, fingerprints }: SpaceReply, initial: number): number | null {
  const seen = new Set<string>();
  const rows: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const print = `${fingerprints[2 * i]}-${fingerprints[2 * i + 1]}`;
    if (seen.has(print)) continue;
    seen.add(print);
    rows.push(dailyReturns(equity.subarray(i * days.length, (i + 1) * days.length), initial));
  }
  const blocks = 10;
  return rows.length < 2 || days.length < 2 * blocks ? null : pbo(matrixFrom(rows), { blocks }).pbo;
}
