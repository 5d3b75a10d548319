// Which delta band, which IV floor? And what the filter costs: band by band, the same config with and without it.
import { analysisData } from "../../sweep/analysis";
import { rowOf } from "../../stats/matrix";
import { returnMatrix } from "../../stats/matrix";
import { answerOf } from "../answer";
import { commonFindings, claimFindings } from "../findings";
import { heatPlot } from "../heat";
import { pairedGap } from "../paired";
import { commonPlots, growthPlot } from "../plots";
import { curveFigures, percentiles, resample } from "../resample";
import { commonTables, tableOf } from "../tables";
import type { Inference } from "../inference";
import type { Answers, BookAnswers, Conclusion, Estimate, Finding, PairedGap, Study } from "../types";
import { validatedKeys } from "../validated";
import { amount, chance, change, count, fixed, span } from "../words";
import { surfaceFindings } from "./exits";

/** Two named configs that differ in the filter alone. */
interface Pair {
  book: BookAnswers;
  open: number;
  filtered: number;
  gap: PairedGap;
}

export const deltasIv: Study = {
  name: "deltas-iv",
  conclude(answers: Answers): Conclusion {
    const [main] = answers.books;
    const answer = answerOf(main);
    const analysis = main.runs.grid && analysisData(main.runs.grid, "sharpe", { base: main.runs.rows[0].config, minTrades: answers.definition.minTrades });
    const pairs = answers.books.flatMap((book) => filterPairs(book, answers.inference));
    const figures = { ...gainFigures(main, answers.inference), ...growthFigures(main, answers.inference) };
    return {
      tables: [...commonTables(answers), pairTable(pairs)],
      plots: [...heatPlot(main, "min_delta", "min_iv_percentile", "sharpe"), ...heatPlot(main, "min_delta", "min_iv_percentile", "trades"), ...commonPlots(answers), growthPlot(main, main.runs.rows.map(({ label }) => label))],
      findings: [...commonFindings(answers, answer, "another band or filter"), ...surfaceFindings(main, analysis), ...filterFindings(pairs, main), ...claimFindings(answers, figures)],
      figures, validated: validatedKeys(answers, main, answer),
    };
  },
};

/** Named rows without the filter, each with its twin that has one. */
function filterPairs(book: BookAnswers, inference: Inference): Pair[] {
  const { rows, returns, daysPerYear } = book.runs;
  const rest = (at: number): string => JSON.stringify(Object.entries(rows[at].config).filter(([key]) => key !== "min_iv_percentile"));
  const named = rows.flatMap((row, at) => (row.kind === "grid" ? [] : [at]));
  return named.filter((at) => rows[at].config.min_iv_percentile === 0).flatMap((open) =>
    named.filter((at) => rows[at].config.min_iv_percentile > 0 && rest(at) === rest(open)).map((filtered) => ({ book, open, filtered, gap: pairedGap(rowOf(returns, open), rowOf(returns, filtered), daysPerYear, inference) })));
}

const pairTable = (pairs: readonly Pair[]) =>
  tableOf({ id: "filter", title: "Without the IV filter − with it, the same config otherwise", brief: ["book", "without", "trades_without", "trades_with", "cagr_without", "cagr_with", "sharpe_gap", "p"] }, pairs, [
    { name: "book", type: "text", unit: "", of: ({ book }) => book.runs.book.name }, { name: "without", type: "text", unit: "", of: ({ book, open }) => book.runs.rows[open].label }, { name: "with", type: "text", unit: "", of: ({ book, filtered }) => book.runs.rows[filtered].label },
    { name: "trades_without", type: "int", unit: "", of: ({ book, open }) => book.runs.metrics.trades[open] }, { name: "trades_with", type: "int", unit: "", of: ({ book, filtered }) => book.runs.metrics.trades[filtered] },
    { name: "cagr_without", type: "float", unit: "fraction", of: ({ book, open }) => book.runs.metrics.cagr[open] }, { name: "cagr_with", type: "float", unit: "fraction", of: ({ book, filtered }) => book.runs.metrics.cagr[filtered] },
    { name: "sharpe_gap", type: "float", unit: "per year", of: ({ gap }) => gap.sharpe?.value ?? null }, { name: "sharpe_gap_low", type: "float", unit: "per year", of: ({ gap }) => gap.sharpe?.low ?? null }, { name: "sharpe_gap_high", type: "float", unit: "per year", of: ({ gap }) => gap.sharpe?.high ?? null },
    { name: "p", type: "float", unit: "", of: ({ gap }) => gap.p },
  ]);

/** What the filter costs or saves, pair by pair on the main book, and how many of all pairs lean which way. */
function filterFindings(pairs: readonly Pair[], main: BookAnswers): Finding[] {
  if (pairs.length === 0) return [];
  const own = pairs.filter(({ book, gap }) => book === main && gap.sharpe !== null);
  const texts = own.map(({ book: { runs }, open, filtered, gap }) => `${runs.rows[open].label} opens ${fixed(runs.metrics.trades[open], 0)} trades, ${fixed(runs.metrics.trades[filtered], 0)} with the filter; without it ${change(gap.sharpe!.value, "ratio")} Sharpe ${span(gap.sharpe!.low, gap.sharpe!.high, "ratio")} (${chance(gap.p)}) and ${change(gap.cagr?.value ?? null, "percent")} a year`);
  const clear = pairs.filter(({ gap }) => gap.p !== null && gap.p * pairs.length < 0.05);
  const head = clear.length === 0 ? `No evidence, in ${count(pairs.length, "pair")} with and without the IV filter, that it helps or hurts (Bonferroni)` : `In ${fixed(clear.length, 0)} of ${count(pairs.length, "pair")} the IV filter makes a difference beyond luck (Bonferroni): without it ${clear.filter(({ gap }) => gap.sharpe!.value > 0).length} are better, ${clear.filter(({ gap }) => gap.sharpe!.value < 0).length} worse`;
  return [{ rule: "filter", tone: "neutral", text: `${head}.${texts.length ? ` ${texts.join("; ")}.` : ""}`, figures: { pairs: pairs.length, clear: clear.length } }];
}

/** Relative gain in CAGR from leaving out the filter in the design's winning band: the “+59 %”. Undefined unless the filtered config grows. */
function gainFigures(main: BookAnswers, inference: Inference): Record<string, Estimate> {
  const label = "relative gain in CAGR without the 50 % filter, |Δ| 0.05–0.15";
  const rows = main.runs.rows;
  const [open, filtered] = [rows.findIndex((row) => row.label.startsWith("wealth building")), rows.findIndex((row) => row.label === "0.05–0.15, IV 50")];
  const none = (reason: string) => ({ cagr_gain_without_filter: { value: null, low: null, high: null, unit: "percent" as const, label, reason } });
  if (open < 0 || filtered < 0) return none("a config of the pair does not fit the base");
  const { cagr, trades } = main.runs.metrics;
  if (trades[open] === 0 || trades[filtered] === 0) return none("one of the two never traded");
  if (!(cagr[filtered] > 0)) return none(`with the filter the CAGR is ${amount(cagr[filtered], "percent")}: a gain relative to that has no meaning`);
  const drawn = resample(pick(main, [open, filtered]), drawsOf(main, inference), main.runs.daysPerYear).cagr;
  const ends = percentiles(drawn[0].map((one, b) => (drawn[1][b] > 0 ? one / drawn[1][b] - 1 : NaN)), inference.level);
  return { cagr_gain_without_filter: { value: cagr[open] / cagr[filtered] - 1, low: ends?.low ?? null, high: ends?.high ?? null, unit: "percent", label } };
}

function growthFigures(main: BookAnswers, inference: Inference): Record<string, Estimate> {
  const figures: Record<string, Estimate> = {};
  for (const [id, start] of [["cagr_wealth_building", "wealth building"], ["cagr_risk_adjusted", "risk-adjusted"]] as const) {
    const row = main.runs.rows.findIndex(({ label }) => label.startsWith(start));
    if (row < 0 || Number.isNaN(main.runs.metrics.cagr[row])) continue;
    const matrix = pick(main, [row]);
    const ends = percentiles(resample(matrix, drawsOf(main, inference), main.runs.daysPerYear).cagr[0], inference.level);
    figures[id] = { value: curveFigures(rowOf(matrix, 0), main.runs.daysPerYear).cagr, low: ends?.low ?? null, high: ends?.high ?? null, unit: "percent", label: `CAGR of ${main.runs.rows[row].label}` };
  }
  return figures;
}

const drawsOf = ({ runs, judgement }: BookAnswers, { draws }: Inference) => draws(runs.days.length, judgement.meanBlock);

function pick({ runs }: BookAnswers, rows: readonly number[]) {
  const matrix = returnMatrix(rows.length, runs.days.length);
  rows.forEach((row, i) => matrix.values.set(rowOf(runs.returns, row), i * runs.days.length));
  return matrix;
}
