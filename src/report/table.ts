import { padEnd, padStart, widthOf } from "./style";

export interface TableColumn {
  title: string;
  align: "left" | "right";
}

/** Rows under dimmed titles, columns two blanks apart, indented by two. Cells may carry colour. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], title: (text: string) => string): string[] {
  const widths = columns.map((column, c) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[c]))));
  const line = (cells: readonly string[]): string => `  ${cells.map((cell, c) => (columns[c].align === "right" ? padStart(cell, widths[c]) : c < cells.length - 1 ? padEnd(cell, widths[c]) : cell)).join("  ")}`.trimEnd();
  return [line(columns.map((column) => title(column.title))), ...rows.map(line)];
}
