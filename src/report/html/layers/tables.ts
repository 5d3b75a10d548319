// What each layer did beside its Sharpe difference, in tables.
import type { Context, JudgedLayers, PairResult } from "../../../layers";
import type { MetricValue } from "../../../metrics";
import { grouped, metricText, percent, shortDollars } from "../../format";
import { CONTEXT_NAMES, plus } from "../../layersVerdict";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { HtmlColumn } from "../table";

const columns = (...titles: string[]): HtmlColumn[] => titles.map((title, i) => ({ title, align: i === 0 ? "left" : "right" }));
const told = ({ pairs }: JudgedLayers, context: Context): PairResult[] => pairs.filter((pair) => pair.context === context && pair.sameAs === null && pair.inert === null);
const nothing = (context: Context, what: string): Html => html`<p class="muted">${CONTEXT_NAMES[context][0].toUpperCase()}${CONTEXT_NAMES[context].slice(1)}: ${what}</p>`;

export function tradeTable(result: JudgedLayers, context: Context): Html | null {
  const cell = ({ trades, dollars }: { trades: number; dollars: number }): string => (trades === 0 ? "–" : `${grouped(trades)}, ${shortDollars(dollars)}`);
  const rows = told(result, context).map(({ layer, trades: t }) => [layer, cell(t.winnersMissed), cell(t.losersAvoided), cell(t.replaced), cell(t.exits), cell(t.grown), cell(t.added), grouped(t.unchanged), shortDollars(t.change)]);
  return rows.length === 0 ? null : htmlTable(`Trades and dollars, ${CONTEXT_NAMES[context]}`, columns("layer", "winners missed", "losers avoided", "replaced", "exits changed", "grown", "new", "the same", "in all"), rows);
}

export function refusedTable(result: JudgedLayers, context: Context): Html {
  const rows = told(result, context).flatMap(({ layer, refused }) => (refused === null ? [] : [[layer, grouped(refused.lost), grouped(refused.gained), refused.reasons.map(({ id, count }) => `${id.replaceAll("_", " ")} ${grouped(count)}`).join(", ") || "–"]]));
  return rows.length === 0 ? nothing(context, "no layer stopped an entry.") : htmlTable(`Entries lost and gained by the layer, ${CONTEXT_NAMES[context]}`, [...columns("layer", "lost", "gained"), { title: "what stopped them", wrap: true }], rows);
}

export function timeTable(result: JudgedLayers, context: Context): Html {
  const pairs = told(result, context).filter((pair) => pair.difference !== null);
  if (pairs.length === 0) return nothing(context, "no layer has a difference to judge.");
  const spans = pairs[0].difference!.thirds.map(({ from, to }) => html`${from.slice(0, 7)}<br>to ${to.slice(0, 7)}`);
  const named = (...titles: (string | Html)[]): HtmlColumn[] => [{ title: "layer", align: "left" }, ...titles.map((title) => ({ title }))];
  const when = pairs.map(({ layer, difference: d }) => [layer, ...d!.thirds.map(({ sharpe }) => (sharpe === null ? "–" : plus(sharpe))), `${d!.years.same} of ${d!.years.of}`, grouped(d!.detectable.single, 2), grouped(d!.detectable.family, 2)]);
  const risk = pairs.map(({ layer, difference: d }) => [
    layer, `${plus(100 * d!.mean.value)} %`, `${percent(d!.drawdown.without, 1)} → ${percent(d!.drawdown.with, 1)}`, `${plus(100 * d!.drawdown.low, 1)} … ${plus(100 * d!.drawdown.high, 1)} %`, `${plus(100 * d!.equalRisk.mean)} %`, percent(d!.equalRisk.drawdown, 1),
  ]);
  return html`${htmlTable(`Sharpe difference by third of the sessions, and what could have been seen, ${CONTEXT_NAMES[context]}`, named(...spans, "years alike", "detectable", "in the family"), when)}
${htmlTable(`Return and drawdown, as they were and at the same risk, ${CONTEXT_NAMES[context]}. Drawdown interval: over resampled histories`, named("mean return a year", "drawdown without → with", "interval of its change", "mean, same risk", "drawdown, same risk"), risk)}`;
}

export function stressTable(result: JudgedLayers, context: Context): Html | null {
  const pairs = told(result, context).filter((pair) => pair.difference !== null && pair.difference.stress.length > 0);
  if (pairs.length === 0) return null;
  const names = pairs[0].difference!.stress.map(({ name }) => name);
  const rows = pairs.map(({ layer, difference }) => [layer, ...difference!.stress.map((s) => `${grouped(100 * s.without, 1)} → ${grouped(100 * s.with, 1)}`)]);
  return htmlTable(`Return in stress windows without → with the layer, %, ${CONTEXT_NAMES[context]}`, columns("layer", ...names), rows);
}

/** Percentages to a tenth. */
const short = (metric: MetricValue): string => (metric.unit === "percent" && metric.value !== null ? percent(metric.value, 1) : metricText(metric));

export function runTable({ runs }: JudgedLayers): Html {
  const rows = runs.map(({ id, metrics: m, starvation: { chances, opened, reasons } }) => [
    id, ...(["total_return", "volatility", "sharpe", "max_drawdown", "mean_heat", "trades", "win_rate"] as const).map((key) => short(m[key])), chances === 0 ? "–" : percent(opened / chances, 1),
    [...reasons].sort((a, b) => b.count - a.count).slice(0, 1).map(({ id: reason, share }) => `${reason.replaceAll("_", " ")} ${percent(share, 0)}`).join(", "),
  ]);
  return html`${htmlTable("Every run; why not: share of all chances", [...columns("run", "return", "volatility", "Sharpe", "drawdown", "mean heat", "trades", "won", "opened"), { title: "why not, mostly", align: "left" }], rows)}
<details><summary>What each run changes of the base</summary><ul>${runs.map(({ id, changes }) => html`<li><strong>${id}</strong>: ${changes.map(({ key, from, to }) => `${key} ${from} → ${to}`).join(", ") || "nothing"}</li>`)}</ul></details>`;
}
