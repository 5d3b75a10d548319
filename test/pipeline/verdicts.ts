// What a user is told after a sweep, as p-values and probabilities: one set of numbers per world.
import { normCdf, normInv } from "../../assembly/portable/normal";
import { stationaryBlocks } from "../../src/stats/blocks";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { deflatedSharpe } from "../../src/stats/deflated";
import { returnMatrix, rowOf } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { moments } from "../../src/stats/moments";
import { familyBlock } from "../../src/stats/optimalBlock";
import { pbo } from "../../src/stats/pbo";
import { realityCheck } from "../../src/stats/realityCheck";
import { romanoWolf } from "../../src/stats/romanoWolf";
import { signFlip } from "../../src/stats/signFlip";
import { spa } from "../../src/stats/spa";
import { effectiveTrials } from "../../src/stats/trials";

export interface Verdicts {
  /** Row of the highest Sharpe ratio. */
  best: number;
  /** p-value of its mean as if nobody had searched, by bootstrap and by sign flips. */
  unsearched: number;
  flipped: number;
  /** p-value of one row named beforehand. */
  named: number;
  /** 1 − deflated Sharpe ratio of the best row: all rows as trials, and the effective number. */
  deflated: number;
  deflatedEffective: number;
  /** p-values of the family. */
  spa: number;
  reality: number;
  /** Adjusted p-value per row (one-sided). */
  adjusted: Float64Array;
  /** Smallest adjusted two-sided p-value over the pairs "stop-loss on − off": is any layer said to matter? */
  layer: number;
  pbo: number;
  /** √n mean / deviation per row. */
  t: number[];
}

/** Rows come in pairs that differ in the last axis of the grid only. */
function pairs(returns: ReturnMatrix): ReturnMatrix {
  const out = returnMatrix(returns.rows / 2, returns.columns);
  for (let pair = 0; pair < out.rows; pair++) for (let t = 0; t < out.columns; t++) out.values[pair * out.columns + t] = rowOf(returns, 2 * pair)[t] - rowOf(returns, 2 * pair + 1)[t];
  return out;
}

export interface VerdictOptions { seed: number; replicates: number; named: number }

/** Every verdict on the returns of a grid. */
export function verdicts(returns: ReturnMatrix, { seed, replicates, named }: VerdictOptions): Verdicts {
  const rows = Array.from({ length: returns.rows }, (_, row) => moments(rowOf(returns, row)));
  const best = rows.reduce((leader, { sharpe }, row) => (sharpe > rows[leader].sharpe ? row : leader), 0);
  const { trials, effective, variance } = effectiveTrials(returns);
  const meanBlock = familyBlock(returns);
  const shared = { meanBlock, resamples: stationaryBlocks(returns.columns, meanBlock, seed, replicates) };
  const figures = { ...rows[best], sessions: returns.columns, variance };
  return {
    best,
    unsearched: bootstrapMean(rowOf(returns, best), { seed, replicates }).pGreater,
    flipped: signFlip(rowOf(returns, best), { seed, permutations: replicates }).pValue,
    named: bootstrapMean(rowOf(returns, named), { seed, replicates }).pGreater,
    deflated: 1 - deflatedSharpe({ ...figures, trials }).probability,
    deflatedEffective: 1 - deflatedSharpe({ ...figures, trials: effective }).probability,
    spa: spa(returns, shared).consistent,
    reality: realityCheck(returns, shared).pValue,
    adjusted: romanoWolf(returns, shared).adjusted,
    layer: Math.min(1, ...romanoWolf(pairs(returns), { ...shared, alternative: "two-sided" }).adjusted.filter((p) => !Number.isNaN(p))),
    pbo: pbo(returns, { blocks: 8 }).pbo,
    t: rows.map(({ sharpe }) => sharpe * Math.sqrt(returns.columns)),
  };
}

/** The returns with a constant added to one row: `delta` standard errors of its mean. */
export function planted(returns: ReturnMatrix, row: number, delta: number): ReturnMatrix {
  const { deviation, count } = moments(rowOf(returns, row));
  const drift = (delta * deviation) / Math.sqrt(count);
  const values = returns.values.slice();
  for (let t = 0; t < returns.columns; t++) values[row * returns.columns + t] += drift;
  return returnMatrix(returns.rows, returns.columns, values);
}

/** Chance that a one-sided z-test at level α finds an edge of `delta` standard errors: Φ(δ − z₁₋α). */
export const powerOfZ = (delta: number, alpha: number): number => normCdf(delta - normInv(1 - alpha));

export const share = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length / items.length;
/** Standard error of a share of `count` draws with probability p. */
export const shareError = (p: number, count: number): number => Math.sqrt((p * (1 - p)) / count);
