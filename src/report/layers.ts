// The answer of mahler layers as text of at most 90 columns.
import type { LayersResult, PairResult, Verdict } from "../layers";
import { forestLines } from "./layersForest";
import { grouped, percent } from "./format";
import { judgedPairs, methodTexts } from "./layersMethod";
import { refusals, runTable, times, tradeTable } from "./layersTables";
import { CONTEXT_NAMES, pairsOf, pairText, plus, pText } from "./layersVerdict";
import { originBanner } from "./origin";
import { clip, wrapText } from "./style";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** The whole report. Pure: reads the result, prints nothing. `files`: where they are. */
export function layersText(view: View, result: LayersResult, files: { folder: string; page: string | null } | null): string {
  const sections = [header, answer, numbers, forest, runTable, tradeTable, refusals, times, method];
  const where = files === null ? [] : ["", ...[`files: ${files.folder} (layers.json, equity.csv, trials.json)`, ...(files.page === null ? [] : [`report: ${files.page}`])].map(view.style.dim)];
  return `${[...sections.flatMap((render) => render(view, result)), ...where].join("\n")}\n`;
}

function header(view: View, { market, range, runs, layers }: LayersResult): string[] {
  const { accent, bold, dim } = view.style;
  const { ticker } = runs[0].request.config;
  const facts = [`${range.from} … ${range.to}`, `${grouped(range.sessions)} sessions`, `${layers.length} layers`, `${runs.length} runs`, `data: ${market.name}`];
  return ["", `${accent(bold("mahler layers"))}  ${bold(clip(ticker.join(", "), view.width - 16))}`, dim(clip(facts.join(" · "), view.width)), ...originBanner(view, market.origin)];
}

const paintOf = (view: View, verdict: Verdict): ((text: string) => string) => {
  const { good, bad, warn, dim, bold } = view.style;
  return { "adds value": good, harms: bad, depends: warn, "no evidence": bold, inert: dim, undefined: dim }[verdict];
};

/** One line per layer. */
function answer(view: View, result: LayersResult): string[] {
  const cell = (pair: PairResult): string[] => (pair.difference === null ? ["–", "–"] : [plus(pair.difference.sharpe.value), pText(pair.difference.sharpe.adjusted)]);
  const rows = result.verdicts.map(({ layer, verdict }) => [clip(layer, 30), paintOf(view, verdict)(verdict), ...pairsOf(result, layer).flatMap(cell), result.layers.find(({ id }) => id === layer)!.inSystem ? "yes" : "no"]);
  const columns = [{ title: "layer", align: "left" as const }, { title: "verdict", align: "left" as const }, ...["in the system", "adj. p", "alone", "adj. p", "in use"].map((title) => ({ title, align: "right" as const }))];
  return section(view, "Which layers add value?", textTable(columns, rows, view.style.dim), "Sharpe with − without the layer");
}

/** Under each layer the numbers in both contexts. */
function numbers(view: View, result: LayersResult): string[] {
  const { bold, dim } = view.style;
  const lines = result.verdicts.flatMap(({ layer, verdict }) => {
    const { about } = result.layers.find(({ id }) => id === layer)!;
    const head = `  ${bold(layer)}: ${paintOf(view, verdict)(verdict)}  ${dim(clip(about, view.width - layer.length - verdict.length - 6))}`;
    return [head, ...pairsOf(result, layer).flatMap((pair) => contextLines(view, result, pair))];
  });
  return section(view, "In numbers", lines);
}

/** Keeps a number and its unit on one line. */
const NO_BREAK = "\u00a0";

function contextLines(view: View, result: LayersResult, pair: PairResult): string[] {
  const text = pair.sameAs === null ? pairText(result, pair) : `the same two runs as ${CONTEXT_NAMES[pair.sameAs]}`;
  const lines = wrapText(text.replaceAll(" %", `${NO_BREAK}%`).replaceAll(" → ", `${NO_BREAK}→${NO_BREAK}`), view.width - 19);
  return lines.map((line, i) => `    ${view.style.dim((i === 0 ? CONTEXT_NAMES[pair.context] : "").padEnd(13))}  ${line.replaceAll(NO_BREAK, " ")}`);
}

function forest(view: View, result: LayersResult): string[] {
  const pairs = judgedPairs(result);
  return pairs.length === 0 ? [] : section(view, "Sharpe with the layer − without it", forestLines(view, pairs, 1 - result.judge.level), `${percent(result.judge.level, 0)} intervals, a year`);
}

/** How it was judged, and what the sample could have shown. */
const method = (view: View, result: LayersResult): string[] =>
  section(view, "How it was judged", methodTexts(result).flatMap((text) => wrapText(text, view.width - 4).map((line, i) => (i === 0 ? "  " : "    ") + line)));
