// Permutation gate: under "the values are symmetric about 0" every pattern of signs is equally likely (R. A. Fisher 1935, The Design of Experiments, § 21).
import { dataError } from "../errors";
import { hasMemory, optimalBlock } from "./optimalBlock";
import { DEFAULT_SEED, draw, PURPOSE, seedWords, streamOf } from "./random";

export interface SignFlipOptions {
  /** Random patterns of signs; default 10,000. All patterns are counted instead where they are no more than that. */
  permutations?: number;
  /** Neighbours that change sign together; default "auto": 1 without significant autocorrelation, else the automatic block length, rounded up. */
  block?: number | "auto";
  /** Default 20050101. */
  seed?: number;
}

export interface SignFlipResult {
  /** Chance of a sum at least as large as the observed one when signs are arbitrary: one-sided, "the centre is above 0". */
  pValue: number;
  /** Patterns counted. */
  permutations: number;
  /** Whether all patterns were counted, so that the p-value is exact. */
  exact: boolean;
  block: number;
  seed: number;
}

/** Sums of consecutive blocks; blocks of nothing but zeros have no sign and are left out. */
function blockSums(values: ArrayLike<number>, block: number): Float64Array {
  const sums: number[] = [];
  for (let start = 0; start < values.length; start += block) {
    let sum = 0;
    for (let i = start; i < Math.min(start + block, values.length); i++) sum += values[i];
    if (sum !== 0) sums.push(sum);
  }
  return Float64Array.from(sums);
}

/** Every pattern: bit i of the pattern flips sum i. */
function exactCount(sums: Float64Array, observed: number, patterns: number): number {
  let count = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (let i = 0; i < sums.length; i++) sum += (pattern >>> i) & 1 ? -sums[i] : sums[i];
    if (sum >= observed) count++;
  }
  return count;
}

/** Random patterns: permutation r takes stream (SIGNS, r), one draw for every 32 signs. */
function randomCount(sums: Float64Array, observed: number, permutations: number, seed: number): number {
  const words = seedWords(seed);
  let count = 0;
  for (let r = 0; r < permutations; r++) {
    const stream = streamOf(PURPOSE.SIGNS, r);
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < sums.length; i++) {
      bits = i % 32 === 0 ? (draw(words, stream, i / 32) * 4294967296) | 0 : bits >>> 1;
      sum += bits & 1 ? -sums[i] : sums[i];
    }
    if (sum >= observed) count++;
  }
  return count;
}

/** Sign-flip test of daily returns or of trade profits in order of time. No values, or zeros only: p = 1. */
export function signFlip(values: ArrayLike<number>, options: SignFlipOptions = {}): SignFlipResult {
  const { permutations = 10_000, block: asked = "auto", seed = DEFAULT_SEED } = options;
  if (!(permutations >= 1)) throw dataError(`permutations = ${permutations}`, "below one");
  const block = asked === "auto" ? (hasMemory(values) ? Math.max(1, Math.ceil(optimalBlock(values))) : 1) : asked;
  if (!(Number.isInteger(block) && block >= 1)) throw dataError(`block = ${block}`, "not a whole number of values");
  const sums = blockSums(values, block);
  const observed = sums.reduce((total, sum) => total + sum, 0);
  const patterns = sums.length < 31 ? 1 << sums.length : Infinity;
  if (patterns <= permutations) return { pValue: exactCount(sums, observed, patterns) / patterns, permutations: patterns, exact: true, block, seed };
  return { pValue: (randomCount(sums, observed, permutations, seed) + 1) / (permutations + 1), permutations, exact: false, block, seed };
}
