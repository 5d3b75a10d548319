import { grouped } from "./format";
import { wrapText } from "./style";
import { configTable } from "./sweepConfigs";
import type { Figure } from "./sweepConfigs";
import { labelOf, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { section } from "./view";
import type { View } from "./view";

/** Metrics beside the ranked one, as far as the sweep has them. */
const COMPANIONS: readonly (readonly [id: string, title: string])[] = [["sharpe", "Sharpe"], ["cagr", "CAGR"], ["max_drawdown", "max fall"], ["trades", "trades"]];

/** The best configs with their parameters. */
export function topTable(view: View, sweep: Sweep): string[] {
  const { table, analysis } = sweep;
  const { metric, top } = analysis;
  if (top.length === 0) return [];
  const companions = COMPANIONS.filter(([id]) => id !== metric.id && table.metrics[id]);
  const figures: Figure[] = [
    { title: metric.label, cells: top.map(({ value }) => valueOf(metric.id, value)) },
    ...companions.map(([id, title]) => ({ title, cells: top.map(({ config }) => valueOf(id, table.metrics[id][config])) })),
    ...alikeFigure(top),
  ];
  const note = top.some(({ alike }) => alike > 1) ? wrapText("alike: configs with the same trades and the same value; the first stands for them", view.width - 4) : [];
  return section(view, `Best by ${labelOf(metric.id)}`, [...configTable(view, sweep, top.map(({ config }) => config), figures), ...note.map((line) => view.style.dim(`  ${line}`))]);
}

/** How many configs each row stands for; nothing when each stands for itself. */
export const alikeFigure = (rows: readonly { alike: number }[]): Figure[] =>
  rows.some(({ alike }) => alike > 1) ? [{ title: "alike", cells: rows.map(({ alike }) => (alike > 1 ? `×${grouped(alike)}` : "")) }] : [];
