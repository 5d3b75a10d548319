// `mahler data info` for a terminal.
import { totalFate as sumOfFates } from "../../importer/tally";
import type { CheckSummary, Spread } from "../../quality";
import { originBanner } from "../origin";
import type { Fate, Manifest, SymbolEntry } from "../../store/manifest";
import { grouped, percent } from "../format";
import { clip, wrapText } from "../style";
import { textTable } from "../table";
import { section, viewOf } from "../view";
import type { View } from "../view";
import type { DataInfo, SymbolInfo, YearInfo } from "./info";

export interface InfoTextOptions {
  columns: number;
  colour: boolean;
  /** Thresholds and the worst cases of every check that found something. */
  details: boolean;
}

const right = (title: string) => ({ title, align: "right" as const });
const left = (title: string) => ({ title, align: "left" as const });

/** The dataset as text of at most 90 columns. Pure. */
export function dataInfoText({ dataset, manifest, symbols }: DataInfo, { columns, colour, details }: InfoTextOptions): string {
  const view = viewOf(columns, colour);
  const bodies = manifest.symbols.flatMap((entry, i) => [...coverageSection(view, entry, symbols[i]), ...checkSection(view, symbols[i], details)]);
  return `${[...head(view, dataset, manifest), ...bodies, ...fateSection(view, manifest)].join("\n")}\n`;
}

function head(view: View, dataset: string, { name, origin, createdBy, curves }: Manifest): string[] {
  const { bold, dim } = view.style;
  const lines = [`${bold(name)}  ${dim(dataset)}`, dim(`by ${createdBy.name} ${createdBy.version} · volatility index ${spanOf(curves.vix)} · rates ${spanOf(curves.rate)}`)];
  return [...lines, ...originBanner(view, origin), ...(origin === "vendor" ? [] : [dim(`  ${JUDGED_EUROPEAN}`)])];
}

/** Said wherever generated quotes are judged. */
export const JUDGED_EUROPEAN = "Its options are priced, and judged here, as European.";

/** First and last day of a daily series, and how many of its lines were set aside. */
export function spanOf(series: { firstDay: string | null; lastDay: string | null; provenance: { fate: Fate | null } } | null): string {
  if (!series?.firstDay) return "none";
  const aside = total(series.provenance.fate?.quarantined ?? {});
  return `${series.firstDay} … ${series.lastDay}${aside ? ` (${grouped(aside)} lines set aside)` : ""}`;
}

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function coverageSection(view: View, { info, rows, days, bars }: SymbolEntry, { years }: SymbolInfo): string[] {
  const { style } = view;
  const aside = years.some((y) => y.setAside !== null);
  const cells = years.map((y) => [String(y.year), grouped(y.days), y.missingSessions ? style.warn(grouped(y.missingSessions)) : "–", grouped(y.rows), grouped(y.expiries), ...(aside ? [y.setAside === null ? "–" : grouped(y.setAside)] : []), spreadText(y.width, 100, 1), spreadText(y.forward, 1e4, 1), arbitrageText(view, y)]);
  const titles = [left("year"), right("days"), right("missing"), right("rows"), right("series"), ...(aside ? [right("aside")] : []), right("width % of mid"), right("forward − spot bp"), right("arbitrage")];
  const about = `  roots ${info.roots.join(", ") || "none"} · ${info.exercise}, ${info.delivery} · bars ${spanOf(bars)}`;
  return [...section(view, info.symbol, [clip(about, view.width), ...textTable(titles, cells, style.dim)], `${grouped(rows)} rows, ${grouped(days)} days`),
    ...(years.length ? [style.dim("  medians (5 … 95 %): options of 20–60 days and 8–35 delta; expiries within 60 days")] : [])];
}

function spreadText({ median, low, high }: Spread, scale: number, digits: number): string {
  if (median === null || low === null || high === null) return "–";
  const text = (x: number): string => grouped(x * scale, digits);
  return `${text(median)} (${text(low)} … ${text(high)})`;
}

const arbitrageText = ({ style }: View, { arbitrage: { count, of } }: YearInfo): string => (of === 0 ? "–" : count === 0 ? style.good("0") : style.bad(grouped(count)));

/** The account of all vendor files, or null when nothing was read. */
export function totalFate({ sources }: Pick<Manifest, "sources">): Fate | null {
  const fates = sources.flatMap(({ fate }) => (fate ? [fate] : []));
  return fates.length === 0 ? null : sumOfFates(fates);
}

function fateSection(view: View, manifest: Manifest): string[] {
  const fate = totalFate(manifest);
  if (!fate) return [];
  const line = (name: string, n: number): string[] => [name, grouped(n), percent(n / (fate.read || 1), 2)];
  const named = (counts: Record<string, number>): string[][] => Object.entries(counts).map(([name, n]) => line(`  ${name.replaceAll("_", " ")}`, n));
  const rows = [line("kept as they were", fate.kept), line("repaired", fate.repaired), ...named(fate.repairs), line("set aside", total(fate.quarantined)), ...named(fate.quarantined)];
  const seen = manifest.symbols.flatMap(({ info, provenance: { observations } }) => {
    const facts = Object.entries(observations).map(([name, n]) => `${name.replaceAll("_", " ")} ${grouped(n)}`).join(" · ");
    return facts ? wrapText(`seen in ${info.symbol}'s rows: ${facts}`, view.width - 2).map((text) => view.style.dim(`  ${text}`)) : [];
  });
  const files = `${grouped(manifest.sources.length)} file${manifest.sources.length === 1 ? "" : "s"}`;
  return section(view, "Rows read", [...textTable([left("fate"), right("rows"), right("share")], rows, view.style.dim), ...seen], `${grouped(fate.read)} rows of ${files}`);
}

const GRADES = { fault: "bad", doubt: "warn", note: "dim" } as const;

function checkSection(view: View, { symbol, checks }: SymbolInfo, details: boolean): string[] {
  const found = checks.filter((check) => check.count > 0);
  const quiet = checks.length - found.length;
  const rows = found.map((c) => [view.style[GRADES[c.grade]](c.grade), c.id, grouped(c.count), grouped(c.of), share(c), clip(c.unit, 30)]);
  const table = found.length ? textTable([left("grade"), left("check"), right("found"), right("of"), right("share"), left("what is counted")], rows, view.style.dim) : [];
  const rest = view.style.dim(`  ${quiet === checks.length ? `all ${quiet}` : quiet} check${quiet === 1 ? "" : "s"} found nothing${details ? "" : "; --check runs every check and names the worst cases"}`);
  return section(view, `${symbol} checks`, [...table, ...(quiet ? [rest] : []), ...(details ? found.flatMap((check) => caseLines(view, check)) : [])], `${found.length} of ${checks.length} found something`);
}

/** A share that is not zero never reads as zero. */
export const share = ({ count, of }: { count: number; of: number }): string => (of === 0 ? "–" : count > 0 && count / of < 5e-5 ? "<0.01 %" : percent(count / of, 2));

function caseLines(view: View, { id, title, threshold, examples }: CheckSummary): string[] {
  const { bold, dim } = view.style;
  const lines = examples.map(({ date, root, expiry, right: side, strike, detail }) => {
    const place = [date, root, expiry, side, strike].filter((part) => part !== null).join(" ");
    return wrapText(`${place}: ${detail}`, view.width - 6).map((line, i) => `${i ? "      " : "    · "}${line}`);
  });
  return ["", `  ${bold(id)}  ${title}`, ...wrapText(threshold, view.width - 4).map((line) => dim(`    ${line}`)), ...lines.flat()];
}
