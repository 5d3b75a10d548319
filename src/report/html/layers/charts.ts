// Pictures of a comparison of layers: Sharpe differences, what was missed and avoided, equity with and without.
import { axisY, barX, dot, gridX, gridY, lineY, ruleX, ruleY, text } from "@observablehq/plot";
import type { Context, JudgedLayers, PairResult } from "../../../layers";
import { dollars, grouped, percent, shortDollars } from "../../format";
import { CONTEXT_NAMES, CONTEXTS, plus, pText } from "../../layersVerdict";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { stretches } from "../thin";

const MS_PER_DAY = 86_400_000;
const [ROW, FOREST_ROW] = [28, 24];
/** Room for names at the left, by the longest. */
const marginFor = (names: readonly string[]): number => 24 + 6.8 * Math.max(...names.map((name) => name.length));
/** Points of a small curve. */
const POINTS = 260;

interface ForestRow {
  layer: string;
  value: number;
  low: number;
  high: number;
  /** Colour of what is significant; muted otherwise. */
  paint: string;
  judged: boolean;
  note: string;
}

function forestRows({ pairs, judge }: JudgedLayers, context: Context): ForestRow[] {
  return pairs.filter((pair) => pair.context === context && pair.difference !== null).map(({ layer, difference }) => {
    const { value, low, high, adjusted } = difference!.sharpe;
    const judged = adjusted !== null;
    const significant = judged && adjusted <= 1 - judge.level + 1e-12;
    const words = significant ? (value > 0 ? ", higher" : ", lower") : "";
    return {
      layer, value, judged, low: judged ? low : value, high: judged ? high : value, paint: significant ? role(value > 0 ? "good" : "bad") : role("muted"),
      note: judged ? `${plus(value)} [${plus(low)} … ${plus(high)}], p ${pText(adjusted)}${words}` : `${plus(value)}, on too few days to judge`,
    };
  });
}

/** Each layer's Sharpe difference with its interval, in one context; both contexts on one scale. */
export function forestFigure(document: Document, result: JudgedLayers, context: Context): Html {
  const { judge } = result;
  const rows = forestRows(result, context);
  const ends = CONTEXTS.flatMap((each) => forestRows(result, each).flatMap(({ low, high }) => [low, high])).filter(Number.isFinite);
  if (rows.length === 0) return html`<p class="muted">${CONTEXT_NAMES[context]}: no layer has a difference to judge.</p>`;
  const summary = `${rows.map(({ layer, note }) => `${layer} ${note}`).join("; ")}.`;
  const options = {
    marginLeft: marginFor(rows.map(({ layer }) => layer)), marginRight: 264, x: { label: "Sharpe with the layer − without it, a year →", nice: true, domain: [Math.min(0, ...ends), Math.max(0, ...ends)] }, y: { domain: rows.map(({ layer }) => layer), label: null, axis: null },
    marks: [
      gridX({ stroke: role("line"), strokeOpacity: 1 }), ruleX([0], { stroke: role("text") }), axisY({ tickSize: 0, label: null }),
      ruleY(rows, { y: "layer", x1: "low", x2: "high", stroke: "paint", strokeWidth: 2.5 }), dot(rows, { y: "layer", x: "value", fill: (row: ForestRow) => (row.judged ? row.paint : "var(--background)"), stroke: "paint", strokeWidth: 2, r: 4.5 }),
      text(rows, { y: "layer", frameAnchor: "right", text: "note", textAnchor: "start", dx: 8, fill: role("muted") }),
    ],
  };
  const caption = `Difference of annual Sharpe ratios with its ${percent(judge.level, 0)} interval; green is higher, red lower, significant after the correction for ${judge.tests} tests (p is the corrected one); hollow is not judged.`;
  return figure(document, { title: `Sharpe differences, ${CONTEXT_NAMES[context]}`, summary, caption, options, height: 60 + rows.length * FOREST_ROW });
}

/** Money of winners missed and of losers avoided. */
export function tradeFigure(document: Document, { pairs }: JudgedLayers, context: Context): Html {
  const own = pairs.filter((pair) => pair.context === context && pair.inert === null);
  const bars = own.flatMap(({ layer, trades: { winnersMissed: m, losersAvoided: a } }) => [
    { layer, x: -m.dollars, fill: role("bad"), title: `${grouped(m.trades)} winners missed: ${dollars(m.dollars)}` },
    { layer, x: a.dollars, fill: role("good"), title: `${grouped(a.trades)} losers avoided: ${dollars(a.dollars)}` },
  ]);
  if (bars.length === 0) return html`<p class="muted">${CONTEXT_NAMES[context]}: no layer changed a trade.</p>`;
  const summary = `${own.map(({ layer, trades: { winnersMissed: m, losersAvoided: a } }) => `${layer}: ${grouped(m.trades)} winners worth ${dollars(m.dollars)} missed, ${grouped(a.trades)} losers worth ${dollars(a.dollars)} avoided`).join("; ")}.`;
  const options = {
    marginLeft: marginFor(own.map(({ layer }) => layer)), x: { label: "dollars →", tickFormat: (x: number) => shortDollars(Math.abs(x)) }, y: { domain: own.map(({ layer }) => layer), label: null, tickSize: 0 },
    marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), barX(bars, { x: "x", y: "layer", fill: "fill", title: "title" }), ruleX([0], { stroke: role("text") })],
  };
  const legend = [{ label: "winners missed", colour: role("bad"), mark: "box" as const }, { label: "losers avoided", colour: role("good"), mark: "box" as const }];
  return figure(document, { title: `Winners missed and losers avoided, ${CONTEXT_NAMES[context]}`, summary, caption: "Trades prevented or shrunk, matched by contract and day.", options, height: 60 + own.length * ROW, legend });
}

/** Equity of one pair, each from 100. */
export function curveFigure(document: Document, { runs, days }: JudgedLayers, { layer, context, with: on, without: off }: PairResult): Html {
  const lines = [{ run: runs[off], paint: role("muted") }, { run: runs[on], paint: colour("series", 1) }];
  const parts = stretches(days.length, POINTS);
  const points = lines.flatMap(({ run, paint }) => parts.map(({ end }) => ({ x: new Date(days[end - 1] * MS_PER_DAY), y: (100 * run.equity[end - 1]) / run.before, paint })));
  const last = (run: JudgedLayers["runs"][number]): string => grouped((100 * run.equity[run.equity.length - 1]) / run.before, 1);
  const summary = `100 became ${last(runs[on])} with ${layer}, ${last(runs[off])} without it.`;
  const options = {
    x: { label: null }, y: { label: null, zero: false, nice: true },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([100], { stroke: role("muted") }), lineY(points, { x: "x", y: "y", z: "paint", stroke: "paint", strokeWidth: 1.5 })],
  };
  return figure(document, { title: `${layer}, ${CONTEXT_NAMES[context]}`, summary, options, width: 480, height: 200, legend: lines.map(({ run, paint }) => ({ label: run.id, colour: paint })) });
}
