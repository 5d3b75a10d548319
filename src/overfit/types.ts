import type { MonteCarloResult, RealityCheckResult, SignFlipResult, SpaResult } from "../stats";

/** A figure; null with a reason when it is undefined. */
export type Figure = { value: number } | { value: null; reason: string };

/** The config under suspicion: the best of the sweep. Sharpe ratios are over the risk-free rate. */
export interface Best {
  config: number;
  /** Swept parameters, as texts. */
  parameters: Record<string, string>;
  trades: number;
  /** What "best" meant: a metric's id and its value. */
  metric: { id: string; label: string; value: number };
  /** Per session, and annual by √(sessions per year). */
  sharpe: Figure;
  annualSharpe: Figure;
  /** Annual by Lo (2002), which knows about autocorrelation. */
  loSharpe: Figure;
  skewness: Figure;
  kurtosis: Figure;
  /** Of the Sharpe ratio per session: with autocorrelation (used below), and as if returns were independent. */
  standardError: Figure;
  independentError: Figure;
  /** Sessions that weigh as one independent one. */
  dependence: Figure;
  lags: number;
}

/** A probability that the true Sharpe ratio is above zero, and the bar that luck sets. */
export interface Deflation {
  trials: number;
  /** Of the trials' annual Sharpe ratios. */
  variance: number | null;
  /** Annual Sharpe ratio to expect of the best of the trials without skill. */
  lucky: Figure;
  probability: Figure;
}

export interface Trials {
  /** Configs of this sweep. */
  evaluated: number;
  /** Different trade lists among them. */
  distinct: number;
  /** Those whose account ever moved. */
  varying: number;
  /** Mean correlation of their daily returns. */
  correlation: Figure;
  /** Independent ones that they are worth. */
  effective: number;
}

/** CSCV, in annual Sharpe ratios. */
export interface PboResult {
  blocks: number;
  combinations: number;
  pbo: number;
  slope: Figure;
  intercept: Figure;
  rSquared: Figure;
  probabilityOfLoss: number;
  /** Mean annual Sharpe ratio outside, of the one chosen and of any. */
  chosenOutside: number;
  anyOutside: number;
  /** Logits in bins, by rising bound. */
  histogram: { from: number; to: number; count: number }[];
  /** Some of the combinations, evenly spaced: annual Sharpe ratio of the one chosen, inside and outside. */
  points: { inside: number; outside: number }[];
}

export interface RedFlag {
  id: string;
  text: string;
}

/** Everything that depends on the sweep alone. */
export interface Overfit {
  options: OverfitOptions;
  sessions: number;
  sessionsPerYear: number;
  trials: Trials;
  best: Best;
  /** Probability that the true Sharpe ratio is above zero, nothing said of other trials; with autocorrelation, and as if returns were independent. */
  psr: Figure;
  independentPsr: Figure;
  /** Sessions after which it would be 95 %. */
  minimumTrackRecord: Figure;
  /** By the different trade lists of this sweep, and by the independent ones they are worth. */
  deflated: { sweep: Deflation; effective: Deflation };
  pbo: PboResult | { reason: string };
  spa: SpaResult | { reason: string };
  realityCheck: RealityCheckResult | { reason: string };
  /** Configs whose mean return is above zero after stepping down, at 5 %. */
  survivors: { configs: number[]; level: number } | { reason: string };
  signFlip: SignFlipResult;
  monteCarlo: MonteCarloResult;
}

export interface OverfitOptions {
  /** Blocks of CSCV. */
  blocks: number;
  /** Of the tests over all configs. */
  resamples: number;
  permutations: number;
  paths: number;
  /** Share of the start at which an account is ruined. */
  ruin: number;
  seed: number;
}

export const DEFAULT_OPTIONS: OverfitOptions = { blocks: 16, resamples: 1000, permutations: 10_000, paths: 5000, ruin: 0.5, seed: 20050101 };

/** Confidence asked of a track record and of a deflated Sharpe ratio. */
export const CONFIDENCE = 0.95;
