// A walk-forward as one self-contained page, made of its result files alone.
import { rawText } from "../../../config";
import type { Looked } from "../../../overfit";
import { isoDate } from "../../../units";
import { VERSION } from "../../../version";
import type { RecordedWalkForward } from "../../../walkforward/read";
import { originNotice } from "../../origin";
import { count, settingsText } from "../../walkforward/words";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { definitionList } from "../validation/cards";
import { flagList } from "../validation/flags";
import { configBody, provenanceBody, spaceTable } from "../validation/record";
import { trialsBody } from "../validation/trials";
import { parameterFigures, pathFigure } from "./choices";
import { curveFigures } from "./curves";
import { walkForwardDefinitions } from "./definitions";
import { consensusTable, headline, rivalTable, stabilityTable, windowTable } from "./tables";
import { foresightFigure, stagesFigure, stripFigure, windowFigure } from "./windows";

export interface WalkForwardPage {
  recorded: RecordedWalkForward;
  /** What the trial ledger said; null where none was kept. */
  looked: Looked | null;
}

/** The page. Pure: the same files give the same text. `document` draws the charts: a browser's own or the headless one; it is not changed. */
export function walkForwardPage({ recorded, looked }: WalkForwardPage, document: Document): string {
  const { folder, result, data, space } = recorded;
  const { stitched: { days }, flags, cpcv, options, metric } = result;
  const notice = originNotice(data.origin);
  const span = days.length ? `${isoDate(days[0])} … ${isoDate(days[days.length - 1])}` : "no session";
  return framePage({
    title: `Walk-forward: ${rawText(space.config.strategy).replaceAll("-", " ").replaceAll(",", " + ")} on ${rawText(space.config.ticker).replaceAll(",", ", ")}`,
    subtitle: html`out of sample ${span} · ${count(result.windows.length, "window")} · ${count(result.configs, "config")} · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Out of sample", body: headline(result) },
      { id: "equity", title: "Equity", body: html`${curveFigures(document, result)}${rivalTable(result)}` },
      { id: "flags", title: `Red flags: ${flags.length || "none"}`, body: flagList(flags) },
      { id: "windows", title: "Windows", body: windows(document, recorded) },
      { id: "trials", title: "Trials", body: trialsBody(looked) },
      { id: "parameters", title: "Parameters", body: html`${parameterFigures(document, result)}${stabilityTable(result)}<h3>Consensus</h3>${consensusTable(result)}` },
      ...(cpcv ? [{ id: "paths", title: "Combinatorial paths", body: pathFigure(document, cpcv, metric.label) }] : []),
      { id: "config", title: "Config", body: html`${spaceTable(space.sweep)}${configBody(space.config, "These are of the base, under what was varied.", looked?.command ?? null)}` },
      { id: "provenance", title: "Provenance", body: provenanceBody(recorded, [["out of sample", span], ["bootstrap", `seed ${options.seed}, ${count(options.replicates, "replicate")}`]]) },
      { id: "definitions", title: "Definitions", body: definitionList(walkForwardDefinitions(result)) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. What each figure means: docs/walk-forward.md of the project. No script, no network.`,
  });
}

function windows(document: Document, { result }: RecordedWalkForward): Html {
  return html`<ul>${settingsText(result).map((text) => html`<li>${text[0].toUpperCase()}${text.slice(1)}.</li>`)}</ul>
${stripFigure(document, result)}${stagesFigure(document, result)}${windowFigure(document, result)}${foresightFigure(document, result)}${windowTable(result)}`;
}
