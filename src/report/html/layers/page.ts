// A comparison of layers as one self-contained page, made of its result files alone.
import type { Context, JudgedLayers } from "../../../layers";
import type { RecordedLayers } from "../../../layers/read";
import type { Looked } from "../../../overfit";
import { rawText } from "../../../config";
import { isoDate } from "../../../units";
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { methodTexts } from "../../layersMethod";
import { CONTEXTS } from "../../layersVerdict";
import { originNotice } from "../../origin";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { definitionList } from "../validation/cards";
import { configBody, provenanceBody } from "../validation/record";
import { trialsBody } from "../validation/trials";
import { curveFigure, forestFigure, tradeFigure } from "./charts";
import { layersDefinitions } from "./definitions";
import { refusedTable, runTable, stressTable, timeTable, tradeTable } from "./tables";
import { verdicts } from "./verdicts";

export interface LayersPage {
  recorded: RecordedLayers;
  /** What the trial ledger said; null where none was kept. */
  looked: Looked | null;
}

/** The page. Pure: the same files give the same text. `document` draws the charts and is not changed. */
export function layersPage({ recorded, looked }: LayersPage, document: Document): string {
  const { folder, result, data, config } = recorded;
  const { range, judge } = result;
  const notice = originNotice(data.origin);
  const both = (draw: (context: Context) => Html | null): Html => html`${CONTEXTS.map(draw)}`;
  return framePage({
    title: "Which layers add value?",
    subtitle: html`${rawText(config.ticker).replaceAll(",", ", ")} · ${range.from} … ${range.to} · ${grouped(range.sessions)} sessions · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Verdicts", body: verdicts(result) },
      { id: "sharpe", title: "Sharpe differences", body: both((context) => forestFigure(document, result, context)) },
      { id: "trials", title: "Trials", body: trialsBody(looked) },
      { id: "trades", title: "Winners missed, losers avoided", body: html`${both((context) => tradeFigure(document, result, context))}${both((context) => tradeTable(result, context))}` },
      { id: "curves", title: "Equity with and without", body: curves(document, result) },
      { id: "starvation", title: "Starvation", body: both((context) => refusedTable(result, context)) },
      { id: "time", title: "When, and at the same risk", body: html`${both((context) => timeTable(result, context))}${both((context) => stressTable(result, context))}` },
      { id: "runs", title: "Runs", body: runTable(result) },
      { id: "method", title: "How it was judged", body: html`<ul>${methodTexts(result).map((text) => html`<li>${text}</li>`)}</ul>` },
      { id: "config", title: "Config", body: configBody(config, "These are of the base, every layer off; what each run changes stands under Runs.", looked?.command ?? null) },
      {
        id: "provenance", title: "Provenance",
        body: provenanceBody(recorded, [["judged", `${range.from} … ${range.to}${judge.from === null ? "" : `; everything ran from the start, sessions count from ${isoDate(judge.from)}`}`], ["bootstrap", `seed ${judge.seed}, ${grouped(judge.replicates)} replicates, mean block ${grouped(judge.meanBlock, 1)} sessions`]]),
      },
      { id: "definitions", title: "Definitions", body: definitionList(layersDefinitions(result)) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. Every number is defined in docs/layers.md of the project. No script, no network.`,
  });
}

/** Equity of every pair of runs that differ, each pair once. */
function curves(document: Document, result: JudgedLayers): Html {
  const shown = CONTEXTS.flatMap((context) => result.pairs.filter((pair) => pair.context === context && pair.inert === null && pair.sameAs === null));
  if (shown.length === 0 || result.days.length < 2) return html`<p class="muted">${shown.length === 0 ? "No layer changed an account." : "One session is no curve."}</p>`;
  return html`<div class="grid">${shown.map((pair) => curveFigure(document, result, pair))}</div>`;
}
