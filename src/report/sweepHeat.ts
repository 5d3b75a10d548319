import type { Surface } from "../sweep/analysis/surface";
import { clip, padEnd, padStart, widthOf, wrapText } from "./style";
import { labelOf, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { section } from "./view";
import type { View } from "./view";

/** Worst to best, beside the backgrounds of colour. */
const SHADES = [" ", "░", "▒", "▓", "█"];
const LABEL = 14;
/** Rows shown at most: names, unlike numbers, cannot be taken together. */
const ROWS = 24;

/** Medians of the metric over the two most important parameters. */
export function heatMap(view: View, { analysis }: Sweep): string[] {
  const { surface, metric } = analysis;
  const known = surface?.medians.flat().filter((median) => median !== null) ?? [];
  if (!surface || known.length < 2) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const gutter = Math.min(LABEL, Math.max(...surface.rowLabels.map(widthOf), 4));
  const texts = surface.medians.map((row) => row.map((median) => (median === null ? "·" : valueOf(metric.id, median))));
  const room = view.width - gutter - 4;
  const numbers = Math.max(...texts.flat().map(widthOf), ...surface.columnLabels.map((label) => Math.min(8, widthOf(label)))) + 3;
  const wide = numbers * surface.columnLabels.length <= room;
  const cell = wide ? numbers : 2;
  const columns = Math.min(surface.columnLabels.length, Math.floor(room / cell));
  const rows = Math.min(surface.rowLabels.length, ROWS);
  const share = (median: number): number => (high > low ? (metric.better === "higher" ? median - low : high - median) / (high - low) : 0.5);
  const body = surface.medians.slice(0, rows).map((row, r) => {
    const cells = row.slice(0, columns).map((median, c) => paint(view, median === null ? null : share(median), wide ? texts[r][c] : "", cell));
    return `  ${padStart(clip(surface.rowLabels[r], gutter), gutter)}  ${cells.join("")}`;
  });
  const left = [...(rows < surface.rowLabels.length ? [`${surface.rowLabels.length - rows} rows`] : []), ...(columns < surface.columnLabels.length ? [`${surface.columnLabels.length - columns} columns`] : [])];
  const [worst, best] = metric.better === "higher" ? [low, high] : [high, low];
  const legend = `blank ${valueOf(metric.id, worst)} … █ ${valueOf(metric.id, best)}; medians over the other parameters; · = no value${left.length ? `; ${left.join(" and ")} not shown` : ""}`;
  return section(view, `${labelOf(metric.id)} by ${surface.rows} (down) and ${surface.columns}`.slice(0, view.width - 6), [
    view.style.dim(columnLine(surface, columns, cell, gutter, wide)), ...body, ...wrapText(legend, view.width - 4).map((line) => view.style.dim(`  ${line}`)),
  ]);
}

/** A cell: its shade, then its number; on its colour when there is one. */
function paint(view: View, share: number | null, text: string, width: number): string {
  const level = share === null ? 0 : Math.min(4, Math.floor(share * 5));
  const plain = text ? `${SHADES[level]}${padStart(text, width - 2)} ` : share === null ? padEnd("·", width) : SHADES[level].repeat(width);
  const body = plain.slice(0, width);
  return share === null ? body : view.style.heat(level, body);
}

/** Column labels above their cells, or the first and the last when cells are narrow. */
function columnLine({ columnLabels }: Surface, columns: number, cell: number, gutter: number, wide: boolean): string {
  const lead = " ".repeat(gutter + 4);
  const shown = columnLabels.slice(0, columns);
  if (wide) return lead + shown.map((label) => `${padStart(clip(label, cell - 2), cell - 1)} `).join("").trimEnd();
  const [first, last] = [clip(shown[0], 10), clip(shown[shown.length - 1], 10)];
  return `${lead}${first}${padStart(last, Math.max(widthOf(last) + 1, columns * cell - widthOf(first)))}`;
}
