// False discoveries and power of the statistics over many simulated worlds; what test/pipeline/null.test.ts checks on a few.
import { loadCore } from "../src/node/core";
import { fairLives, luck, NAMED, statistics, sweptWorlds, unfairness, withEdge } from "../test/pipeline/lives";
import type { Found, Life } from "../test/pipeline/lives";
import { powerOfZ, share } from "../test/pipeline/verdicts";
import type { Swept } from "../test/pipeline/world";
import { meanOf, varianceOf } from "../src/stats/sums";

const LEVELS = [0.01, 0.05, 0.1, 0.2] as const;
const EDGES = [1, 2, 3, 4] as const;

export interface FalseDiscoveries {
  method: string;
  /** Share of fair worlds in which it says "found", by level of LEVELS. */
  found: number[];
}

export interface Power {
  edge: string;
  /** At 5 %, of a config named beforehand and of the same among the whole grid: found, and by theory. */
  named: number;
  namedTheory: number;
  hidden: number;
  hiddenTheory: number;
  /** Share of worlds in which another config, whose edge is zero, is named too; undefined where none is known to have no edge. */
  others?: number;
}

export interface NullStudy {
  worlds: number;
  levels: readonly number[];
  falseDiscoveries: FalseDiscoveries[];
  power: Power[];
  /** Share of fair worlds in which mahler overfit lets a config survive, and mahler layers calls any layer useful or harmful: both at 5 %. */
  survivors: number;
  layers: number;
  /** Mean PBO, fair worlds. */
  pbo: number;
  /** Largest |mean over worlds of a config's mean return| in standard errors: is the null true? */
  fairness: number;
  cpuSeconds: number;
}

function falseDiscoveries(worlds: readonly Life[]): FalseDiscoveries[] {
  const method = (name: string, p: (life: Life) => number) => ({ method: name, found: LEVELS.map((level) => share(worlds, (life) => p(life) <= level)) });
  const smallest = (values: Float64Array): number => Math.min(...values.filter((p) => !Number.isNaN(p)));
  return [
    method("best config as if it were the only one: bootstrap of the mean", ({ verdicts }) => verdicts.unsearched),
    method("best config as if it were the only one: sign flips", ({ verdicts }) => verdicts.flipped),
    method("one config named beforehand", ({ verdicts }) => verdicts.named),
    method("SPA (Hansen, consistent)", ({ verdicts }) => verdicts.spa),
    method("reality check (White)", ({ verdicts }) => verdicts.reality),
    method("Romano–Wolf: any config named", ({ verdicts }) => smallest(verdicts.adjusted)),
    method("stop-loss on − off, 12 pairs, Romano–Wolf two-sided: any verdict", ({ verdicts }) => verdicts.pairs),
    method("deflated Sharpe, 24 trials", ({ verdicts }) => verdicts.deflated),
    method("deflated Sharpe, effective trials", ({ verdicts }) => verdicts.deflatedEffective),
  ];
}

/** The tests that resample, on six years. */
function longHistories(worlds: readonly Swept[]): FalseDiscoveries[] {
  const found = withEdge(worlds, 0);
  const method = (name: string, p: (one: Found) => number) => ({ method: `six years: ${name}`, found: LEVELS.map((level) => share(found, (one) => p(one) <= level)) });
  return [method("one config named beforehand", ({ named }) => named), method("SPA (Hansen, consistent)", ({ spa }) => spa), method("Romano–Wolf: any config named", ({ adjusted, others }) => Math.min(adjusted, others))];
}

function plantedPower(worlds: readonly Life[], edge: number, best: number): Power {
  const found = withEdge(worlds, edge);
  return {
    edge: `${edge} standard errors added to one config`, named: share(found, ({ named }) => named <= 0.05), namedTheory: powerOfZ(edge, 0.05),
    hidden: share(found, ({ adjusted }) => adjusted <= 0.05), hiddenTheory: powerOfZ(edge - best, 0.5), others: share(found, ({ others }) => others <= 0.05),
  };
}

function pricedPower(worlds: readonly Swept[], riskPremium: number, best: number): Power {
  const t = statistics(worlds, NAMED);
  const found = withEdge(worlds, 0);
  const mean = meanOf(t);
  const deviation = Math.sqrt(varianceOf(t, 1));
  return {
    edge: `risk premium ${riskPremium} (mean t ${mean.toFixed(2)}, deviation ${deviation.toFixed(2)})`,
    named: share(found, ({ named }) => named <= 0.05), namedTheory: powerOfZ((mean - 1.6448536269514722) / deviation, 0.5),
    hidden: share(found, ({ adjusted }) => adjusted <= 0.05), hiddenTheory: powerOfZ((mean - best) / deviation, 0.5),
  };
}

/** The whole study; about two CPU seconds per world. */
export async function nullBench(count: number): Promise<NullStudy> {
  const core = await loadCore();
  const began = process.cpuUsage().user;
  const fair = await fairLives(core, count);
  const best = luck(fair, share(fair, ({ verdicts }) => verdicts.adjusted.some((p) => p <= 0.05))); // at the size that Romano–Wolf really has
  const power = EDGES.map((edge) => plantedPower(fair, edge, best));
  for (const riskPremium of [1, 2]) power.push(pricedPower(await sweptWorlds(core, count, { riskPremium }), riskPremium, best));
  const long = await sweptWorlds(core, count, { riskPremium: 0, history: "long" });
  return {
    worlds: count, levels: LEVELS, falseDiscoveries: [...falseDiscoveries(fair), ...longHistories(long)], power,
    survivors: share(fair, ({ verdicts }) => verdicts.survivor), layers: share(fair, ({ verdicts }) => verdicts.layer), pbo: meanOf(fair.map(({ verdicts }) => verdicts.pbo)), fairness: unfairness(fair),
    cpuSeconds: (process.cpuUsage().user - began) / 1e6,
  };
}
