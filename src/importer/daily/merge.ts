// Several files of one kind: the first is believed, the others add days and are compared on those they share.
import type { Bars, Curve } from "../../market/types";

/** What a further file said of the days that the files before it hold already. */
export interface Comparison {
  file: string;
  /** Days that only this file has. */
  added: number;
  shared: number;
  /** Shared days on which the close (or value) differs by more than the tolerance; the first file's stand. */
  differing: number;
  /** Day numbers of the first few. */
  examples: number[];
  /** Largest relative difference. */
  worst: number;
}

/** Relative difference up to which prices of two sources count as equal: 2 bp. */
const TOLERANCE = 2e-4;
const EXAMPLES = 5;

type Columns = Record<string, ArrayLike<number> & { slice: () => unknown }> & { day: Int32Array };

/** Bars of all files by rising day. Closes are compared: they are official, highs and lows differ by source. */
export const mergeBars = (files: readonly { file: string; bars: Bars }[]): { bars: Bars; comparisons: Comparison[] } => {
  const { table, comparisons } = merge(files.map(({ file, bars }) => ({ file, table: bars as unknown as Columns })), ["close"]);
  return { bars: table as unknown as Bars, comparisons };
};

/** Curves of all files by rising day. */
export const mergeCurves = (files: readonly { file: string; curve: Curve }[]): { curve: Curve; comparisons: Comparison[] } => {
  const { table, comparisons } = merge(files.map(({ file, curve }) => ({ file, table: curve as unknown as Columns })), ["value"]);
  return { curve: table as unknown as Curve, comparisons };
};

function merge(files: readonly { file: string; table: Columns }[], compared: readonly string[]): { table: Columns; comparisons: Comparison[] } {
  const places = new Map<number, { table: Columns; row: number }>();
  const comparisons = files.map(({ file, table }) => {
    const seen: Comparison = { file, added: 0, shared: 0, differing: 0, examples: [], worst: 0 };
    table.day.forEach((day, row) => {
      const known = places.get(day);
      if (known) compareRow(seen, day, Math.max(...compared.map((name) => difference(known.table[name][known.row], table[name][row]))));
      else {
        places.set(day, { table, row });
        seen.added++;
      }
    });
    return seen;
  });
  const days = [...places.keys()].sort((a, b) => a - b);
  const first = files[0].table;
  const column = (name: string): unknown => {
    const values = days.map((day) => places.get(day)!.table[name][places.get(day)!.row]);
    return first[name] instanceof Int32Array ? Int32Array.from(values) : Float64Array.from(values);
  };
  return { table: Object.fromEntries(Object.keys(first).map((name) => [name, column(name)])) as Columns, comparisons: comparisons.slice(1) };
}

function compareRow(seen: Comparison, day: number, distance: number): void {
  seen.shared++;
  seen.worst = Math.max(seen.worst, distance);
  if (distance <= TOLERANCE) return;
  seen.differing++;
  if (seen.examples.length < EXAMPLES) seen.examples.push(day);
}

const difference = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));
