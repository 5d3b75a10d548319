// A study as one self-contained page, made of its result files alone.
import { rawText } from "../../../config";
import type { Looked } from "../../../overfit";
import type { PageTable, RecordedStudy } from "../../../study/read";
import type { Estimate, Tone } from "../../../study/types";
import { VERSION } from "../../../version";
import { grouped, metricText } from "../../format";
import { originNotice } from "../../origin";
import { cellText } from "../../studyCells";
import { html, raw } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { definitionList } from "../validation/cards";
import { configBody, provenanceBody } from "../validation/record";
import { trialsBody } from "../validation/trials";
import { studyDefinitions } from "./definitions";
import { plotFigure } from "./plots";

export interface StudyPage {
  recorded: RecordedStudy;
  /** What the trial ledger said; null where none was kept. */
  looked: Looked | null;
}

const CLASSES: Record<Tone, string> = { good: "good", bad: "bad", warn: "warn", neutral: "" };

/** The page. Pure: the same files give the same text. `document` draws the charts and is not changed. */
export function studyPage({ recorded, looked }: StudyPage, document: Document): string {
  const { folder, definition, config, data, range, inference, tables, plots, figures } = recorded;
  const notice = originNotice(data.origin);
  return framePage({
    title: `Study ${definition.name}`,
    subtitle: html`${definition.question} ${rawText(config.ticker)} · ${range.start} … ${range.end} · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Conclusion", body: conclusion(recorded) },
      { id: "pictures", title: "Pictures", body: plots.length ? html`${plots.map((plot) => plotFigure(document, plot))}` : html`<p class="muted">There is nothing to draw.</p>` },
      { id: "trials", title: "Trials", body: trialsBody(looked) },
      { id: "figures", title: "Figures", body: figureTable(Object.values(figures)) },
      { id: "tables", title: "Tables", body: html`${tables.map(tableHtml)}` },
      { id: "validated", title: "Validated parameters", body: validatedHtml(recorded) },
      { id: "method", title: "How it was judged", body: method(recorded) },
      { id: "config", title: "Config", body: configBody(config, "These are of the base under the study's conditions.", looked?.command ?? null) },
      { id: "provenance", title: "Provenance", body: provenanceBody(recorded, [["range", `${range.start} … ${range.end}`], ["resampling", `seed ${inference.seed}, ${grouped(inference.replicates)} resamples`], ["definition", definition.source]]) },
      { id: "definitions", title: "Definitions", body: definitionList(studyDefinitions(recorded)) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. Studies: docs/studies.md of the project. No script, no network.`,
  });
}

function conclusion({ findings }: RecordedStudy): Html {
  const [answer, ...rest] = findings;
  const tone = (name: Tone): Html | null => (CLASSES[name] ? raw(` class="${CLASSES[name]}"`) : null);
  return html`<p><strong${tone(answer.tone)}>${answer.text}</strong></p>
<ul>${rest.map(({ tone: own, text }) => html`<li${tone(own)}>${text}</li>`)}</ul>`;
}

function figureTable(figures: readonly Estimate[]): Html {
  if (figures.length === 0) return html`<p class="muted">This study states no figure of its own.</p>`;
  const interval = ({ low, high, unit }: Estimate): string => (low === null || high === null ? "–" : `${metricText({ value: low, unit })} … ${metricText({ value: high, unit })}`);
  const rows = figures.map((figure) => [figure.label, metricText(figure), interval(figure), figure.p === undefined || Number.isNaN(figure.p) ? "–" : grouped(figure.p, 3), figure.reason ?? ""]);
  return htmlTable("Estimates with their intervals", [{ title: "figure", align: "left" }, { title: "value" }, { title: "interval" }, { title: "p" }, { title: "why undefined", wrap: true }], rows);
}

function tableHtml({ title, columns, note, id, rows }: PageTable): Html | null {
  if (rows === 0) return null;
  if (columns.length === 0) return html`<p class="muted">${title}: ${grouped(rows)} rows in ${id}.csv and ${id}.arrow.</p>`;
  const heads = columns.map(({ name, unit, type }) => ({ title: unit && !["fraction", "$"].includes(unit) ? html`${name.replaceAll("_", " ")} <small>${unit}</small>` : name.replaceAll("_", " "), align: type === "text" ? ("left" as const) : ("right" as const) }));
  const body = htmlTable(title, heads, Array.from({ length: rows }, (_, row) => columns.map((column) => cellText(column, row))));
  return html`${body}${note && html`<p class="muted">${note}</p>`}`;
}

function validatedHtml({ validated }: RecordedStudy): Html {
  const changed = validated.some((key) => key.changed);
  const lead = changed ? "validated.yaml holds the base with these changes." : "The study validated no change: validated.yaml holds the base's values.";
  if (validated.length === 0) return html`<p>${lead}</p>`;
  return html`<p>${lead}</p>${htmlTable("Keys that the study varied", [{ title: "key", align: "left" }, { title: "value", align: "left" }, { title: "outcome", align: "left" }, { title: "why", wrap: true }], validated.map(({ key, value, changed: is, why }) => [html`<code>${key}</code>`, html`<span class="wrapped">${rawText(value) || "none"}</span>`, is ? html`<strong class="good">validated</strong>` : "kept", why]))}`;
}

function method({ configs, evaluations, inference, definition, leftOut }: RecordedStudy): Html {
  const conditions = Object.entries(definition.conditions).map(([key, value]) => `${key} ${rawText(value)}`);
  return html`<ul>
<li>${grouped(configs)} configs over the whole range, up to ${grouped(evaluations)} evaluations with all windows. Configs that closed fewer than ${grouped(definition.minTrades)} trades are not judged.</li>
<li>Intervals of ${grouped(100 * inference.level)} % and p-values from ${grouped(inference.replicates)} stationary block resamples of whole days; the same days for every account, so differences are paired.</li>
<li>An alternative beats the benchmark only when choosing it on training alone paid on the tests, and when it stands over the whole range after correction for everything compared (Romano and Wolf).</li>
${conditions.length > 0 && html`<li>Everything ran under ${conditions.join(", ")}; validated.yaml leaves these out.</li>`}
${leftOut.map(({ label, reason }) => html`<li class="warn">${label} was left out: ${reason}.</li>`)}
</ul>`;
}
