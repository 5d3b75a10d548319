// A finished study: as text for a terminal, and as Markdown.
import type { StudyResult } from "../study/run";
import type { Finding, StudyTable, Tone } from "../study/types";
import { originBanner, originNotice } from "./origin";
import { cellText } from "./studyCells";
import { wrapText } from "./style";
import type { Style } from "./style";
import { textTable } from "./table";
import { section, viewOf } from "./view";
import type { View } from "./view";

export interface StudyTextOptions {
  columns: number;
  colour: boolean;
  /** Where the files are; null = none were written. */
  folder: string | null;
}

/** Longest table that a terminal shows. */
const MOST_ROWS = 40;

const MARKS: Record<Tone, string> = { good: "✓", bad: "✗", neutral: "·", warn: "!" };
const paint = ({ good, bad, warn, dim }: Style): Record<Tone, (text: string) => string> => ({ good, bad, warn, neutral: dim });

/** The whole study as text of at most 90 columns. Pure. */
export function studyText(result: StudyResult, { columns, colour, folder }: StudyTextOptions): string {
  const view = viewOf(columns, colour);
  const { accent, bold, dim } = view.style;
  const { definition, base, range, market, configs, inference } = result;
  const facts = `${base.ticker.join(", ")} · ${range.start} … ${range.end} · data: ${market.name} · ${configs} configs · ${inference.replicates} resamples, seed ${inference.seed}`;
  const lines = [
    "", `${accent(bold("mahler"))}  ${bold(`study ${definition.name}`)}`, ...wrapText(definition.question, view.width), ...wrapText(facts, view.width).map(dim), ...originBanner(view, market.origin),
    ...section(view, "Conclusion", result.findings.flatMap((finding) => findingLines(view, finding))),
    ...result.tables.flatMap((table) => tableLines(view, table)),
    ...section(view, "Validated parameters", validatedLines(view, result)),
    ...(folder === null ? [] : [...section(view, "Files", [`  ${folder}: study.json, conclusion.md, trials.json, validated.yaml,`, ...wrapText(result.tables.map(({ id }) => `${id}.csv/.arrow`).join(", "), view.width - 4).map((line) => `    ${line}`)]), ""]),
  ];
  return `${lines.join("\n")}\n`;
}

function findingLines(view: View, { tone, text, rule }: Finding): string[] {
  const mark = paint(view.style)[tone];
  const bold = rule === "answer" ? view.style.bold : (line: string) => line;
  return wrapText(text, view.width - 4).map((line, i) => `  ${i === 0 ? mark(MARKS[tone]) : " "} ${bold(line)}`);
}

function tableLines(view: View, { title, columns, brief, note }: StudyTable): string[] {
  const shown = brief ? brief.flatMap((name) => columns.filter((column) => column.name === name)) : columns;
  const rows = shown[0]?.cells.length ?? 0;
  if (rows === 0 || rows > MOST_ROWS) return [];
  const heads = shown.map(({ name, type }) => ({ title: name.replaceAll("_", " "), align: type === "text" || type === "bool" ? ("left" as const) : ("right" as const) }));
  const cells = Array.from({ length: rows }, (_, row) => shown.map((column) => cellText(column, row)));
  return section(view, title, [...textTable(heads, cells, view.style.dim), ...(note ? wrapText(note, view.width - 4).map((line) => view.style.dim(`  ${line}`)) : [])]);
}

function validatedLines(view: View, { validated }: StudyResult): string[] {
  const changed = validated.filter((key) => key.changed);
  if (changed.length === 0) return wrapText("The study validated no change: validated.yaml holds the base's values.", view.width - 4).map((line) => `  ${line}`);
  return changed.flatMap(({ key, value, why }) => wrapText(`${key} = ${String(value)}: ${why}`, view.width - 4).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)));
}

/** The conclusion as Markdown: question, findings, tables worth reading, what it rests on. */
export function studyMarkdown(result: StudyResult): string {
  const { definition, base, range, market, configs, evaluations, inference, findings, tables, validated } = result;
  const notice = originNotice(market.origin);
  const changed = validated.filter((key) => key.changed);
  const [answer, ...rest] = findings;
  const shown = tables.filter(({ brief, columns }) => brief?.length !== 0 && (columns[0]?.cells.length ?? 0) > 0 && columns[0].cells.length <= MOST_ROWS);
  return `${[
    `# ${definition.question}`, "", `**${answer.text}**`, "", ...(notice ? [`> ${notice.title}. ${notice.text}`, ""] : []),
    ...rest.map(({ text }) => `* ${text}`), "",
    ...shown.flatMap((table) => [`## ${table.title}`, "", ...markdownTable(table), ...(table.note ? ["", table.note] : []), ""]),
    "## Validated parameters", "", ...(changed.length ? changed.map(({ key, value, why }) => `* \`${key}: ${String(value)}\`: ${why}`) : ["The study validated no change; `validated.yaml` holds the base's values."]), "",
    "## What this rests on", "",
    `Study ${definition.name} (${definition.source}) on ${base.ticker.join(", ")}, ${range.start} … ${range.end}, data ${market.name}. ${configs} configs over the whole range, up to ${evaluations} evaluations with all windows. Intervals of ${100 * inference.level} % and p-values from ${inference.replicates} stationary block resamples, seed ${inference.seed}.`,
  ].join("\n")}\n`;
}

function markdownTable({ columns, brief }: StudyTable): string[] {
  const shown = brief ? brief.flatMap((name) => columns.filter((column) => column.name === name)) : columns;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rows = Array.from({ length: shown[0].cells.length }, (_, row) => line(shown.map((column) => cellText(column, row).replaceAll("|", "\\|"))));
  return [line(shown.map(({ name }) => name.replaceAll("_", " "))), line(shown.map(({ type }) => (type === "text" ? "---" : "---:"))), ...rows];
}
