import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Arena } from "../core/memory";
import { MahlerError } from "../errors";
import type { Underlying } from "../market/types";
import { coverage } from "../store/info";
import type { YearCoverage } from "../store/info";
import { storedFiles } from "../store/manifest";
import type { Fate, Manifest, StoredFile, SymbolEntry } from "../store/manifest";
import { largest, yearOf } from "../store/partition";
import { factor } from "../store/place";
import { readDataset, readManifest } from "../store/read";
import { UINT_COLUMNS } from "../store/schema";
import { quoteStatistics } from "../store/statistics";
import type { QuoteStatistics } from "../store/statistics";
import { isoDate } from "../units";
import { leftovers } from "./datasetFolder";
import { directorySource } from "./files";
import { hashFile } from "./lines";

export interface VerifyReport {
  dataset: string;
  /** True when `problems` is empty. */
  ok: boolean;
  /** One line each: subject, what is wrong. */
  problems: string[];
  /** Files of the store that the manifest does not name: a writer was stopped. Harmless; the next write removes them. */
  leftovers: string[];
  files: number;
  bytes: number;
  symbols: ({ symbol: string } & QuoteStatistics)[];
}

export interface InfoReport {
  dataset: string;
  manifest: Manifest;
  symbols: { symbol: string; years: YearCoverage[] }[];
}

/**
 * Checks a dataset: every file against its size and sha256, every structural invariant, dates against the exchange calendar, signs
 * of deltas, what the manifest says of each partition, and its accounts of the rows. Throws only when there is no readable manifest.
 */
export async function verifyDataset(path: string): Promise<VerifyReport> {
  const manifest = await readManifest(directorySource(path));
  const files = storedFiles(manifest);
  const problems: string[] = [];
  for (const file of files) await checkFile(path, file, problems);
  const intact = problems.length === 0;
  problems.push(...accountProblems(manifest));
  const symbols: VerifyReport["symbols"] = [];
  // A file whose hash is wrong is not parsed: damaged metadata can stall the parser.
  if (intact) {
    for (const entry of manifest.symbols) await checkSymbol(path, entry, problems, symbols);
  }
  const left = await leftovers(path, new Set(files.map(({ name }) => name)));
  return { dataset: path, ok: problems.length === 0, problems, leftovers: left, files: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0), symbols };
}

/** What a dataset holds, by symbol and year. Throws io and data errors. */
export async function datasetInfo(path: string): Promise<InfoReport> {
  const manifest = await readManifest(directorySource(path));
  const symbols: InfoReport["symbols"] = [];
  for (const { info } of manifest.symbols) symbols.push({ symbol: info.symbol, years: coverage(await load(path, info.symbol)) });
  return { dataset: path, manifest, symbols };
}

/** One underlying in a memory of its own, so that checking needs no more than the largest. */
async function load(path: string, symbol: string): Promise<Underlying> {
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const { underlyings } = await readDataset(directorySource(path), arena, { symbols: [symbol] });
  return underlyings[0];
}

async function checkFile(path: string, { name, bytes, sha256 }: StoredFile, problems: string[]): Promise<void> {
  try {
    const file = join(path, name);
    const { size } = await stat(file);
    if (size !== bytes) problems.push(`${name}: has ${size} bytes, the manifest says ${bytes}`);
    else if ((await hashFile(file)) !== sha256) problems.push(`${name}: its sha256 differs from the manifest's`);
  } catch (cause) {
    problems.push(`${name}: ${(cause as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : String((cause as Error).message)}`);
  }
}

async function checkSymbol(path: string, entry: SymbolEntry, problems: string[], symbols: VerifyReport["symbols"]): Promise<void> {
  const { symbol } = entry.info;
  let underlying: Underlying;
  try {
    underlying = await load(path, symbol);
  } catch (error) {
    if (!(error instanceof MahlerError)) throw error;
    problems.push(error.message);
    return;
  }
  const statistics = quoteStatistics(underlying);
  symbols.push({ symbol, ...statistics });
  const must = (count: number, what: string): void => {
    if (count > 0) problems.push(`${symbol}: ${count} ${what}`);
  };
  must(statistics.offCalendar, "dates off the exchange calendar");
  must(statistics.wrongDeltaSign, "deltas with the wrong sign");
  must(statistics.deltaOutOfRange, "deltas beyond 1");
  problems.push(...partitionProblems(entry, underlying));
}

/** read = kept + repaired + Σ quarantined for every account; what is left is what is stored, by symbol and by partition. */
function accountProblems(manifest: Manifest): string[] {
  const problems: string[] = [];
  const check = (subject: string, fate: Fate | null, stored: number | null): void => {
    if (!fate) return;
    const left = fate.kept + fate.repaired;
    if (stored !== null && left !== stored) problems.push(`${subject}: ${stored} rows stored, the manifest kept ${left}`);
    if (left + sumOf(fate.quarantined) !== fate.read) problems.push(`${subject}: ${fate.read} rows read, ${left + sumOf(fate.quarantined)} accounted for`);
  };
  const known = new Set(manifest.sources.map(({ sha256 }) => sha256));
  for (const { file, fate, rows } of manifest.sources) {
    check(file, fate, null);
    if (fate && fate.read !== rows) problems.push(`${file}: ${rows} rows, of which the manifest read ${fate.read}`);
  }
  for (const { info, rows, partitions, provenance } of manifest.symbols) {
    check(info.symbol, provenance.fate, rows);
    for (const { year, rows: stored, fate, sources } of partitions) {
      check(`${info.symbol} ${year}`, fate, stored);
      const unknown = sources.filter((hash) => !known.has(hash)).length;
      if (unknown > 0) problems.push(`${info.symbol} ${year}: ${unknown} of its source files are not among the manifest's sources`);
    }
  }
  return problems;
}

const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** What the manifest says of a partition's columns, and the calendar year of its days, against the columns. */
function partitionProblems({ info, partitions }: SymbolEntry, { rows, blocks, days }: Underlying): string[] {
  const problems: string[] = [];
  const columns = { ...rows };
  let [row, day] = [0, 0];
  for (const partition of partitions) {
    const subject = `${info.symbol} ${partition.year}`;
    const end = row + partition.rows;
    for (const name of UINT_COLUMNS) {
      const max = largest(columns[name].subarray(row, end)) / factor(info, partition, name);
      if (max !== partition.max[name]) problems.push(`${subject}: ${name} reaches ${max}, the manifest says ${partition.max[name]}`);
    }
    const [first, last] = [days.day[day], days.day[day + partition.days - 1]].map(isoDate);
    if (first !== partition.firstDay || last !== partition.lastDay) problems.push(`${subject}: days ${first} to ${last}, the manifest says ${partition.firstDay} to ${partition.lastDay}`);
    if (yearOf(days.day[day]) !== partition.year || yearOf(days.day[day + partition.days - 1]) !== partition.year) problems.push(`${subject}: holds days of another year`);
    const begin = blocks.callsBegin[days.blocksBegin[day]] ?? row;
    if (begin !== row) problems.push(`${subject}: its first day begins at row ${begin}, its files at ${row}`);
    row = end;
    day += partition.days;
  }
  return problems;
}
