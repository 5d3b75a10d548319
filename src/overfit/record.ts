// The result folder of an overfitting check.
import type { SweepRecord } from "../results/sweepRecord";
import type { Counted } from "./counted";
import { TRIALS_FILE } from "./looked";
import type { Overfit, RedFlag } from "./types";

export const OVERFIT_FILE = "overfit.json";
export const OVERFIT_RECORD_VERSION = 1;

/** What ran on which data with which core; the options are in the result. */
export type OverfitRecord = Pick<SweepRecord, "mahler" | "space" | "data">;

export interface FinishedOverfit {
  result: Overfit;
  counted: Counted;
  flags: readonly RedFlag[];
}

/** overfit.json depends on config, data and core alone; trials.json on everything ever evaluated on the dataset as well, and it says by which command line. */
export function overfitFiles({ result, counted, flags }: FinishedOverfit, record: OverfitRecord, command: string): Record<string, string> {
  return {
    [OVERFIT_FILE]: json({ overfit_record: OVERFIT_RECORD_VERSION, ...record, result }),
    [TRIALS_FILE]: json({ overfit_record: OVERFIT_RECORD_VERSION, command, ...counted, flags }),
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
