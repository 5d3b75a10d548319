// Many worlds, and what the pipeline said in each.
import type { Core } from "../../src/core/core";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { rowOf } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { romanoWolf } from "../../src/stats/romanoWolf";
import { spa } from "../../src/stats/spa";
import { planted, verdicts } from "./verdicts";
import type { Verdicts } from "./verdicts";
import { world } from "./world";

/** The config named before any data are seen: a put credit spread at |Δ| 0.20–0.35 without target and stop. */
export const NAMED = 3;
const REPLICATES = 499;

export interface Life { verdicts: Verdicts; returns: ReturnMatrix; trades: number[] }

/** Worlds with seeds first … first + count − 1. */
export async function lives(core: Core, riskPremium: number, first: number, count: number): Promise<Life[]> {
  const out: Life[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const { returns, trades } = await world(core, { seed, riskPremium });
    out.push({ returns, trades, verdicts: verdicts(returns, { seed, replicates: REPLICATES, named: NAMED }) });
  }
  return out;
}

export interface Found {
  /** p-value of the named row alone. */
  named: number;
  /** Its adjusted p-value among all rows. */
  adjusted: number;
  /** Smallest adjusted p-value of the others, whose edge is zero. */
  others: number;
  spa: number;
}

/** What is said when an edge of `delta` standard errors is added to the named row of each world. */
export const withEdge = (worlds: readonly Life[], delta: number): Found[] =>
  worlds.map(({ returns }, i) => {
    const matrix = planted(returns, NAMED, delta);
    const options = { seed: i + 1, replicates: REPLICATES };
    const { adjusted } = romanoWolf(matrix, options);
    return {
      named: bootstrapMean(rowOf(matrix, NAMED), options).pGreater, adjusted: adjusted[NAMED], spa: spa(matrix, options).consistent,
      others: Math.min(...adjusted.filter((p, row) => row !== NAMED && !Number.isNaN(p))),
    };
  });
