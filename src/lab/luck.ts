// What the best of many looks would be by luck: the deflated Sharpe ratio of what is on the screen, and PBO of a sweep.
import { deflatedSharpe } from "../stats/deflated";
import { returnsOfEquity, selectRows } from "../stats/matrix";
import { moments } from "../stats/moments";
import { pbo } from "../stats/pbo";
import type { Result } from "./cache";
import type { SpaceReply } from "./protocol";
import type { Trials } from "./trials";

const YEAR = Math.sqrt(252);
/** Of CSCV: 252 combinations, at once. */
const BLOCKS = 10;

/** Change of marked equity / equity before. */
export const dailyReturns = (equity: Float64Array, initial: number): Float64Array => returnsOfEquity(equity, 1, initial).values;

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
  const prints = Array.from({ length: count }, (_, i) => `${fingerprints[2 * i]}-${fingerprints[2 * i + 1]}`);
  const distinct = prints.flatMap((print, i) => (prints.indexOf(print) === i ? [i] : []));
  if (distinct.length < 2 || days.length < 2 * BLOCKS) return null;
  return pbo(selectRows(returnsOfEquity(equity, count, initial), distinct), { blocks: BLOCKS }).pbo;
}
