import { medianOf, orNull } from "./columns";
import type { Lattice } from "./lattice";
import { levelsOf } from "./levels";
import { grouped } from "./sensitivity";

/** Medians of a metric over two axes, all other axes taken together. */
export interface Surface {
  /** Keys: rows and columns. */
  rows: string;
  columns: string;
  rowLabels: string[];
  columnLabels: string[];
  /** [row][column]; null = no config with a defined metric. */
  medians: (number | null)[][];
  counts: number[][];
}

/** Rows and columns that can still be read; longer axes are cut into stretches of values. */
const MOST = 20;

/** The surface of two axes given by key. Throws nothing: unknown keys give null. */
export function surface(lattice: Lattice, rowKey: string, columnKey: string, values: Float64Array): Surface | null {
  const [a, b] = [rowKey, columnKey].map((key) => lattice.axes.find((axis) => axis.key === key));
  if (!a || !b) return null;
  const [rows, columns] = [levelsOf(a, MOST), levelsOf(b, MOST)];
  const width = columns.labels.length;
  const cell = rows.of.map((at, i) => (at < 0 || columns.of[i] < 0 ? -1 : at * width + columns.of[i]));
  const groups = grouped(cell, rows.labels.length * width, values);
  const counts = groups.map((group) => group.length);
  const medians = groups.map((group) => orNull(medianOf(group)));
  const split = <T>(cells: readonly T[]): T[][] => rows.labels.map((_, r) => cells.slice(r * width, (r + 1) * width));
  return { rows: rowKey, columns: columnKey, rowLabels: rows.labels, columnLabels: columns.labels, medians: split(medians), counts: split(counts) };
}
