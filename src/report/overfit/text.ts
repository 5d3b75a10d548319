import type { FinishedOverfit } from "../../overfit";
import type { Origin } from "../../market/types";
import { QUANTILES } from "../../stats";
import { grouped, percent } from "../format";
import { originBanner } from "../origin";
import { clip, padEnd, padStart, wrapText } from "../style";
import { textTable } from "../table";
import { section, viewOf } from "../view";
import type { View } from "../view";
import { panels } from "./rows";
import type { Panel } from "./rows";

export interface OverfitTextOptions {
  columns: number;
  colour: boolean;
  title: string;
  origin: Origin;
}

/** The panel as text of at most 90 columns. Pure. */
export function overfitText(finished: FinishedOverfit, { columns, colour, title, origin }: OverfitTextOptions): string {
  const view = viewOf(columns, colour);
  const { accent, bold, dim } = view.style;
  const [trials, best, family, choice] = panels(finished);
  const { sessions, sessionsPerYear } = finished.result;
  return `${[
    "", `${accent(bold("mahler"))}  ${bold(clip(title, view.width - 8))}`, dim(`${grouped(sessions)} sessions, ${grouped(sessions / sessionsPerYear, 1)} years`),
    ...originBanner(view, origin), ...flagLines(view, finished), ...panelLines(view, trials), ...panelLines(view, best), ...parameterLines(view, finished),
    ...panelLines(view, family), ...panelLines(view, choice), ...histogramLines(view, finished), ...monteCarloLines(view, finished),
  ].join("\n")}\n`;
}

function flagLines(view: View, { flags }: FinishedOverfit): string[] {
  const { warn, good } = view.style;
  if (flags.length === 0) return section(view, "Red flags", [`  ${good("none of the checks found anything")}`]);
  return section(view, `Red flags: ${flags.length}`, flags.flatMap(({ text }) => wrapText(text, view.width - 4).map((line, i) => `  ${i === 0 ? warn("▲") : " "} ${line}`)));
}

function panelLines(view: View, { title, rows }: Panel): string[] {
  const [label, value] = [Math.max(...rows.map((row) => row.label.length)), Math.max(...rows.map((row) => row.value.length))];
  const room = view.width - label - value - 6;
  return section(view, title, rows.flatMap((row) => wrapText(row.note, room).map((line, i) =>
    (i === 0 ? `  ${padEnd(row.label, label)}  ${view.style.bold(padStart(row.value, value))}  ${view.style.dim(line)}` : `${" ".repeat(label + value + 6)}${view.style.dim(line)}`))));
}

function parameterLines(view: View, { result: { best: { parameters } } }: FinishedOverfit): string[] {
  const text = Object.entries(parameters).map(([key, value]) => `${key} ${value}`).join(", ");
  return text ? wrapText(text, view.width - 4).map((line) => `  ${view.style.dim(line)}`) : [];
}

/** Logits of the splits, two bins to a line. */
function histogramLines(view: View, { result: { pbo } }: FinishedOverfit): string[] {
  if (!("pbo" in pbo)) return [];
  const { histogram } = pbo;
  const lines = Array.from({ length: histogram.length / 2 }, (_, i) => ({ from: histogram[2 * i].from, to: histogram[2 * i + 1].to, count: histogram[2 * i].count + histogram[2 * i + 1].count }));
  const most = Math.max(...lines.map(({ count }) => count));
  const room = view.width - 36;
  return ["", view.style.dim("  logit of the rank outside: at or below 0 the choice was overfit"), ...lines.map(({ from, to, count }) => {
    const bar = "█".repeat(Math.round((count / most) * room));
    return `  ${padStart(grouped(from, 2), 6)} … ${padStart(grouped(to, 2), 5)} ${to <= 1e-9 ? view.style.bad(bar) : view.style.good(bar)} ${view.style.dim(count > 0 ? `${grouped(count)}, ${percent(count / pbo.combinations, 1)}` : "")}`.trimEnd();
  })];
}

function monteCarloLines(view: View, { result: { monteCarlo, sessionsPerYear } }: FinishedOverfit): string[] {
  const { paths, horizon, meanBlock, terminal, drawdown, ruin, ruinProbability, lossProbability } = monteCarlo;
  const table = textTable(
    [{ title: "quantile", align: "left" }, ...QUANTILES.map((q) => ({ title: percent(q, 0), align: "right" as const }))],
    [["wealth", ...terminal.map((value) => `${grouped(value, 2)}×`)], ["max drawdown", ...drawdown.map((value) => percent(value, 1))]], view.style.dim,
  );
  const about = `${grouped(paths)} paths of ${grouped(horizon / sessionsPerYear, 1)} years of the best config, its days resampled in blocks of ${grouped(meanBlock, 1)} on average and compounded: ${percent(lossProbability, 1)} end below their start, ${percent(ruinProbability, 1)} fall to ${percent(ruin, 0)} of it. The best config was chosen on these days, so this is the bright side.`;
  return section(view, "Monte-Carlo", [...table, "", ...wrapText(about, view.width - 4).map((line) => `  ${view.style.dim(line)}`)]);
}
