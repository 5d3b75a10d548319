import { valueText } from "../sweep/analysis/value";
import { clip, widthOf, wrapText } from "./style";
import { tellingKeys } from "./sweepView";
import type { Sweep } from "./sweepView";
import { textTable } from "./table";
import type { View } from "./view";

/** A column with one cell per config. */
export interface Figure {
  title: string;
  cells: string[];
}

/** Parameters take no more than this per cell. */
const CELL = 14;
const GAP = 2;

/** Configs as rows: number, the parameters that tell them apart as far as there is room, figures. Titles stand on as many lines as they need. */
export function configTable(view: View, { analysis }: Sweep, configs: readonly number[], figures: readonly Figure[]): string[] {
  const place: Figure = { title: "config", cells: configs.map(String) };
  const keys = tellingKeys(analysis);
  const parameters = keys.map((key) => ({ title: key, cells: configs.map((config) => clip(cellText(analysis.parameters[config], key), CELL)) }));
  const room = view.width - 2 - widthOfAll([place, ...figures]);
  const fits = parameters.findIndex((_, i) => widthOfAll(parameters.slice(0, i + 1)) > room);
  const shown = fits < 0 ? parameters : parameters.slice(0, fits);
  const columns = [place, ...shown, ...figures];
  const titles = columns.map(({ title }) => titleLines(title));
  const height = Math.max(...titles.map((lines) => lines.length));
  const heads = Array.from({ length: height }, (_, row) => titles.map((lines) => view.style.dim(lines[row - height + lines.length] ?? "")));
  const body = configs.map((_, r) => columns.map(({ cells }, c) => (c === 1 + shown.length ? view.style.bold(cells[r]) : cells[r])));
  const table = textTable(columns.map((_, c) => ({ title: heads[0][c], align: "right" as const })), [...heads.slice(1), ...body], (text) => text);
  const left = keys.slice(shown.length);
  return [...table, ...(left.length ? wrapText(`not shown for want of room: ${left.join(", ")}`, view.width - 4).map((line) => view.style.dim(`  ${line}`)) : [])];
}

const cellText = (values: Record<string, unknown>, key: string): string => (key in values ? valueText(values[key]) : "·");

const widthOfAll = (columns: readonly Figure[]): number => columns.reduce((sum, { title, cells }) => sum + Math.max(...titleLines(title).map(widthOf), ...cells.map(widthOf)) + GAP, 0);

/** "max_portfolio_heat" on lines no wider than its longest word, or eight columns. */
function titleLines(title: string): string[] {
  const words = title.includes("_") ? title.split(/(?<=_)/) : title.split(/(?<= )/);
  const widest = Math.max(8, ...words.map(widthOf));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.length - 1;
    if (last >= 0 && widthOf(lines[last]) + widthOf(word) <= widest) lines[last] += word;
    else lines.push(word);
  }
  return lines.map((line) => line.trim());
}
