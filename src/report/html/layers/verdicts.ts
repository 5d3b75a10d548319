// The verdicts: first in one sentence, then a row for each layer, then every number in words.
import type { JudgedLayers, PairResult, Verdict } from "../../../layers";
import { grouped, percent } from "../../format";
import { CONTEXT_NAMES, CONTEXTS, pairsOf, pairText, plus, pText } from "../../layersVerdict";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";

const CLASSES: Partial<Record<Verdict, string>> = { "adds value": "good", harms: "bad", depends: "warn" };
/** In the order of the sentence. */
const TOLD: readonly (readonly [verdict: Verdict, one: string, many: string])[] = [
  ["adds value", "adds value", "add value"], ["harms", "harms", "harm"], ["depends", "depends on what else is on", "depend on what else is on"], ["no evidence", "shows no evidence either way", "show no evidence either way"],
  ["inert", "never bound", "never bound"], ["undefined", "cannot be judged", "cannot be judged"],
];

export const verdicts = (result: JudgedLayers): Html => html`<p><strong>${answer(result)}</strong></p>
${table(result)}
${numbers(result)}`;

function answer({ verdicts: all }: JudgedLayers): string {
  const parts = TOLD.flatMap(([verdict, one, many]) => {
    const names = all.filter((each) => each.verdict === verdict).map(({ layer }) => layer);
    if (names.length === 0) return [];
    return [`${grouped(names.length)} ${names.length === 1 ? one : many}${CLASSES[verdict] ? ` (${names.join(", ")})` : ""}`];
  });
  return `Of ${grouped(all.length)} layer${all.length === 1 ? "" : "s"} ${parts.join(", ")}.`;
}

function table(result: JudgedLayers): Html {
  const cells = (pair: PairResult | undefined): string[] => {
    if (!pair?.difference) return ["–", "–"];
    const { value, low, high, adjusted } = pair.difference.sharpe;
    return [adjusted === null ? plus(value) : `${plus(value)} [${plus(low)} … ${plus(high)}]`, pText(adjusted)];
  };
  const rows = result.verdicts.map(({ layer, verdict }) => {
    const { about, inSystem } = result.layers.find(({ id }) => id === layer)!;
    const tone = CLASSES[verdict];
    return [html`${layer}<br><small class="wrapped">${about}</small>`, tone ? html`<strong class="${tone}">${verdict}</strong>` : verdict, ...CONTEXTS.flatMap((context) => cells(pairsOf(result, layer).find((pair) => pair.context === context))), inSystem ? "yes" : "no"];
  });
  const caption = `Sharpe ratio with the layer − without it, a year, with its ${percent(result.judge.level, 0)} interval and the p-value corrected for all ${grouped(result.judge.tests)} tests`;
  const titles = ["layer", "verdict", ...CONTEXTS.flatMap((context) => [CONTEXT_NAMES[context], "adjusted p"]), "in use"];
  return htmlTable(caption, titles.map((title, i) => ({ title, align: i < 2 ? "left" : "right" })), rows);
}

const numbers = (result: JudgedLayers): Html => html`<details><summary>Every verdict in numbers</summary><ul>${result.verdicts.map(({ layer, verdict }) => html`<li>${layer}: ${verdict}<ul>${pairsOf(result, layer).map((pair) => html`<li>${CONTEXT_NAMES[pair.context]}: ${pair.sameAs === null ? pairText(result, pair) : "the same two runs"}</li>`)}</ul></li>`)}</ul></details>`;
