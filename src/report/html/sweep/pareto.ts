import { dot, gridX, gridY, line, rect } from "@observablehq/plot";
import { scoreOf } from "../../../sweep/analysis/columns";
import { grouped } from "../../format";
import { valueOf } from "../../sweepView";
import { figure } from "../chart";
import type { LegendEntry } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import type { SweepInput } from "./input";
import { configTable } from "./top";
import { axisFormat, countOf, extent, nameOfMetric } from "./words";

/** Rows of the table, and dots of the front. */
const ROWS = 20;
const DOTS = 300;
/** Up to so many configs each is a dot; beyond, they are counted in cells. */
const SINGLE = 500;
const CELLS = { across: 72, down: 36 };
/** Configs of a cell from which on it is darker. */
const LEVELS = [1, 3, 10, 30];

/** At most `n` items, the first and the last among them, at even distances. */
export const spread = <T>(items: readonly T[], n: number): T[] => (items.length <= n ? [...items] : Array.from({ length: n }, (_, i) => items[Math.round((i * (items.length - 1)) / (n - 1))]));

/** Configs that no other beats in every objective, where they lie among all, and the table of them. */
export function paretoFront(document: Document, input: SweepInput): Html {
  const { analysis: { pareto: { front, objectives, left, compared } } } = input;
  if (front.length === 0 || objectives.length < 2) return html`<p class="muted">${objectives.length < 2 ? "The sweep has fewer than two of the objectives: nothing is traded off." : "No config has all of the objectives defined."}</p>`;
  const members = spread(front, ROWS);
  const goals = objectives.map(({ metric, better }) => `${nameOfMetric(metric)} ${better === "higher" ? "up" : "down"}`).join(", ");
  const caption = front.length > members.length ? `${grouped(members.length)} of the ${grouped(front.length)} configs on the front, evenly along it` : `The ${countOf(front.length, "config")} on the front`;
  return html`<p>No other config is at least as good as these in every objective (${goals}) and better in one. ${countOf(compared, "config")} compared${left > 0 && `, ${grouped(left)} left out: a figure undefined, or too few trades`}.</p>
${scatter(document, input)}
${configTable(input, caption, members, objectives.map(({ metric }) => metric))}`;
}

/** The first two objectives of the configs compared; with a third, configs of the front may lie inside the cloud. */
function scatter(document: Document, input: SweepInput): Html {
  const { table, best, nameOf, analysis: { minTrades, pareto: { front, objectives } } } = input;
  const [up, right, third] = objectives.map(({ metric }) => metric);
  const [ys, xs] = [table.metrics[up], table.metrics[right]];
  const scores = objectives.map(({ metric, better }) => scoreOf(table, metric, minTrades, better).oriented);
  const points = Array.from({ length: table.count }, (_, i) => i).filter((i) => scores.every((score) => Number.isFinite(score[i])));
  const [x, y] = [extent(points.map((i) => xs[i])), extent(points.map((i) => ys[i]))];
  if (!x || !y || points.length < 3 || x[0] === x[1] || y[0] === y[1]) return html`<p class="muted">Too few different configs for a picture.</p>`;
  const single = points.length <= SINGLE;
  const marks = single ? [dot(points.map((i) => ({ x: xs[i], y: ys[i] })), { x: "x", y: "y", r: 1.8, fill: colour("amount", 2) })] : cellMarks(points.map((i) => [xs[i], ys[i]] as const), x, y);
  const shown = spread(front, DOTS).map(({ config }) => ({ x: xs[config], y: ys[config], title: `config ${nameOf(config)}: ${valueOf(up, ys[config])}, ${valueOf(right, xs[config])}` }));
  const ends = [front[0], front[front.length - 1]].map(({ config }) => `config ${nameOf(config)} with ${valueOf(up, ys[config])} at ${valueOf(right, xs[config])}`);
  const summary = `${countOf(points.length, "config")} by ${nameOfMetric(up)} (up) and ${nameOfMetric(right)} (to the right). ${grouped(front.length)} of them on the front, from ${ends[0]}${front.length > 1 ? ` to ${ends[1]}` : ""}.${third ? ` The third objective, ${nameOfMetric(third)}, is not drawn: configs of the front lie inside the cloud for it.` : ""}${front.length > DOTS ? ` ${DOTS} of the front are drawn, evenly along it.` : ""}`;
  const peak = best >= 0 && Number.isFinite(xs[best]) && Number.isFinite(ys[best]) ? [{ x: xs[best], y: ys[best] }] : [];
  const crowd: LegendEntry[] = single ? [{ label: "configs", colour: colour("amount", 2), mark: "box" }] : LEVELS.map((from, i) => ({ label: i === 0 ? `${from} to ${LEVELS[1] - 1} configs` : i + 1 < LEVELS.length ? `${from} to ${LEVELS[i + 1] - 1}` : `${from} and more`, colour: colour("amount", i + 1), mark: "box" as const }));
  return figure(document, {
    title: "Pareto front", summary, height: 380,
    options: {
      marginLeft: 62, x: { label: `${nameOfMetric(right)} →`, tickFormat: axisFormat(right, x[1] - x[0]), nice: true }, y: { label: `↑ ${nameOfMetric(up)}`, tickFormat: axisFormat(up, y[1] - y[0]), nice: true },
      marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), gridY({ stroke: role("line"), strokeOpacity: 1 }), ...marks, ...(objectives.length === 2 ? [line(shown, { x: "x", y: "y", stroke: colour("series", 2), strokeWidth: 1 })] : []), dot(shown, { x: "x", y: "y", r: 3.4, symbol: "diamond", fill: colour("series", 2), title: "title" }), dot(peak, { x: "x", y: "y", r: 7, stroke: role("text"), strokeWidth: 2 })],
    },
    legend: [...crowd, { label: "front", colour: colour("series", 2), mark: "box" }, ...(peak.length ? [{ label: `best config, ${nameOf(best)} (ring)`, colour: role("text"), mark: "hollow" as const }] : [])],
  });
}

/** Ten thousand dots in a few hundred rectangles: how many configs lie in each. */
function cellMarks(points: readonly (readonly [number, number])[], [left, right]: readonly [number, number], [bottom, top]: readonly [number, number]) {
  const counts = new Uint32Array(CELLS.across * CELLS.down);
  const place = (value: number, low: number, high: number, cells: number): number => Math.min(cells - 1, Math.floor(((value - low) / (high - low)) * cells));
  for (const [x, y] of points) counts[place(y, bottom, top, CELLS.down) * CELLS.across + place(x, left, right, CELLS.across)]++;
  const [wide, high] = [(right - left) / CELLS.across, (top - bottom) / CELLS.down];
  return LEVELS.map((from, i) => {
    const rects = Array.from(counts, (count, at) => ({ count, x: left + (at % CELLS.across) * wide, y: bottom + Math.floor(at / CELLS.across) * high })).filter(({ count }) => count >= from && count < (LEVELS[i + 1] ?? Infinity));
    return rect(rects.map(({ x, y }) => ({ x1: x, x2: x + wide, y1: y, y2: y + high })), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: colour("amount", i + 1), inset: 0.5 });
  });
}
