import { metricText, grouped } from "./format";
import { METRICS } from "../metrics";
import { cellOf, columnOf } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import { metricColumn } from "../sweep/columns";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** Metrics beside the one that ranks: those that matter most, and those shown when there is room. */
const BESIDE = ["cagr", "max_drawdown", "trades"];
const MORE = ["sharpe", "profit_factor", "net_profit"];

export interface TopOptions {
  by: string;
  /** Rows in order, best first. */
  rows: readonly number[];
  /** Swept parameters. */
  parameters: readonly string[];
  /** Parameters that follow them: shown when there is room. */
  linked: readonly string[];
  title: string;
  note: string;
}

/** A cell in its unit; an en dash when undefined. */
export function cellText(table: ResultTable, name: string, row: number): string {
  const column = columnOf(table, name);
  if (!column) return "–";
  const cell = cellOf(column, row);
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  const metric = METRICS.find(({ id }) => metricColumn(id) === name);
  return metric ? metricText({ value: cell, unit: metric.unit }) : name.startsWith("pnl_") ? metricText({ value: cell, unit: "dollars" }) : String(cell);
}

/** The first rows as a table: config, parameters, metrics. */
export function topTable(view: View, table: ResultTable, { by, rows, parameters, linked, title, note }: TopOptions): string[] {
  const [beside, more] = [BESIDE, MORE].map((names) => names.filter((name) => name !== by));
  const all = [...parameters, ...linked, by, ...beside, ...more];
  const taken = fitting(view, table, rows, [by, ...parameters, ...beside, ...linked, ...more]);
  const shown = all.filter((name) => taken.has(name));
  const columns = ["config", ...shown].map((name) => ({ title: titleOf(name), align: "right" as const }));
  const cells = rows.map((row) => ["config", ...shown].map((name) => (name === "config" ? grouped(Number(cellText(table, name, row))) : cellText(table, name, row))));
  const hidden = [...parameters, ...linked].filter((name) => !taken.has(name));
  return [...section(view, title, textTable(columns, cells, view.style.dim), note), ...(hidden.length ? [view.style.dim(`  not shown for width: ${hidden.join(", ")}`)] : [])];
}

const titleOf = (name: string): string => METRICS.find(({ id }) => id === name)?.label ?? name;

/** As many of the columns as the width takes, the first ones first. */
function fitting(view: View, table: ResultTable, rows: readonly number[], names: readonly string[]): Set<string> {
  let left = view.width - 12;
  const taken = new Set<string>();
  for (const name of names) {
    const width = 2 + Math.max(titleOf(name).length, ...rows.map((row) => cellText(table, name, row).length));
    if (width > left) continue;
    left -= width;
    taken.add(name);
  }
  return taken;
}
