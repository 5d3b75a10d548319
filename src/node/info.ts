import { Arena } from "../core/memory";
import { yearOf } from "../units";
import type { Curve, Underlying } from "../market/types";
import { ARBITRAGE_CHECKS, DEFAULT_LIMITS, QUALITY_CHECKS, chosenDays, coverYear, dailyFacts, daySmiles, mergeResults, missingSessions, qualityContext, runChecks } from "../quality";
import type { CheckResult, DayFacts } from "../quality";
import type { DataInfo, DataPictures, SymbolInfo, YearInfo } from "../report/data/info";
import { readDataset, readManifest } from "../store/read";
import type { Manifest, SymbolEntry } from "../store/manifest";
import { directorySource } from "./files";

export interface InfoOptions {
  /** Checks to run; default: those of grade `fault`, which include all of ARBITRAGE_CHECKS. */
  checks?: readonly string[];
  /** Cases per check; default 5. */
  examples?: number;
}

/** The default checks: what cannot be right. */
export const FAULTS: readonly string[] = QUALITY_CHECKS.filter((check) => check.grade === "fault").map((check) => check.id);
export const ALL_CHECKS: readonly string[] = QUALITY_CHECKS.map((check) => check.id);

/**
 * What a dataset holds, by symbol and year, and what its checks find. One symbol-year is in memory at a time.
 * Throws io and data errors, config errors for unknown checks.
 */
export async function dataInfo(path: string, options: InfoOptions = {}): Promise<DataInfo> {
  return (await gather(path, options, false)).info;
}

/** The same with what the page draws. */
export async function dataInfoWithPictures(path: string, options: InfoOptions = {}): Promise<{ info: DataInfo; pictures: DataPictures }> {
  return gather(path, options, true);
}

async function gather(path: string, options: InfoOptions, withPictures: boolean): Promise<{ info: DataInfo; pictures: DataPictures }> {
  const manifest = await readManifest(directorySource(path));
  const info: DataInfo = { dataset: path, manifest, symbols: [] };
  const pictures: DataPictures = { symbols: [] };
  for (const entry of manifest.symbols) {
    const { symbol, facts, missing } = await examine({ path, manifest, entry, options, withPictures });
    info.symbols.push(symbol);
    if (withPictures) pictures.symbols.push({ symbol: entry.info.symbol, facts, missing, smiles: await smilesOf(path, entry, facts) });
  }
  return { info, pictures };
}

interface Job {
  path: string;
  manifest: Manifest;
  entry: SymbolEntry;
  options: InfoOptions;
  withPictures: boolean;
}

interface Examined {
  symbol: SymbolInfo;
  facts: DayFacts[];
  /** Sessions without a chain between the first and the last, day numbers. */
  missing: number[];
}

async function examine({ path, manifest, entry, options: { checks = FAULTS, examples = DEFAULT_LIMITS.examples }, withPictures }: Job): Promise<Examined> {
  const years: YearInfo[] = [];
  const parts: CheckResult[][] = [];
  const facts: DayFacts[] = [];
  const days: number[] = [];
  for (const { year, fate } of entry.partitions) {
    const { underlying, rate } = await loadYear(path, entry, year);
    const part = judged(underlying, manifest);
    const context = qualityContext(part, { rate, limits: { examples }, collectRows: withPictures });
    const results = runChecks(part, context, checks);
    years.push({ ...coverYear(part, year, 0, context), arbitrage: arbitrageOf(results), setAside: fate && Object.values(fate.quarantined).reduce((a, b) => a + b, 0) });
    if (withPictures) facts.push(...dailyFacts(part, context, results));
    parts.push(results.map(withoutRows));
    days.push(...part.days.day);
  }
  const missing = missingSessions(Int32Array.from(days));
  return { symbol: { symbol: entry.info.symbol, years: withMissing(years, missing), checks: mergeResults(parts, examples) }, facts, missing };
}

/** One symbol-year in a memory of its own, with all bars. */
async function loadYear(path: string, { info: { symbol } }: SymbolEntry, year: number): Promise<{ underlying: Underlying; rate: Curve | null }> {
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const { underlyings, curves } = await readDataset(directorySource(path), arena, { symbols: [symbol], years: { from: year, to: year } });
  return { underlying: underlyings[0], rate: curves.rate };
}

/** Generators price European options, whatever they are listed as (docs/embedded-market.md): their quotes are judged so. */
const judged = (u: Underlying, { origin }: Manifest): Underlying => (origin === "vendor" ? u : { ...u, exercise: "european" });

const NO_ROWS = new Uint32Array(0);
const withoutRows = ({ check, finding }: CheckResult): CheckResult => ({ check, finding: { ...finding, rows: NO_ROWS } });

function arbitrageOf(results: readonly CheckResult[]): YearInfo["arbitrage"] {
  const found = results.filter(({ check }) => (ARBITRAGE_CHECKS as readonly string[]).includes(check.id));
  return { count: found.reduce((sum, { finding }) => sum + finding.count, 0), of: found.reduce((sum, { finding }) => sum + finding.of, 0) };
}

const NOTHING = { n: 0, median: null, low: null, high: null };

/** The years with their missing sessions, and the years in between that have nothing else. */
function withMissing(years: readonly YearInfo[], missing: readonly number[]): YearInfo[] {
  const count = (year: number): number => missing.filter((day) => yearOf(day) === year).length;
  const empty = [...new Set(missing.map(yearOf))].filter((year) => !years.some((y) => y.year === year));
  const all = [...years, ...empty.map((year): YearInfo => ({ year, days: 0, rows: 0, expiries: 0, missingSessions: 0, width: NOTHING, medianWidth: null, forward: NOTHING, arbitrage: { count: 0, of: 0 }, setAside: null }))];
  return all.map((y) => ({ ...y, missingSessions: count(y.year) })).sort((a, b) => a.year - b.year);
}

/** The smiles of the chosen days, each from its own year. */
async function smilesOf(path: string, entry: SymbolEntry, facts: readonly DayFacts[]): Promise<DataPictures["symbols"][number]["smiles"]> {
  const chosen = chosenDays(facts);
  const found: DataPictures["symbols"][number]["smiles"] = [];
  for (const year of new Set(chosen.map(({ day }) => yearOf(day)))) {
    const { underlying } = await loadYear(path, entry, year);
    found.push(...daySmiles(underlying, chosen));
  }
  return chosen.flatMap(({ day }) => found.filter((smiles) => smiles.day === day));
}
