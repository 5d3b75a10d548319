import type { SymbolEntry } from "../../../store/manifest";
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { JUDGED_EUROPEAN, spanOf } from "../../data/text";
import { originNotice } from "../../origin";
import type { DataInfo, DataPictures } from "../../data/info";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { calendarFigure } from "./calendar";
import { smileFigures } from "./smiles";
import { coverageTable, fateTable, findingsTable, observationTable, sourceTable } from "./tables";
import { timeFigures } from "./time";

/**
 * A dataset as one self-contained page. Pure: the same input gives the same text. `document` draws the charts: a browser's own or the
 * headless one (headless.ts); it is not changed.
 */
export function dataPage({ dataset, manifest, symbols }: DataInfo, pictures: DataPictures, document: Document): string {
  const curves = pictures.symbols.map(({ symbol, facts }) => timeFigures(document, symbol, facts));
  const { name, origin, createdBy } = manifest;
  const notice = originNotice(origin);
  return framePage({
    title: `Market data: ${name}`,
    subtitle: html`${dataset} · by ${createdBy.name} ${createdBy.version} · volatility index ${spanOf(manifest.curves.vix)} · rates ${spanOf(manifest.curves.rate)}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text} ${JUDGED_EUROPEAN}`,
    sections: [
      { id: "overview", title: "Overview", body: overview(manifest.symbols, symbols) },
      { id: "calendar", title: "Coverage", body: html`${pictures.symbols.map(({ symbol, facts, missing }, i) => html`${calendarFigure(document, symbol, facts, missing)}
${coverageTable(symbols[i])}`)}` },
      { id: "volatility", title: "Implied volatility", body: html`${pictures.symbols.map(({ symbol, smiles }, i) => html`${curves[i].volatility}
${smileFigures(document, symbol, smiles)}`)}` },
      { id: "quotes", title: "Widths and parity", body: html`${curves.map(({ quotes }) => quotes)}` },
      { id: "rows", title: "Rows read", body: html`${fateTable(manifest)}${sourceTable(manifest)}${manifest.symbols.map(observationTable)}` },
      { id: "findings", title: "Findings", body: html`${symbols.map(findingsTable)}` },
    ],
    footer: html`Made by mahler ${VERSION}. Every check and threshold: docs/quality.md of the project. No script, no network.`,
  });
}

function overview(entries: readonly SymbolEntry[], symbols: DataInfo["symbols"]): Html {
  const columns = ["symbol", "rows", "days", "first", "last", "roots", "exercise", "bars", "faults", "doubts"].map((title, i) => ({ title, align: i === 0 || (i > 2 && i < 8) ? ("left" as const) : ("right" as const) }));
  const rows = entries.map(({ info, rows: n, days, firstDay, lastDay, bars }, i) => {
    const sum = (grade: string): number => symbols[i].checks.filter((c) => c.grade === grade).reduce((total, c) => total + c.count, 0);
    const faults = sum("fault");
    return [info.symbol, grouped(n), grouped(days), firstDay ?? "–", lastDay ?? "–", info.roots.join(", "), `${info.exercise}, ${info.delivery}`, spanOf(bars), faults ? html`<strong class="bad">${grouped(faults)}</strong>` : "0", grouped(sum("doubt"))];
  });
  return htmlTable("What is here. Faults and doubts: cases found by all checks, listed under Findings.", columns, rows);
}
