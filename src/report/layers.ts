// The answer of mahler layers as text of at most 90 columns.
import type { LayersResult, PairResult, Verdict } from "../layers";
import { REASONS } from "../results/reasons";
import { forestLines } from "./layersForest";
import { grouped, metricText, percent } from "./format";
import { CONTEXT_NAMES, pairText, plus } from "./layersVerdict";
import { dollars } from "./format";
import { originBanner } from "./origin";
import { clip, wrapText } from "./style";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** The whole report. Pure: reads the result, prints nothing. `folder`: where its files are. */
export function layersText(view: View, result: LayersResult, folder: string | null): string {
  const sections = [header, verdicts, runs, forest, trades, refusals, times, method];
  const files = folder === null ? [] : ["", view.style.dim(`files: ${folder} (layers.json, equity.csv)`)];
  return `${[...sections.flatMap((render) => render(view, result)), ...files].join("\n")}\n`;
}

function header(view: View, { market, range, runs: all, layers }: LayersResult): string[] {
  const { accent, bold, dim } = view.style;
  const { ticker } = all[0].request.config;
  const facts = [`${range.from} … ${range.to}`, `${grouped(range.sessions)} sessions`, `${layers.length} layers`, `${all.length} runs`, `data: ${market.name}`];
  return ["", `${accent(bold("mahler layers"))}  ${bold(clip(ticker.join(", "), view.width - 16))}`, dim(clip(facts.join(" · "), view.width)), ...originBanner(view, market.origin)];
}

const paintOf = (view: View, verdict: Verdict): ((text: string) => string) => {
  const { good, bad, warn, dim, bold } = view.style;
  return { "adds value": good, harms: bad, depends: warn, "no evidence": bold, inert: dim, undefined: dim }[verdict];
};

/** One verdict per layer, and under it the numbers in both contexts. */
function verdicts(view: View, result: LayersResult): string[] {
  const { bold, dim } = view.style;
  const lines = result.verdicts.flatMap(({ layer, verdict }) => {
    const { about, inSystem } = result.layers.find(({ id }) => id === layer)!;
    const head = `  ${bold(layer)}: ${paintOf(view, verdict)(verdict)}  ${dim(clip(`${about}${inSystem ? "" : " (not in the system)"}`, view.width - layer.length - verdict.length - 6))}`;
    return [head, ...contexts(result, layer).flatMap((pair) => contextLines(view, result, pair))];
  });
  return section(view, "Which layers add value?", lines, "with − without the layer");
}

const contexts = (result: LayersResult, layer: string): PairResult[] =>
  (["system", "alone"] as const).flatMap((context) => result.pairs.filter((pair) => pair.layer === layer && pair.context === context));

function contextLines(view: View, result: LayersResult, pair: PairResult): string[] {
  const name = CONTEXT_NAMES[pair.context];
  const other = pair.sameAs === null ? null : `the same two runs as ${CONTEXT_NAMES[pair.sameAs]}`;
  return wrapText(other ?? pairText(result, pair), view.width - 20).map((line, i) => `    ${view.style.dim((i === 0 ? name : "").padEnd(14))} ${line}`);
}

function runs(view: View, { runs: all }: LayersResult): string[] {
  const right = (title: string) => ({ title, align: "right" as const });
  const columns = [{ title: "run", align: "left" as const }, right("return"), right("CAGR"), right("Sharpe"), right("drawdown"), right("heat"), right("trades"), right("won"), right("opened")];
  const rows = all.map(({ id, metrics: m, starvation }) => [
    clip(id, 26), metricText({ ...m.total_return }), metricText(m.cagr), metricText(m.sharpe), metricText(m.max_drawdown), m.mean_heat.value === null ? "–" : percent(m.mean_heat.value, 1), metricText(m.trades),
    m.win_rate.value === null ? "–" : percent(m.win_rate.value, 1), starvation.chances === 0 ? "–" : percent(starvation.opened / starvation.chances, 1),
  ]);
  return section(view, "Runs", textTable(columns, rows, view.style.dim), "opened: share of the chances");
}

const tested = (result: LayersResult): PairResult[] => result.pairs.filter((pair) => pair.difference !== null && pair.sameAs === null);

function forest(view: View, result: LayersResult): string[] {
  const pairs = tested(result);
  if (pairs.length === 0) return [];
  return section(view, "Sharpe with the layer − without it", forestLines(view, pairs, 1 - result.judge.level), `${percent(result.judge.level, 0)} intervals, a year`);
}

function trades(view: View, result: LayersResult): string[] {
  const right = (title: string) => ({ title, align: "right" as const });
  const moved = result.pairs.filter((pair) => pair.inert === null && pair.sameAs === null);
  if (moved.length === 0) return [];
  const columns = [{ title: "layer", align: "left" as const }, { title: "", align: "left" as const }, right("winners missed"), right("losers avoided"), right("exits changed"), right("new"), right("same"), right("in all")];
  const cell = ({ trades: n, dollars: amount }: { trades: number; dollars: number }): string => (n === 0 ? "–" : `${grouped(n)} ${dollars(amount)}`);
  const rows = moved.map(({ layer, context, trades: t }) => [layer, context, cell(t.winnersMissed), cell(t.losersAvoided), cell(t.exits), cell(t.added), grouped(t.unchanged), dollars(t.change)]);
  return section(view, "What it costs and saves", textTable(columns, rows, view.style.dim), "trades matched by contract and day");
}

/** What stopped entries that the partner made. */
function refusals(view: View, result: LayersResult): string[] {
  const rows = result.pairs.filter((pair) => pair.sameAs === null && pair.refused !== null && (pair.refused.lost > 0 || pair.refused.gained > 0)).map(({ layer, context, refused }) => {
    const top = refused!.reasons.slice(0, 3).map(({ id, count }) => `${id} ${grouped(count)}`).join(", ");
    return [layer, context, grouped(refused!.lost), grouped(refused!.gained), top || "–"];
  });
  if (rows.length === 0) return [];
  const columns = [{ title: "layer", align: "left" as const }, { title: "", align: "left" as const }, { title: "lost", align: "right" as const }, { title: "won", align: "right" as const }, { title: "what stopped them", align: "left" as const }];
  const told = [...new Set(result.pairs.flatMap((pair) => pair.refused?.reasons.slice(0, 3).map(({ id }) => id) ?? []))];
  const words = wrapText(told.map((id) => `${id}: ${REASONS.find((reason) => reason.id === id)!.text}`).join(" · "), view.width - 4).map((line) => view.style.dim(`  ${line}`));
  return section(view, "Starvation: entries lost and won by the layer", [...textTable(columns, rows, view.style.dim), ...words]);
}

/** Whether it holds all the time. */
function times(view: View, result: LayersResult): string[] {
  const pairs = tested(result);
  if (pairs.length === 0) return [];
  const right = (title: string) => ({ title, align: "right" as const });
  const spans = pairs[0].difference!.thirds.map(({ from, to }) => `${from.slice(0, 4)}–${to.slice(2, 4)}`);
  const columns = [{ title: "layer", align: "left" as const }, { title: "", align: "left" as const }, ...spans.map(right), right("years alike"), right("mean/y"), right("same risk"), right("fall, same risk")];
  const rows = pairs.map(({ layer, context, difference: d }) => [
    layer, context, ...d!.thirds.map(({ sharpe }) => (sharpe === null ? "–" : plus(sharpe))), `${d!.years.same} of ${d!.years.of}`,
    `${plus(100 * d!.mean.value)} %`, `${plus(100 * d!.equalRisk.mean)} %`, `${grouped(100 * d!.drawdown.without, 1)} → ${percent(d!.equalRisk.drawdown, 1)}`,
  ]);
  return section(view, "When, and at the same risk", [...textTable(columns, rows, view.style.dim), ...stressLines(view, pairs)], "Sharpe difference by third of the sessions");
}

/** The stress window that each layer changed most. */
function stressLines(view: View, pairs: readonly PairResult[]): string[] {
  const lines = pairs.flatMap(({ layer, context, difference }) => {
    const most = [...difference!.stress].sort((a, b) => Math.abs(b.with - b.without) - Math.abs(a.with - a.without))[0];
    return most && most.with !== most.without ? [`${layer} ${context}: ${most.name} ${grouped(100 * most.without, 2)} → ${percent(most.with, 2)}`] : [];
  });
  return lines.length === 0 ? [] : wrapText(`stress window changed most: ${lines.join(" · ")}`, view.width - 4).map((line) => view.style.dim(`  ${line}`));
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
