import type { CheckSummary, QualityGrade, Spread } from "../../../quality";
import type { Manifest, SymbolEntry } from "../../../store/manifest";
import { grouped, percent } from "../../format";
import { share, totalFate } from "../../data/text";
import type { SymbolInfo } from "../../data/info";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable, meter } from "../table";

const NONE = "–";

function spreadText({ median, low, high }: Spread, scale: number): string {
  if (median === null || low === null || high === null) return NONE;
  return `${grouped(median * scale, 1)} (${grouped(low * scale, 1)} … ${grouped(high * scale, 1)})`;
}

/** Days, rows, widths, forwards and arbitrage by year. */
export function coverageTable({ symbol, years }: SymbolInfo): Html {
  const columns = ["year", "days", "missing", "rows", "series", "set aside", "width, % of mid", "forward − spot, bp", "arbitrage", "of"].map((title) => ({ title }));
  const rows = years.map((y) => [
    String(y.year), grouped(y.days), y.missingSessions ? html`<span class="bad">${grouped(y.missingSessions)}</span>` : "0", grouped(y.rows), grouped(y.expiries), y.setAside === null ? NONE : grouped(y.setAside), spreadText(y.width, 100), spreadText(y.forward, 1e4),
    y.arbitrage.count ? html`<span class="bad">${grouped(y.arbitrage.count)}</span>` : "0", grouped(y.arbitrage.of),
  ]);
  return htmlTable(`${symbol} by year. Missing: exchange sessions without a chain. Set aside: rows of the files that gave the year its rows. Width, forward: median (5 … 95 %). Arbitrage: cases that pay for nothing at quotes one can trade at, of comparisons made.`, columns, rows);
}

/** What became of every row read. */
export function fateTable(manifest: Manifest): Html {
  const fate = totalFate(manifest);
  if (!fate) return html`<p class="muted">Made by a generator: no rows were read.</p>`;
  const aside = Object.values(fate.quarantined).reduce((a, b) => a + b, 0);
  const row = (name: string, n: number): (string | Html)[] => [name, grouped(n), percent(n / (fate.read || 1), 2), meter(n / (fate.read || 1))];
  const named = (prefix: string, counts: Record<string, number>) => Object.entries(counts).sort((a, b) => b[1] - a[1]).map(([name, n]) => row(`${prefix}: ${name.replaceAll("_", " ")}`, n));
  const rows = [row("kept as they were", fate.kept), row("repaired", fate.repaired), ...named("repaired", fate.repairs), row("set aside", aside), ...named("set aside", fate.quarantined)];
  return htmlTable(`Fates of ${grouped(fate.read)} rows read. A row with several repairs is in several lines.`, [{ title: "fate", align: "left" }, { title: "rows" }, { title: "share" }, { title: "", align: "left" }], rows);
}

/** The vendor files, each with its account. */
export function sourceTable({ sources }: Manifest): Html {
  if (sources.length === 0) return html``;
  const columns = [{ title: "file", align: "left" as const }, { title: "format", align: "left" as const }, { title: "rows" }, { title: "kept" }, { title: "repaired" }, { title: "set aside, why", wrap: true }];
  const rows = sources.map(({ file, format, rows: n, fate }) => [file, format, grouped(n), fate ? grouped(fate.kept) : NONE, fate ? grouped(fate.repaired) : NONE,
    fate ? Object.entries(fate.quarantined).map(([reason, count]) => `${reason.replaceAll("_", " ")} ${grouped(count)}`).join(", ") : NONE]);
  return html`<details><summary>File by file: ${grouped(sources.length)}</summary>${htmlTable("Vendor files and what became of their rows", columns, rows)}</details>`;
}

/** What was seen in the rows that were kept. */
export function observationTable({ info, provenance: { observations }, rows }: SymbolEntry): Html {
  const seen = Object.entries(observations).sort((a, b) => b[1] - a[1]);
  if (seen.length === 0) return html``;
  return htmlTable(`${info.symbol}: seen in the rows kept by the import`, [{ title: "what", align: "left" }, { title: "count" }, { title: "per row kept" }], seen.map(([name, n]) => [name.replaceAll("_", " "), grouped(n), share({ count: n, of: rows })]));
}

const CLASS: Record<QualityGrade, string> = { fault: "bad", doubt: "warn", note: "muted" };
const MEANING: Record<QualityGrade, string> = { fault: "cannot be right", doubt: "unlikely, worth a look", note: "ordinary, worth knowing" };

/** Every check that was run: what it found, and the worst cases behind a disclosure. */
export function findingsTable({ symbol, checks }: SymbolInfo): Html {
  const columns = [{ title: "check", align: "left" as const }, { title: "grade", align: "left" as const }, { title: "judged at", align: "left" as const }, { title: "found" }, { title: "of" }, { title: "share" }, { title: "what, and the worst cases", wrap: true }];
  const rows = checks.map((c) => [
    html`<code>${c.id}</code>`, html`<span class="${c.count ? CLASS[c.grade] : "muted"}" title="${MEANING[c.grade]}">${c.grade}</span>`, BASIS[c.basis], c.count ? html`<strong class="${CLASS[c.grade]}">${grouped(c.count)}</strong>` : "0", grouped(c.of), share(c), description(c),
  ]);
  return htmlTable(`${symbol}: findings. Fault: cannot be right. Doubt: unlikely, worth a look. Note: ordinary, worth knowing.`, columns, rows);
}

const BASIS = { executable: "bid and ask", mid: "mid", data: "the data" } as const;

function description({ title, threshold, examples, unit }: CheckSummary): Html {
  const meaning = html`${title} <small>(${unit}; ${threshold})</small>`;
  if (examples.length === 0) return meaning;
  const place = (e: CheckSummary["examples"][number]): string => [e.date, e.root, e.expiry, e.right, e.strike].filter((part) => part !== null).join(" ");
  return html`${meaning}
<details><summary>${examples.length === 1 ? "the case" : `the worst ${examples.length}`}</summary><ul>${examples.map((e) => html`<li><strong>${place(e)}</strong>: ${e.detail}</li>`)}</ul></details>`;
}
