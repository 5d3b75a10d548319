import { medianOf, orNull } from "./columns";
import type { Lattice, LatticeAxis } from "./lattice";
import { levelsOf } from "./levels";
import type { Levels } from "./levels";
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

/** Configs by the levels of two axes. */
export interface SurfaceCells {
  rows: Levels;
  columns: Levels;
  /** Per config: row × columns + column; −1 = one of the two takes no part. */
  of: Int32Array;
}

/** The cells of two axes; of numbers an axis has no more than about `most` levels. */
export function surfaceCells(a: LatticeAxis, b: LatticeAxis, most = MOST): SurfaceCells {
  const [rows, columns] = [levelsOf(a, most), levelsOf(b, most)];
  return { rows, columns, of: rows.of.map((at, i) => (at < 0 || columns.of[i] < 0 ? -1 : at * columns.labels.length + columns.of[i])) };
}

/** The surface of two axes given by key. Throws nothing: unknown keys give null. */
export function surface(lattice: Lattice, rowKey: string, columnKey: string, values: Float64Array): Surface | null {
  const [a, b] = [rowKey, columnKey].map((key) => lattice.axes.find((axis) => axis.key === key));
  if (!a || !b) return null;
  const { rows, columns, of } = surfaceCells(a, b);
  const width = columns.labels.length;
  const groups = grouped(of, rows.labels.length * width, values);
  const counts = groups.map((group) => group.length);
  const medians = groups.map((group) => orNull(medianOf(group)));
  const split = <T>(cells: readonly T[]): T[][] => rows.labels.map((_, r) => cells.slice(r * width, (r + 1) * width));
  return { rows: rowKey, columns: columnKey, rowLabels: rows.labels, columnLabels: columns.labels, medians: split(medians), counts: split(counts) };
}
