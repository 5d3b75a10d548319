// Every alternative against its book's benchmark, corrected for all that were compared in the study.
import { familyBlock } from "../stats/optimalBlock";
import { familyOf } from "../stats/family";
import { FEWEST_SESSIONS } from "../stats/bootstrapMean";
import { returnMatrix, rowOf, selectRows } from "../stats/matrix";
import type { ReturnMatrix } from "../stats/matrix";
import { romanoWolf } from "../stats/romanoWolf";
import { spa } from "../stats/spa";
import { sharpeGap } from "./paired";
import { curveFigures, percentiles, resample } from "./resample";
import { sharpeGapSeries } from "./sharpe";
import { blockFor } from "./inference";
import type { Inference } from "./inference";
import type { Comparison, Gap, Judgement, Runs, Verdict } from "./types";

export const SIGNIFICANT = 0.05;
/** Φ⁻¹(0.975) + Φ⁻¹(0.8). */
const POWER_FACTOR = 2.8016;

/** Judges all rows of all books together. */
export function judge(all: readonly Runs[], minTrades: number, inference: Inference): Judgement[] {
  const days = unionOf(all.map(({ days: own }) => own));
  const tests: { book: number; row: number; series: Float64Array }[] = [];
  const reasons = all.map((runs) => runs.rows.map((_, row) => whyNot(runs, row, minTrades)));
  all.forEach((runs, book) => {
    runs.rows.forEach((_, row) => {
      const series = row === 0 || reasons[book][row] !== null ? null : sharpeGapSeries(rowOf(runs.returns, row), rowOf(runs.returns, 0));
      if (series) tests.push({ book, row, series: spread(series, runs.days, days) });
    });
  });
  const tested = testAll(tests.map(({ series }) => series), days.length, inference);
  const family = tested.adjusted.filter((p) => !Number.isNaN(p)).length;
  return all.map((runs, book): Judgement => {
    const gaps = gapsOf(runs, tested.meanBlock, inference);
    const comparisons = runs.rows.slice(1).map((_, i): Comparison => {
      const row = i + 1;
      const at = tests.findIndex((test) => test.book === book && test.row === row);
      return compare({ runs, row, reason: reasons[book][row], gaps, test: at < 0 ? null : { single: tested.single[at], family: tested.adjusted[at], error: (tested.errors[at] * days.length) / runs.days.length } });
    });
    return { comparisons, family, meanBlock: tested.meanBlock, spa: tested.spa };
  });
}

interface Tested {
  single: Float64Array;
  adjusted: Float64Array;
  /** Standard errors of the means. */
  errors: Float64Array;
  meanBlock: number;
  spa: number | null;
}

function testAll(series: readonly Float64Array[], columns: number, { draws }: Inference): Tested {
  const none = new Float64Array(0);
  if (series.length === 0 || columns < 3) return { single: none, adjusted: none, errors: none, meanBlock: blockFor(1, columns), spa: null };
  const matrix: ReturnMatrix = returnMatrix(series.length, columns);
  series.forEach((values, row) => matrix.values.set(values, row * columns));
  const meanBlock = blockFor(familyBlock(matrix), columns);
  const shared = { resamples: draws(columns, meanBlock), meanBlock };
  const family = familyOf(matrix, shared);
  const { single, adjusted } = romanoWolf(matrix, { ...shared, alternative: "two-sided" });
  return { single, adjusted, errors: family.omegas.map((omega) => omega / Math.sqrt(columns)), meanBlock, spa: spa(matrix, shared).consistent };
}

/** Why a row cannot be judged; null = it can. */
function whyNot(runs: Runs, row: number, minTrades: number): string | null {
  const few = (at: number, who: string): string | null => (runs.metrics.trades[at] < minTrades ? `${who} closed ${runs.metrics.trades[at]} trades, fewer than ${minTrades}` : null);
  const lost = (at: number, who: string): string | null => (Number.isNaN(runs.returns.values[at * runs.returns.columns]) ? `${who} used up its equity` : null);
  return lost(0, "the benchmark") ?? few(0, "the benchmark") ?? lost(row, "it") ?? few(row, "it");
}

interface Judged {
  runs: Runs;
  row: number;
  reason: string | null;
  gaps: Gaps;
  /** Of the row's series among the family; null = no test was made. */
  test: { single: number; family: number; error: number } | null;
}

function compare({ runs, row, reason, gaps, test }: Judged): Comparison {
  const same = runs.trades[row] === runs.trades[0];
  const judged = test !== null && !same && !Number.isNaN(test.family);
  const sharpe = gaps.sharpe[row];
  const verdict: Verdict = reason !== null ? "not judged" : same ? "same trades" : !judged ? "not judged" : test.family >= SIGNIFICANT ? "no evidence" : (sharpe?.value ?? 0) > 0 ? "better" : "worse";
  return {
    row, verdict, reason: verdict === "not judged" ? (reason ?? "its returns never vary") : null, sharpe, cagr: gaps.cagr[row], drawdown: gaps.maxDrawdown[row],
    singleP: judged ? (gaps.singleP[row] ?? test.single) : null, familyP: judged ? test.family : null, detectable: judged ? POWER_FACTOR * test.error * Math.sqrt(runs.daysPerYear) : null,
  };
}

interface Gaps extends Record<"sharpe" | "cagr" | "maxDrawdown", (Gap | null)[]> {
  /** Ledoit-Wolf p-values of the named rows; null for the grid's. */
  singleP: (number | null)[];
}

/** Differences to the benchmark of every row; with intervals for the named ones. */
function gapsOf(runs: Runs, meanBlock: number, inference: Inference): Gaps {
  const { rows, returns, daysPerYear, days } = runs;
  const named = [...rows.keys()].filter((row) => rows[row].kind !== "grid");
  const resamples = inference.draws(days.length, meanBlock);
  const drawn = resample(selectRows(returns, named), resamples, daysPerYear);
  const points = rows.map((_, row) => curveFigures(rowOf(returns, row), daysPerYear));
  const of = (name: "sharpe" | "cagr" | "maxDrawdown"): (Gap | null)[] =>
    rows.map((_, row) => {
      const value = points[row][name] - points[0][name];
      if (Number.isNaN(value)) return null;
      const at = named.indexOf(row);
      const ends = at < 0 ? null : percentiles(drawn[name][at].map((one, b) => one - drawn[name][0][b]), inference.level);
      return { value, low: ends?.low ?? null, high: ends?.high ?? null };
    });
  const sharpe = of("sharpe");
  const singleP: (number | null)[] = rows.map(() => null);
  for (const row of named) {
    if (row === 0 || days.length < FEWEST_SESSIONS || sharpe[row] === null || sharpe[row].value === 0) continue;
    const { gap, p } = sharpeGap(rowOf(returns, row), rowOf(returns, 0), daysPerYear, { resamples, level: inference.level });
    [sharpe[row], singleP[row]] = [gap ?? sharpe[row], p];
  }
  return { sharpe, cagr: of("cagr"), maxDrawdown: of("maxDrawdown"), singleP };
}

function unionOf(lists: readonly Int32Array[]): Int32Array {
  return Int32Array.from([...new Set(lists.flatMap((list) => Array.from(list)))]).sort();
}

/** Values on the days of all books: 0 where the book has no session. */
function spread(values: Float64Array, own: Int32Array, days: Int32Array): Float64Array {
  if (own.length === days.length) return values;
  const place = new Map(Array.from(days, (day, t) => [day, t]));
  const all = new Float64Array(days.length);
  own.forEach((day, t) => (all[place.get(day) as number] = values[t]));
  return all;
}
