import type { DailyFile, Gap } from "../importer/daily";
import type { Comparison } from "../importer/daily/merge";
import { fateOf, observationsOf } from "../importer/tally";
import type { DailyReport } from "../node/daily";
import { isoDate } from "../units";
import { fateText, observedText } from "./data-text";

const number = (n: number): string => n.toLocaleString("en-US");
const KINDS = { bars: "bars", vix: "volatility index", rates: "rates", actions: "dividends and splits" } as const;
const MAX_GAPS = 12;

const daysOf = (file: DailyFile): ArrayLike<number> => {
  if (file.kind === "bars") return file.bars.day;
  if (file.kind !== "actions") return file.curve.day;
  return [...file.actions.dividends, ...file.actions.splits].map((action) => action.day).sort((a, b) => a - b);
};

const span = (days: ArrayLike<number>): { rows: number; from: string | null; to: string | null } =>
  ({ rows: days.length, from: days.length ? isoDate(days[0]) : null, to: days.length ? isoDate(days[days.length - 1]) : null });

export function dailyText({ files, comparisons }: DailyReport, written: readonly string[]): string {
  return files.map(fileText).join("") + comparisons.map(comparisonText).join("") + written.map((path) => `wrote ${path}\n`).join("");
}

function fileText(file: DailyFile): string {
  const { rows, from, to } = span(daysOf(file));
  const basis = file.kind === "bars" ? `; prices ${file.basis}` : "";
  const head = `${file.file}: ${KINDS[file.kind]}, ${file.format.title} (${file.format.id}); ${number(rows)} days${from ? `, ${from} to ${to}` : ""}${basis}\n`;
  return head + fateText(fateOf(file.tally)) + observedText(observationsOf(file.tally)) + gapText(file.gaps) + file.notes.map((note) => `  note: ${note}\n`).join("");
}

function gapText(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return "";
  const shown = gaps.slice(0, MAX_GAPS).map(({ from, to, sessions }) => (from === to ? isoDate(from) : `${isoDate(from)} … ${isoDate(to)} (${sessions})`));
  return `  missing sessions: ${shown.join(", ")}${gaps.length > MAX_GAPS ? `, and ${gaps.length - MAX_GAPS} more gaps` : ""}\n`;
}

function comparisonText({ file, added, shared, differing, worst, examples }: Comparison): string {
  const said = differing === 0 ? "all within 2 bp" : `${number(differing)} ${differing === 1 ? "differs" : "differ"} by more than 2 bp, up to ${(100 * worst).toFixed(2)} %: ${examples.map(isoDate).join(", ")}${differing > examples.length ? " …" : ""}; the first file's stand`;
  return `${file}: ${number(added)} ${added === 1 ? "day" : "days"} added, ${number(shared)} shared${shared ? `, ${said}` : ""}\n`;
}

/** The report without the columns themselves. */
export const dailyJson = ({ kind, files, comparisons }: DailyReport, written: readonly string[]): unknown => ({
  kind, written,
  files: files.map((file) => ({
    file: file.file, format: file.format, ...span(daysOf(file)), prices: file.kind === "bars" ? file.basis : undefined, fate: fateOf(file.tally), observations: observationsOf(file.tally), notes: file.notes,
    gaps: file.gaps.map(({ from, to, sessions }) => ({ from: isoDate(from), to: isoDate(to), sessions })),
  })),
  comparisons: comparisons.map((comparison) => ({ ...comparison, examples: comparison.examples.map(isoDate) })),
});
