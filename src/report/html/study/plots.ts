// A study's pictures, drawn: each kind of plot is one function from data to a figure.
import { areaY, cell, dot, gridX, gridY, line, ruleX, ruleY, text, tickX } from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import type { Unit } from "../../../metrics";
import type { IntervalRow, Plot, Series } from "../../../study/types";
import { metricText } from "../../format";
import { figure } from "../chart";
import type { LegendEntry } from "../chart";
import type { Html } from "../escape";
import { colour, role } from "../style";

/** Distinct colours of the palette. */
const COLOURS = 7;
const seriesColour = (i: number): string => colour("series", (i % COLOURS) + 1);
const dashed = (i: number): string | undefined => (i < COLOURS ? undefined : "5 3");

const valueText = (unit: Unit) => (value: number): string => metricText({ value, unit });
/** Axis labels: percentages without decimals where they are round. */
const tick = (unit: Unit) => (value: number): string => (unit === "percent" ? `${Number((value * 100).toFixed(2))} %` : unit === "dollars" ? `$${Math.round(value / 1000)}k` : String(Number(value.toFixed(3))));

/** The plot as a figure with title, text alternative and legend. */
export function plotFigure(document: Document, plot: Plot): Html {
  if (plot.kind === "intervals") return intervals(document, plot);
  if (plot.kind === "lines") return lines(document, plot);
  return plot.kind === "scatter" ? scatter(document, plot) : heat(document, plot);
}

/** Room for labels at the left, by their longest. */
const marginFor = (labels: readonly string[]): number => Math.min(360, 24 + 6.7 * Math.max(...labels.map((label) => label.length)));

type Of<K extends Plot["kind"]> = Extract<Plot, { kind: K }>;

function intervals(document: Document, { title, summary, unit, axis, rows }: Of<"intervals">): Html {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const name = (row: IntervalRow): string => (groups.length > 1 ? `${row.label} · ${row.group}` : row.label);
  const items = rows.map((row) => ({ ...row, name: name(row), fill: seriesColour(groups.indexOf(row.group)) }));
  const whole = items.filter((row) => row.low !== null && row.high !== null);
  const options: PlotOptions = {
    marginLeft: marginFor(items.map((row) => row.name)), marginTop: 8, x: { label: axis, tickFormat: tick(unit), nice: true }, y: { domain: items.map((row) => row.name), label: null, tickSize: 0 },
    marks: [
      gridX({ stroke: role("line"), strokeOpacity: 1 }), ruleX([0], { stroke: role("muted") }), ruleY(whole, { y: "name", x1: "low", x2: "high", stroke: "fill", strokeWidth: 2 }),
      tickX(whole, { y: "name", x: "low", stroke: "fill", inset: 5 }), tickX(whole, { y: "name", x: "high", stroke: "fill", inset: 5 }), dot(items, { y: "name", x: "value", fill: "fill", r: 4 }),
    ],
  };
  return figure(document, { title, summary, caption: summary.split(". ")[0], options, height: 60 + items.length * 21, legend: groups.length > 1 ? groups.map((label, i) => ({ label, colour: seriesColour(i), mark: "box" })) : undefined });
}

function lines(document: Document, { title, summary, x, y, series, marks = [] }: Of<"lines">): Html {
  const time = x.unit === "day";
  const at = (value: number): number | Date => (time ? new Date(value * 86_400_000) : value);
  const points = series.flatMap((one, i) => one.points.map(([px, py]) => ({ x: at(px), y: py, series: String(i), stroke: seriesColour(i) })));
  const bands = series.flatMap((one: Series, i) => (one.band ?? []).map(([px, low, high]) => ({ x: at(px), low, high, series: String(i), fill: seriesColour(i) })));
  const options: PlotOptions = {
    marginLeft: 62, marginTop: 26, x: { label: x.label || null, ...(time ? {} : { tickFormat: tick(x.unit as Unit) }) }, y: { label: y.label, tickFormat: tick(y.unit), nice: true },
    marks: [
      gridY({ stroke: role("line"), strokeOpacity: 1 }), ...(bands.length ? [areaY(bands, { x: "x", y1: "low", y2: "high", z: "series", fill: "fill", fillOpacity: 0.13 })] : []),
      ...(y.unit === "percent" || (y.unit === "ratio" && !time) ? [ruleY([0], { stroke: role("muted") })] : []),
      ...(marks.length ? [ruleX(marks, { x: (mark: { x: number }) => at(mark.x), stroke: role("warn"), strokeDasharray: "4 3" }), text(marks, { x: (mark: { x: number }) => at(mark.x), text: "label", frameAnchor: "top", dx: 4, textAnchor: "start", fill: role("warn") })] : []),
      ...series.map((_, i) => line(points.filter((point) => point.series === String(i)), { x: "x", y: "y", stroke: seriesColour(i), strokeWidth: i === 0 ? 2.2 : 1.3, strokeDasharray: dashed(i) })),
    ],
  };
  return figure(document, { title, summary, options, height: 320, legend: series.map(({ label }, i): LegendEntry => ({ label: i < COLOURS ? label : `${label} (dashed)`, colour: seriesColour(i) })) });
}

function scatter(document: Document, { title, summary, x, y, points }: Of<"scatter">): Html {
  const groups = [...new Set(points.map(({ group }) => group))];
  const items = points.map((point) => ({ ...point, fill: seriesColour(groups.indexOf(point.group)), r: point.marked ? 4.5 : 2.2, note: `${point.label}: ${valueText(x.unit)(point.x)}, ${valueText(y.unit)(point.y)}` }));
  const labelled = items.filter(({ group }) => group !== "grid" && group !== "frontier");
  const options: PlotOptions = {
    marginLeft: 62, marginRight: 40, x: { label: x.label, tickFormat: tick(x.unit), nice: true }, y: { label: y.label, tickFormat: tick(y.unit), nice: true },
    marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), gridY({ stroke: role("line"), strokeOpacity: 1 }), dot(items, { x: "x", y: "y", fill: "fill", r: "r", title: "note" }), text(labelled, { x: "x", y: "y", text: "label", dy: -9, fill: role("text") })],
  };
  return figure(document, { title, summary, options, height: 400, legend: groups.map((label, i) => ({ label, colour: seriesColour(i), mark: "box" })) });
}

/** Diverging around 0 where both signs occur, by opacity of good and bad; the number stands in every cell. */
function heat(document: Document, { title, summary, x, y, unit, cells }: Of<"heat">): Html {
  const known = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  const largest = Math.max(...known.map(Math.abs), 1e-12);
  const distinct = (of: (item: (typeof cells)[number]) => string): string[] => [...new Set(cells.map(of))];
  const items = cells.map(({ x: cx, y: cy, value }) => ({ x: cx, y: cy, value, fill: value === null ? "none" : value < 0 ? role("bad") : unit === "count" ? colour("series", 1) : role("good"), opacity: value === null ? 0 : 0.08 + 0.42 * (Math.abs(value) / largest), label: value === null ? "–" : metricText({ value, unit }) }));
  const rows = distinct(({ y: cy }) => cy);
  const columns = distinct(({ x: cx }) => cx);
  const options: PlotOptions = {
    marginLeft: marginFor(rows), marginTop: 34, padding: 0.04,
    x: { domain: columns, label: x, axis: "top", tickSize: 0 }, y: { domain: rows, label: y === "config" ? null : y, tickSize: 0 },
    marks: [cell(items, { x: "x", y: "y", fill: "fill", fillOpacity: "opacity", stroke: role("line") }), text(items, { x: "x", y: "y", text: "label", fill: role("text"), fontSize: 11 })],
  };
  return figure(document, { title, summary, options, height: 60 + rows.length * 27 });
}

