// A study as one self-contained page, made of its result files alone.
import { rawText } from "../../../config";
import type { Looked } from "../../../overfit";
import type { RecordedStudy } from "../../../study/read";
import type { Tone } from "../../../study/types";
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { originNotice } from "../../origin";
import { html, raw } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { definitionList } from "../validation/cards";
import { configBody, provenanceBody } from "../validation/record";
import { trialsBody } from "../validation/trials";
import { studyDefinitions } from "./definitions";
import { plotFigure } from "./plots";
import { figureTable, tableHtml } from "./tables";

export interface StudyPage {
  recorded: RecordedStudy;
  /** What the trial ledger said; null where none was kept. */
  looked: Looked | null;
}

const LONG = 24;

const CLASSES: Record<Tone, string> = { good: "good", bad: "bad", warn: "warn", neutral: "" };

/** The page. Pure: the same files give the same text. `document` draws the charts and is not changed. */
export function studyPage({ recorded, looked }: StudyPage, document: Document): string {
  const { folder, definition, config, data, range, inference, tables, plots, figures } = recorded;
  const notice = originNotice(data.origin);
  return framePage({
    title: `Study ${definition.name}`,
    subtitle: html`${definition.question} ${rawText(config.ticker).replaceAll(",", ", ")} · ${range.start} … ${range.end} · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Conclusion", body: conclusion(recorded) },
      { id: "pictures", title: "Pictures", body: plots.length ? html`${plots.map((plot) => plotFigure(document, plot))}` : html`<p class="muted">There is nothing to draw.</p>` },
      { id: "trials", title: "Trials", body: trialsBody(looked) },
      { id: "tables", title: "Tables", body: html`${tables.map(tableHtml)}${figureTable(figures)}` },
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

function validatedHtml({ validated }: RecordedStudy): Html {
  const changed = validated.some((key) => key.changed);
  const lead = changed ? "validated.yaml holds the base with these changes." : "The study validated no change: validated.yaml holds the base's values.";
  if (validated.length === 0) return html`<p>${lead}</p>`;
  return html`<p>${lead}</p>${htmlTable("Keys that the study varied", [{ title: "key", align: "left" }, { title: "value", align: "left" }, { title: "outcome", align: "left" }, { title: "why", wrap: true }], validated.map(({ key, value, changed: is, why }) => [html`<code>${key}</code>`, valueText(value), is ? html`<strong class="good">validated</strong>` : "kept", why]))}`;
}

/** Long lists break, words do not. */
function valueText(value: unknown): string | Html {
  const text = rawText(value) || "none";
  return text.length > LONG ? html`<span class="wrapped">${text}</span>` : text;
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
