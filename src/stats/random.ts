// Random numbers by name: (seed, purpose, replicate, index) → uniform, the same in every host and in any order of computation.
import { uniform } from "../../assembly/portable/rng";
import { dataError } from "../errors";

/** The two 32-bit halves that key the generator. */
export interface SeedWords { high: number; low: number }

/** Used when a method's options name no seed. */
export const DEFAULT_SEED = 20050101;

/**
 * What a stream of random numbers is for. Stream of the generator = purpose × 2^24 + replicate, so that 2^24 replicates have streams of their own:
 * blocks of resamples, signs of permutations, paths of Monte Carlo.
 */
export const PURPOSE = { BLOCKS: 1, SIGNS: 2, PATHS: 3 } as const;

export const MAX_REPLICATES = 2 ** 24;

/** Any safe non-negative integer is a seed. */
export function seedWords(seed: number): SeedWords {
  if (!Number.isSafeInteger(seed) || seed < 0) throw dataError(`seed = ${seed}`, "not a whole number from 0 to 2^53 − 1");
  return { high: Math.floor(seed / 2 ** 32) | 0, low: seed | 0 };
}

export const streamOf = (purpose: number, replicate: number): number => purpose * MAX_REPLICATES + replicate;

/** Number `index` of a stream, in [0, 1). */
export const draw = (seed: SeedWords, stream: number, index: number): number => uniform(seed.high, seed.low, stream, index);
