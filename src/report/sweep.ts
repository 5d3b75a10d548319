import type { Origin } from "../market/types";
import { analysisData } from "../sweep/analysis";
import type { AnalysisOptions } from "../sweep/analysis";
import type { SweepTable } from "../sweep/table";
import { grouped } from "./format";
import { originBanner } from "./origin";
import { clip, wrapText } from "./style";
import { heatMap } from "./sweepHeat";
import { inertList } from "./sweepInert";
import { paretoFront } from "./sweepPareto";
import { plateauLines } from "./sweepPlateau";
import { sensitivityBars } from "./sweepSensitivity";
import { topTable } from "./sweepTop";
import type { Sweep } from "./sweepView";
import { viewOf } from "./view";
import type { View } from "./view";

export interface SweepReportOptions extends AnalysisOptions {
  /** Metric id to rank by. */
  metric: string;
  /** Columns of the terminal; 72 to 90 are used. */
  width: number;
  colour: boolean;
  /** What was swept, for the title; default "sweep". */
  title?: string;
  /** Where the quotes come from; default "vendor", which needs no banner. */
  origin?: Origin;
}

/** A finished sweep as text of at most 90 columns. Pure. Throws a config error for a metric that the table does not have. */
export function sweepReport(table: SweepTable, options: SweepReportOptions): string {
  return sweepText({ table, analysis: analysisData(table, options.metric, options) }, options);
}

/** The same of an analysis that is already there. */
export function sweepText(sweep: Sweep, { width, colour, title = "sweep", origin = "vendor" }: Pick<SweepReportOptions, "width" | "colour" | "title" | "origin">): string {
  const view = viewOf(width, colour);
  const sections = [topTable, sensitivityBars, heatMap, paretoFront, plateauLines, inertList];
  return `${[...sweepHeader(view, sweep, title), ...originBanner(view, origin), ...sections.flatMap((render) => render(view, sweep))].join("\n")}\n`;
}

/** How many configs, how many of them differ, and what cannot win. */
function sweepHeader(view: View, { analysis, table }: Sweep, title: string): string[] {
  const { accent, bold, dim, warn } = view.style;
  const { metric, configs, distinct, undefined: missing, tooFew, minTrades } = analysis;
  const end = metric.better === "higher" ? "larger is better" : "smaller is better";
  const facts = `${count(configs, "config")} · ${count(table.axes.length, "swept parameter")} · ${count(distinct, "different trade list")} · by ${metric.label}, ${end}`;
  const lines = ["", `${accent(bold("mahler"))}  ${bold(clip(title, view.width - 8))}`, ...wrapText(facts, view.width).map(dim)];
  const cannot = [
    ...(missing ? [`${metric.label} undefined in ${count(missing, "config")}`] : []),
    ...(tooFew ? [`fewer than ${count(minTrades, "closed trade")} in ${count(tooFew, "config")}`] : []),
  ];
  const notes = [...(cannot.length ? [`cannot win: ${cannot.join("; ")}`] : []), ...(noneEarned(table) ? ["no config made money"] : [])];
  return [...lines, ...notes.flatMap((note) => wrapText(note, view.width).map(warn))];
}

const noneEarned = ({ count: configs, metrics }: SweepTable): boolean => configs > 0 && metrics.net_profit !== undefined && metrics.net_profit.every((profit) => !(profit > 0));

const count = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
