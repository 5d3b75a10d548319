import { valueText } from "../../sweep/analysis/value";
import type { Stability, WalkForward } from "../../walkforward";
import { bar } from "../chart";
import { clip, padEnd, wrapText } from "../style";
import { section } from "../view";
import type { View } from "../view";
import { fitTable } from "./fit";
import { NONE, ratio, share } from "./words";

/** Values that are named per parameter. */
const NAMED = 3;

/** Per parameter: what was chosen how often, and how much it moved. */
export function stabilitySection(view: View, { stability, windows, consensus }: WalkForward): string[] {
  const chose = windows.filter(({ chosen }) => chosen !== null).length;
  if (chose === 0) return [];
  const { dim, warn } = view.style;
  const column = (title: string, of: (entry: Stability) => string, drop = 0) => ({ title, drop, cells: stability.map(of) });
  const columns = [
    { ...column("parameter", ({ key }) => clip(key, 22)), align: "left" as const }, { ...column("chosen in", (entry) => clip(valuesText(entry, chose), view.width - 40)), align: "left" as const },
    column("consensus", ({ key }) => (consensus && key in consensus.parameters ? clip(valueText(consensus.parameters[key]), 10) : NONE), 2), column("changed", ({ steps, changes }) => (steps ? share(changes / steps) : NONE), 1),
    { ...column("spread", (entry) => padEnd(bar(entry.entropy, 6), 6), 3), align: "left" as const }, column("at edge", ({ edge }) => (edge === null ? NONE : edge * 2 > chose ? warn(share(edge / chose)) : share(edge / chose)), 4),
  ];
  const note = "changed: steps from window to window with another value; spread: entropy of the choices, full = all values equally often; at edge: windows that chose an end of the grid";
  return section(view, "Parameters", [...fitTable(view, columns), ...wrapText(note, view.width - 4).map((line) => dim(`  ${line}`))]);
}

function valuesText({ values }: Stability, chose: number): string {
  const named = values.slice(0, NAMED).map(({ value, windows }) => `${clip(valueText(value), 10)} ${share(windows / chose)}`);
  return `${named.join(" · ")}${values.length > NAMED ? " · …" : ""}`;
}

/** What the combinatorial paths made. */
export function pathsSection(view: View, { cpcv, metric }: WalkForward): string[] {
  if (!cpcv) return [];
  const { bad, bold, dim, good } = view.style;
  const { low, median, mean, high, deviation } = cpcv.sharpe;
  const losing = share(cpcv.losing);
  const sharpes = cpcv.paths.map(({ values }) => values.sharpe.value).filter((value): value is number => value !== null).sort((a, b) => a - b);
  return section(view, "Combinatorial purged cross-validation", [
    `  Sharpe of the paths  ${bold(`${ratio(low)} … ${ratio(median)} … ${ratio(high)}`)}`,
    `  mean ${ratio(mean)}, σ ${ratio(deviation)}; ${cpcv.losing >= 0.5 ? bad(losing) : cpcv.losing === 0 ? good(losing) : losing} of the paths lost money`,
    ...(sharpes.length ? wrapText(sharpes.map((value) => ratio(value)).join("  "), view.width - 4).map((line) => dim(`  ${line}`)) : []),
    ...wrapText(`${cpcv.groups.length} groups, ${cpcv.testGroups} tested at a time, chosen by ${metric.label} on the others; embargo ${cpcv.embargo} days after a test, nothing opened within ${cpcv.purge} days before one. Each path is the whole history once, every day out of sample.`, view.width - 4).map((line) => dim(`  ${line}`)),
  ], `${cpcv.splits.length} splits, ${cpcv.paths.length} paths`);
}
