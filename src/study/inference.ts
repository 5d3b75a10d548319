// How uncertainty is measured in a study: options, and resamples that are drawn once and used for everything of the same length.
import { stationaryBlocks } from "../stats/blocks";
import type { Resamples } from "../stats/blocks";

export interface InferenceOptions {
  /** Resamples. */
  replicates: number;
  seed: number;
  /** Level of intervals, 0.95. */
  level: number;
}

export interface Inference extends InferenceOptions {
  /** Resamples of so many sessions in blocks of that mean length; the same object for the same arguments. */
  draws: (length: number, meanBlock: number) => Resamples;
}

export const DEFAULT_INFERENCE: Readonly<InferenceOptions> = Object.freeze({ replicates: 2000, seed: 20260225, level: 0.95 });

/** Sessions of the shortest mean block: positions live about two weeks and volatility comes in clusters, whatever the returns' own memory says. */
const SHORTEST_BLOCK = 10;

/** The mean block for an automatic one: whole sessions, not shorter than two weeks, at most a third of the series. */
export const blockFor = (automatic: number, length: number): number => Math.max(1, Math.min(Math.max(SHORTEST_BLOCK, Math.ceil(automatic)), Math.floor(length / 3)));

export function createInference(options: Partial<InferenceOptions> = {}): Inference {
  const all = { ...DEFAULT_INFERENCE, ...options };
  const known = new Map<string, Resamples>();
  return {
    ...all,
    draws(length, meanBlock) {
      const key = `${length} ${meanBlock}`;
      const resamples = known.get(key) ?? stationaryBlocks(length, meanBlock, all.seed, all.replicates);
      known.set(key, resamples);
      return resamples;
    },
  };
}
