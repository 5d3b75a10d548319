// Pictures that several studies share, as data; a report draws them.
import { named } from "./tables";
import type { Answers, BookAnswers, IntervalRow, Plot, Series } from "./types";
import { amount, change, span } from "./words";

/** Points that a line needs. */
const ENOUGH = 400;

/** Difference of Sharpe ratios of every named alternative, with its interval. */
export function gapPlot({ books }: Answers): Plot | null {
  const rows = books.flatMap(({ runs, judgement, choice }): IntervalRow[] => [
    ...judgement.comparisons.flatMap(({ row, sharpe }) => (sharpe && named(runs.rows[row]) ? [{ group: runs.book.name, label: runs.rows[row].label, ...sharpe }] : [])),
    ...(choice?.gap.sharpe ? [{ group: runs.book.name, label: "walk-forward (out of sample)", ...choice.gap.sharpe }] : []),
  ]);
  if (rows.length === 0) return null;
  const summary = rows.map(({ group, label, value, low, high }) => `${group}, ${label}: ${change(value, "ratio")} ${span(low, high, "ratio")}`).join("; ");
  return { kind: "intervals", id: "gaps", title: `Sharpe ratio: alternative − ${books[0].runs.rows[0].label}`, summary: `95 % intervals of paired block bootstraps; right of 0 is better. ${summary}.`, unit: "ratio", axis: "difference of Sharpe ratios per year", rows };
}

/** Growth of the money in named configs, and of the walk-forward's choice. */
export function growthPlot({ runs }: BookAnswers, labels: readonly string[]): Plot {
  const series = runs.rows.flatMap(({ label }, row): Series[] => (labels.includes(label) ? [{ label, points: thinned(runs.days, runs.equity.values.subarray(row * runs.days.length, (row + 1) * runs.days.length)) }] : []));
  return {
    kind: "lines", id: `growth-${runs.book.name}`, title: `Equity: ${runs.book.name}`, x: { label: "", unit: "day" }, y: { label: "equity", unit: "dollars" }, series,
    summary: `Marked equity of ${series.map(({ label, points }) => `${label} (ends at ${amount(points[points.length - 1][1], "dollars")})`).join(", ")}.`,
  };
}

/** The walk-forward's account and the benchmark through the same windows, both from 1. */
export function choicePlot({ runs, choice }: BookAnswers): Plot | null {
  if (!choice) return null;
  const grown = (returns: Float64Array): Float64Array => {
    let value = 1;
    return returns.map((r) => (value *= 1 + r));
  };
  const series: Series[] = [
    { label: "chosen on training", points: thinned(choice.days, grown(choice.chosen)) },
    { label: runs.rows[0].label, points: thinned(choice.days, grown(choice.benchmark)) },
  ];
  const end = ({ points }: Series): string => amount(points[points.length - 1][1] - 1, "percent");
  return {
    kind: "lines", id: `walk-forward-${runs.book.name}`, title: `Out of sample: ${runs.book.name}`, x: { label: "", unit: "day" }, y: { label: "growth of 1", unit: "ratio" }, series,
    summary: `Test windows joined: what was chosen on training ends at ${end(series[0])}, ${runs.rows[0].label} through the same windows at ${end(series[1])}.`,
  };
}

/** At most ENOUGH points, the first and the last among them. */
export function thinned(days: Int32Array, values: Float64Array): [number, number][] {
  const step = Math.max(1, Math.ceil(days.length / ENOUGH));
  const points: [number, number][] = [];
  for (let t = 0; t < days.length; t += step) points.push([days[t], values[t]]);
  if (points.length && points[points.length - 1][0] !== days[days.length - 1]) points.push([days[days.length - 1], values[days.length - 1]]);
  return points;
}

/** The pictures of every study of alternatives. */
export const commonPlots = (answers: Answers): Plot[] => [gapPlot(answers), ...answers.books.map(choicePlot)].filter((plot) => plot !== null);
