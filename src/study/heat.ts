import { rawText } from "../config";
import { METRICS } from "../metrics";
import type { BookAnswers, Plot } from "./types";
import { amount } from "./words";

/** The median of a metric over the grid's cells of two keys, everything else taken together; nothing without a grid that varies both. */
export function heatPlot({ runs }: BookAnswers, x: string, y: string, metric: string): Plot[] {
  const rows = runs.rows.flatMap((row, at) => (row.kind === "grid" && x in row.values && y in row.values ? [{ row, at }] : []));
  const known = METRICS.find(({ id }) => id === metric);
  if (rows.length === 0 || !known) return [];
  const distinct = (key: string): string[] => [...new Set(rows.map(({ row }) => rawText(row.values[key])))];
  const cells = distinct(x).flatMap((a) => distinct(y).flatMap((b) => {
    const values = rows.filter(({ row }) => rawText(row.values[x]) === a && rawText(row.values[y]) === b).map(({ at }) => runs.metrics[metric][at]).filter((value) => !Number.isNaN(value)).sort((p, q) => p - q);
    return [{ x: a, y: b, value: values.length ? values[values.length >> 1] : null }];
  }));
  const defined = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  if (defined.length === 0) return [];
  return [{
    kind: "heat", id: `heat-${x}-${y}-${runs.book.name}`, title: `${known.label} by ${x} and ${y}: ${runs.book.name}`, x, y, unit: known.unit, cells,
    summary: `Median ${known.label} of the configs in each cell, from ${amount(Math.min(...defined), known.unit)} to ${amount(Math.max(...defined), known.unit)}.`,
  }];
}
