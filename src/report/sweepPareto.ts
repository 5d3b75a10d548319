import { grouped } from "./format";
import { scatterChart } from "./chart";
import { padStart, wrapText } from "./style";
import { configTable } from "./sweepConfigs";
import { alikeFigure } from "./sweepTop";
import { labelOf, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { section } from "./view";
import type { View } from "./view";

/** Members in the table. */
const SHOWN = 10;
const HEIGHT = 10;
const AXIS = 10;

/** Configs that no other beats in every objective: the table, and where they lie among all configs. */
export function paretoFront(view: View, sweep: Sweep): string[] {
  const { front, objectives, left } = sweep.analysis.pareto;
  if (front.length === 0 || objectives.length < 2) return [];
  const members = spread(front, SHOWN);
  const figures = objectives.map(({ metric, better }, k) => ({ title: `${labelOf(metric)} ${better === "higher" ? "↑" : "↓"}`, cells: members.map(({ values }) => valueOf(metric, values[k])) }));
  const body = configTable(view, sweep, members.map(({ config }) => config), [...figures, ...alikeFigure(members)]);
  const notes = [...(front.length > members.length ? [`${grouped(front.length)} on the front; ${members.length} of them shown, evenly along it`] : []), ...(left ? [`${grouped(left)} configs left out: a figure undefined, or too few trades`] : [])];
  return section(view, "Pareto front", [...body, ...notes.flatMap((note) => wrapText(note, view.width - 4).map((line) => view.style.dim(`  ${line}`))), ...scatter(view, sweep)]);
}

/** At most `n` items, the first and the last among them, at even distances. */
const spread = <T>(items: readonly T[], n: number): T[] => (items.length <= n ? [...items] : Array.from({ length: n }, (_, i) => items[Math.round((i * (items.length - 1)) / (n - 1))]));

/** The first two objectives of all configs, the second to the right; the front as diamonds. */
function scatter(view: View, { table, analysis }: Sweep): string[] {
  const [up, right] = analysis.pareto.objectives.map(({ metric }) => metric);
  const [ys, xs] = [table.metrics[up], table.metrics[right]];
  const valid = Array.from({ length: table.count }, (_, i) => i).filter((i) => Number.isFinite(xs[i]) && Number.isFinite(ys[i]));
  const [x, y] = [scaleOf(xs, valid), scaleOf(ys, valid)];
  if (valid.length < 3 || x.low === x.high || y.low === y.high) return [];
  const width = view.width - AXIS - 3;
  const { accent, bold, dim } = view.style;
  const dots = scatterChart(valid.map((i) => [x.share(xs[i]), y.share(ys[i])]), width, HEIGHT).map((line) => Array.from(line));
  for (const { config } of analysis.pareto.front) dots[Math.round((1 - y.share(ys[config])) * (HEIGHT - 1))][Math.round(x.share(xs[config]) * (width - 1))] = "◆";
  const label = (row: number): string => (row === 0 ? valueOf(up, y.high) : row === HEIGHT - 1 ? valueOf(up, y.low) : "");
  const body = dots.map((line, row) => dim(`${padStart(label(row), AXIS)} │`) + line.map((dot) => (dot === "◆" ? accent(bold(dot)) : dot)).join("").trimEnd());
  const [first, last] = [valueOf(right, x.low), valueOf(right, x.high)];
  const title = `${labelOf(right)} →`;
  const gap = width - first.length - last.length - title.length;
  const foot = `${first}${" ".repeat(Math.floor(gap / 2))}${title}${" ".repeat(Math.ceil(gap / 2))}${last}`;
  return ["", dim(`${padStart(`${labelOf(up)} ↑`, AXIS)}   ◆ front, dots: all configs`), ...body, dim(`${" ".repeat(AXIS)} └${foot}`)];
}

interface Scale {
  low: number;
  high: number;
  share: (value: number) => number;
}

function scaleOf(values: Float64Array, which: readonly number[]): Scale {
  let [low, high] = [Infinity, -Infinity];
  for (const i of which) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return { low, high, share: (value) => (value - low) / (high - low) };
}
