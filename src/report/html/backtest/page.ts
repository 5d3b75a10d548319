// A run as one self-contained page, made of its result files alone.
import type { RecordedRun } from "../../../results/readRun";
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { originNotice } from "../../origin";
import { wholeDollars } from "../../format";
import { html } from "../escape";
import { framePage } from "../frame";
import { monthTable } from "./calendar";
import { config } from "./config";
import { conventions, costs } from "./costs";
import { curve } from "./curve";
import { definitions } from "./definitions";
import { distribution } from "./distribution";
import { exposure } from "./exposure";
import { funnel } from "./funnel";
import { groupTables } from "./groups";
import { reportInput } from "./input";
import { provenance } from "./provenance";
import { stress } from "./stress";
import { summary } from "./summary";
import { worst } from "./worst";

/**
 * The page. Pure: the same files give the same text. `document` draws the charts: a browser's own or the headless one (headless.ts); it is
 * not changed. Throws data errors for tables of another version.
 */
export function backtestPage(run: RecordedRun, document: Document): string {
  const input = reportInput(run);
  const { record } = run;
  const structures = [...new Set([...Object.keys(run.funnel.bySleeve)])].map((name) => name.replaceAll("-", " "));
  const tickers = Object.keys(run.funnel.byUnderlying);
  const notice = originNotice(record.data.origin);
  return framePage({
    title: `Backtest: ${structures.join(" + ")} on ${tickers.join(", ")}`,
    subtitle: html`${record.range.start} … ${record.range.end} · ${grouped(input.sessions.day.length)} sessions · ${wholeDollars(input.initial)} start · data: ${record.data.name} · run: ${run.folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Result", body: summary(input) },
      { id: "equity", title: "Equity", body: curve(document, input) },
      { id: "months", title: "Months and years", body: monthTable(input) },
      { id: "groups", title: "Where the P&L comes from", body: groupTables(input) },
      { id: "distribution", title: "Distribution of trades", body: distribution(document, input) },
      { id: "exposure", title: "Risk through time", body: exposure(document, input) },
      { id: "funnel", title: "Funnel", body: funnel(input) },
      { id: "stress", title: "Stress windows", body: stress(input) },
      { id: "worst", title: "Worst trades", body: worst(document, input) },
      { id: "costs", title: "Costs", body: costs(input) },
      { id: "conventions", title: "Other conventions", body: conventions(input) },
      { id: "config", title: "Config", body: config(input) },
      { id: "provenance", title: "Provenance", body: provenance(input) },
      { id: "definitions", title: "Definitions", body: definitions(input) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${run.folder}. Result files: docs/results.md of the project. No script, no network.`,
  });
}
