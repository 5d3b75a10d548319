import { dot, gridY, rectY, ruleX, ruleY } from "@observablehq/plot";
import { valueText } from "../../../sweep/analysis/value";
import type { Cpcv, Stability, WalkForward } from "../../../walkforward";
import { grouped } from "../../format";
import { ratio, share } from "../../walkforward/words";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";

const MS_PER_DAY = 86_400_000;

/** One small chart per parameter that ever changed: its value window by window. */
export function parameterFigures(document: Document, result: WalkForward): Html {
  const moved = result.stability.filter(({ values }) => values.length > 1);
  if (moved.length === 0) return html`<p class="muted">No parameter ever changed.</p>`;
  return html`<div class="grid">${moved.map((entry) => parameterFigure(document, result, entry))}</div>`;
}

function parameterFigure(document: Document, { windows }: WalkForward, { key, values, steps, changes, entropy }: Stability): Html {
  const dots = windows.flatMap(({ test, chosen, parameters }) => (chosen === null ? [] : [{ x: new Date(test.start * MS_PER_DAY), y: valueText(parameters[key] ?? null) }]));
  const chose = dots.length;
  const order = [...values].sort((a, b) => (typeof a.value === "number" && typeof b.value === "number" ? b.value - a.value : 0)).map(({ value }) => valueText(value));
  const summary = `${values.map(({ value, windows: n }) => `${valueText(value)} in ${share(n / chose)}`).join(", ")} of the windows; changed in ${changes} of ${steps} steps; entropy ${ratio(entropy)}.`;
  return figure(document, {
    title: key, summary, width: 480, height: Math.max(120, 46 + 26 * Math.min(12, order.length)),
    options: { marginLeft: 90, x: { label: null }, y: { type: "point", domain: order, label: null }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), dot(dots, { x: "x", y: "y", r: 3.2, fill: colour("series", 1) })] },
  });
}

/** Sharpe ratios of the combinatorial paths as a histogram. */
export function pathFigure(document: Document, cpcv: Cpcv, metric: string): Html {
  const { low, median, mean, high, deviation } = cpcv.sharpe;
  const sharpes = cpcv.paths.flatMap(({ values }) => (values.sharpe.value === null ? [] : [values.sharpe.value]));
  const about = html`<p>${cpcv.groups.length} groups of days, ${cpcv.testGroups} tested at a time: ${cpcv.splits.length} splits, each choosing by ${metric} on the other groups; embargo ${cpcv.embargo} days after a test, nothing opened within ${cpcv.purge} days before one. Their tests make ${cpcv.paths.length} paths, each the whole history once and out of sample on every day.</p>`;
  if (sharpes.length === 0 || low === null || high === null) return html`${about}<p class="muted">No path has a Sharpe ratio.</p>`;
  const summary = `Sharpe ratios from ${ratio(low)} to ${ratio(high)}, median ${ratio(median)}, mean ${ratio(mean)}, standard deviation ${ratio(deviation)}; ${share(cpcv.losing)} of the paths lost money.`;
  const size = binSize(low, high);
  const bins = new Map<number, number>();
  for (const value of sharpes) bins.set(Math.floor(value / size), (bins.get(Math.floor(value / size)) ?? 0) + 1);
  const bars = [...bins].map(([bin, n]) => ({ x1: bin * size, x2: (bin + 1) * size, y: n }));
  return html`${about}${figure(document, {
    title: "Sharpe ratios of the paths", summary, height: 240, width: 640,
    options: { x: { label: "Sharpe →", nice: true, tickFormat: (value: number) => grouped(value, 2) }, y: { label: "↑ paths", interval: 1, tickFormat: (value: number) => grouped(value) }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), rectY(bars, { x1: "x1", x2: "x2", y: "y", inset: 0.5, fill: colour("series", 1) }), ruleY([0], { stroke: role("muted") }), ruleX([0], { stroke: role("bad") })] },
  })}`;
}

/** A round width that gives about ten bins. */
function binSize(low: number, high: number): number {
  const wanted = Math.max(high - low, 1e-6) / 10;
  const sizes = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
  return sizes.find((size) => size >= wanted) ?? 1;
}
