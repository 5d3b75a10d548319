// What a user is told after a sweep, as p-values and probabilities: one set of numbers per world.
import { normCdf, normInv } from "../../assembly/portable/normal";
import { stationaryBlocks } from "../../src/stats/blocks";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { returnMatrix, rowOf } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { moments } from "../../src/stats/moments";
import { familyBlock } from "../../src/stats/optimalBlock";
import { romanoWolf } from "../../src/stats/romanoWolf";
import type { Deflation } from "../../src/overfit/types";
import type { World } from "./world";

/** p-values unless said otherwise; those of methods come out of the objects that the commands print. */
export interface Verdicts {
  /** Of the best row's mean as if nobody had searched: by bootstrap, and the sign-flip gate of `mahler overfit`. */
  unsearched: number;
  flipped: number;
  /** Of one row named beforehand. */
  named: number;
  /** 1 − deflated Sharpe ratio of the best row: different configs as trials, and the effective number. */
  deflated: number;
  deflatedEffective: number;
  spa: number;
  reality: number;
  /** Adjusted p-value per row (one-sided). */
  adjusted: Float64Array;
  /** Smallest adjusted two-sided p-value over the pairs "stop-loss on − off". */
  pairs: number;
  /** Whether `mahler overfit` lets a config survive at 5 %, and whether `mahler layers` says at 5 % that any layer matters. */
  survivor: boolean;
  layer: boolean;
  /** PBO itself. */
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

const defined = <T extends object>(result: T | { reason: string }): T => {
  if ("reason" in result) throw new Error(result.reason);
  return result;
};

const doubt = ({ probability }: Deflation): number => 1 - (probability.value ?? 0);

/** Every verdict on a world. */
export function verdicts({ returns, overfit, layers }: World, { seed, replicates, named }: VerdictOptions): Verdicts {
  const rows = Array.from({ length: returns.rows }, (_, row) => moments(rowOf(returns, row)));
  const best = rows.reduce((leader, { sharpe }, row) => (sharpe > rows[leader].sharpe ? row : leader), 0);
  const meanBlock = familyBlock(returns);
  const shared = { meanBlock, resamples: stationaryBlocks(returns.columns, meanBlock, seed, replicates) };
  return {
    unsearched: bootstrapMean(rowOf(returns, best), { seed, replicates }).pGreater,
    flipped: overfit.signFlip.pValue,
    named: bootstrapMean(rowOf(returns, named), { seed, replicates }).pGreater,
    deflated: doubt(overfit.deflated.sweep),
    deflatedEffective: doubt(overfit.deflated.effective),
    spa: defined(overfit.spa).consistent,
    reality: defined(overfit.realityCheck).pValue,
    adjusted: romanoWolf(returns, shared).adjusted,
    pairs: Math.min(1, ...romanoWolf(pairs(returns), { ...shared, alternative: "two-sided" }).adjusted.filter((p) => !Number.isNaN(p))),
    survivor: defined(overfit.survivors).configs.length > 0,
    layer: layers.some(({ verdict }) => verdict === "adds value" || verdict === "harms" || verdict === "depends"),
    pbo: defined(overfit.pbo).pbo,
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
