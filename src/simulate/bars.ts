import type { Bars } from "../market/types";
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { normalAt, STREAM, type Seed } from "./draws";
import { SESSIONS_PER_YEAR } from "./model";
import { PROFILES, type Profile } from "./parameters";
import type { Path } from "./path";

/** Money units per cent: prices are quoted in cents. */
const CENT = 100;

/** Dollars to money units, rounded to the cent. */
export const toCents = (dollars: number): number => CENT * Math.floor(dollars * 100 + 0.5);

/** Shares grow with the day's move and with the level of variance, as they do in life. */
function shareVolume(profile: Profile, seed: Seed, { session, variance, move }: { session: number; variance: number; move: number }): number {
  const daily = Math.sqrt(variance / SESSIONS_PER_YEAR);
  const surprise = Math.min(4, Math.abs(move) / daily);
  const fear = Math.sqrt(variance / (profile.physical.floor + profile.fast + profile.slow));
  const noise = exp(0.2 * normalAt(seed, STREAM.SHARE_VOLUME, session * PROFILES.length + PROFILES.indexOf(profile)));
  return Math.floor((profile.shareVolume * fear * (0.7 + 0.35 * surprise) * noise) / 100) * 100;
}

/** Official bars of a path. */
export function barsOf(days: Int32Array, path: Path, profile: Profile, seed: Seed): Bars {
  const n = path.close.length;
  const bars: Bars = {
    day: days.slice(0, n), open: new Int32Array(n), high: new Int32Array(n), low: new Int32Array(n), close: new Int32Array(n),
    volume: new Float64Array(n), dividend: new Int32Array(n), split: new Float64Array(n).fill(1), settlement: new Int32Array(n),
  };
  for (let i = 0; i < n; i++) {
    bars.open[i] = toCents(path.open[i]);
    bars.high[i] = toCents(path.high[i]);
    bars.low[i] = toCents(path.low[i]);
    bars.close[i] = toCents(path.close[i]);
    bars.dividend[i] = Math.floor(path.dividend[i] * 10_000 + 0.5);
    const move = i > 0 ? log((path.close[i] + path.dividend[i]) / path.close[i - 1]) : 0;
    bars.volume[i] = shareVolume(profile, seed, { session: i, variance: path.variance[i], move });
  }
  return bars;
}
