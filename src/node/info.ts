import { Arena } from "../core/memory";
import type { Curve, Underlying } from "../market/types";
import { ARBITRAGE_CHECKS, QUALITY_CHECKS, chosenDays, coverYear, dailyFacts, daySmiles, DEFAULT_LIMITS, mergeResults, missingSessions, qualityContext, runChecks, sliceDays, yearOf, yearRanges } from "../quality";
import type { CheckResult, DayFacts, QualityContext } from "../quality";
import type { DataInfo, DataPictures, SymbolInfo, YearInfo } from "../report/data/info";
import { readDataset, readManifest } from "../store/read";
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
 * What a dataset holds, by symbol and year, and what its checks find. One underlying is in memory at a time.
 * Throws io and data errors, config errors for unknown checks.
 */
export async function dataInfo(path: string, options: InfoOptions = {}): Promise<DataInfo> {
  return (await gather(path, options, false)).info;
}

/** The same with what the page draws; rows of findings are looked at day by day, which takes memory for them. */
export async function dataInfoWithPictures(path: string, options: InfoOptions = {}): Promise<{ info: DataInfo; pictures: DataPictures }> {
  return gather(path, options, true);
}

async function gather(path: string, options: InfoOptions, withPictures: boolean): Promise<{ info: DataInfo; pictures: DataPictures }> {
  const manifest = await readManifest(directorySource(path));
  const info: DataInfo = { dataset: path, manifest, symbols: [] };
  const pictures: DataPictures = { symbols: [] };
  for (const { info: { symbol } } of manifest.symbols) {
    const { underlying, rate } = await load(path, symbol);
    const examined = examine(judged(underlying, manifest.synthetic), rate, options, withPictures);
    info.symbols.push(examined.symbol);
    const { facts } = examined;
    if (withPictures) pictures.symbols.push({ symbol, facts, missing: missingSessions(underlying.days.day), smiles: daySmiles(underlying, chosenDays(facts)) });
  }
  return { info, pictures };
}

/** One underlying in a memory of its own, so that describing needs no more than the largest. */
async function load(path: string, symbol: string): Promise<{ underlying: Underlying; rate: Curve | null }> {
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const { underlyings, curves } = await readDataset(directorySource(path), arena, { symbols: [symbol] });
  return { underlying: underlyings[0], rate: curves.rate };
}

/** Generators price European options, whatever they are listed as (docs/embedded-market.md): their quotes are judged so. */
const judged = (u: Underlying, synthetic: boolean): Underlying => (synthetic ? { ...u, exercise: "european" } : u);

function examine(u: Underlying, rate: Curve | null, { checks = FAULTS, examples = DEFAULT_LIMITS.examples }: InfoOptions, withPictures: boolean): { symbol: SymbolInfo; facts: DayFacts[] } {
  const missing = missingSessions(u.days.day).map(yearOf);
  const years: YearInfo[] = [];
  const parts: CheckResult[][] = [];
  const facts: DayFacts[] = [];
  for (const { year, begin, end } of yearRanges(u.days.day)) {
    const part = sliceDays(u, begin, end);
    const context = qualityContext(part, { bars: u.bars, rate, limits: { examples }, collectRows: withPictures });
    const results = runChecks(part, context, checks);
    years.push({ ...coverYear(part, year, missing.filter((y) => y === year).length, context), arbitrage: arbitrageOf(results) });
    if (withPictures) facts.push(...dailyFacts(part, context, results));
    parts.push(results.map(withoutRows));
  }
  years.push(...yearsWithout(u, years, missing, rate));
  return { symbol: { symbol: u.symbol, years: years.sort((a, b) => a.year - b.year), checks: mergeResults(parts, examples) }, facts };
}

const NO_ROWS = new Uint32Array(0);
const withoutRows = ({ check, finding }: CheckResult): CheckResult => ({ check, finding: { ...finding, rows: NO_ROWS } });

function arbitrageOf(results: readonly CheckResult[]): YearInfo["arbitrage"] {
  const found = results.filter(({ check }) => (ARBITRAGE_CHECKS as readonly string[]).includes(check.id));
  return { count: found.reduce((sum, { finding }) => sum + finding.count, 0), of: found.reduce((sum, { finding }) => sum + finding.of, 0) };
}

/** Years between the first and the last that have no chain at all. */
function yearsWithout(u: Underlying, years: readonly YearInfo[], missing: readonly number[], rate: Curve | null): YearInfo[] {
  const empty = sliceDays(u, 0, 0);
  const context: QualityContext = qualityContext(empty, { rate });
  return [...new Set(missing)].filter((year) => !years.some((y) => y.year === year))
    .map((year) => ({ ...coverYear(empty, year, missing.filter((y) => y === year).length, context), arbitrage: { count: 0, of: 0 } }));
}
