// The answer of mahler layers as text of at most 90 columns.
import type { LayersResult, PairResult, Verdict } from "../layers";
import { forestLines } from "./layersForest";
import { grouped, percent } from "./format";
import { refusals, runTable, times, tradeTable } from "./layersTables";
import { CONTEXT_NAMES, pairsOf, pairText, plus, pText } from "./layersVerdict";
import { originBanner } from "./origin";
import { clip, wrapText } from "./style";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** The whole report. Pure: reads the result, prints nothing. `folder`: where its files are. */
export function layersText(view: View, result: LayersResult, folder: string | null): string {
  const sections = [header, answer, numbers, forest, runTable, tradeTable, refusals, times, method];
  const files = folder === null ? [] : ["", view.style.dim(`files: ${folder} (layers.json, equity.csv)`)];
  return `${[...sections.flatMap((render) => render(view, result)), ...files].join("\n")}\n`;
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
  const rows = result.verdicts.map(({ layer, verdict }) => [layer, paintOf(view, verdict)(verdict), ...pairsOf(result, layer).flatMap(cell), result.layers.find(({ id }) => id === layer)!.inSystem ? "yes" : "no"]);
  const columns = [{ title: "layer", align: "left" as const }, { title: "verdict", align: "left" as const }, ...["in the system: Sharpe", "adj. p", "alone: Sharpe", "adj. p", "in use"].map((title) => ({ title, align: "right" as const }))];
  return section(view, "Which layers add value?", textTable(columns, rows, view.style.dim), "with − without the layer");
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

/** Pairs with a difference, each once. */
const tested = (result: LayersResult): PairResult[] => result.pairs.filter((pair) => pair.difference !== null && pair.sameAs === null);

function forest(view: View, result: LayersResult): string[] {
  const pairs = tested(result);
  return pairs.length === 0 ? [] : section(view, "Sharpe with the layer − without it", forestLines(view, pairs, 1 - result.judge.level), `${percent(result.judge.level, 0)} intervals, a year`);
}

const CORRECTION_NAMES = { "romano-wolf": "Romano–Wolf stepdown (chance of any false verdict)", bh: "Benjamini–Hochberg (share of false verdicts)", holm: "Holm (chance of any false verdict)" } as const;

/** How it was judged, and what the sample could have shown. */
function method(view: View, result: LayersResult): string[] {
  const { judge } = result;
  const seen = tested(result).map((pair) => pair.difference!.detectable);
  const between = (values: readonly number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return `${grouped(sorted[0], 2)} … ${grouped(sorted[sorted.length - 1], 2)}, median ${grouped(sorted[Math.floor((sorted.length - 1) / 2)], 2)}`;
  };
  const texts = [
    "Verdicts test the Sharpe difference, which size alone cannot change; return and drawdown are told beside it.",
    `${judge.tests} tests on the same sessions, stationary block bootstrap of whole days (mean block ${grouped(judge.meanBlock, 1)}, ${grouped(judge.replicates)} replicates, seed ${judge.seed}), corrected by ${CORRECTION_NAMES[judge.correction]} at ${percent(1 - judge.level, 0)}.`,
    ...(seen.length === 0 ? [] : [`Power: to be seen with a chance of 80 %, a layer's Sharpe difference had to reach ${between(seen.map((d) => d.single))} in a test of its own, ${between(seen.map((d) => d.family))} among ${judge.tests}. Less than that is not excluded by "no evidence".`]),
    "Nothing was fitted here, but somebody chose the thresholds, perhaps on this very history: --from judges on later sessions only.",
  ];
  return section(view, "How it was judged", texts.flatMap((text) => wrapText(text, view.width - 4).map((line, i) => (i === 0 ? "  " : "    ") + line)));
}
