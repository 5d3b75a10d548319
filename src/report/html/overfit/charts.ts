// Pictures of an overfitting check: what the trials leave of the best config, the splits, and what could have happened.
import { areaY, dot, gridX, gridY, lineY, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import { CONFIDENCE } from "../../../overfit";
import type { Deflation, FinishedOverfit, PboResult } from "../../../overfit";
import { QUANTILES } from "../../../stats";
import { grouped, percent } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";

/** The probability that the best config's Sharpe ratio is above zero, by how many trials are counted. */
export function ladderFigure(document: Document, { result: { best, psr, deflated }, counted }: FinishedOverfit): Html {
  const step = (name: string, { probability, lucky }: Deflation) => ({ name, value: probability.value, lucky: lucky.value });
  const count = (n: number): string => grouped(n, Number.isInteger(n) ? 0 : 1);
  const all = [
    { name: "the only trial (PSR)", value: psr.value, lucky: null }, step(`${count(deflated.effective.trials)} effective trials`, deflated.effective), step(`${count(deflated.sweep.trials)} trade lists of this sweep`, deflated.sweep),
    step(`${count(counted.deflated.trials)} trials on this data, ever`, counted.deflated),
  ];
  const rows = all.flatMap(({ name, value, lucky }) => (value === null ? [] : [{ name, value: 100 * value, paint: value < CONFIDENCE ? role("warn") : role("good"), note: `${percent(value, 1)}${lucky === null ? "" : `, luck's best ${grouped(lucky, 2)}`}` }]));
  if (rows.length === 0) return html`<p class="muted">The best config has no Sharpe ratio to deflate.</p>`;
  const summary = `Probability that the true Sharpe ratio of config ${best.config} is above zero, by the trials that are counted: ${rows.map(({ name, note }) => `${name} ${note}`).join("; ")}. Asked for are ${percent(CONFIDENCE, 0)}.`;
  return figure(document, {
    title: "What the trials leave", summary, caption: `Probability that the true Sharpe ratio of config ${best.config} is above zero, by the trials that are counted; the line is at ${percent(CONFIDENCE, 0)}.`, height: 60 + 30 * rows.length,
    options: {
      marginLeft: 24 + 6.8 * Math.max(...rows.map(({ name }) => name.length)), marginRight: 170, x: { label: "% →", domain: [0, 100] }, y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
      marks: [
        gridX({ stroke: role("line"), strokeOpacity: 1 }), ruleY(rows, { y: "name", x1: 0, x2: "value", stroke: "paint", strokeWidth: 2.5 }), ruleX([100 * CONFIDENCE], { stroke: role("text"), strokeDasharray: "4 3" }), dot(rows, { y: "name", x: "value", fill: "paint", r: 5 }),
        text(rows, { y: "name", frameAnchor: "right", text: "note", textAnchor: "start", dx: 10, fill: role("muted") }),
      ],
    },
  });
}

export function logitFigure(document: Document, { histogram, pbo, combinations }: PboResult): Html {
  const half = histogram.length / 2;
  const bars = (of: PboResult["histogram"], fill: string) => rectY(of, { x1: "from", x2: "to", y: "count", inset: 0.5, fill });
  return figure(document, {
    title: "Logits of the splits", summary: `Rank outside of the config chosen inside, as a logit, in ${grouped(combinations)} splits; ${percent(pbo, 1)} lie at or below zero.`, height: 260, width: 640,
    options: { x: { label: "logit →", tickFormat: (value: number) => grouped(value, 1) }, y: { label: "↑ splits", tickFormat: (value: number) => grouped(value) }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), bars(histogram.slice(0, half), role("bad")), bars(histogram.slice(half), colour("series", 1)), ruleY([0], { stroke: role("muted") }), ruleX([0], { stroke: role("muted") })] },
    legend: [{ label: "not above the median: overfit", colour: role("bad"), mark: "box" }, { label: "above the median", colour: colour("series", 1), mark: "box" }],
  });
}

export function degradationFigure(document: Document, { points, slope, intercept, rSquared, probabilityOfLoss }: PboResult): Html {
  const xs = points.map(({ inside }) => inside);
  const ends = slope.value === null || intercept.value === null ? [] : [Math.min(...xs), Math.max(...xs)].map((x) => ({ x, y: intercept.value + slope.value * x }));
  const line = slope.value === null ? "" : ` Fitted line: slope ${grouped(slope.value, 2)}, R² ${grouped(rSquared.value ?? 0, 2)}.`;
  return figure(document, {
    title: "Degradation", summary: `Annual Sharpe ratio of the config chosen, inside and outside, a dot per split.${line} It loses outside in ${percent(probabilityOfLoss, 1)}.`, height: 320, width: 640,
    options: { x: { label: "Sharpe inside →", tickFormat: (value: number) => grouped(value, 2) }, y: { label: "↑ Sharpe outside", tickFormat: (value: number) => grouped(value, 2) }, marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), gridY({ stroke: role("line"), strokeOpacity: 1 }), dot(points, { x: "inside", y: "outside", r: 1.6, fill: colour("series", 1), fillOpacity: 0.45 }), lineY(ends, { x: "x", y: "y", stroke: role("bad"), strokeWidth: 1.8 }), ruleY([0], { stroke: role("muted") })] },
  });
}

export function monteCarloBody(document: Document, { result: { monteCarlo, sessionsPerYear } }: FinishedOverfit): Html {
  const { paths, horizon, meanBlock, terminal, drawdown, ruin, ruinProbability, lossProbability, fan } = monteCarlo;
  const [low, quarter, middle, upper, high] = [1, 2, 3, 4, 5];
  const points = fan.map(({ day, wealth }) => ({ year: day / sessionsPerYear, low: wealth[low], quarter: wealth[quarter], middle: wealth[middle], upper: wealth[upper], high: wealth[high] }));
  const rows = [["Wealth at the end", ...terminal.map((value) => `${grouped(value, 2)}×`)], ["Largest drawdown", ...drawdown.map((value) => percent(value, 1))]];
  const summary = `${grouped(paths)} paths of ${grouped(horizon / sessionsPerYear, 1)} years of the best config, its days resampled in blocks of ${grouped(meanBlock, 1)} on average and compounded. ${percent(lossProbability, 1)} end below their start, ${percent(ruinProbability, 1)} fall to ${percent(ruin, 0)} of it. The best config was chosen on these days, so this is the bright side.`;
  return html`${figure(document, {
    title: "Resampled wealth", summary, height: 300,
    options: { x: { label: "years →" }, y: { label: "↑ multiple of the start", tickFormat: (value: number) => grouped(value, 2) }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(points, { x: "year", y1: "low", y2: "high", fill: colour("series", 1), fillOpacity: 0.15 }), areaY(points, { x: "year", y1: "quarter", y2: "upper", fill: colour("series", 1), fillOpacity: 0.25 }), lineY(points, { x: "year", y: "middle", stroke: colour("series", 1), strokeWidth: 2 }), ruleY([1], { stroke: role("muted") })] },
    legend: [{ label: "median", colour: colour("series", 1) }, { label: "half and nine tenths of the paths", colour: colour("series", 1), mark: "box" }],
  })}${htmlTable("Quantiles over the paths", [{ title: "Figure", align: "left" }, ...QUANTILES.map((q) => ({ title: percent(q, 0) }))], rows)}`;
}
