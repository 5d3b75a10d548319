// Automatic block length of the stationary bootstrap: D. N. Politis, H. White (2004), "Automatic block-length selection for the dependent bootstrap",
// Econometric Reviews 23, 53–70, with the corrected variance constant of A. Patton, D. N. Politis, H. White (2009), Econometric Reviews 28, 372–375.
import { log } from "../../assembly/portable/log";
import { pow } from "../../assembly/portable/pow";
import { rowOf } from "./matrix";
import type { ReturnMatrix } from "./matrix";
import { centred } from "./sums";

/** Σ of products of the deviations `lag` days apart. */
function crossProduct(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < x.length; i++) sum += x[i] * x[i - lag];
  return sum;
}

/** Autocovariances of lags 0 … last (divisor n). */
const autocovariances = (x: Float64Array, last: number): Float64Array => Float64Array.from({ length: last + 1 }, (_, lag) => crossProduct(x, lag) / x.length);

/** First lag from which `quiet` autocorrelations in a row are insignificant, as in Patton's reference code; undefined when there is none. */
function quietLag(x: Float64Array, acv: Float64Array, quiet: number, bound: number): number | undefined {
  const n = x.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += x[i] * x[i];
  let head = total;
  let tail = total;
  let run = 0;
  for (let lag = 0; lag < acv.length - 1; lag++) {
    tail -= x[lag] * x[lag];
    head -= x[n - 1 - lag] * x[n - 1 - lag];
    run = Math.abs(acv[lag] * n) < bound * Math.sqrt(Math.max(tail * head, 0)) ? run + 1 : 0;
    if (run === quiet) return lag + 1 - quiet;
  }
  return undefined;
}

/** The flat-top window: 1 to one half, then straight down to 0 at 1. */
const flatTop = (x: number): number => (x <= 0.5 ? 1 : 2 * (1 - x));

/** What the automatic length is read from: autocovariances, and the first lag from which they are quiet. */
function memoryOf(x: Float64Array): { acv: Float64Array; lag: number | undefined } {
  const log10 = log(x.length) / log(10);
  const quiet = Math.max(5, Math.floor(log10));
  const acv = autocovariances(x, Math.min(Math.ceil(Math.sqrt(x.length)) + quiet, x.length - 2));
  return { acv, lag: quietLag(x, acv, quiet, 2 * Math.sqrt(log10 / x.length)) };
}

/** Shortest series that autocorrelations are read from. */
const SHORTEST = 9;

/** Whether any of the first five autocorrelations is significant by the rule of the automatic block length. */
export function hasMemory(series: ArrayLike<number>): boolean {
  const x = centred(series);
  return x.length >= SHORTEST && x.some((value) => value !== 0) && memoryOf(x).lag !== 1;
}

/**
 * Mean block length in days, not rounded; may lie below 1 for a series without memory (callers resample single days then) and is at most
 * ⌈min(3 √n, n / 3)⌉. A series that never varies, or of fewer than 9 days, has 1.
 */
export function optimalBlock(series: ArrayLike<number>): number {
  const n = series.length;
  const x = centred(series);
  if (n < SHORTEST || x.every((value) => value === 0)) return 1;
  const { acv, lag } = memoryOf(x);
  const last = acv.length - 1;
  const width = lag === undefined ? last : Math.min(2 * Math.max(lag, 1), last);
  let slope = 0;
  let spectrum = acv[0];
  for (let k = 1; k <= width; k++) {
    slope += 2 * flatTop(k / width) * k * acv[k];
    spectrum += 2 * flatTop(k / width) * acv[k];
  }
  const ratio = slope / spectrum;
  return Math.min(pow(ratio * ratio * n, 1 / 3), Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
}

/** Rows looked at for one block length of a family. */
const SAMPLE_ROWS = 256;

/** One block length for all rows, ≥ 1: the median of the rows' own; of evenly spaced rows when there are more than 256. */
export function familyBlock(matrix: ReturnMatrix): number {
  const count = Math.min(matrix.rows, SAMPLE_ROWS);
  const lengths = Float64Array.from({ length: count }, (_, i) => optimalBlock(rowOf(matrix, Math.floor((i * matrix.rows) / count)))).sort();
  return Math.max(1, lengths[count >> 1]);
}

/** A block length as an option: "auto" asks the data. */
export const blockOf = (asked: number | "auto", series: ArrayLike<number>): number => (asked === "auto" ? Math.max(1, optimalBlock(series)) : asked);
