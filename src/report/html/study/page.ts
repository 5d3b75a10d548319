import type { StudyResult } from "../../../study/run";
import type { StudyTable, Tone } from "../../../study/types";
import { VERSION } from "../../../version";
import { rawText } from "../../../config";
import { grouped } from "../../format";
import { originNotice } from "../../origin";
import { cellText } from "../../studyCells";
import { html, raw } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { plotFigure } from "./plots";

/** Longest table on the page; longer ones are in the files. */
const MOST_ROWS = 120;

const CLASSES: Record<Tone, string> = { good: "good", bad: "bad", warn: "warn", neutral: "" };

/** A study as one self-contained page. Pure: the same result gives the same text. `document` draws the charts and is not changed. */
export function studyPage(result: StudyResult, document: Document): string {
  const { definition, base, market, range, configs, evaluations, inference, tables, plots } = result;
  const notice = originNotice(market.origin);
  return framePage({
    title: `Study ${definition.name}`,
    subtitle: html`${definition.question} ${base.ticker.join(", ")} · ${range.start} … ${range.end} · data: ${market.name}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "conclusion", title: "Conclusion", body: conclusion(result) },
      { id: "pictures", title: "Pictures", body: html`${plots.map((plot) => plotFigure(document, plot))}` },
      { id: "tables", title: "Tables", body: html`${tables.map(tableHtml)}` },
      { id: "validated", title: "Validated parameters", body: validatedHtml(result) },
    ],
    footer: html`<p>Study ${definition.name} (${definition.source}). ${grouped(configs)} configs over the whole range, up to ${grouped(evaluations)} evaluations with all windows. Intervals of ${100 * inference.level} % and p-values from ${grouped(inference.replicates)} stationary block resamples, seed ${inference.seed}. An alternative beats the benchmark only when choosing it on training alone paid on the tests, and when it stands over the whole range after correction for everything compared (Romano and Wolf). Mahler ${VERSION}.</p>`,
  });
}

function conclusion({ findings }: StudyResult): Html {
  const [answer, ...rest] = findings;
  const item = (tone: Tone, text: string): Html => html`<li${CLASSES[tone] ? raw(` class="${CLASSES[tone]}"`) : null}>${text}</li>`;
  return html`<p><strong${CLASSES[answer.tone] ? raw(` class="${CLASSES[answer.tone]}"`) : null}>${answer.text}</strong></p>
<ul>${rest.map(({ tone, text }) => item(tone, text))}</ul>`;
}

function tableHtml({ title, columns, note, id }: StudyTable): Html | null {
  const rows = columns[0]?.cells.length ?? 0;
  if (rows === 0) return null;
  if (rows > MOST_ROWS) return html`<p class="muted">${title}: ${grouped(rows)} rows in ${id}.csv and ${id}.arrow.</p>`;
  const heads = columns.map(({ name, unit, type }) => ({ title: unit && !["fraction", "$"].includes(unit) ? `${name.replaceAll("_", " ")} (${unit})` : name.replaceAll("_", " "), align: type === "text" ? ("left" as const) : ("right" as const) }));
  const body = htmlTable(title, heads, Array.from({ length: rows }, (_, row) => columns.map((column) => cellText(column, row))));
  return html`${body}${note && html`<p class="muted">${note}</p>`}`;
}

function validatedHtml({ validated }: StudyResult): Html {
  const changed = validated.some((key) => key.changed);
  const lead = changed ? "validated.yaml holds the base with these changes." : "The study validated no change: validated.yaml holds the base's values.";
  return html`<p>${lead}</p>${htmlTable("Keys that the study varied", [{ title: "key", align: "left" }, { title: "value", align: "left" }, { title: "", align: "left" }, { title: "why", wrap: true }], validated.map(({ key, value, changed: is, why }) => [key, rawText(value), is ? "validated" : "kept", why]))}`;
}
