// Many worlds, and what the pipeline said in each.
import type { Core } from "../../src/core/core";
import type { LayerVerdict } from "../../src/layers";
import { bootstrapMean } from "../../src/stats/bootstrapMean";
import { rowOf } from "../../src/stats/matrix";
import { moments } from "../../src/stats/moments";
import { romanoWolf } from "../../src/stats/romanoWolf";
import { spa } from "../../src/stats/spa";
import { meanOf, quantileOfSorted, varianceOf } from "../../src/stats/sums";
import { planted, verdicts } from "./verdicts";
import type { Verdicts } from "./verdicts";
import { sweptWorld, world } from "./world";
import type { Swept, WorldOptions } from "./world";

/** The config named before any data are seen: a put credit spread at |Δ| 0.20–0.35 without target and stop. */
export const NAMED = 3;
const REPLICATES = 499;

export interface Life extends Swept { verdicts: Verdicts; layers: LayerVerdict[] }

/** Worlds of seeds 1 … count in which nothing earns a premium, with every verdict. */
export async function fairLives(core: Core, count: number): Promise<Life[]> {
  const out: Life[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const lived = await world(core, { seed, riskPremium: 0, replicates: REPLICATES });
    out.push({ returns: lived.returns, trades: lived.trades, layers: lived.layers, verdicts: verdicts(lived, { seed, replicates: REPLICATES, named: NAMED }) });
  }
  return out;
}

/** Worlds of the same seeds, the grid's returns only. */
export async function sweptWorlds(core: Core, count: number, kind: Pick<WorldOptions, "riskPremium" | "history">): Promise<Swept[]> {
  const out: Swept[] = [];
  for (let seed = 1; seed <= count; seed++) out.push(await sweptWorld(core, { seed, ...kind }));
  return out;
}

/** √n mean / deviation of a row in each world where it traded. */
export const statistics = (worlds: readonly Swept[], row: number): number[] =>
  worlds.map(({ returns }) => moments(rowOf(returns, row)).sharpe * Math.sqrt(returns.columns)).filter((t) => !Number.isNaN(t));

/** What the best t of the grid reaches by luck in a share of the fair worlds, 5 % unless said otherwise. */
export const luck = (worlds: readonly Life[], reached = 0.05): number => quantileOfSorted(worlds.map(({ verdicts: { t } }) => Math.max(...t.filter((x) => !Number.isNaN(x)))).sort((a, b) => a - b), 1 - reached);

/** Largest distance from 0 of a row's mean return over the worlds, in standard errors. */
export function unfairness(worlds: readonly Swept[]): number {
  const { rows } = worlds[0].returns;
  return Math.max(...Array.from({ length: rows }, (_, row) => {
    const means = worlds.map(({ returns }) => meanOf(rowOf(returns, row)));
    return Math.abs(meanOf(means)) / Math.sqrt(varianceOf(means, 1) / means.length);
  }));
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

/** What is said when an edge of `delta` standard errors is added to the named row of each world; 0 adds nothing. */
export const withEdge = (worlds: readonly Swept[], delta: number): Found[] =>
  worlds.map(({ returns }, i) => {
    const matrix = planted(returns, NAMED, delta);
    const options = { seed: i + 1, replicates: REPLICATES };
    const { adjusted } = romanoWolf(matrix, options);
    return {
      named: bootstrapMean(rowOf(matrix, NAMED), options).pGreater, adjusted: adjusted[NAMED], spa: spa(matrix, options).consistent,
      others: Math.min(...adjusted.filter((p, row) => row !== NAMED && !Number.isNaN(p))),
    };
  });
