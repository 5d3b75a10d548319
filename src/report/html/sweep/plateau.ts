import { dot, gridY, lineY, ruleY } from "@observablehq/plot";
import { leadersOf, classesAlong } from "../../../sweep/analysis/lattice";
import type { PlateauPoint, Surroundings } from "../../../sweep/analysis/plateau";
import { valueText } from "../../../sweep/analysis/value";
import { grouped, percent } from "../../format";
import { parametersText, tellingKeys, valueOf } from "../../sweepView";
import { figure, legend } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { axisFormat, bandLabels, extent, nameOfMetric, someOf } from "./words";

const PICTURES = 12;

/** How the neighbours of the best config fare: is it a peak or a plateau, and which config has the best surroundings. */
export function plateau(document: Document, input: SweepInput): Html {
  const { analysis, nameOf } = input;
  const { plateau: found, metric } = analysis;
  if (!found) return html`<p class="muted">No config may win by ${nameOfMetric(metric.id)}: there is no peak.</p>`;
  const { best, recommended, within } = found;
  const show = (value: number | null): string => (value === null ? "cannot win" : valueOf(metric.id, value));
  const row = (what: string, { config, value, score, steps }: PlateauPoint) => [what, nameOf(config), valueOf(metric.id, value), show(score), grouped(steps.count), ...cells(steps, show)];
  const cellsOfBox = [`peak, one step in each`, nameOf(best.config), valueOf(metric.id, best.value), "", grouped(best.box.count), ...cells(best.box, show)];
  const rows = [row("peak, one step in one", best), ...(best.box.count > best.steps.count ? [cellsOfBox] : []), ...(recommended && recommended.config !== best.config ? [row("recommended, one step in one", recommended)] : [])];
  const left = "left" as const;
  return html`<p>${verdict(best.spike, best.steps.count)}${best.edges.length > 0 && html` <span class="warn">It lies at the edge of ${best.edges.join(", ")}: better values may lie beyond.</span>`}</p>
<p>${!recommended ? "No config has neighbours enough to be recommended." : recommended.config === best.config ? html`<span class="good">The peak is recommended itself: no config has better surroundings.</span>` : html`Recommended for its surroundings: <strong>config ${nameOf(recommended.config)}</strong>, ${parametersText(analysis, recommended.config, tellingKeys(analysis))}.`}</p>
${htmlTable("What the neighbours are worth", [{ title: "neighbours of", align: left }, { title: "config" }, { title: nameOfMetric(metric.id) }, { title: "plateau score" }, { title: "neighbours" }, { title: "median" }, { title: "worst" }, { title: `within ${percent(within, 0)}` }], rows)}
<p class="muted">The neighbours come from the same history as the peak: a plateau says that the result does not hang on one number, not that it will last.</p>
${slices(document, input)}`;
}

const cells = ({ count, median, worst, near }: Surroundings, show: (value: number | null) => string): string[] => (count === 0 ? ["–", "–", "–"] : [show(median), show(worst), percent(near ?? 0, 0)]);

function verdict(spike: boolean | null, neighbours: number): Html {
  if (spike === null) return html`<span class="warn">The best config has ${neighbours ? "one neighbour only" : "no neighbours"}: whether it is a spike cannot be told.</span>`;
  return spike ? html`<span class="bad">The best config is a spike: most of its neighbours are far below it. Do not expect its value to last.</span>` : html`<span class="good">The best config is no spike: most of its neighbours are near it.</span>`;
}

export interface Slice {
  key: string;
  /** In the order of the axis; y = null where no config may win or there is none. */
  points: { label: string; y: number | null; here: boolean; numeric: boolean }[];
}

/** The metric along each numeric parameter, everything else as in the best config. */
export function slicesOf({ lattice, table, analysis: { metric }, best }: SweepInput): Slice[] {
  return leadersOf(lattice).filter((k) => lattice.axes[k].values.length > 1 && lattice.axes[k].index[best] >= 0).map((k) => {
    const { key, values, index, numeric } = lattice.axes[k];
    const { order, starts } = classesAlong(lattice, k);
    const at = order.indexOf(best);
    let c = 0;
    while (starts[c + 1] <= at) c++;
    const line: number[] = values.map(() => NaN);
    for (let m = starts[c + 1] - 1; m >= starts[c]; m--) line[index[order[m]]] = table.metrics[metric.id][order[m]];
    return { key, points: line.map((value, v) => ({ label: valueText(values[v]), y: Number.isFinite(value) ? value : null, here: v === index[best], numeric: v < numeric })) };
  });
}

function slices(document: Document, input: SweepInput): Html {
  const { analysis: { metric, sensitivity: { axes }, plateau: found }, best } = input;
  const rank = new Map(axes.map(({ key }, i) => [key, i]));
  const all = slicesOf(input).sort((a, b) => (rank.get(a.key) ?? Infinity) - (rank.get(b.key) ?? Infinity));
  const some = all.filter(({ points }) => points.filter(({ y }) => y !== null).length > 1);
  const range = extent(some.flatMap(({ points }) => points.map(({ y }) => y ?? NaN)));
  if (!range) return html`<p class="muted">No other config differs from the best in one parameter alone: there are no slices to draw.</p>`;
  const peak = input.table.metrics[metric.id][best];
  const near = peak - (metric.better === "higher" ? 1 : -1) * found!.within * Math.abs(peak);
  const alone = all.filter((slice) => !some.includes(slice)).map(({ key }) => key);
  return html`<h3>Slices through the best config</h3>
<p class="muted">One parameter moves, all others stay as in the best config; parameters linked to it move along.</p>
${legend([{ label: nameOfMetric(metric.id), colour: colour("series", 1) }, { label: "best config", colour: role("text"), mark: "box" }, { label: `${percent(found!.within, 0)} below the best (dashed): neighbours above it are near`, colour: role("muted") }])}
<div class="small">${some.slice(0, PICTURES).map((slice) => sliceFigure(document, metric.id, slice, { domain: range, near }))}</div>
${some.length > PICTURES && html`<p class="muted">Without a picture, as they matter less: ${someOf(some.slice(PICTURES).map(({ key }) => key))}.</p>`}
${alone.length > 0 && html`<p class="muted">No config differs from the best in ${someOf(alone)} alone.</p>`}`;
}

function sliceFigure(document: Document, metric: string, { key, points }: Slice, { domain, near }: { domain: readonly [number, number]; near: number }): Html {
  const known = points.filter((point): point is typeof point & { y: number } => point.y !== null);
  const texts = bandLabels(points.map(({ label }) => label));
  const missing = points.length - known.length;
  const pad = (domain[1] - domain[0]) * 0.06 || 1e-9;
  return figure(document, {
    title: `Along ${key}`, width: 330, height: 160, caption: `${known.length} ${known.length === 1 ? "value" : "values"}${missing ? `, ${missing} without a config that has a value` : ""}`,
    summary: `${known.map(({ label, y, here }) => `${label}: ${valueOf(metric, y)}${here ? " (best)" : ""}`).join("; ")}.`,
    options: {
      marginLeft: 52, marginBottom: 28, marginTop: 8, x: { type: "point", domain: points.map(({ label }) => label), label: null, tickFormat: (label: string) => texts.get(label) ?? "", tickSize: 0, padding: 0.5 },
      y: { domain: [domain[0] - pad, domain[1] + pad], label: null, ticks: 5, tickFormat: axisFormat(metric, domain[1] - domain[0]) },
      marks: [
        gridY({ stroke: role("line"), strokeOpacity: 1, ticks: 5 }), ...(near > domain[0] && near < domain[1] ? [ruleY([near], { stroke: role("muted"), strokeDasharray: "4 3" })] : []),
        lineY(points.filter(({ numeric }) => numeric).map(({ label, y }) => ({ label, y: y ?? NaN })), { x: "label", y: "y", stroke: colour("series", 1), strokeWidth: 1.4 }), dot(known, { x: "label", y: "y", r: 2.5, fill: colour("series", 1) }),
        dot(known.filter(({ here }) => here), { x: "label", y: "y", r: 4.5, fill: role("text"), symbol: "square" }),
      ],
    },
  });
}
