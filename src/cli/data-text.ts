// Data reports as plain text for a terminal.
import type { ImportReport } from "../node/import";
import type { VerifyReport } from "../node/verify";
import type { Fate, SymbolEntry } from "../store/manifest";

const number = (n: number): string => n.toLocaleString("en-US");

const SYMBOLS_SHOWN = 12;

/** Rows aligned in columns: the first to the left, the others to the right. */
function table(rows: string[][]): string {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row) => `  ${row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join("  ")}\n`).join("");
}

const counts = (record: Record<string, number>): string[][] => Object.entries(record).map(([name, n]) => [`  ${name.replaceAll("_", " ")}`, number(n)]);

/** Rows read, kept, repaired and set aside, with the reasons. */
export function fateText(fate: Fate): string {
  const rows = [["rows read", number(fate.read)], ["kept", number(fate.kept)], ["repaired", number(fate.repaired)], ...counts(fate.repairs)];
  return table([...rows, ["set aside", number(sum(fate.quarantined))], ...counts(fate.quarantined)]);
}

function symbolText({ info, rows, days, firstDay, lastDay, bars, provenance }: SymbolEntry, withFate = true): string {
  const head = `${info.symbol}: ${number(rows)} rows on ${number(days)} days, ${firstDay ?? "–"} to ${lastDay ?? "–"}; roots ${info.roots.join(", ") || "none"}; bars ${dailyText(bars)}\n`;
  return head + (withFate && provenance.fate ? fateText(provenance.fate) : "") + observedText(provenance.observations);
}

/** What was seen in rows that were kept; empty when nothing was. */
export const observedText = (observations: Record<string, number>): string => (Object.keys(observations).length ? `  seen in the rows kept:\n${table(counts(observations))}` : "");

/** Span of a daily series, and how many of its lines were set aside. */
function dailyText(series: { firstDay: string | null; lastDay: string | null; provenance: { fate: Fate | null } } | null): string {
  if (!series?.firstDay) return "none";
  const aside = sum(series.provenance.fate?.quarantined ?? {});
  return `${series.firstDay} to ${series.lastDay}${aside ? ` (${number(aside)} lines set aside)` : ""}`;
}

const sum = (record: Record<string, number>): number => Object.values(record).reduce((a, b) => a + b, 0);

export function importText({ out, manifest, files, fate, notes }: ImportReport): string {
  const fresh = files.filter((f) => !f.already);
  const formats = [...new Set(fresh.flatMap((f) => f.formats))];
  const read = fresh.length ? `${number(fresh.length)} file${fresh.length > 1 ? "s" : ""} read as ${formats.join(", ")}` : "nothing new";
  const again = files.length - fresh.length;
  const head = `${out}: ${read}${again ? `, ${number(again)} already there` : ""}\n`;
  return head + (fresh.length ? fateText(fate) : "") + manifest.symbols.slice(0, SYMBOLS_SHOWN).map((entry) => symbolText(entry, false)).join("")
    + (manifest.symbols.length > SYMBOLS_SHOWN ? `… and ${number(manifest.symbols.length - SYMBOLS_SHOWN)} more symbols\n` : "") + notes.map((note) => `note: ${note}\n`).join("");
}

export function verifyText({ dataset, ok, problems, leftovers, files, bytes, symbols }: VerifyReport): string {
  const head = `${dataset}: ${number(files)} files, ${(bytes / 1e6).toFixed(1)} MB, ${ok ? "sound" : `${problems.length} problems`}\n`;
  const spaced = (name: string): string => name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
  const bodies = symbols.map(({ symbol, ...statistics }) => `${symbol}\n${table(Object.entries(statistics).map(([name, n]) => [spaced(name), number(n)]))}`);
  const left = leftovers.length ? `  ${leftovers.length} files left by a writer that was stopped, harmless; the next write removes them: ${leftovers.join(", ")}\n` : "";
  return head + problems.map((problem) => `  ${problem}\n`).join("") + left + bodies.join("");
}
