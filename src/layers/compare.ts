// Pairs of runs → paired differences, judged as one family.
import { E_DAY, EQ_STRIDE } from "../../assembly/abi";
import { normInv } from "../../assembly/portable/normal";
import { daysPerYear } from "../metrics/returns";
import { stationaryBlocks } from "../stats/blocks";
import type { Resamples } from "../stats/blocks";
import type { Inference } from "../stats/interval";
import { returnMatrix, rowOf, selectRows } from "../stats/matrix";
import type { ReturnMatrix } from "../stats/matrix";
import { benjaminiHochberg, holm } from "../stats/multiplicity";
import { familyBlock } from "../stats/optimalBlock";
import { pairedDifference } from "../stats/pairedDifference";
import { romanoWolf } from "../stats/romanoWolf";
import { consistencyOf } from "./consistency";
import type { Consistency } from "./consistency";
import { differenceInterval, resampledDrawdowns } from "./drawdowns";
import { pairFacts, seriesOf } from "./pairs";
import type { PairFacts } from "./pairs";
import type { Plan } from "./plan";
import { centred, drawdownOf, effectiveSessions, momentsOf } from "./returns";
import { sharpeSeries } from "../stats/sharpeSeries";
import type { RunSummary } from "./summary";
import type { JudgeOptions, LayerRun } from "./types";

/** A difference with its interval and two-sided p-value. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  p: number;
}

/** With the layer − without it. Ratios and means are annualised. */
export interface Difference extends Consistency {
  /** `adjusted`: p-value corrected for all tests of the family; null when the difference rests on too few sessions to be one of them. */
  sharpe: Estimate & { adjusted: number | null; standardError: number };
  /** Sessions that the difference rests on (effectiveSessions); below FEWEST_EFFECTIVE nothing can be said of it. */
  sessions: number;
  /** Mean daily return × sessions of a year. */
  mean: Estimate;
  /** Max drawdowns as they were, and the interval of their difference over resampled histories. */
  drawdown: { with: number; without: number; low: number; high: number };
  /** The run with the layer scaled to the volatility of the one without: change of the mean return a year, and its max drawdown. */
  equalRisk: { mean: number; drawdown: number };
  /** Smallest Sharpe differences that this sample shows with a chance of 80 %: in a test on its own, and as one of the family (Bonferroni's bound). */
  detectable: { single: number; family: number };
}

export interface PairResult extends PairFacts {
  difference: Difference | null;
}

/** How the family was judged. */
export interface FamilyBasis {
  /** Tests corrected for. */
  tests: number;
  meanBlock: number;
  replicates: number;
  seed: number;
}

/** With fewer, resamples mostly miss what made the difference, and no test of it keeps its level. */
export const FEWEST_EFFECTIVE = 5;
const POWER = 0.8;
/** Replicates whose drawdowns are computed. */
const DRAWDOWN_REPLICATES = 1000;

/** Judges all pairs; yields how many of how many tests are done. `runs` and `summaries` in the order of the plan, cut to what counts. */
export function* comparePairs(plan: Plan, runs: readonly LayerRun[], summaries: readonly RunSummary[], options: JudgeOptions): Generator<[number, number], { pairs: PairResult[]; basis: FamilyBasis }> {
  const series = runs.map(seriesOf);
  const facts = plan.pairs.map((_, i) => pairFacts(plan, i, runs, series));
  const tested = facts.filter((pair) => pair.inert === null && pair.reason === null && pair.sameAs === null);
  const family = createFamily(tested, (run) => series[run] as Float64Array, options);
  const judged: Difference[] = [];
  for (const pair of tested) {
    judged.push(family.judge(pair, runs, summaries));
    yield [judged.length, tested.length];
  }
  const adjusted = family.correct(judged.map(({ sharpe }) => sharpe.p));
  judged.forEach((difference, i) => (difference.sharpe.adjusted = adjusted[i]));
  const differenceOf = (pair: PairFacts): Difference | null => judged[tested.findIndex((other) => other.layer === pair.layer && other.context === (pair.sameAs ?? pair.context))] ?? null;
  return { pairs: facts.map((pair) => ({ ...pair, difference: differenceOf(pair) })), basis: family.basis };
}

interface Family {
  basis: FamilyBasis;
  judge: (pair: PairFacts, runs: readonly LayerRun[], summaries: readonly RunSummary[]) => Difference;
  /** Corrected p-values of the tests, from their own. */
  correct: (single: readonly number[]) => (number | null)[];
}

function createFamily(tested: readonly PairFacts[], returns: (run: number) => Float64Array, options: JudgeOptions): Family {
  const { replicates, seed, level } = options;
  const all = sharpeDifferences(tested, returns);
  const sessions = tested.map((_, row) => effectiveSessions(centred(rowOf(all, row))));
  const rows = tested.flatMap((_, row) => (sessions[row] >= FEWEST_EFFECTIVE ? [row] : []));
  const matrix = selectRows(all, rows);
  const meanBlock = options.meanBlock ?? (tested.length > 0 ? familyBlock(rows.length > 0 ? matrix : all) : 1);
  const resamples = tested.length > 0 ? stationaryBlocks(all.columns, meanBlock, seed, replicates) : null;
  const falls = new Map<number, Float64Array>();
  const fallsOf = (run: number): Float64Array => {
    const known = falls.get(run) ?? resampledDrawdowns(returns(run), { ...resamples!, replicates: Math.min(DRAWDOWN_REPLICATES, replicates) });
    falls.set(run, known);
    return known;
  };
  return {
    basis: { tests: rows.length, meanBlock, replicates, seed },
    correct(single) {
      const adjusted = rows.length === 0 ? [] : corrected(matrix, rows.map((row) => single[row]), options, { meanBlock, resamples: resamples! });
      return tested.map((_, row) => (rows.includes(row) ? adjusted[rows.indexOf(row)] : null));
    },
    judge(pair, runs, summaries) {
      const [on, off] = [returns(pair.with), returns(pair.without)];
      const { ledger } = runs[pair.with];
      const days = Int32Array.from({ length: on.length }, (_, t) => ledger.equity[t * EQ_STRIDE + E_DAY]);
      const perYear = daysPerYear(ledger);
      const annual = Math.sqrt(perYear);
      const { sharpe, mean } = pairedDifference(on, off, { resamples: resamples!, meanBlock, seed, level });
      const standardError = annual * sharpe.standardError;
      const scale = momentsOf(off).deviation / momentsOf(on).deviation;
      return {
        sharpe: { ...scaled(sharpe, annual), standardError, adjusted: null },
        sessions: sessions[tested.indexOf(pair)],
        mean: scaled(mean, perYear),
        drawdown: { with: fallOf(summaries[pair.with]), without: fallOf(summaries[pair.without]), ...differenceInterval(fallsOf(pair.with), fallsOf(pair.without), level) },
        equalRisk: { mean: perYear * (scale * momentsOf(on).mean - momentsOf(off).mean), drawdown: drawdownOf(on, scale) },
        detectable: { single: detectable(standardError, level, 1), family: detectable(standardError, level, Math.max(1, rows.length)) },
        ...consistencyOf({ days, with: on, without: off, annual }, sharpe.estimate, { with: summaries[pair.with].stress, without: summaries[pair.without].stress }),
      };
    },
  };
}

/** One row per test: series whose means are the two runs' Sharpe ratios per session, subtracted day by day. */
function sharpeDifferences(tested: readonly PairFacts[], returns: (run: number) => Float64Array): ReturnMatrix {
  const columns = tested.length > 0 ? returns(tested[0].with).length : 0;
  const matrix = returnMatrix(tested.length, columns);
  tested.forEach((pair, row) => {
    const [on, off] = [sharpeSeries(returns(pair.with)), sharpeSeries(returns(pair.without))];
    for (let t = 0; t < columns; t++) matrix.values[row * columns + t] = on[t] - off[t];
  });
  return matrix;
}

/** Never below a test's own p-value. */
function corrected(matrix: ReturnMatrix, single: readonly number[], { correction, replicates, seed }: JudgeOptions, { meanBlock, resamples }: { meanBlock: number; resamples: Resamples }): number[] {
  const adjusted = correction === "bh" ? benjaminiHochberg(single).adjusted : correction === "holm" ? holm(single) : romanoWolf(matrix, { alternative: "two-sided", replicates, seed, meanBlock, resamples }).adjusted;
  return single.map((p, i) => Math.max(p, adjusted[i]));
}

const scaled = ({ estimate, low, high, pValue }: Inference, by: number): Estimate => ({ value: by * estimate, low: by * low, high: by * high, p: pValue });

/** (z at 1 − α/2m + z at 80 %) standard errors: two-sided tests at α / m. */
const detectable = (standardError: number, level: number, tests: number): number => (normInv(1 - (1 - level) / (2 * tests)) + normInv(POWER)) * standardError;

const fallOf = ({ metrics }: RunSummary): number => metrics.max_drawdown.value ?? 0;
