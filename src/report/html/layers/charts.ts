// Pictures of a comparison of layers: Sharpe differences, what was missed and avoided, equity with and without.
import { axisY, barX, dot, gridX, gridY, lineY, ruleX, ruleY, text } from "@observablehq/plot";
import type { Context, LayersResult, PairResult } from "../../../layers";
import { dollars, grouped, percent } from "../../format";
import { CONTEXT_NAMES, plus, pText } from "../../layersVerdict";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { stretches } from "../thin";

const MS_PER_DAY = 86_400_000;
const ROW = 30;
/** Points of a small curve. */
const POINTS = 260;

/** Each layer's Sharpe difference with its interval, in one context. */
export function forestFigure(document: Document, { pairs, judge }: LayersResult, context: Context): Html {
  const rows = pairs.filter((pair) => pair.context === context && pair.difference !== null).map(({ layer, difference }) => {
    const { value, low, high, adjusted } = difference!.sharpe;
    const judged = adjusted !== null;
    const paint = judged && adjusted <= 1 - judge.level ? role(value > 0 ? "good" : "bad") : role("muted");
    return { layer, value, low: judged ? low : value, high: judged ? high : value, paint, note: judged ? `${plus(value)}, adjusted p ${pText(adjusted)}` : `${plus(value)}, too few days` };
  });
  if (rows.length === 0) return html`<p class="muted">${CONTEXT_NAMES[context]}: no layer has a difference to judge.</p>`;
  const summary = `${rows.map(({ layer, note }) => `${layer} ${note}`).join("; ")}.`;
  const options = {
    marginLeft: 130, marginRight: 190, x: { label: "Sharpe with the layer − without it →", nice: true }, y: { domain: rows.map(({ layer }) => layer), label: null, axis: null },
    marks: [
      gridX({ stroke: role("line"), strokeOpacity: 1 }), ruleX([0], { stroke: role("text") }), axisY({ tickSize: 0, label: null }),
      ruleY(rows, { y: "layer", x1: "low", x2: "high", stroke: "paint", strokeWidth: 2.5 }), dot(rows, { y: "layer", x: "value", fill: "paint", r: 5 }),
      text(rows, { y: "layer", frameAnchor: "right", text: "note", textAnchor: "start", dx: 8, fill: role("muted") }),
    ],
  };
  const caption = `${percent(judge.level, 0)} intervals, annualised; green: higher, red: lower, significant after the correction for ${judge.tests} tests.`;
  return figure(document, { title: `Sharpe differences, ${CONTEXT_NAMES[context]}`, summary, caption, options, height: 60 + rows.length * ROW });
}

/** Money of winners missed and of losers avoided. */
export function tradeFigure(document: Document, { pairs }: LayersResult, context: Context): Html {
  const own = pairs.filter((pair) => pair.context === context && pair.inert === null);
  const bars = own.flatMap(({ layer, trades: { winnersMissed: m, losersAvoided: a } }) => [
    { layer, x: -m.dollars, fill: role("bad"), title: `${grouped(m.trades)} winners missed: ${dollars(m.dollars)}` },
    { layer, x: a.dollars, fill: role("good"), title: `${grouped(a.trades)} losers avoided: ${dollars(a.dollars)}` },
  ]);
  if (bars.length === 0) return html`<p class="muted">${CONTEXT_NAMES[context]}: no layer changed a trade.</p>`;
  const summary = `${own.map(({ layer, trades: { winnersMissed: m, losersAvoided: a } }) => `${layer}: ${grouped(m.trades)} winners worth ${dollars(m.dollars)} missed, ${grouped(a.trades)} losers worth ${dollars(a.dollars)} avoided`).join("; ")}.`;
  const options = {
    marginLeft: 130, x: { label: "dollars →", tickFormat: (x: number) => dollars(Math.abs(x)) }, y: { domain: own.map(({ layer }) => layer), label: null, tickSize: 0 },
    marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), barX(bars, { x: "x", y: "layer", fill: "fill", title: "title" }), ruleX([0], { stroke: role("text") })],
  };
  const legend = [{ label: "winners missed", colour: role("bad"), mark: "box" as const }, { label: "losers avoided", colour: role("good"), mark: "box" as const }];
  return figure(document, { title: `Winners missed and losers avoided, ${CONTEXT_NAMES[context]}`, summary, caption: "Trades prevented or shrunk, matched by contract and day.", options, height: 60 + own.length * ROW, legend });
}

/** Equity of one pair, each from 100. */
export function curveFigure(document: Document, { runs, days }: LayersResult, { layer, context, with: on, without: off }: PairResult): Html {
  const lines = [{ run: runs[off], paint: role("muted") }, { run: runs[on], paint: colour("series", 1) }];
  const parts = stretches(days.length, POINTS);
  const points = lines.flatMap(({ run, paint }) => parts.map(({ end }) => ({ x: new Date(days[end - 1] * MS_PER_DAY), y: (100 * run.equity[end - 1]) / run.before, paint })));
  const last = (run: LayersResult["runs"][number]): string => grouped((100 * run.equity[run.equity.length - 1]) / run.before, 1);
  const summary = `100 became ${last(runs[on])} with ${layer}, ${last(runs[off])} without it.`;
  const options = {
    x: { label: null }, y: { label: null, zero: false, nice: true },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([100], { stroke: role("muted") }), lineY(points, { x: "x", y: "y", z: "paint", stroke: "paint", strokeWidth: 1.5 })],
  };
  return figure(document, { title: `${layer}, ${CONTEXT_NAMES[context]}`, summary, options, width: 480, height: 200, legend: lines.map(({ run, paint }) => ({ label: run.id, colour: paint })) });
}
