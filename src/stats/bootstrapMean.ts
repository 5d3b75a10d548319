// Interval and p-value of a mean by the studentised stationary block bootstrap.
import { stationaryBlocks } from "./blocks";
import type { Resamples } from "./blocks";
import { dataError } from "../errors";
import { standardErrorOfMean } from "./hac";
import { degenerate, symmetricT } from "./interval";
import type { Inference } from "./interval";
import { blockOf } from "./optimalBlock";
import { DEFAULT_SEED } from "./random";
import { studentisedResamples } from "./studentised";
import type { Smooth } from "./studentised";
import { meanOf } from "./sums";

export interface BootstrapOptions {
  /** Default 2000. */
  replicates?: number;
  /** Mean length of a block in days; default "auto": `optimalBlock` of the series. */
  meanBlock?: number | "auto";
  /** Default 20050101. */
  seed?: number;
  /** Coverage of the interval; default 0.95. */
  level?: number;
  /** Resamples made elsewhere, instead of replicates, meanBlock and seed. */
  resamples?: Resamples;
}

/** How the resamples were made, printed with the result. */
export interface BootstrapBasis { sessions: number; replicates: number; meanBlock: number; seed: number; level: number }

export interface BootstrapMeanResult extends Omit<Inference, "estimate">, BootstrapBasis { mean: number }

/** Fewest sessions that an interval is made from. */
export const FEWEST_SESSIONS = 9;

const identity: Smooth = (means, _days, gradient) => {
  gradient[0] = 1;
  return means[0];
};

/** Inference about the mean of `series`; shared by everything that is a mean. Refuses fewer than 9 values. */
export function inferMean(series: ArrayLike<number>, resamples: Resamples, level: number): Inference {
  const estimate = meanOf(series);
  const standardError = standardErrorOfMean(series);
  if (!(standardError > 0)) return degenerate(estimate, "the series never varies");
  return symmetricT(estimate, standardError, studentisedResamples([series], estimate, identity, resamples), level);
}

/** Resamples and their description for series of one length; `guide` sets an automatic block length. */
export function resamplesFor(length: number, guide: () => number, options: BootstrapOptions): { resamples: Resamples; basis: BootstrapBasis } {
  const { replicates = 2000, seed = DEFAULT_SEED, level = 0.95, meanBlock: asked = "auto" } = options;
  if (length < FEWEST_SESSIONS) throw dataError(`${length} sessions`, "too few for an interval", `give ${FEWEST_SESSIONS} or more`);
  if (!(level > 0 && level < 1)) throw dataError(`level = ${level}`, "not between 0 and 1");
  const meanBlock = asked === "auto" ? guide() : asked;
  const resamples = options.resamples ?? stationaryBlocks(length, meanBlock, seed, replicates);
  if (resamples.length !== length) throw dataError(`resamples of ${resamples.length} days`, `the series has ${length}`);
  return { resamples, basis: { sessions: length, replicates: resamples.replicates, meanBlock, seed, level } };
}

/** Mean of `series` (daily returns, profits, any dependent series) with a symmetric studentised interval and p-values. */
export function bootstrapMean(series: ArrayLike<number>, options: BootstrapOptions = {}): BootstrapMeanResult {
  const { resamples, basis } = resamplesFor(series.length, () => blockOf("auto", series), options);
  const { estimate, ...rest } = inferMean(series, resamples, basis.level);
  return { mean: estimate, ...rest, ...basis };
}
