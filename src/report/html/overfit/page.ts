// An overfitting check as one self-contained page, made of its result files alone.
import { rawText } from "../../../config";
import type { FinishedOverfit } from "../../../overfit";
import type { RecordedOverfit } from "../../../overfit/read";
import { VERSION } from "../../../version";
import { grouped, percent } from "../../format";
import { originNotice } from "../../origin";
import { panels } from "../../overfit/rows";
import type { Panel, PanelRow } from "../../overfit/rows";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { cards, definitionList, termId } from "../validation/cards";
import type { Card } from "../validation/cards";
import { flagList } from "../validation/flags";
import { configBody, provenanceBody, spaceTable } from "../validation/record";
import { degradationFigure, ladderFigure, logitFigure, monteCarloBody } from "./charts";

/** The page. Pure: the same files give the same text. `document` draws the charts; it is not changed. */
export function overfitPage(recorded: RecordedOverfit, document: Document): string {
  const { folder, finished, data, space, command } = recorded;
  const { result, flags } = finished;
  const [trials, best, family, choice] = panels(finished);
  const notice = originNotice(data.origin);
  const { options, pbo } = result;
  return framePage({
    title: `Luck or skill: ${rawText(space.config.strategy).replaceAll("-", " ").replaceAll(",", " + ")} on ${rawText(space.config.ticker).replaceAll(",", ", ")}`,
    subtitle: html`${grouped(result.trials.evaluated)} configs · ${grouped(result.sessions)} sessions · config ${result.best.config} is the best by ${result.best.metric.label} · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Result", body: html`<p><strong>${answer(finished)}</strong></p>${headline([trials, best, family, choice])}` },
      { id: "flags", title: `Red flags: ${flags.length || "none"}`, body: flagList(flags) },
      { id: "trials", title: "Trials", body: html`${ladderFigure(document, finished)}${panelTable(trials, "How often this dataset was looked at")}` },
      { id: "choice", title: "Choosing", body: html`${panelTable(choice, choice.title)}${"pbo" in pbo && html`<div class="grid">${logitFigure(document, pbo)}${degradationFigure(document, pbo)}</div>`}` },
      { id: "best", title: "Best config", body: html`${panelTable(best, "The config under suspicion")}${parameters(finished)}` },
      { id: "family", title: "All configs together", body: panelTable(family, "Tests that allow for all configs at once") },
      { id: "monte-carlo", title: "Monte-Carlo", body: monteCarloBody(document, finished) },
      { id: "config", title: "Config", body: html`${spaceTable(space.sweep)}${configBody(space.config, "These are of the base, under what was varied.", command)}` },
      {
        id: "provenance", title: "Provenance",
        body: provenanceBody(recorded, [["resampling", `seed ${options.seed}; ${grouped(options.resamples)} resamples, ${grouped(options.permutations)} sign patterns, ${grouped(options.paths)} paths, ${options.blocks} blocks`]]),
      },
      { id: "definitions", title: "Definitions", body: definitionList([trials, best, family, choice].flatMap(({ rows }) => rows.map(({ label, definition }) => ({ term: label.trim(), text: definition }))).concat(OWN)) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. What each figure means, and where it comes from: docs/overfitting.md of the project. No script, no network.`,
  });
}

const OWN = [
  { term: "Luck's best", text: "annual Sharpe ratio to expect of the best of so many trials without skill, by the spread of theirs" },
  { term: "Logit of a split", text: "log of the odds of the rank that the config chosen on one half has among all on the other: above 0 it is better than the median" },
  { term: "Resampled wealth", text: "wealth of the best config's daily returns, resampled in blocks of days and compounded, as a multiple of the start" },
  { term: "Ruin", text: "the account falls to the given share of its start on some day" },
];

function answer({ result: { best, psr, pbo, trials }, counted: { count, deflated } }: FinishedOverfit): string {
  const choice = "pbo" in pbo ? ` Choosing on half of the sessions was no better than the median on the other half in ${percent(pbo.pbo, 1)} of the splits (PBO).` : "";
  if (best.annualSharpe.value === null || deflated.probability.value === null || psr.value === null) return `Config ${best.config} cannot be judged: ${[best.annualSharpe, psr, deflated.probability].flatMap((figure) => (figure.value === null ? [figure.reason] : []))[0]}.${choice}`;
  return `Config ${best.config}, the best of ${grouped(trials.evaluated)}, shows a Sharpe ratio of ${grouped(best.annualSharpe.value, 2)}. That the true one is above zero has a probability of ${percent(deflated.probability.value, 1)} after all ${grouped(count.trials)} trials on this dataset, of ${percent(psr.value, 1)} had it been the only one.${choice}`;
}

/** Figures that are read first, by the labels of their rows. */
const CARDS: readonly (readonly [title: string, labels: readonly string[]])[] = [
  ["Best config", ["Sharpe ratio", "PSR", "deflated Sharpe", "MinTRL"]],
  ["Choosing", ["PBO", "loses outside", "chosen, outside", "degradation"]],
  ["All configs", ["SPA p", "reality check p", "survivors", "sign-flip p"]],
  ["Trials", ["on this data, ever", "in this sweep", "effective"]],
];

function headline(all: readonly Panel[]): Html {
  const rows = all.flatMap(({ rows: own }) => own);
  const card = (label: string): Card[] => rows.filter((row) => row.label === label).map(({ value, note }) => ({ label, value, note: value === "–" ? note : undefined }));
  return cards(CARDS.map(([title, labels]) => ({ title, cards: labels.flatMap(card) })).filter(({ cards: own }) => own.length > 0));
}

const left = (title: string) => ({ title, align: "left" as const });
const linked = ({ label }: PanelRow): Html => html`${label.startsWith(" ") && html`<span aria-hidden="true">· </span>`}<a href="#${termId(label.trim())}">${label.trim()}</a>`;

const panelTable = ({ rows }: Panel, caption: string): Html => htmlTable(caption, [left("figure"), { title: "value" }, { title: "from", wrap: true }], rows.map((row) => [linked(row), row.value, row.note]));

function parameters({ result: { best } }: FinishedOverfit): Html | null {
  const rows = Object.entries(best.parameters).map(([key, value]) => [html`<code>${key}</code>`, value]);
  return rows.length === 0 ? null : htmlTable(`What config ${best.config} sets of what was varied`, [left("key"), left("value")], rows);
}
