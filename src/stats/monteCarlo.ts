// What could have happened: paths of wealth from the stationary block bootstrap of daily returns, compounded day by day.
import { log } from "../../assembly/portable/log";
import { dataError } from "../errors";
import { blockOf } from "./optimalBlock";
import { DEFAULT_SEED, draw, MAX_REPLICATES, PURPOSE, seedWords, streamOf } from "./random";
import { meanOf, quantileOfSorted } from "./sums";

export interface MonteCarloOptions {
  /** Default 5000. */
  paths?: number;
  /** Days of a path; default: as many as there are returns. */
  horizon?: number;
  /** Mean length of a block in days; default "auto". */
  meanBlock?: number | "auto";
  /** Ruin = wealth at or below this share of its start on any day; default 0.5. */
  ruin?: number;
  /** Default 20050101. */
  seed?: number;
  /** Points of time, evenly spaced and ending with the horizon, at which wealth quantiles are kept; default 0. */
  points?: number;
}

/** Quantile levels reported. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Figure at each of QUANTILES. */
export type Quantiles = readonly number[];

export interface MonteCarloResult {
  paths: number;
  horizon: number;
  meanBlock: number;
  ruin: number;
  seed: number;
  /** Wealth at the horizon as a multiple of its start. */
  terminal: Quantiles;
  meanTerminal: number;
  /** Largest fall from a running peak on a path, the start counting as a peak: 0.2 = 20 %. */
  drawdown: Quantiles;
  /** Share of paths ruined. */
  ruinProbability: number;
  /** Share of paths that end below their start. */
  lossProbability: number;
  /** Days of the kept points and wealth quantiles at each. */
  fan: { day: number; wealth: Quantiles }[];
}

interface Paths { terminal: Float64Array; drawdown: Float64Array; ruined: number; kept: Float64Array[] }

/** Wealth lost to nothing (a return of −100 % or worse) stays 0. Path p takes stream (PATHS, p), one draw per block as `stationaryBlocks`. */
function walk(returns: Float64Array, basis: { paths: number; horizon: number; meanBlock: number; ruin: number; seed: number }, days: readonly number[]): Paths {
  const { paths, horizon, meanBlock, ruin, seed } = basis;
  const n = returns.length;
  const words = seedWords(seed);
  const logContinue = meanBlock > 1 ? log(1 - 1 / meanBlock) : -Infinity;
  const out: Paths = { terminal: new Float64Array(paths), drawdown: new Float64Array(paths), ruined: 0, kept: days.map(() => new Float64Array(paths)) };
  for (let path = 0; path < paths; path++) {
    const stream = streamOf(PURPOSE.PATHS, path);
    let wealth = 1, peak = 1, worst = 0, lowest = 1, left = 0, at = 0, blocks = 0, point = 0;
    for (let day = 1; day <= horizon; day++) {
      if (left === 0) {
        const place = draw(words, stream, blocks++) * n;
        at = Math.floor(place);
        left = logContinue === -Infinity ? 1 : 1 + Math.floor(log(1 - (place - at)) / logContinue);
      }
      wealth *= Math.max(0, 1 + returns[at]);
      left--;
      if (++at === n) at = 0;
      if (wealth > peak) peak = wealth;
      else if (wealth < peak * (1 - worst)) worst = 1 - wealth / peak;
      if (wealth < lowest) lowest = wealth;
      if (day === days[point]) out.kept[point++][path] = wealth;
    }
    out.terminal[path] = wealth;
    out.drawdown[path] = worst;
    if (lowest <= ruin) out.ruined++;
  }
  return out;
}

const quantiles = (values: Float64Array): Quantiles => {
  const sorted = values.slice().sort();
  return QUANTILES.map((q) => quantileOfSorted(sorted, q));
};

/** Distribution of terminal wealth, largest drawdown and ruin over resampled paths of `returns` (daily, as fractions). Refuses an empty series. */
export function monteCarlo(returns: ArrayLike<number>, options: MonteCarloOptions = {}): MonteCarloResult {
  const { paths = 5000, horizon = returns.length, ruin = 0.5, seed = DEFAULT_SEED, points = 0 } = options;
  if (returns.length === 0) throw dataError("0 returns", "nothing to resample");
  if (!(paths >= 1 && paths <= MAX_REPLICATES)) throw dataError(`paths = ${paths}`, `outside 1 … ${MAX_REPLICATES}`);
  if (!(Number.isInteger(horizon) && horizon >= 1)) throw dataError(`horizon = ${horizon}`, "not a whole number of days from 1");
  if (!(ruin >= 0 && ruin < 1)) throw dataError(`ruin = ${ruin}`, "not a share from 0 to below 1");
  const meanBlock = blockOf(options.meanBlock ?? "auto", returns);
  if (!(meanBlock >= 1)) throw dataError(`mean block = ${meanBlock} days`, "below one day");
  const days = Array.from({ length: Math.min(points, horizon) }, (_, i, count = Math.min(points, horizon)) => Math.ceil(((i + 1) * horizon) / count));
  const { terminal, drawdown, ruined, kept } = walk(Float64Array.from(returns), { paths, horizon, meanBlock, ruin, seed }, days);
  return {
    paths, horizon, meanBlock, ruin, seed, terminal: quantiles(terminal), meanTerminal: meanOf(terminal), drawdown: quantiles(drawdown),
    ruinProbability: ruined / paths, lossProbability: terminal.filter((wealth) => wealth < 1).length / paths,
    fan: days.map((day, i) => ({ day, wealth: quantiles(kept[i]) })),
  };
}
