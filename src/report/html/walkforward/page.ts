import type { Origin } from "../../../market/types";
import { isoDate } from "../../../units";
import { VERSION } from "../../../version";
import type { WalkForward } from "../../../walkforward";
import { originNotice } from "../../origin";
import { count, settingsText } from "../../walkforward/words";
import { html } from "../escape";
import { framePage } from "../frame";
import { curveFigure, drawdownFigure } from "./curves";
import { parameterFigures, pathFigure } from "./choices";
import { consensusTable, headlineTable, rivalTable, stabilityTable, windowTable } from "./tables";
import { foresightFigure, windowFigure } from "./windows";

export interface WalkForwardPage {
  result: WalkForward;
  title: string;
  /** Where the quotes come from. */
  origin: Origin;
}

/**
 * A walk-forward as one self-contained page. Pure: the same input gives the same text. `document` draws the charts: a browser's own or the headless one; it is
 * not changed.
 */
export function walkForwardPage({ result, title, origin }: WalkForwardPage, document: Document): string {
  const { stitched: { days }, flags, configs, cpcv } = result;
  const notice = originNotice(origin);
  return framePage({
    title: title[0].toUpperCase() + title.slice(1),
    subtitle: html`${count(configs, "config")}, out of sample ${isoDate(days[0])} to ${isoDate(days[days.length - 1])}. ${settingsText(result).join("; ")}.`,
    ...(notice ? { banner: html`<strong>${notice.title}.</strong> ${notice.text}` } : {}),
    sections: [
      { id: "result", title: "Out of sample", body: html`${headlineTable(result)}${curveFigure(document, result)}${drawdownFigure(document, result)}${rivalTable(result)}` },
      { id: "flags", title: `Red flags: ${flags.length || "none"}`, body: flags.length ? html`<ul>${flags.map(({ text }) => html`<li class="warn">${text}</li>`)}</ul>` : html`<p class="good">None of the checks found anything.</p>` },
      { id: "windows", title: "Windows", body: html`${windowFigure(document, result)}${foresightFigure(document, result)}${windowTable(result)}` },
      { id: "parameters", title: "Parameters", body: html`${parameterFigures(document, result)}${stabilityTable(result)}<h3>Consensus</h3>${consensusTable(result)}` },
      ...(cpcv ? [{ id: "paths", title: "Combinatorial paths", body: pathFigure(document, cpcv, result.metric.label) }] : []),
    ],
    footer: html`mahler ${VERSION}. What each figure means: docs/walk-forward.md.`,
  });
}
