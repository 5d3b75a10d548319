import { widthOf } from "../style";
import { textTable } from "../table";
import type { View } from "../view";

export interface FitColumn {
  title: string;
  align?: "left" | "right";
  cells: readonly string[];
  /** Left out for want of room, the highest first; 0 = never. */
  drop?: number;
}

const GAP = 2;
const widthOfColumn = ({ title, cells }: FitColumn): number => Math.max(widthOf(title), ...cells.map(widthOf)) + GAP;

/** A table of the columns that fit into the view. */
export function fitTable(view: View, columns: readonly FitColumn[]): string[] {
  const shown = [...columns];
  while (shown.reduce((sum, column) => sum + widthOfColumn(column), 0) > view.width) {
    const [last] = shown.filter(({ drop = 0 }) => drop > 0).sort((a, b) => (b.drop ?? 0) - (a.drop ?? 0));
    if (!last) break;
    shown.splice(shown.indexOf(last), 1);
  }
  const rows = columns[0].cells.map((_, r) => shown.map(({ cells }) => cells[r]));
  return textTable(shown.map(({ title, align = "right" }) => ({ title, align })), rows, view.style.dim);
}
