// docs/engine.md §6, gaussian-mixture: four Gaussians fitted by expectation and maximisation on the bars before the one they label.
import { REGIME_UNKNOWN } from "../../assembly/abi";
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import type { FeatureSpec, MixtureColumn } from "../../src/strategy/spec";
import { sum } from "./sum";

const COMPONENTS = [0, 1, 2, 3];

interface Gaussian {
  /** In observations. */
  weight: number;
  mean: number[];
  /** Lower triangle of the covariance. */
  covariance: number[][];
  /** Lower Cholesky factor of it, with reciprocals on the diagonal. */
  factor: number[][];
  /** log weight − log √determinant. */
  level: number;
}

export interface Mixture {
  mean: number[];
  sigma: number[];
  gaussians: Gaussian[];
  /** Label of each component. */
  labels: number[];
}

export interface Labels {
  regime: Uint8Array;
  regimeProbability: Float64Array;
}

/** `columns` in the order of the spec's `mixtureColumns`. */
export function referenceMixture(columns: readonly Float64Array[], bars: number, { mixtureColumns, mixtureWarmup, mixtureRefit, mixtureWindow }: FeatureSpec): Labels {
  const regime = new Uint8Array(bars).fill(REGIME_UNKNOWN);
  const regimeProbability = new Float64Array(bars).fill(NaN);
  const past: number[][] = [];
  let due = mixtureWarmup;
  let mixture: Mixture | undefined;
  for (let i = 0; i < bars; i++) {
    if (past.length >= due) {
      mixture = fitMixture(mixtureWindow > 0 ? past.slice(-mixtureWindow) : past, mixtureColumns);
      due = past.length + mixtureRefit;
    }
    const observation = columns.map((column) => column[i]);
    if (observation.some(Number.isNaN)) continue;
    if (mixture) [regime[i], regimeProbability[i]] = likeliest(mixture, observation);
    past.push(observation);
  }
  return { regime, regimeProbability };
}

export function fitMixture(observations: readonly number[][], names: readonly MixtureColumn[]): Mixture {
  const mean = names.map((_, c) => average(observations.map((row) => row[c])));
  const sigma = names.map((_, c) => deviation(observations.map((row) => row[c]), mean[c]));
  const rows = observations.map((row) => row.map((value, c) => (value - mean[c]) / sigma[c]));
  const trend = names.indexOf("trend");
  let gaussians = maximise(rows, start(rows, names.indexOf("volatility"), trend));
  let before = -Infinity;
  for (let round = 0; round < 100; round++) {
    const weighed = rows.map((row) => shares(gaussians, row));
    gaussians = maximise(rows, weighed.map(({ parts }) => parts));
    const level = average(weighed.map(({ level: own }) => own));
    if (Math.abs(level - before) < 1e-3) break;
    before = level;
  }
  return { mean, sigma, gaussians, labels: labelsOf(gaussians, (k) => mean[trend] + sigma[trend] * gaussians[k].mean[trend]) };
}

/** Label and its probability. */
export function likeliest({ mean, sigma, gaussians, labels }: Mixture, observation: readonly number[]): [number, number] {
  const { parts } = shares(gaussians, observation.map((value, c) => (value - mean[c]) / sigma[c]));
  const sums = COMPONENTS.map((label) => parts.filter((_, k) => labels[k] === label).reduce((total, part) => total + part, 0));
  const most = Math.max(...sums);
  return [sums.indexOf(most), most];
}

const average = (values: readonly number[]): number => sum(values, 0, values.length) / values.length;

/** Population σ; a constant column is not scaled. */
function deviation(values: readonly number[], mean: number): number {
  return Math.sqrt(average(values.map((value) => (value - mean) * (value - mean)))) || 1;
}

/** Each row wholly in one component, by the medians of volatility and trend. */
function start(rows: readonly number[][], volatility: number, trend: number): number[][] {
  const median = (column: number): number => rows.map((row) => row[column]).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
  const [middleVolatility, middleTrend] = [median(volatility), median(trend)];
  return rows.map((row) => {
    const own = (row[trend] < middleTrend ? 2 : 0) + (row[volatility] >= middleVolatility ? 1 : 0);
    return COMPONENTS.map((k) => (k === own ? 1 : 0));
  });
}

function maximise(rows: readonly number[][], parts: readonly number[][]): Gaussian[] {
  const width = rows[0].map((_, c) => c);
  return COMPONENTS.map((k) => {
    const held = sum(parts.map((part) => part[k]), 0, rows.length) + 10 * 2.220446049250313e-16;
    const mean = width.map((c) => sum(rows.map((row, i) => parts[i][k] * row[c]), 0, rows.length) / held);
    const cell = (c: number, d: number): number => sum(rows.map((row, i) => parts[i][k] * (row[c] - mean[c]) * (row[d] - mean[d])), 0, rows.length) / held;
    const covariance = width.map((c) => width.slice(0, c + 1).map((d) => cell(c, d) + (c === d ? 1e-6 : 0)));
    const factor = cholesky(covariance);
    let level = log(held / rows.length);
    factor.forEach(({ root }) => (level -= log(root)));
    return { weight: held, mean, covariance, factor: factor.map(({ row }) => row), level };
  });
}

/** Rows of the lower factor with 1/L on the diagonal, and the diagonal L. */
function cholesky(covariance: readonly number[][]): { row: number[]; root: number }[] {
  const rows: number[][] = [];
  return covariance.map((source, c) => {
    const row: number[] = [];
    rows.push(row);
    for (let d = 0; d <= c; d++) {
      let value = source[d];
      for (let e = 0; e < d; e++) value -= row[e] * rows[d][e];
      row.push(d < c ? value * rows[d][d] : value);
    }
    const root = Math.sqrt(row[c]);
    row[c] = 1 / root;
    return { row, root };
  });
}

/** Each component's share of a standardised row, and the row's log-likelihood but for a constant. */
function shares(gaussians: readonly Gaussian[], row: readonly number[]): { parts: number[]; level: number } {
  const logs = gaussians.map((gaussian) => gaussian.level - 0.5 * distance(gaussian, row));
  const top = Math.max(...logs);
  const densities = logs.map((value) => exp(Math.max(-700, value - top)));
  const all = sum(densities, 0, densities.length);
  return { parts: densities.map((density) => density / all), level: top + log(all) };
}

/** Squared Mahalanobis distance. */
function distance({ mean, factor }: Gaussian, row: readonly number[]): number {
  const solved: number[] = [];
  for (let c = 0; c < row.length; c++) {
    let value = row[c] - mean[c];
    for (let d = 0; d < c; d++) value -= factor[c][d] * solved[d];
    solved.push(value * factor[c][c]);
  }
  return sum(solved.map((value) => value * value), 0, solved.length);
}

/** 0 bull low, 1 bull high, 2 bear low, 3 bear high volatility: the two of lower mean volatility (the first column) are low. */
function labelsOf(gaussians: readonly Gaussian[], trendOf: (component: number) => number): number[] {
  const calm = [...COMPONENTS].sort((a, b) => gaussians[a].mean[0] - gaussians[b].mean[0] || a - b).slice(0, 2);
  return COMPONENTS.map((k) => (trendOf(k) > 0 ? 0 : 2) + (calm.includes(k) ? 0 : 1));
}
