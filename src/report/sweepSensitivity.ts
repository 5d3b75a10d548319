import type { MainEffect } from "../sweep/analysis/sensitivity";
import { bar, sparkline } from "./chart";
import { grouped, percent } from "./format";
import { clip, padEnd, widthOf, wrapText } from "./style";
import { labelOf, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** Longest sparkline. */
const SPARK = 16;

/** How much each parameter matters, and how the metric moves along it. */
export function sensitivityBars(view: View, { analysis }: Sweep): string[] {
  const { axes, metric } = analysis.sensitivity;
  if (axes.length === 0) return [];
  const medians = axes.flatMap(({ levels }) => levels.map(({ median }) => median)).filter((median) => median !== null);
  const [low, high] = [Math.min(...medians), Math.max(...medians)];
  const { accent, dim } = view.style;
  const inert = new Set(analysis.axes.filter(({ status }) => status === "inert").map(({ key }) => key));
  const [names, bars] = view.width < 80 ? [19, 8] : [24, 12];
  const figures = axes.map((axis) => [
    clip(axis.key, names), accent(padEnd(bar(axis.share ?? 0, bars), bars)), axis.share === null ? "–" : percent(axis.share, 1), valueOf(metric, axis.range),
  ]);
  const columns = [{ title: "parameter", align: "left" as const }, { title: "variance", align: "left" as const }, { title: "", align: "right" as const }, { title: "range", align: "right" as const }];
  const room = view.width - 2 - Math.max(...textTable(columns, figures, dim).map(widthOf));
  const rows = axes.map((axis, i) => [...figures[i], inert.has(axis.key) ? dim("inert") : span(axis, low, high, room)]);
  const notes = [pairsText(view, analysis.sensitivity.interactions), leftText(analysis.sensitivity.pairsLeft)].filter((text) => text !== "");
  return section(view, `What ${labelOf(metric)} depends on`, [...textTable([...columns, { title: "medians by value", align: "left" }], rows, dim), ...notes.flatMap((note) => wrapText(note, view.width - 4).map((line) => `  ${line}`))]);
}

/** "35 ▂▅█▆ 80": the medians on one scale for all axes, in `room` columns. */
function span({ levels }: MainEffect, low: number, high: number, room: number): string {
  const longest = Math.min(SPARK, Math.max(4, room - 10));
  const shown = levels.length <= longest ? levels : Array.from({ length: longest }, (_, i) => levels[Math.floor((i * levels.length) / longest)]);
  const spark = sparkline(shown.map(({ median }) => (median === null ? null : high > low ? (median - low) / (high - low) : 0.5)));
  const label = Math.floor((room - shown.length - 2) / 2);
  return `${clip(levels[0].label, label)} ${spark} ${clip(levels[levels.length - 1].label, label)}`;
}

function pairsText(view: View, pairs: Sweep["analysis"]["sensitivity"]["interactions"]): string {
  const shown = pairs.filter(({ share }) => share >= 0.001);
  return shown.length ? `Pairs add: ${shown.map(({ keys, share }) => `${keys.join(" × ")} ${percent(share, 1)}`).join(", ")}.` : "";
}

const leftText = (pairs: number): string => (pairs ? `${grouped(pairs)} ${pairs === 1 ? "pair has" : "pairs have"} too few configs per cell to tell.` : "");
