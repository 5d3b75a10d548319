import type { Context, LayersResult, PairResult } from "../../../layers";
import { VERSION } from "../../../version";
import { grouped, metricText, percent, wholeDollars } from "../../format";
import { CONTEXT_NAMES, CONTEXTS, pairsOf, pairText, plus, pText } from "../../layersVerdict";
import { methodTexts } from "../../layersMethod";
import { originNotice } from "../../origin";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import type { HtmlColumn } from "../table";
import { curveFigure, forestFigure, tradeFigure } from "./charts";

/** The comparison as one self-contained page. Pure; `document` draws the charts and is not changed. */
export function layersPage(result: LayersResult, document: Document): string {
  const { market, range, runs } = result;
  const notice = originNotice(market.origin);
  const both = (draw: (context: Context) => Html): Html => html`${CONTEXTS.map(draw)}`;
  const curves = (context: Context): Html => html`<div class="grid">${result.pairs.filter((pair) => pair.context === context && pair.inert === null && pair.sameAs === null).map((pair) => curveFigure(document, result, pair))}</div>`;
  return framePage({
    title: "Which layers add value?",
    subtitle: html`${runs[0].request.config.ticker.join(", ")} · ${range.from} to ${range.to} · ${grouped(range.sessions)} sessions · data: ${market.name}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "verdicts", title: "Verdicts", body: html`${verdictTable(result)}${numbers(result)}` },
      { id: "sharpe", title: "Sharpe differences", body: both((context) => forestFigure(document, result, context)) },
      { id: "trades", title: "Winners missed", body: html`${both((context) => tradeFigure(document, result, context))}${both((context) => tradeTable(result, context))}` },
      { id: "curves", title: "Equity with and without", body: both(curves) },
      { id: "starvation", title: "Starvation", body: both((context) => refusedTable(result, context)) },
      { id: "time", title: "When, and at the same risk", body: html`${both((context) => timeTable(result, context))}${both((context) => stressTable(result, context))}` },
      { id: "runs", title: "Runs", body: runTable(result) },
      { id: "method", title: "How it was judged", body: html`<ul>${methodTexts(result).map((text) => html`<li>${text}</li>`)}</ul>` },
    ],
    footer: html`Made by mahler ${VERSION}. Every number is defined in docs/layers.md of the project. No script, no network.`,
  });
}

const columns = (...titles: string[]): HtmlColumn[] => titles.map((title, i) => ({ title, align: i === 0 ? "left" : "right" }));
const CLASSES: Record<string, string> = { "adds value": "good", harms: "bad", depends: "warn" };

function verdictTable(result: LayersResult): Html {
  const cells = (pair: PairResult): string[] => (pair.difference === null ? ["–", "–"] : [plus(pair.difference.sharpe.value), pText(pair.difference.sharpe.adjusted)]);
  const rows = result.verdicts.map(({ layer, verdict }) => {
    const { about, inSystem } = result.layers.find(({ id }) => id === layer)!;
    return [layer, CLASSES[verdict] ? html`<strong class="${CLASSES[verdict]}">${verdict}</strong>` : verdict, ...pairsOf(result, layer).flatMap(cells), inSystem ? "yes" : "no", about];
  });
  return htmlTable("Sharpe ratio with the layer − without it, and the p-value corrected for all tests", [...columns("layer", "verdict", "in the system", "adjusted p", "alone", "adjusted p", "in use"), { title: "what it does", wrap: true }], rows);
}

const numbers = (result: LayersResult): Html => html`${result.verdicts.map(({ layer, verdict }) => html`<details><summary>${layer}: ${verdict}, in numbers</summary><ul>${pairsOf(result, layer).map((pair) => html`<li>${CONTEXT_NAMES[pair.context]}: ${pair.sameAs === null ? pairText(result, pair) : "the same two runs"}</li>`)}</ul></details>
`)}`;

const told = ({ pairs }: LayersResult, context: Context): PairResult[] => pairs.filter((pair) => pair.context === context && pair.sameAs === null && pair.inert === null);

function tradeTable(result: LayersResult, context: Context): Html {
  const cell = ({ trades, dollars }: { trades: number; dollars: number }): string => (trades === 0 ? "–" : `${grouped(trades)}, ${wholeDollars(dollars)}`);
  const rows = told(result, context).map(({ layer, trades: t }) => [layer, cell(t.winnersMissed), cell(t.losersAvoided), cell(t.replaced), cell(t.exits), cell(t.grown), cell(t.added), grouped(t.unchanged), wholeDollars(t.change)]);
  return htmlTable(`Trades, ${CONTEXT_NAMES[context]}`, columns("layer", "winners missed", "losers avoided", "replaced", "exits changed", "grown", "new", "the same", "in all"), rows);
}

function refusedTable(result: LayersResult, context: Context): Html {
  const rows = told(result, context).flatMap(({ layer, refused }) => (refused === null ? [] : [[layer, grouped(refused.lost), grouped(refused.gained), refused.reasons.map(({ id, count }) => `${id} ${grouped(count)}`).join(", ") || "–"]]));
  return htmlTable(`Entries lost and gained by the layer, ${CONTEXT_NAMES[context]}`, [...columns("layer", "lost", "gained"), { title: "what stopped them", wrap: true }], rows);
}

function timeTable(result: LayersResult, context: Context): Html {
  const pairs = told(result, context).filter((pair) => pair.difference !== null);
  if (pairs.length === 0) return html``;
  const spans = pairs[0].difference!.thirds.map(({ from, to }) => `${from.slice(0, 7)} – ${to.slice(0, 7)}`);
  const rows = pairs.map(({ layer, difference: d }) => [
    layer, ...d!.thirds.map(({ sharpe }) => (sharpe === null ? "–" : plus(sharpe))), `${d!.years.same} of ${d!.years.of}`, `${plus(100 * d!.mean.value)} %`, `${plus(100 * d!.equalRisk.mean)} %`,
    `${percent(d!.drawdown.without, 1)} → ${percent(d!.drawdown.with, 1)}`, `${plus(100 * d!.drawdown.low, 1)} … ${plus(100 * d!.drawdown.high, 1)} %`, percent(d!.equalRisk.drawdown, 1), grouped(d!.detectable.single, 2), grouped(d!.detectable.family, 2),
  ]);
  return htmlTable(`Sharpe difference by third, and the rest, ${CONTEXT_NAMES[context]}. Drawdown interval: over resampled histories`, columns("layer", ...spans, "years alike", "mean a year", "at the same risk", "drawdown", "its interval", "at the same risk", "detectable", "in the family"), rows);
}

function stressTable(result: LayersResult, context: Context): Html {
  const pairs = told(result, context).filter((pair) => pair.difference !== null && pair.difference.stress.length > 0);
  if (pairs.length === 0) return html``;
  const names = pairs[0].difference!.stress.map(({ name }) => name);
  const rows = pairs.map(({ layer, difference }) => [layer, ...difference!.stress.map((s) => `${grouped(100 * s.without, 2)} → ${grouped(100 * s.with, 2)}`)]);
  return htmlTable(`Return in stress windows without → with the layer, %, ${CONTEXT_NAMES[context]}`, columns("layer", ...names), rows);
}

function runTable({ runs }: LayersResult): Html {
  const rows = runs.map(({ id, metrics: m, starvation: { chances, opened, reasons }, changes }) => [
    id, ...(["total_return", "cagr", "volatility", "sharpe", "max_drawdown", "mean_heat", "trades", "win_rate"] as const).map((key) => metricText(m[key])), chances === 0 ? "–" : percent(opened / chances, 1),
    [...reasons].sort((a, b) => b.count - a.count).slice(0, 3).map(({ id: reason, share }) => `${reason} ${percent(share, 1)}`).join(", "), changes.map(({ key, to }) => `${key} ${to}`).join(", ") || "–",
  ]);
  const wide = ["why not, most often", "differs from the base by"].map((title) => ({ title, wrap: true }));
  return htmlTable("Every run", [...columns("run", "return", "CAGR", "volatility", "Sharpe", "drawdown", "mean heat", "trades", "won", "opened"), ...wide], rows);
}
