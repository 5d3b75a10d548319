// Every random number of the market by name: (seed, stream, index), so that nothing depends on the order of computation.
import { gaussian, uniform } from "../../assembly/portable/rng";

/** A seed is any safe non-negative integer: its two 32-bit halves key the generator. */
export interface Seed { high: number; low: number }

export const seedWords = (seed: number): Seed => ({ high: Math.floor(seed / 2 ** 32) | 0, low: seed | 0 });

/** Streams of the market's draws. */
export const STREAM = { JUMP_TIME: 1, JUMP_SIZE: 2, PRICE: 3, FAST: 4, SLOW: 5, RANGE: 6, SHARE_VOLUME: 7 } as const;

export const normalAt = (seed: Seed, stream: number, index: number): number => gaussian(seed.high, seed.low, stream, index);
export const uniformAt = (seed: Seed, stream: number, index: number): number => uniform(seed.high, seed.low, stream, index);

/** A quick 32-bit mixing step (the finaliser of MurmurHash3) for the small noise of quotes, where quality hardly matters. */
export function mix(hash: number, value: number): number {
  let h = (hash ^ value) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The uniform in [0, 1) of a mixed hash. */
export const unit = (hash: number): number => (hash >>> 0) * 2.3283064365386963e-10;

/** About standard normal from one hash: the sum of four bytes' uniforms, |z| ≤ 3.5. */
export function roughNormal(hash: number): number {
  const sum = (hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24);
  return (sum - 510) * 0.006766;
}
