// A study's tables: what is worth reading at once, intervals beside their figures; the rest unfolds, and the files hold all of it.
import type { Column } from "../../../results/columns";
import type { PageTable } from "../../../study/read";
import type { Estimate } from "../../../study/types";
import { grouped, metricText } from "../../format";
import { cellText } from "../../studyCells";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { HtmlColumn } from "../table";

export function tableHtml(table: PageTable): Html | null {
  const { title, columns, note, brief, id, rows } = table;
  if (rows === 0) return null;
  if (columns.length === 0) return html`<p class="muted">${title}: ${grouped(rows)} rows in ${id}.csv and ${id}.arrow.</p>`;
  const shown = brief === null || brief.length === 0 ? columns : columns.filter(({ name }) => brief.includes(name));
  const body = drawn(table, shown);
  const rest = brief !== null && brief.length > 0 ? `All ${grouped(columns.length)} columns: ${id}.csv.` : "";
  const notes = [note ?? "", rest].filter(Boolean).join(" ");
  const whole = html`${body}${notes && html`<p class="muted">${notes}</p>`}`;
  return brief?.length === 0 ? html`<details><summary>${title}</summary>${whole}</details>` : whole;
}

/** Columns with ends of an interval take them in. */
function drawn({ title, columns, rows }: PageTable, shown: readonly Column[]): Html {
  const find = (name: string): Column | undefined => columns.find((column) => column.name === name);
  const kept = shown.filter(({ name }) => !/_(low|high)$/.test(name) || !find(name.replace(/_(low|high)$/, "")));
  const heads = kept.map(({ name, unit, type }): HtmlColumn => {
    const words = name.replaceAll("_", " ");
    return { title: unit && !["fraction", "$"].includes(unit) ? html`${words} <small>${unit}</small>` : words, align: type === "text" ? "left" : "right" };
  });
  const cell = (column: Column, row: number): string => {
    const [low, high] = [find(`${column.name}_low`), find(`${column.name}_high`)];
    const ends = low && high && low.cells[row] !== null && high.cells[row] !== null ? ` [${cellText(low, row)} … ${cellText(high, row)}]` : "";
    return `${cellText(column, row)}${ends}`;
  };
  return htmlTable(title, heads, Array.from({ length: rows }, (_, row) => kept.map((column) => cell(column, row))));
}

/** Every estimate that the study states, by its id. */
export function figureTable(figures: Readonly<Record<string, Estimate>>): Html | null {
  const entries = Object.entries(figures);
  if (entries.length === 0) return null;
  const interval = ({ low, high, unit }: Estimate): string => (low === null || high === null ? "–" : `${metricText({ value: low, unit })} … ${metricText({ value: high, unit })}`);
  const reasons = entries.some(([, { reason }]) => reason !== undefined);
  const rows = entries.map(([id, figure]) => [html`${figure.label}<br><small>${id}</small>`, metricText(figure), interval(figure), figure.p === undefined || Number.isNaN(figure.p) ? "–" : grouped(figure.p, 3), ...(reasons ? [figure.reason ?? ""] : [])]);
  const columns: HtmlColumn[] = [{ title: "figure", align: "left" }, { title: "value" }, { title: "interval" }, { title: "p" }, ...(reasons ? [{ title: "why there is none", wrap: true }] : [])];
  return html`<details><summary>Figures that the study states: ${grouped(entries.length)}</summary>${htmlTable("Estimates with their intervals, by their ids in study.json", columns, rows)}</details>`;
}
