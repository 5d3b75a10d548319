// The result table of a sweep as people ask about it: rank, filter, look up.
import { KEYS } from "../config";
import type { ResultColumn } from "./sweep";

export interface ResultTable {
  count: number;
  columns: readonly ResultColumn[];
}

/** Blocks of columns one below the other. */
export function joinColumns(blocks: readonly (readonly ResultColumn[])[]): ResultTable {
  const [first] = blocks;
  if (!first) return { count: 0, columns: [] };
  const columns = first.map((column, c): ResultColumn => {
    const parts = blocks.map((block) => block[c].cells);
    if (column.type === "text") return { ...column, cells: (parts as (readonly string[])[]).flat() };
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const cells = column.type === "bool" ? new Uint8Array(length) : new Float64Array(length);
    parts.reduce((at, part) => (cells.set(part as ArrayLike<number>, at), at + part.length), 0);
    return { ...column, cells } as ResultColumn;
  });
  return { count: columns[0].cells.length, columns };
}

export const columnOf = ({ columns }: ResultTable, name: string): ResultColumn | undefined => columns.find((column) => column.name === name);

/** A cell as expressions see it: numbers, words, "on" and "off" (also of a number that can be off); null = undefined. */
export function cellOf(column: ResultColumn, row: number): number | string | null {
  if (column.type === "text") return column.cells[row];
  const cell = column.cells[row];
  if (column.type === "bool") return cell ? "on" : "off";
  if (!Number.isNaN(cell)) return cell;
  return (KEYS as readonly string[]).includes(column.name) ? "off" : null;
}

/** Rows by a numeric column, best first; rows without a value are left out, ties go to the earlier config. */
export function rankRows(table: ResultTable, by: ResultColumn, { lowerIsBetter, keep }: { lowerIsBetter: boolean; keep: (row: number) => boolean }): number[] {
  const value = (row: number): number => (by.type === "text" ? NaN : by.cells[row]);
  const rows = Array.from({ length: table.count }, (_, row) => row).filter((row) => !Number.isNaN(value(row)) && keep(row));
  return rows.sort((a, b) => (lowerIsBetter ? value(a) - value(b) : value(b) - value(a)) || a - b);
}
