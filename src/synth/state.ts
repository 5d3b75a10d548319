// The state of a day from the bars and the index up to and including it: nothing later enters.
import { log } from "../../assembly/portable/log";
import { SESSIONS_PER_YEAR } from "../simulate/model";
import type { SurfaceState } from "./surface";

/** Index level at which `level` is zero. */
const USUAL_INDEX = 20;
/** The index's slow average keeps this share a session; `recent` spans so many sessions. */
const AVERAGE_KEEP = 0.97;
const RECENT_SESSIONS = 5;
/** Size at which a state counts half: beyond the calibration's range the surface must not run away. */
/** Smiles are known up to this index: above it they keep its shape. */
const SMILE_INDEX = 25;
/**
 * Above FADE_INDEX curvature falls with this power of the index. Assumed, not fitted: no chain at hand has seen a higher index, and the
 * calm smile carried on would put the money far below the index in a crash, where the two came closer.
 */
const FADE_INDEX = 30;
const FADE_POWER = 0.5;
const SQUEEZE = { level: 1, trend: 1, recent: 3 };

const squeezed = (x: number, half: number): number => x / (1 + Math.abs(x) / half);

/**
 * States by session. `total` is the price with dividends reinvested, `index` the volatility index in points, `usual` how the symbol's
 * index compares with the reference's on the whole (1 for the reference itself).
 */
export function surfaceStates(total: Float64Array, index: Float64Array, usual = 1): SurfaceState[] {
  const states: SurfaceState[] = [];
  let average = log(index[0]);
  for (let i = 0; i < index.length; i++) {
    const level = log(index[i]);
    average = AVERAGE_KEEP * average + (1 - AVERAGE_KEEP) * level;
    const span = Math.min(RECENT_SESSIONS, i);
    const before = index[i - span] / 100;
    const recent = span === 0 ? 0 : log(total[i] / total[i - span]) / (before * Math.sqrt(span / SESSIONS_PER_YEAR));
    const against = level - log(USUAL_INDEX * usual);
    states.push({
      level: squeezed(against, SQUEEZE.level),
      fade: -FADE_POWER * Math.max(0, against - log(FADE_INDEX / USUAL_INDEX)),
      smile: squeezed(Math.min(against, log(SMILE_INDEX / USUAL_INDEX)), SQUEEZE.level),
      trend: squeezed(level - average, SQUEEZE.trend),
      recent: squeezed(recent, SQUEEZE.recent),
    });
  }
  return states;
}
