// What choosing the best of many is worth: the probability of overfitting, and the best Sharpe ratio deflated by the trials.
import { deflatedSharpe } from "../stats/deflated";
import { rowOf, selectRows } from "../stats/matrix";
import { moments } from "../stats/moments";
import { pbo } from "../stats/pbo";
import { sharpeError } from "../stats/sharpeError";
import { effectiveTrials } from "../stats/trials";
import type { BookAnswers, Finding } from "./types";
import { amount, count, fixed } from "./words";

/** Blocks of CSCV, and the fewest sessions and configs it is made on. */
const BLOCKS = 16;
const FEWEST = { sessions: 20 * BLOCKS, configs: 4 };

export interface Selection {
  /** Share of splits in which the config chosen on one half is below the median on the other. */
  pbo: number;
  /** Row with the highest Sharpe ratio, its ratio per year, and the probability that the true one is above 0 after so many trials. */
  best: number;
  sharpe: number;
  deflated: number;
  configs: number;
  effective: number;
}

/** Of a book's configs that traded enough to be judged; null with too few of them, or too few sessions. */
export function selectionOf({ runs, judgement }: BookAnswers): Selection | null {
  const judged = [0, ...judgement.comparisons.flatMap(({ row, reason }) => (reason === null ? [row] : []))].filter((row) => rowOf(runs.returns, row).every((value) => !Number.isNaN(value)));
  const seen = new Set<string>();
  const rows = judged.filter((row) => !seen.has(runs.trades[row]) && seen.add(runs.trades[row]));
  if (rows.length < FEWEST.configs || runs.days.length < FEWEST.sessions) return null;
  const matrix = selectRows(runs.returns, rows);
  const { effective, variance } = effectiveTrials(matrix);
  const figures = rows.map((_, i) => moments(rowOf(matrix, i)));
  const sharpes = figures.map(({ mean, deviation }) => mean / deviation);
  const at = sharpes.reduce((top, value, i) => (value > sharpes[top] || Number.isNaN(sharpes[top]) ? i : top), 0);
  const { skewness, kurtosis } = figures[at];
  const { dependence } = sharpeError(rowOf(matrix, at));
  const { probability } = deflatedSharpe({ sharpe: sharpes[at], sessions: runs.days.length, skewness, kurtosis, dependence, trials: effective, variance });
  return { pbo: pbo(matrix, { blocks: BLOCKS }).pbo, best: rows[at], sharpe: sharpes[at] * Math.sqrt(runs.daysPerYear), deflated: probability, configs: rows.length, effective };
}

/** One sentence on it. */
export function selectionFinding(book: BookAnswers): Finding | null {
  const selection = selectionOf(book);
  if (!selection || Number.isNaN(selection.deflated)) return null;
  const { pbo: overfitting, best, sharpe, deflated, configs, effective } = selection;
  const sure = deflated >= 0.95 ? "beyond what the search alone would find" : "not beyond what the search alone would find";
  return {
    rule: "selection", tone: overfitting < 0.5 && deflated >= 0.95 ? "good" : overfitting > 0.5 ? "bad" : "neutral",
    text: `Choosing the best of ${count(configs, "different config")} on half of the history puts it below the median on the other half in ${amount(overfitting, "percent")} of the splits (PBO). The best Sharpe ratio, ${fixed(sharpe, 2)} (${book.runs.rows[best].label}), is above 0 with probability ${amount(deflated, "percent")} after ${fixed(effective, 1)} effective trials (deflated): ${sure}.`,
    figures: { pbo: overfitting, best: book.runs.rows[best].label, sharpe, deflated, configs, effective },
  };
}
