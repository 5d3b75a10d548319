// What the tests of a family of rows share: means, scales, one set of resamples for all rows.
import { log } from "../../assembly/portable/log";
import { stationaryBlocks } from "./blocks";
import type { Resamples } from "./blocks";
import { dataError } from "../errors";
import { stationaryVariance } from "./dependence";
import { rowOf } from "./matrix";
import type { ReturnMatrix } from "./matrix";
import { familyBlock } from "./optimalBlock";
import { DEFAULT_SEED } from "./random";
import { LANES } from "./resampled";
import type { ResampledGroup } from "./resampled";
import { centred, meanOf, varianceOf } from "./sums";

/**
 * "series": a row's resamples by the row's own standard error ω̂ / √n, as Hansen (2005) does. "resample": by ω̂ / √n × the resample's deviation over the
 * series', so that a resample that missed the bad days counts as luck would (Romano and Wolf 2005, § 4.2): skewed and fat-tailed profits keep the level. "none".
 */
export type Studentise = "resample" | "series" | "none";

export interface FamilyOptions {
  /** Resamples of all rows together; default 1000, of more than 4,000 rows 500. */
  replicates?: number;
  /** Mean length of a block in days; default "auto": the median of the rows' own automatic lengths. */
  meanBlock?: number | "auto";
  /** Default 20050101. */
  seed?: number;
  /** What a row's mean is divided by; default "resample". */
  studentise?: Studentise;
  /** Resamples made elsewhere, instead of replicates, meanBlock and seed (meanBlock still sets ω̂). */
  resamples?: Resamples;
}

/** How the resamples were made, printed with every result. */
export interface FamilyBasis { replicates: number; meanBlock: number; seed: number; studentise: Studentise }

const defaultReplicates = (rows: number): number => (rows > 4000 ? 500 : 1000);

export interface Family {
  matrix: ReturnMatrix;
  basis: FamilyBasis;
  resamples: Resamples;
  /** Means of the rows. */
  means: Float64Array;
  /** ω̂ of the rows: √n × the standard error of the mean. */
  omegas: Float64Array;
  /** Variances of the rows, divisor n. */
  variances: Float64Array;
  /** √n / ω̂, or √n when not studentised; 0 for a row that never varies: it has no statistic. */
  scales: Float64Array;
  /** Rows that vary. */
  valid: Int32Array;
}

/** Means, scales and resamples of the rows of `matrix`. Refuses fewer than 3 sessions. */
export function familyOf(matrix: ReturnMatrix, options: FamilyOptions = {}): Family {
  const { replicates = defaultReplicates(matrix.rows), seed = DEFAULT_SEED, studentise = "resample", meanBlock: asked = "auto" } = options;
  const { rows, columns } = matrix;
  if (columns < 3) throw dataError(`${columns} sessions`, "too few for a test", "give three or more");
  const meanBlock = asked === "auto" ? (rows > 0 ? familyBlock(matrix) : 1) : asked;
  const resamples = options.resamples ?? stationaryBlocks(columns, meanBlock, seed, replicates);
  if (resamples.length !== columns) throw dataError(`resamples of ${resamples.length} days`, `the series have ${columns}`);
  const means = Float64Array.from({ length: rows }, (_, row) => meanOf(rowOf(matrix, row)));
  const omegas = Float64Array.from({ length: rows }, (_, row) => Math.sqrt(stationaryVariance(centred(rowOf(matrix, row)), meanBlock)));
  const variances = Float64Array.from({ length: rows }, (_, row) => varianceOf(rowOf(matrix, row), 0));
  const scales = omegas.map((omega) => (omega > 0 ? Math.sqrt(columns) / (studentise === "none" ? 1 : omega) : 0));
  const valid = Int32Array.from([...scales.keys()].filter((row) => scales[row] > 0));
  return { matrix, basis: { replicates: resamples.replicates, meanBlock, seed, studentise }, resamples, means, omegas, variances, scales, valid };
}

/** Rows whose resampled means are left at their own negative mean: clearly negative ones, all negative ones, none. */
export type Recentring = "consistent" | "lower" | "upper";

/** What is added to a row's resampled deviation under each recentring: mean − g(mean), never positive (Hansen 2005). */
export function shifts({ means, omegas, matrix, valid }: Family, recentring: Recentring): Float64Array {
  const bound = Math.sqrt((2 * log(Math.max(log(matrix.columns), 1))) / matrix.columns);
  const threshold = { lower: 0, consistent: bound, upper: Infinity }[recentring];
  const out = new Float64Array(means.length);
  for (const row of valid) out[row] = means[row] < -threshold * omegas[row] ? means[row] : 0;
  return out;
}

/** Least share of a row's variance that a resample's counts as: a resample without the days on which a rare trader trades proves nothing. */
const LEAST_VARIANCE = 0.1;

/** A row of a resampled group: where it stands, and what is added to its resampled deviations. */
export interface ResampledRow { row: number; lane: number; shift: number }

/** Test values of a row under its null, one per replicate, into `out`. */
export function nullValues({ scales, variances }: Family, { means, squares }: ResampledGroup, { row, lane, shift }: ResampledRow, out: Float64Array): void {
  for (let r = 0, at = lane; r < out.length; r++, at += LANES) {
    const value = (means[at] + shift) * scales[row];
    out[r] = squares === null ? value : value / Math.sqrt(Math.max(LEAST_VARIANCE, (squares[at] - means[at] * means[at]) / variances[row]));
  }
}

/** What `resampledMeans` needs to know. */
export const resampling = ({ resamples, basis }: Family): { resamples: Resamples; squared: boolean } => ({ resamples, squared: basis.studentise === "resample" });

/** (1 + number of replicates at least as large as `statistic`) / (replicates + 1): never 0 (Davison and Hinkley 1997, § 4.2). */
export function exceedance(statistic: number, replicated: ArrayLike<number>): number {
  let count = 1;
  for (let i = 0; i < replicated.length; i++) if (replicated[i] >= statistic) count++;
  return count / (replicated.length + 1);
}
