// From the returns of all configs to the panel, step by step so that a caller can breathe, show progress and stop.
import { dataError } from "../errors";
import { daysPerYearOf } from "../metrics/returns";
import { monteCarlo, realityCheck, rowOf, signFlip, spa, stepM } from "../stats";
import { minimumTrackRecord, probabilisticSharpe } from "../stats/deflated";
import { moments } from "../stats/moments";
import { pbo } from "../stats/pbo";
import { loFactor, sharpeError } from "../stats/sharpeError";
import { effectiveTrials } from "../stats/trials";
import type { Collected } from "./collect";
import { deflation } from "./deflation";
import { figure } from "./figure";
import { pboResult } from "./histogram";
import { CONFIDENCE, DEFAULT_OPTIONS, type Best, type Overfit, type OverfitOptions } from "./types";

export interface OverfitInput {
  collected: Collected;
  /** The best config: its swept parameters as texts, and what made it the best. */
  parameters: Record<string, string>;
  metric: Best["metric"];
}

export type Step = "trials" | "pbo" | "spa" | "reality check" | "stepwise test" | "permutations" | "Monte-Carlo";

/** The steps in order. */
export const STEPS: readonly Step[] = ["trials", "pbo", "spa", "reality check", "stepwise test", "permutations", "Monte-Carlo"];

/** Everything about the best config and the sweep it comes from. Yields the name of each step before it begins. */
export function* overfitSteps({ collected, parameters, metric }: OverfitInput, given: Partial<OverfitOptions> = {}): Generator<Step, Overfit> {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const { returns, configs, days, leader, leaderRow, evaluated } = collected;
  if (!leader) throw dataError(`metric = ${metric.id}`, "is undefined for every config", "choose another --metric");
  yield "trials";
  const series = rowOf(returns, leaderRow);
  const perYear = daysPerYearOf(days);
  const { best, sharpe, skewness, kurtosis, dependence } = bestOf(series, perYear, { config: leader.config, parameters, trades: collected.trades[leaderRow], metric });
  const figures = { sharpe, sessions: days.length, skewness, kurtosis };
  const { trials, correlation, effective, variance } = effectiveTrials(returns);
  const deflate = { ...figures, dependence, perYear };
  yield "pbo";
  const overfitting = attempt(() => pboResult(pbo(returns, { blocks: options.blocks }), perYear));
  const family = { replicates: options.resamples, seed: options.seed };
  yield "spa";
  const superior = attempt(() => spa(returns, family));
  yield "reality check";
  const reality = attempt(() => realityCheck(returns, family));
  yield "stepwise test";
  const survivors = attempt(() => {
    const { superior: rows, level } = stepM(returns, { ...family, level: 1 - CONFIDENCE });
    return { configs: rows.map((survivor) => configs[survivor]), level };
  });
  yield "permutations";
  const flipped = signFlip(series, { permutations: options.permutations, seed: options.seed });
  yield "Monte-Carlo";
  return {
    options, sessions: days.length, sessionsPerYear: perYear,
    trials: { evaluated, distinct: returns.rows, varying: trials, correlation: figure(correlation, "needs two configs that trade"), effective },
    best,
    psr: figure(probabilisticSharpe({ ...figures, dependence }), NO_SHARPE), independentPsr: figure(probabilisticSharpe(figures), NO_SHARPE),
    minimumTrackRecord: figure(minimumTrackRecord({ ...figures, dependence, confidence: CONFIDENCE }), Number.isNaN(sharpe) ? NO_SHARPE : "the Sharpe ratio is not above zero: no length is enough"),
    deflated: { sweep: deflation({ ...deflate, trials: returns.rows, variance }), effective: deflation({ ...deflate, trials: effective, variance }) },
    pbo: overfitting, spa: superior, realityCheck: reality, survivors, signFlip: flipped,
    monteCarlo: monteCarlo(series, { paths: options.paths, ruin: options.ruin, seed: options.seed, points: 60 }),
  };
}

const NO_SHARPE = "the account never moved: there is no Sharpe ratio";

function bestOf(series: Float64Array, perYear: number, rest: Pick<Best, "config" | "parameters" | "trades" | "metric">) {
  const { sharpe, skewness, kurtosis } = moments(series);
  const error = sharpeError(series);
  const best: Best = {
    ...rest,
    sharpe: figure(sharpe, NO_SHARPE), annualSharpe: figure(sharpe * Math.sqrt(perYear), NO_SHARPE), loSharpe: figure(sharpe * loFactor(series, perYear), NO_SHARPE),
    skewness: figure(skewness, NO_SHARPE), kurtosis: figure(kurtosis, NO_SHARPE),
    standardError: figure(error.standardError, NO_SHARPE), independentError: figure(error.independent, NO_SHARPE), dependence: figure(error.dependence, NO_SHARPE), lags: error.lags,
  };
  return { best, sharpe, skewness, kurtosis, dependence: error.dependence };
}

/** What a method cannot do, e.g. with one config, is said in the place of its result. */
function attempt<T>(work: () => T): T | { reason: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.name === "MahlerError") return { reason: error.message };
    throw error;
  }
}
