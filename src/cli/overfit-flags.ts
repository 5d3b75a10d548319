// Flags of `mahler overfit` → options.
import { configError } from "../errors";
import { DEFAULT_OPTIONS, type OverfitOptions } from "../overfit";
import type { ReportFlag } from "./report-flag";
import type { SweepFlags } from "./sweep-flags";

export interface OverfitFlags extends Omit<SweepFlags, "resume" | "explain">, ReportFlag {
  blocks: string;
  resamples: string;
  permutations: string;
  paths: string;
  ruin: string;
  testSeed: string;
}

/** The options that the flags ask for. Throws config errors that name the flag, its value and what to write. */
export function overfitOptions({ blocks, resamples, permutations, paths, ruin, testSeed }: OverfitFlags): OverfitOptions {
  const count = whole("--blocks", blocks, 2, 20);
  if (count % 2) throw configError(`--blocks = ${blocks}`, "is odd", `half of them choose, half judge: write ${DEFAULT_OPTIONS.blocks}`);
  return {
    blocks: count, resamples: whole("--resamples", resamples, 100, 100_000), permutations: whole("--permutations", permutations, 100, 1_000_000), paths: whole("--paths", paths, 100, 100_000),
    ruin: whole("--ruin", ruin, 0, 99) / 100, seed: whole("--test-seed", testSeed, 0, Number.MAX_SAFE_INTEGER),
  };
}

function whole(flag: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw configError(`${flag} = ${text}`, `is not a whole number from ${low} to ${high}`);
}
