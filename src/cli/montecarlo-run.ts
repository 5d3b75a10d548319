import { configError } from "../errors";
import { readRunEquity } from "../node/runEquity";
import { monteCarloText, observedOf } from "../report/monteCarlo";
import { viewOf } from "../report/view";
import { returnsOfEquity } from "../stats/matrix";
import { monteCarlo, QUANTILES } from "../stats/monteCarlo";
import type { MonteCarloOptions } from "../stats/monteCarlo";
import type { MonteCarloFlags } from "./montecarlo-flags";

/** Points of the picture, and of the JSON's fan. */
const POINTS = 60;

/** Reads a run, resamples it and prints the outcome. Throws config errors for flags, io and data errors for the folder. */
export async function runMonteCarlo(folder: string, flags: MonteCarloFlags): Promise<void> {
  const options = readFlags(flags);
  const run = await readRunEquity(folder);
  const { values } = returnsOfEquity(run.equity, 1, run.initial);
  const result = monteCarlo(values, options);
  const observed = observedOf(values);
  if (flags.json) process.stdout.write(`${JSON.stringify({ folder, start: run.start, end: run.end, sessions: values.length, initial: run.initial, observed, quantiles: QUANTILES, ...result }, null, 2)}\n`);
  else process.stdout.write(monteCarloText(viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR), { folder, run, observed, result }));
}

function readFlags({ paths, horizon, block, ruin, seed }: MonteCarloFlags): MonteCarloOptions {
  return {
    points: POINTS,
    paths: whole("paths", paths, 1, 1_000_000),
    ...(horizon !== "run" && { horizon: whole("horizon", horizon, 1, 1_000_000) }),
    meanBlock: block === "auto" ? "auto" : within("block", block, 1, 100_000),
    ruin: within("ruin", ruin, 0, 99.99) / 100,
    seed: whole("seed", seed, 0, Number.MAX_SAFE_INTEGER),
  };
}

function within(flag: string, text: string, low: number, high: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  throw configError(`--${flag} = ${text}`, `is not a number from ${low} to ${high}`);
}

function whole(flag: string, text: string, low: number, high: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  throw configError(`--${flag} = ${text}`, `is not a whole number from ${low} to ${high}`);
}
