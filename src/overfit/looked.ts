// trials.json: what the trial ledger held when a result was written, and what that leaves of its account's Sharpe ratio. It depends on everything ever
// evaluated on the dataset, so it stands apart from the result's own figures.
import { z } from "zod";
import type { TrialCount } from "../ledger";
import { figureSchema, numeric, parseResult } from "../results/parseResult";
import { probabilisticSharpe } from "../stats/deflated";
import { moments } from "../stats/moments";
import { sharpeError } from "../stats/sharpeError";
import { deflation } from "./deflation";
import { figure } from "./figure";
import type { Deflation, Figure } from "./types";

export const TRIALS_FILE = "trials.json";
const RECORD_VERSION = 1;

/** An account as if it were the best of all trials. */
export interface LookedAccount {
  /** What it is, in words. */
  name: string;
  sessions: number;
  /** Annual, over the risk-free rate. */
  sharpe: Figure;
  /** Probability that the true Sharpe ratio is above zero, nothing said of other trials. */
  psr: Figure;
  deflated: Deflation;
}

export interface Looked {
  /** The command line, without what only says where and how to show the result. */
  command: string;
  count: TrialCount;
  account: LookedAccount | null;
}

export interface AccountReturns {
  name: string;
  /** Per session, over the risk-free rate; or why there are none. */
  returns: Float64Array | { reason: string };
  sessionsPerYear: number;
}

/** The account's Sharpe ratio, deflated by all trials of the ledger: their number, and the spread of the Sharpe ratios of their different trade lists. */
export function lookedAccount({ name, returns, sessionsPerYear: perYear }: AccountReturns, { trials, sharpe: { variance } }: TrialCount): LookedAccount {
  const series = "reason" in returns ? new Float64Array(0) : returns;
  const why = "reason" in returns ? returns.reason : "the account never moved: there is no Sharpe ratio";
  const { sharpe, skewness, kurtosis } = moments(series);
  const figures = { sharpe, sessions: series.length, skewness, kurtosis, dependence: Number.isNaN(sharpe) ? NaN : sharpeError(series).dependence };
  return {
    name, sessions: series.length, sharpe: figure(sharpe * Math.sqrt(perYear), why), psr: figure(probabilisticSharpe(figures), why),
    deflated: deflation({ ...figures, trials, variance: variance / perYear, perYear }),
  };
}

export const lookedText = (looked: Looked): string => `${JSON.stringify({ trials_record: RECORD_VERSION, ...looked }, null, 2)}\n`;

export const deflationSchema = z.object({ trials: numeric, variance: z.number().nullable(), lucky: figureSchema, probability: figureSchema });
export const countSchema = z.object({ trials: z.number(), configs: z.number(), tradeLists: z.number(), sharpe: z.object({ count: z.number(), mean: numeric, variance: numeric, highest: numeric }) });
const schema: z.ZodType<Looked> = z.object({
  command: z.string(), count: countSchema, account: z.object({ name: z.string(), sessions: z.number(), sharpe: figureSchema, psr: figureSchema, deflated: deflationSchema }).nullable(),
});

/** Reads trials.json. Throws data errors that name the field, config errors for a record of another version. */
export const readLooked = (text: string, where: string): Looked => parseResult(text, where, { schema, version: ["trials_record", RECORD_VERSION], again: "run it again" });
