import { metricText, grouped } from "./format";
import { METRICS } from "../metrics";
import { cellOf, columnOf } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import { metricColumn } from "../sweep/columns";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** Metrics beside the one that ranks. */
const BESIDE = ["sharpe", "cagr", "max_drawdown", "profit_factor", "trades", "net_profit"];

export interface TopOptions {
  by: string;
  /** Rows in order, best first. */
  rows: readonly number[];
  /** Parameters to show: those that vary. */
  parameters: readonly string[];
  title: string;
  note: string;
}

/** A cell in its unit; an en dash when undefined. */
export function cellText(table: ResultTable, name: string, row: number): string {
  const column = columnOf(table, name);
  if (!column) return "–";
  const cell = cellOf(column, row);
  if (cell === null) return METRICS.some(({ id }) => metricColumn(id) === name) ? "–" : "off";
  if (typeof cell === "string") return cell;
  const metric = METRICS.find(({ id }) => metricColumn(id) === name);
  return metric ? metricText({ value: cell, unit: metric.unit }) : name.startsWith("pnl_") ? metricText({ value: cell, unit: "dollars" }) : String(cell);
}

/** The first rows as a table: config, parameters, metrics. */
export function topTable(view: View, table: ResultTable, { by, rows, parameters, title, note }: TopOptions): string[] {
  const metrics = [by, ...BESIDE.filter((name) => name !== by)];
  const shown = fitting(view, table, { rows, metrics, parameters });
  const columns = ["config", ...shown].map((name) => ({ title: titleOf(name), align: "right" as const }));
  const cells = rows.map((row) => ["config", ...shown].map((name) => (name === "config" ? grouped(Number(cellText(table, name, row))) : cellText(table, name, row))));
  const hidden = [...parameters, ...metrics].length - shown.length;
  return section(view, title, textTable(columns, cells, view.style.dim), hidden ? `${note} · ${hidden} columns not shown: --json has all` : note);
}

const titleOf = (name: string): string => METRICS.find(({ id }) => id === name)?.label ?? name;

/** As many columns as the width takes: the ranking metric and the parameters first. */
function fitting(view: View, table: ResultTable, { rows, metrics, parameters }: { rows: readonly number[]; metrics: readonly string[]; parameters: readonly string[] }): string[] {
  let left = view.width - 12;
  const taken = new Set<string>();
  for (const name of [metrics[0], ...parameters, ...metrics.slice(1)]) {
    const width = 2 + Math.max(titleOf(name).length, ...rows.map((row) => cellText(table, name, row).length));
    if (width > left) continue;
    left -= width;
    taken.add(name);
  }
  return [...parameters, ...metrics].filter((name) => taken.has(name));
}
