// A sweep as one self-contained page, made of its result files alone.
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { originNotice } from "../../origin";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { definitions } from "./definitions";
import { distribution } from "./distribution";
import { heatMaps, pickerRules } from "./heat";
import { sweepInput } from "./input";
import type { RecordedSweep, SweepInput } from "./input";
import { costOfLooking } from "./luck";
import { paretoFront } from "./pareto";
import { plateau } from "./plateau";
import { provenance } from "./provenance";
import { sensitivity } from "./sensitivity";
import { spaceTables } from "./space";
import { SWEEP_STYLE } from "./style";
import { summary } from "./summary";
import { topConfigs } from "./top";
import { countOf } from "./words";

/**
 * The page, its configs ranked by a metric (default: sharpe). Pure: the same files give the same text. `document` draws the charts: a browser's own or
 * the headless one (headless.ts); it is not changed. Throws config errors for unknown metrics and sweeps too large for a page, data errors for
 * damaged results.
 */
export function sweepPage(sweep: RecordedSweep, document: Document, metric?: string): string {
  const input = sweepInput(sweep, metric);
  const { analysis, space: { base }, table } = input;
  const years = Object.keys(table.years);
  return framePage({
    title: `Sweep: ${base.strategy.map((name) => name.replaceAll("-", " ")).join(" + ")} on ${base.ticker.join(", ")}`,
    subtitle: html`${countOf(analysis.configs, "config")} · by ${analysis.metric.label}, ${analysis.metric.better} is better${years.length > 0 && ` · ${years[0]} … ${years[years.length - 1]}`} · data: ${sweep.record.data.name} · sweep: ${sweep.folder}`,
    banner: banner(input),
    sections: [
      { id: "result", title: "Result", body: summary(input) },
      { id: "luck", title: "The cost of looking", body: costOfLooking(input) },
      { id: "top", title: "Best configs", body: topConfigs(input) },
      { id: "distribution", title: "Distribution", body: distribution(document, input) },
      { id: "maps", title: "Maps of two parameters", body: heatMaps(input) },
      { id: "sensitivity", title: "Sensitivity", body: sensitivity(document, input) },
      { id: "plateau", title: "Plateau", body: plateau(document, input) },
      { id: "pareto", title: "Pareto front", body: paretoFront(document, input) },
      { id: "space", title: "Space", body: spaceTables(input) },
      { id: "provenance", title: "Provenance", body: provenance(input) },
      { id: "definitions", title: "Definitions", body: definitions(input) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${sweep.folder}. How each figure is computed: docs/sweep-analysis.md of the project. No script, no network.`,
    style: `${SWEEP_STYLE}${pickerRules(input)}\n`,
  });
}

/** What a reader must know first: where quotes come from, and that rows are missing. */
function banner({ sweep: { record, folder }, analysis: { configs }, total }: SweepInput): Html | undefined {
  const notice = originNotice(record.data.origin);
  const unfinished = record.complete ? null : html`<strong>UNFINISHED.</strong> ${grouped(configs)} of ${total.exact ? "" : "at most "}${grouped(total.configs)} configs: everything below is about these alone, and the best of them may not be the best. Go on with <code>mahler sweep --resume ${folder}</code>`;
  const parts = [...(unfinished ? [unfinished] : []), ...(notice ? [html`<strong>${notice.title}.</strong> ${notice.text}`] : [])];
  return parts.length ? html`${parts.map((part, i) => html`${i > 0 && html`<br>`}${part}`)}` : undefined;
}
