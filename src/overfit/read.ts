// overfit.json and trials.json, read back: what a page is made of.
import { z } from "zod";
import { figureSchema, numeric, parseResult, provenanceSchema } from "../results/parseResult";
import type { Provenance } from "../results/parseResult";
import { QUANTILES } from "../stats";
import { countSchema, deflationSchema, TRIALS_FILE } from "./looked";
import { OVERFIT_FILE, OVERFIT_RECORD_VERSION } from "./record";
import type { FinishedOverfit } from "./record";

export interface RecordedOverfit extends Provenance {
  /** Where the files lie, as it was named. */
  folder: string;
  finished: FinishedOverfit;
  /** Base config and what varies, in the form of a space file. */
  space: { config: Record<string, unknown>; sweep: Record<string, unknown> };
  /** The command line that asked for it; null in a folder that does not say. */
  command: string | null;
}

const AGAIN = "run mahler overfit again";
const raw = z.record(z.string(), z.unknown());
const reason = z.object({ reason: z.string() });
const quantiles = z.array(numeric).length(QUANTILES.length);
const family = { replicates: z.number(), meanBlock: numeric, seed: z.number(), studentise: z.enum(["resample", "series", "none"]), statistic: numeric, best: z.number() };

const pbo = z.object({
  blocks: z.number(), combinations: z.number(), pbo: numeric, slope: figureSchema, intercept: figureSchema, rSquared: figureSchema, probabilityOfLoss: numeric, chosenOutside: numeric, anyOutside: numeric,
  histogram: z.array(z.object({ from: numeric, to: numeric, count: z.number() })), points: z.array(z.object({ inside: numeric, outside: numeric })),
});

const result = z.object({
  options: z.object({ blocks: z.number(), resamples: z.number(), permutations: z.number(), paths: z.number(), ruin: z.number(), seed: z.number() }),
  sessions: z.number(), sessionsPerYear: z.number(), trials: z.object({ evaluated: z.number(), distinct: z.number(), varying: z.number(), correlation: figureSchema, effective: numeric }),
  best: z.object({
    config: z.number(), parameters: z.record(z.string(), z.string()), trades: z.number(), metric: z.object({ id: z.string(), label: z.string(), value: numeric }), sharpe: figureSchema, annualSharpe: figureSchema, loSharpe: figureSchema,
    skewness: figureSchema, kurtosis: figureSchema, standardError: figureSchema, independentError: figureSchema, dependence: figureSchema, lags: z.number(),
  }),
  psr: figureSchema, independentPsr: figureSchema, minimumTrackRecord: figureSchema, deflated: z.object({ sweep: deflationSchema, effective: deflationSchema }),
  pbo: z.union([pbo, reason]), spa: z.union([z.object({ ...family, consistent: numeric, lower: numeric, upper: numeric, undefinedRows: z.number() }), reason]),
  realityCheck: z.union([z.object({ ...family, pValue: numeric }), reason]), survivors: z.union([z.object({ configs: z.array(z.number()), level: z.number() }), reason]),
  signFlip: z.object({ pValue: numeric, permutations: z.number(), exact: z.boolean(), block: z.number(), seed: z.number() }),
  monteCarlo: z.object({
    paths: z.number(), horizon: z.number(), meanBlock: numeric, ruin: z.number(), seed: z.number(), terminal: quantiles, meanTerminal: numeric, drawdown: quantiles, ruinProbability: numeric, lossProbability: numeric,
    fan: z.array(z.object({ day: z.number(), wealth: quantiles })),
  }),
});

const schema = provenanceSchema.extend({ space: z.object({ config: raw, sweep: raw }), result });
const trials = z.object({ command: z.string().nullable().default(null), count: countSchema, deflated: deflationSchema, flags: z.array(z.object({ id: z.string(), text: z.string() })) });

/** Reads a check. Throws data errors that name file and field, config errors for a record of another version. */
export function readOverfit(folder: string, files: Readonly<Record<typeof OVERFIT_FILE | typeof TRIALS_FILE, string>>): RecordedOverfit {
  const version = ["overfit_record", OVERFIT_RECORD_VERSION] as const;
  const { mahler, data, space, result: told } = parseResult(files[OVERFIT_FILE], `${folder}/${OVERFIT_FILE}`, { schema, version, again: AGAIN });
  const { command, count, deflated, flags } = parseResult(files[TRIALS_FILE], `${folder}/${TRIALS_FILE}`, { schema: trials, version, again: AGAIN });
  return { folder, mahler, data, space, command, finished: { result: told, counted: { count, deflated }, flags } };
}
