import { areaY, dot, gridX, gridY, lineY, rectY, ruleX, ruleY } from "@observablehq/plot";
import type { Origin } from "../../../market/types";
import type { FinishedOverfit, PboResult } from "../../../overfit";
import { QUANTILES } from "../../../stats";
import { VERSION } from "../../../version";
import { grouped, percent } from "../../format";
import { originNotice } from "../../origin";
import { panels } from "../../overfit/rows";
import type { Panel } from "../../overfit/rows";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { colour, role } from "../style";
import { htmlTable } from "../table";

export interface OverfitPage {
  finished: FinishedOverfit;
  title: string;
  /** Where the quotes come from. */
  origin: Origin;
}

/** The panel as one self-contained page. Pure: the same input gives the same text. `document` draws the charts; it is not changed. */
export function overfitPage({ finished, title, origin }: OverfitPage, document: Document): string {
  const { result, flags } = finished;
  const [trials, best, family, choice] = panels(finished);
  const notice = originNotice(origin);
  const parameters = Object.entries(result.best.parameters).map(([key, value]) => `${key} ${value}`).join(", ");
  return framePage({
    title: title[0].toUpperCase() + title.slice(1),
    subtitle: html`${grouped(result.trials.evaluated)} configs over ${grouped(result.sessions)} sessions; config ${result.best.config} is the best by ${result.best.metric.label}. Seed of all resampling: ${result.options.seed}.`,
    ...(notice ? { banner: html`<strong>${notice.title}.</strong> ${notice.text}` } : {}),
    sections: [
      { id: "flags", title: `Red flags: ${flags.length || "none"}`, body: flags.length ? html`<ul>${flags.map(({ text }) => html`<li class="warn">${text}</li>`)}</ul>` : html`<p class="good">None of the checks found anything.</p>` },
      { id: "trials", title: trials.title, body: panelTable(trials) },
      { id: "best", title: best.title, body: html`${panelTable(best)}${parameters && html`<p class="muted">${parameters}</p>`}` },
      { id: "family", title: family.title, body: panelTable(family) },
      { id: "choice", title: "Choosing", body: html`${panelTable(choice)}${"pbo" in result.pbo && html`${logitFigure(document, result.pbo)}${degradationFigure(document, result.pbo)}`}` },
      { id: "monte-carlo", title: "Monte-Carlo", body: monteCarloBody(document, finished) },
    ],
    footer: html`mahler ${VERSION}. What each figure means, and where it comes from: docs/overfitting.md.`,
  });
}

const panelTable = ({ title, rows }: Panel): Html =>
  htmlTable(title, [{ title: "Figure", align: "left" }, { title: "Value", align: "right" }, { title: "From", wrap: true }, { title: "What it is", wrap: true }], rows.map(({ label, value, note, definition }) => [label.trim(), value, note, definition]));

function logitFigure(document: Document, { histogram, pbo, combinations }: PboResult): Html {
  const half = histogram.length / 2;
  const bars = (of: PboResult["histogram"], fill: string) => rectY(of, { x1: "from", x2: "to", y: "count", inset: 0.5, fill });
  return figure(document, {
    title: "Logits of the splits", summary: `Rank outside of the config chosen inside, as a logit, in ${grouped(combinations)} splits; ${percent(pbo, 1)} lie at or below zero.`, height: 260, width: 640,
    options: { x: { label: "logit →", tickFormat: (value: number) => grouped(value, 1) }, y: { label: "↑ splits", tickFormat: (value: number) => grouped(value) }, marks: [gridY({ stroke: role("line") }), bars(histogram.slice(0, half), role("bad")), bars(histogram.slice(half), colour("series", 1)), ruleY([0], { stroke: role("muted") }), ruleX([0], { stroke: role("muted") })] },
    legend: [{ label: "not above the median: overfit", colour: role("bad"), mark: "box" }, { label: "above the median", colour: colour("series", 1), mark: "box" }],
  });
}

function degradationFigure(document: Document, { points, slope, intercept, rSquared, probabilityOfLoss }: PboResult): Html {
  const xs = points.map(({ inside }) => inside);
  const ends = slope.value === null || intercept.value === null ? [] : [Math.min(...xs), Math.max(...xs)].map((x) => ({ x, y: intercept.value + slope.value * x }));
  const line = slope.value === null ? "" : ` Fitted line: slope ${grouped(slope.value, 2)}, R² ${grouped(rSquared.value ?? 0, 2)}.`;
  return figure(document, {
    title: "Degradation", summary: `Annual Sharpe ratio of the config chosen, inside and outside, a dot per split.${line} It loses outside in ${percent(probabilityOfLoss, 1)}.`, height: 320, width: 640,
    options: { x: { label: "Sharpe inside →", tickFormat: (value: number) => grouped(value, 2) }, y: { label: "↑ Sharpe outside", tickFormat: (value: number) => grouped(value, 2) }, marks: [gridX({ stroke: role("line") }), gridY({ stroke: role("line") }), dot(points, { x: "inside", y: "outside", r: 1.6, fill: colour("series", 1), fillOpacity: 0.45 }), lineY(ends, { x: "x", y: "y", stroke: role("bad"), strokeWidth: 1.8 }), ruleY([0], { stroke: role("muted") })] },
  });
}

function monteCarloBody(document: Document, { result: { monteCarlo, sessionsPerYear } }: FinishedOverfit): Html {
  const { paths, horizon, meanBlock, terminal, drawdown, ruin, ruinProbability, lossProbability, fan } = monteCarlo;
  const [low, quarter, middle, upper, high] = [1, 2, 3, 4, 5];
  const points = fan.map(({ day, wealth }) => ({ year: day / sessionsPerYear, low: wealth[low], quarter: wealth[quarter], middle: wealth[middle], upper: wealth[upper], high: wealth[high] }));
  const rows = [["Wealth at the end", ...terminal.map((value) => `${grouped(value, 2)}×`)], ["Largest drawdown", ...drawdown.map((value) => percent(value, 1))]];
  const summary = `${grouped(paths)} paths of ${grouped(horizon / sessionsPerYear, 1)} years of the best config, its days resampled in blocks of ${grouped(meanBlock, 1)} on average and compounded. ${percent(lossProbability, 1)} end below their start, ${percent(ruinProbability, 1)} fall to ${percent(ruin, 0)} of it. The best config was chosen on these days, so this is the bright side.`;
  return html`${figure(document, {
    title: "Resampled wealth", summary, height: 300,
    options: { x: { label: "years →" }, y: { label: "↑ multiple of the start", tickFormat: (value: number) => grouped(value, 2) }, marks: [gridY({ stroke: role("line") }), areaY(points, { x: "year", y1: "low", y2: "high", fill: colour("series", 1), fillOpacity: 0.15 }), areaY(points, { x: "year", y1: "quarter", y2: "upper", fill: colour("series", 1), fillOpacity: 0.25 }), lineY(points, { x: "year", y: "middle", stroke: colour("series", 1), strokeWidth: 2 }), ruleY([1], { stroke: role("muted") })] },
    legend: [{ label: "median", colour: colour("series", 1) }, { label: "half and nine tenths of the paths", colour: colour("series", 1), mark: "box" }],
  })}${htmlTable("Quantiles over the paths", [{ title: "Figure", align: "left" }, ...QUANTILES.map((q) => ({ title: percent(q, 0) }))], rows)}`;
}
