import type { MainEffect } from "../sweep/analysis/sensitivity";
import { bar, sparkline } from "./chart";
import { grouped, percent } from "./format";
import { clip, padEnd, wrapText } from "./style";
import { labelOf, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

const BAR = 12;
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
  const rows = axes.map((axis) => [
    clip(axis.key, 24),
    accent(padEnd(bar(axis.share ?? 0, BAR), BAR)),
    axis.share === null ? "–" : percent(axis.share, 1),
    valueOf(metric, axis.range),
    inert.has(axis.key) ? dim("inert") : span(axis, low, high, view.width - 72),
  ]);
  const columns = [{ title: "parameter", align: "left" as const }, { title: "variance", align: "left" as const }, { title: "", align: "right" as const }, { title: "range", align: "right" as const }, { title: "medians, first … last value", align: "left" as const }];
  const notes = [pairsText(view, analysis.sensitivity.interactions), leftText(analysis.sensitivity.pairsLeft)].filter((text) => text !== "");
  return section(view, `What ${labelOf(metric)} depends on`, [...textTable(columns, rows, dim), ...notes.flatMap((note) => wrapText(note, view.width - 4).map((line) => `  ${line}`))]);
}

/** "35 ▂▅█▆ 80": the medians on one scale for all axes. */
function span({ levels }: MainEffect, low: number, high: number, extra: number): string {
  const shown = levels.length <= SPARK ? levels : Array.from({ length: SPARK }, (_, i) => levels[Math.floor((i * levels.length) / SPARK)]);
  const spark = sparkline(shown.map(({ median }) => (median === null ? null : high > low ? (median - low) / (high - low) : 0.5)));
  const room = Math.max(4, Math.floor((26 + extra - shown.length) / 2) - 2);
  return `${clip(levels[0].label, room)} ${spark} ${clip(levels[levels.length - 1].label, room)}`;
}

function pairsText(view: View, pairs: Sweep["analysis"]["sensitivity"]["interactions"]): string {
  const shown = pairs.filter(({ share }) => share >= 0.001);
  return shown.length ? `Pairs add: ${shown.map(({ keys, share }) => `${keys.join(" × ")} ${percent(share, 1)}`).join(", ")}.` : "";
}

const leftText = (pairs: number): string => (pairs ? `${grouped(pairs)} ${pairs === 1 ? "pair has" : "pairs have"} too few configs per cell to tell.` : "");
