import { gridY, rectY, ruleX, ruleY } from "@observablehq/plot";
import { grouped, percent } from "../../format";
import { valueOf } from "../../sweepView";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { luckOf, luckyBest } from "./luck";
import { axisFormat, countOf, nameOfMetric } from "./words";
import { quantileOfSorted } from "../../../stats/sums";

const MOST_BINS = 60;

/** The smallest of 1, 2, 5 × a power of ten that cuts the span into at most so many bins. */
export function roundWidth(span: number, most = MOST_BINS): number {
  for (let power = -9; power < 15; power++) for (const digit of [1, 2, 5]) if (span / Number(`${digit}e${power}`) <= most) return Number(`${digit}e${power}`);
  return span / most;
}

/** Equal bins on multiples of a round width; the lower edge belongs to the bin. `sorted` rises. */
export function binsOf(sorted: readonly number[]): { x1: number; x2: number; count: number }[] {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const width = roundWidth(high > low ? high - low : Math.max(1e-9, Math.abs(low) / 10));
  const place = (value: number): number => Math.floor(value / width + 1e-9);
  const bins = Array.from({ length: place(high) - place(low) + 1 }, (_, i) => ({ x1: (place(low) + i) * width, x2: (place(low) + i + 1) * width, count: 0 }));
  for (const value of sorted) bins[place(value) - place(low)].count++;
  return bins;
}

const QUANTILES = [["lowest", 0], ["5 %", 0.05], ["25 %", 0.25], ["median", 0.5], ["75 %", 0.75], ["95 %", 0.95], ["highest", 1]] as const;

/** Where the best config stands among all of them. */
export function distribution(document: Document, input: SweepInput): Html {
  const { analysis: { metric }, table, best, nameOf } = input;
  const values = Array.from(table.metrics[metric.id]).filter(Number.isFinite).sort((a, b) => a - b);
  if (values.length < 2) return html`<p class="muted">Fewer than two configs have a ${metric.label}.</p>`;
  const text = (value: number): string => valueOf(metric.id, value);
  const peak = best >= 0 ? table.metrics[metric.id][best] : NaN;
  const luck = metric.id === "sharpe" ? luckOf(input) : null;
  const bar = luck ? luckyBest(luck, luck.trials) : NaN;
  const above = values.filter((value) => value > 0).length;
  const missing = table.count - values.length;
  const zero = values[0] < 0 ? ` ${percent(above / values.length, 0)} of them lie above zero.` : "";
  const summary = `${nameOfMetric(metric.id)} of ${countOf(values.length, "config")}: median ${text(quantileOfSorted(values, 0.5))}, the middle half from ${text(quantileOfSorted(values, 0.25))} to ${text(quantileOfSorted(values, 0.75))}, all from ${text(values[0])} to ${text(values[values.length - 1])}.${zero}${Number.isFinite(peak) ? ` The best, config ${nameOf(best)}, has ${text(peak)}.` : ""}${missing ? ` ${countOf(missing, "config")} without a value ${missing === 1 ? "is" : "are"} not in the picture.` : ""}`;
  const bins = binsOf(values).map((bin) => ({ ...bin, title: `${text(bin.x1)} to ${text(bin.x2)}: ${grouped(bin.count)}` }));
  const format = axisFormat(metric.id, values[values.length - 1] - values[0]);
  return html`${figure(document, {
    title: `${nameOfMetric(metric.id)} of all configs`, summary, height: 240,
    options: {
      x: { label: `${nameOfMetric(metric.id)} →`, tickFormat: format }, y: { label: "↑ configs", tickFormat: (value: number) => grouped(value) },
      marks: [
        gridY({ stroke: role("line"), strokeOpacity: 1 }), rectY(bins, { x1: "x1", x2: "x2", y: "count", fill: colour("series", 1), title: "title", insetLeft: 0.5, insetRight: 0.5 }), ruleY([0], { stroke: role("muted") }),
        ...(values[0] < 0 && values[values.length - 1] > 0 ? [ruleX([0], { stroke: role("muted") })] : []),
        ...(Number.isFinite(peak) ? [ruleX([peak], { stroke: role("text"), strokeWidth: 2 })] : []), ...(Number.isFinite(bar) ? [ruleX([bar], { stroke: role("bad"), strokeWidth: 1.5, strokeDasharray: "4 3" })] : []),
      ],
    },
    legend: [
      { label: "configs", colour: colour("series", 1), mark: "box" }, ...(Number.isFinite(peak) ? [{ label: `best, ${text(peak)}`, colour: role("text") }] : []),
      ...(Number.isFinite(bar) ? [{ label: `what luck would show of the best of ${grouped(luck!.trials)}, ${text(bar)} (dashed)`, colour: role("bad") }] : []),
    ],
  })}
${htmlTable(`Quantiles of ${nameOfMetric(metric.id)}`, QUANTILES.map(([title]) => ({ title })), [QUANTILES.map(([, p]) => text(quantileOfSorted(values, p)))])}`;
}
