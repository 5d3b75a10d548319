// The band in which a difference between two equity curves would lie by luck: daily differences without their mean, resampled in blocks.
import { stationaryBootstrap } from "./blocks";
import { bootstrapMean } from "./bootstrapMean";
import { DEFAULT_SEED } from "./random";

export interface DifferenceBand {
  /** Sum of daily differences so far, by session. */
  difference: Float64Array;
  /** 5 % and 95 % of the sums that luck gives. */
  low: Float64Array;
  high: Float64Array;
  /** Mean difference × `perYear`, with its 95 % interval and two-sided p-value. */
  annual: number;
  interval: readonly [number, number];
  pValue: number;
  /** Mean length of a block, sessions. */
  meanBlock: number;
}

const PATHS = 400;
/** Sessions between the places at which the band is measured. */
const STEP = 20;

/** `daily` = differences of daily returns over the same sessions, at least 9. The same numbers give the same band. */
export function differenceBand(daily: Float64Array, perYear = 252): DifferenceBand {
  const { mean, low, high, pValue, meanBlock } = bootstrapMean(daily, { replicates: 1000 });
  const places = Array.from({ length: Math.ceil(daily.length / STEP) }, (_, i) => Math.min(daily.length - 1, (i + 1) * STEP - 1));
  const sums = places.map(() => new Float64Array(PATHS));
  for (let p = 0; p < PATHS; p++) {
    const days = stationaryBootstrap(daily.length, meanBlock, DEFAULT_SEED, p);
    let [sum, at] = [0, 0];
    for (let t = 0; t < days.length; t++) {
      sum += daily[days[t]] - mean;
      if (t === places[at]) sums[at++][p] = sum;
    }
  }
  const quantile = (share: number): Float64Array => spread(places, sums.map((paths) => paths.sort()[Math.floor(share * (PATHS - 1))]), daily.length);
  let total = 0;
  return { difference: daily.map((value) => (total += value)), low: quantile(0.05), high: quantile(0.95), annual: mean * perYear, interval: [low * perYear, high * perYear], pValue, meanBlock };
}

/** Values at some sessions, straight lines between them from 0 on. */
function spread(places: readonly number[], values: readonly number[], length: number): Float64Array {
  const line = new Float64Array(length);
  let [before, start] = [0, -1];
  places.forEach((place, i) => {
    for (let t = start + 1; t <= place; t++) line[t] = before + ((values[i] - before) * (t - start)) / (place - start);
    [before, start] = [values[i], place];
  });
  return line;
}
