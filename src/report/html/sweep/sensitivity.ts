import { barY, gridY, ruleX, ruleY, tickY } from "@observablehq/plot";
import type { AxisEffect } from "../../../sweep/analysis/inert";
import { levelsOf } from "../../../sweep/analysis/levels";
import { grouped as groupsOf } from "../../../sweep/analysis/sensitivity";
import { valueText } from "../../../sweep/analysis/value";
import { grouped, percent } from "../../format";
import { clip } from "../../style";
import { valueOf } from "../../sweepView";
import { figure, legend } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable, meter } from "../table";
import type { SweepInput } from "./input";
import { axisFormat, breakable, bandLabels, countOf, extent, nameOfMetric, someOf } from "./words";
import { quantileOfSorted } from "../../../stats/sums";

/** Levels of an axis in its picture, and pictures. */
const LEVELS = 12;
const PICTURES = 12;
/** The bands leave this share out at either end, so that one odd config does not set the scale. */
const TAIL = 0.05;

/** How much each parameter matters, how the metric moves along it, and which parameters do nothing. */
export function sensitivity(document: Document, input: SweepInput): Html {
  const { analysis: { sensitivity: { axes, interactions, pairsLeft }, metric } } = input;
  const known = axes.filter(({ share }) => share !== null);
  const pairs = interactions.filter(({ share }) => share >= 0.001);
  return html`${axes.length === 0 ? html`<p class="muted">No parameter varies by itself.</p>` : importance(input)}
${pairs.length > 0 && html`<p>Pairs add: ${pairs.map(({ keys, share }) => `${keys.join(" × ")} ${percent(share, 1)}`).join(", ")}.</p>`}
${pairsLeft > 0 && html`<p class="muted">${countOf(pairsLeft, "pair")} ${pairsLeft === 1 ? "has" : "have"} too few configs per cell to tell.</p>`}
${known.length === 0 ? html`<p class="muted">${nameOfMetric(metric.id)} does not vary: no parameter can matter.</p>` : bands(document, input)}
<h3>Inert parameters</h3>
${inertTable(input)}`;
}

const STATUS: Record<AxisEffect["status"], string> = { effective: "changes trades", "partly inert": "partly inert", inert: "inert", linked: "linked", unknown: "not judged", constant: "one value" };

function importance({ analysis: { sensitivity: { axes }, axes: effects, metric } }: SweepInput): Html {
  const status = new Map(effects.map((effect) => [effect.key, effect]));
  const rows = axes.map(({ key, share, range, levels }, rank) => {
    const known = levels.filter((level): level is typeof level & { median: number } => level.median !== null);
    const sign = metric.better === "higher" ? 1 : -1;
    const best = known.length ? known.reduce((top, level) => (sign * level.median > sign * top.median ? level : top)) : null;
    const effect = status.get(key);
    return [grouped(rank + 1), html`<code>${key}</code>${effect && effect.moves.length > 0 && html` <small>moves ${effect.moves.join(", ")}</small>`}`, share === null ? "–" : percent(share, 1), meter(share ?? 0), valueOf(metric.id, range), best ? `${clip(best.label, 24)}: ${valueOf(metric.id, best.median)}` : "–", effect && effect.status !== "effective" ? STATUS[effect.status] : ""];
  });
  const left = "left" as const;
  return htmlTable(`What ${nameOfMetric(metric.id)} depends on: share of its variance between the values of each parameter, all else taken together`, [{ title: "rank" }, { title: "parameter", align: left }, { title: "variance" }, { title: "", align: left }, { title: "range of medians" }, { title: "best median", align: left }, { title: "", align: left }], rows);
}

interface Band {
  label: string;
  low: number;
  lower: number;
  median: number;
  upper: number;
  high: number;
  n: number;
}

/** Bands of a parameter's values, of the configs in which the metric is defined. */
export function bandsOf({ lattice, table, analysis: { metric } }: SweepInput, key: string): Band[] {
  const { labels, of } = levelsOf(lattice.axes.find((axis) => axis.key === key)!, LEVELS);
  return groupsOf(of, labels.length, table.metrics[metric.id]).flatMap((group, l) => {
    const sorted = Array.from(group).sort((a, b) => a - b);
    const at = (p: number): number => quantileOfSorted(sorted, p);
    return sorted.length ? [{ label: labels[l], low: at(TAIL), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(1 - TAIL), n: sorted.length }] : [];
  });
}

/** A picture per parameter, all on one scale. */
function bands(document: Document, input: SweepInput): Html {
  const { analysis: { sensitivity: { axes }, metric } } = input;
  const shown = axes.slice(0, PICTURES).map(({ key }) => ({ key, bands: bandsOf(input, key) })).filter((one) => one.bands.length > 0);
  const range = extent(shown.flatMap((one) => one.bands.flatMap(({ low, high }) => [low, high])));
  if (!range) return html``;
  return html`<h3>${nameOfMetric(metric.id)} by the values of each parameter</h3>
${legend([{ label: "median", colour: role("text") }, { label: "middle half of the configs", colour: colour("series", 1), mark: "box" }, { label: `all but the outer ${percent(TAIL, 0)} at each end (thin)`, colour: role("muted") }])}
<div class="small">${shown.map((one) => picture(document, metric.id, one, range))}</div>
${axes.length > PICTURES && html`<p class="muted">Without a picture, as they matter less: ${someOf(axes.slice(PICTURES).map(({ key }) => key))}.</p>`}`;
}

function picture(document: Document, metric: string, { key, bands: rows }: { key: string; bands: Band[] }, domain: readonly [number, number]): Html {
  const pad = (domain[1] - domain[0]) * 0.04 || 1e-9;
  const texts = bandLabels(rows.map(({ label }) => label));
  return figure(document, {
    title: `By ${key}`, width: 330, height: 170, caption: rows.some(({ label }) => label.includes("…")) ? "stretches of values" : `${rows.length} ${rows.length === 1 ? "value" : "values"}`,
    summary: `Median by value, in brackets the middle half: ${rows.map(({ label, median, lower, upper }) => `${label}: ${valueOf(metric, median)} (${valueOf(metric, lower)} to ${valueOf(metric, upper)})`).join("; ")}.`,
    options: {
      marginLeft: 52, marginBottom: 28, marginTop: 8, x: { type: "band", domain: rows.map(({ label }) => label), label: null, tickFormat: (label: string) => texts.get(label) ?? "", tickSize: 0, padding: 0.25 },
      y: { domain: [domain[0] - pad, domain[1] + pad], label: null, ticks: 5, tickFormat: axisFormat(metric, domain[1] - domain[0]) },
      marks: [
        gridY({ stroke: role("line"), strokeOpacity: 1, ticks: 5 }), ...(domain[0] < 0 && domain[1] > 0 ? [ruleY([0], { stroke: role("muted") })] : []),
        ruleX(rows, { x: "label", y1: "low", y2: "high", stroke: role("muted") }), barY(rows, { x: "label", y1: "lower", y2: "upper", fill: colour("series", 1), fillOpacity: 0.55 }), tickY(rows, { x: "label", y: "median", stroke: role("text"), strokeWidth: 2 }),
      ],
    },
  });
}

/** Parameters, or stretches of their values, that never changed a trade, with the reason; and those that could not be judged. */
function inertTable({ analysis: { axes } }: SweepInput): Html {
  const told = axes.filter(({ status }) => status !== "effective");
  if (told.length === 0) return html`<p class="good">None: every swept parameter changed some trade, and so did every step between its values.</p>`;
  const why = ({ status, reason, same }: AxisEffect): string => (status === "partly inert" ? `the same trades at ${same.map(stretch).join("; at ")}` : reason);
  const alike = (a: AxisEffect, b: AxisEffect): boolean => a.status === b.status && a.comparisons === b.comparisons && why(a) === why(b);
  const groups = told.filter((effect, i) => told.findIndex((other) => alike(effect, other)) === i).map((effect) => ({ effect, keys: told.filter((other) => alike(effect, other)).map(({ key }) => key) }));
  const rows = groups.map(({ effect, keys }) => [html`<span class="wrapped">${keys.map((key, i) => html`${i > 0 && ", "}<code>${breakable(key)}</code>`)}</span>`, html`<span class="${effect.status === "inert" || effect.status === "partly inert" ? "warn" : ""}">${STATUS[effect.status]}</span>`, grouped(effect.comparisons), why(effect)]);
  return htmlTable("Parameters that changed no trade, in part or at all, and those that cannot be judged by themselves", [{ title: "parameter", align: "left" }, { title: "", align: "left" }, { title: "comparisons" }, { title: "why", wrap: true }], rows);
}

function stretch(values: readonly unknown[]): string {
  const texts = values.map(valueText);
  return texts.length <= 4 ? texts.join(", ") : `${texts[0]}, ${texts[1]} … ${texts[texts.length - 1]} (${texts.length} values)`;
}
