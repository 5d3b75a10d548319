import { basename } from "node:path";
import { configError, dataError } from "../errors";
import { buildChain } from "../importer/build";
import { beginFile, newIntake, underlyingOf } from "../importer/chains";
import type { ChainIntake } from "../importer/chains";
import { parseBars, parseRates, parseVix } from "../importer/daily";
import { termsOf } from "../importer/expiry";
import { computeMissing } from "../importer/greeks";
import { fateOf, observationsOf, quarantineCsv } from "../importer/tally";
import type { Tally } from "../importer/tally";
import type { Bars, Market, Underlying } from "../market/types";
import type { Manifest, Provenance, DailyProvenance, SourceFile } from "../store/manifest";
import { QUARANTINE_FILE } from "../store/schema";
import { formatById } from "../vendors";
import { throwIfAborted } from "./files";
import type { FileWriter } from "./files";
import { readLines } from "./lines";
import { writeDataset } from "./write";

export interface ImportOptions {
  /** Chain files, CSV or gzipped CSV; read in this order. */
  files: string[];
  /** Format id; default: what the header says. */
  format?: string;
  /** Dataset folder to create or replace. */
  out: string;
  /** Underlying symbol; default: the one the files print. */
  symbol?: string;
  /** Dataset name; default: the folder's. */
  name?: string;
  /** Daily bars CSV of the underlying. */
  bars?: string;
  /** Volatility index CSV. */
  vix?: string;
  /** Treasury yields CSV, percent per year. */
  rates?: string;
  /** Continuous dividend yield for computed IV and delta, per 1.00; default 0. */
  dividendYield?: number;
  /** Called at least once per file and mebibyte read. */
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
  /** Replaces the disk, for tests. */
  writeFile?: FileWriter;
}

export interface ImportProgress {
  file: string;
  filesDone: number;
  files: number;
  rows: number;
}

export interface ImportReport {
  out: string;
  symbol: string;
  formats: string[];
  manifest: Manifest;
  /** What the user should know: assumed contract terms, no bars … */
  notes: string[];
}

const IMPORTER = { name: "mahler import", version: "1" };

/**
 * Imports one underlying's chain files into a dataset folder. Every row read is kept, repaired or set aside with a reason; the
 * counts are in the manifest, the rows set aside in quarantine.csv. Nothing is written unless all files could be read.
 * Throws config, data and io errors; cancelled when aborted.
 */
export async function importChains(options: ImportOptions): Promise<ImportReport> {
  const { out, signal, dividendYield = 0 } = options;
  if (options.files.length === 0) throw configError("files", "none given", "name the chain files to import");
  if (!Number.isFinite(dividendYield)) throw configError(`dividendYield = ${dividendYield}`, "is not a number", "give it per 1.00, e.g. 0.018");
  if (options.format !== undefined) formatById(options.format);
  const bars = await readDaily(options.bars, parseBars, signal);
  const vix = await readDaily(options.vix, parseVix, signal);
  const rate = await readDaily(options.rates, parseRates, signal);
  const intake = newIntake();
  const sources = await readChains(intake, options);
  if (intake.store.length === 0) throw nothingLeft(intake);
  const symbol = underlyingOf(intake, options.symbol);
  computeMissing(intake.store, { dividendYield, rate: rate?.parsed.curve ?? null });
  const notes: string[] = [];
  const underlying = assemble(intake, symbol, dividendYield, bars?.parsed.bars, notes);
  const market: Market = { name: options.name ?? basename(out), synthetic: false, underlyings: [underlying], curves: { vix: vix?.parsed.curve ?? null, rate: rate?.parsed.curve ?? null } };
  const provenance: Provenance = {
    createdBy: IMPORTER,
    parameters: { formats: formatIds(intake), dividendYield },
    sources,
    symbols: { [symbol]: { vendor: [...intake.formats].map((f) => f.vendor).join("; "), fate: fateOf(intake.tally), observations: observationsOf(intake.tally) } },
    bars: bars && { [symbol]: bars.provenance },
    curves: { vix: vix?.provenance, rate: rate?.provenance },
  };
  const extras = { [QUARANTINE_FILE]: quarantineCsv([intake.tally, ...[bars, vix, rate].flatMap((d) => (d ? [d.parsed.tally] : []))]) };
  throwIfAborted(signal, out);
  const manifest = await writeDataset(out, market, provenance, { signal, extras, writeFile: options.writeFile });
  return { out, symbol, formats: formatIds(intake), manifest, notes };
}

async function readChains(intake: ChainIntake, { files, format, signal, onProgress }: ImportOptions): Promise<SourceFile[]> {
  const sources: SourceFile[] = [];
  const report = (file: string): void => onProgress?.({ file, filesDone: sources.length, files: files.length, rows: intake.tally.read });
  for (const path of files) {
    report(path);
    const file = beginFile(intake, basename(path), format);
    const { sha256, bytes } = await readLines(path, file.line, { signal, onChunk: () => report(path) });
    sources.push({ file: basename(path), sha256, bytes, format: format ?? formatIds(intake).join(", "), rows: file.end(), fate: null });
  }
  report("");
  return sources;
}

interface Daily<T> {
  parsed: T & { tally: Tally };
  provenance: DailyProvenance;
}

async function readDaily<T>(path: string | undefined, parse: (text: string, file: string) => T & { tally: Tally }, signal?: AbortSignal): Promise<Daily<T> | undefined> {
  if (path === undefined) return undefined;
  const lines: string[] = [];
  const { sha256 } = await readLines(path, (line) => lines.push(line), { signal });
  const parsed = parse(lines.join("\n"), basename(path));
  const { tally } = parsed;
  return { parsed, provenance: { vendor: null, sources: [{ file: basename(path), sha256, rows: tally.read }], fate: fateOf(tally), observations: observationsOf(tally) } };
}

function assemble(intake: ChainIntake, symbol: string, dividendYield: number, bars: Bars | undefined, notes: string[]): Underlying {
  const chain = buildChain(intake, intake.files);
  const assumed = chain.roots.filter((root) => termsOf(root).assumed);
  if (assumed.length) {
    intake.tally.observations.assumed_roots = assumed.length;
    notes.push(`root ${assumed.join(", ")}: not in the table of known roots; PM-settled, American, physical is assumed`);
  }
  if (!bars) notes.push("no bars: settlement at expiry and regime features need them; import again with --bars FILE");
  const { exercise, delivery } = termsOf(chain.roots[0]).terms;
  const { tick, strikeUnit, roots, rows, blocks, days } = chain;
  return { symbol, multiplier: 100, exercise, delivery, tick, strikeUnit, roots, dividendYield, rows, blocks, days, bars: bars ?? noBars() };
}

function noBars(): Bars {
  const ints = () => new Int32Array(0);
  const floats = () => new Float64Array(0);
  return { day: ints(), open: ints(), high: ints(), low: ints(), close: ints(), volume: floats(), dividend: ints(), split: floats(), settlement: ints() };
}

const formatIds = (intake: ChainIntake): string[] => [...intake.formats].map((f) => f.id);

function nothingLeft({ tally, files }: ChainIntake): Error {
  const reasons = Object.entries(tally.quarantined).map(([reason, n]) => `${reason} ${n}`).join(", ");
  return dataError(files.length === 1 ? files[0] : `${files.length} files`, `hold no usable row (${reasons})`, "check that these are option chains of exchange sessions");
}
