// Vendor files into a dataset folder: read (resumable, spilled to disk when large), then one symbol and year at a time sort, fill, check, write; one commit.
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { configError, dataError, MahlerError } from "../errors";
import { buildPartition } from "../importer/build";
import { termsOf } from "../importer/expiry";
import { beginFile, newIntake, stageOf } from "../importer/intake";
import type { Intake, SymbolStage } from "../importer/intake";
import { DEFAULT_MINUTE } from "../importer/snapshots";
import { storedRows } from "../importer/stored";
import { bump, fateOf, newTally, observationsOf, quarantineCsv, totalFate } from "../importer/tally";
import type { Bars, Curve, Underlying } from "../market/types";
import { checksOf, qualityContext, runChecks } from "../quality";
import type { RecordFile } from "../records/types";
import type { Chain } from "../store/partition";
import { NO_PROVENANCE } from "../store/manifest";
import type { BarsEntry, Fate, Manifest, PartitionEntry, SourceFile, SymbolDraft } from "../store/manifest";
import { QUARANTINE_FILE } from "../store/schema";
import { UNITS_PER_DOLLAR } from "../units";
import { CHAIN_FORMATS, detectFormat, formatById } from "../vendors";
import type { ChainFormat } from "../vendors/format";
import { chainFormatFromMap } from "../vendors/map";
import { openDataset } from "./datasetWriter";
import type { DatasetWriter } from "./datasetWriter";
import { ioError, throwIfAborted } from "./files";
import type { FileWriter } from "./files";
import { barsBySymbol, readBars, readRates, readVix } from "./importDaily";
import type { Daily } from "./importDaily";
import { hashFile } from "./lines";
import { readPartition, readExtra } from "./partitions";
import { openRecords } from "./records/open";
import { behind, openStaging, SPILL_ROWS } from "./staging";
import type { StagedSource, Staging } from "./staging";

export interface ImportOptions {
  /** Chain files of any container, read in this order. */
  files: string[];
  /** Format id; default: what the header says. */
  format?: string;
  /** A column map (YAML, and its name for messages): a format of the user's own, tried before the built-in ones. */
  map?: { where: string; yaml: string };
  /** Dataset folder to create or add to. */
  out: string;
  /** Start the dataset over instead of adding to it. */
  replace?: boolean;
  /** Underlyings to keep; the first names those of files that print none. Default: all. */
  symbols?: string[];
  /** Dataset name; default: the folder's. */
  name?: string;
  /** Day number of files that print no date. */
  date?: number;
  /** Which of a format's snapshots to read. */
  snapshot?: string;
  /** Preferred time of day among several snapshots, minutes after midnight in New York. */
  minute?: number;
  /** Daily bars: "SPY.csv", or "SPY=SPY.csv" per symbol. */
  bars?: string[];
  vix?: string;
  /** Treasury yields CSV, percent per year. */
  rates?: string;
  /** Continuous dividend yield for computed IV and delta, per 1.00; default 0. */
  dividendYield?: number;
  /** Ids of quality checks whose rows are set aside (docs/quality.md). */
  quarantine?: string[];
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
  /** Replaces the disk, for tests. */
  writeFile?: FileWriter;
  /** Rows staged before they are spilled; for tests. */
  spillRows?: number;
}

export interface ImportProgress {
  phase: "check" | "read" | "build";
  /** File, or symbol and year, in work. */
  what: string;
  /** Share of the phase done, 0 … 1. */
  share: number;
  rows: number;
}

export interface ImportReport {
  out: string;
  manifest: Manifest;
  /** What was read this time, file by file; `already` were in the dataset before. */
  files: { file: string; formats: string[]; already: boolean; fate: Fate | null }[];
  /** Totals of the files read this time. */
  fate: Fate;
  /** An interrupted import was continued. */
  resumed: boolean;
  /** What the user should know: assumed contract terms, no bars … */
  notes: string[];
}

/** Fewer rows are read again faster than the user notices. */
const WORTH_KEEPING = 100_000;
const MULTIPLIER = 100;
const IMPORTER = { name: "mahler import", version: "2" };

/**
 * Imports chain files into a dataset folder, adding to what is there: files it holds already (by content) are passed over, symbols and years they
 * do not touch stay as they are. Every row read is kept, repaired or set aside with a reason; the accounts are in the manifest, rows set aside in
 * quarantine.csv. The dataset changes at one instant, at the end. An aborted or killed import goes on where it was when it is run again.
 * Throws config, data and io errors; cancelled when aborted.
 */
export async function importChains(options: ImportOptions): Promise<ImportReport> {
  const { out, signal } = options;
  check(options);
  const writer = await openDataset(out, { signal, writeFile: options.writeFile });
  const before = baseOf(writer, options);
  const staging = openStaging(out, requestOf(options), newIntake(options.symbols));
  const notes: string[] = staging.resumed ? ["an interrupted import was continued"] : [];
  const already = await readAll(staging, options, before).catch((error: unknown) => {
    if (error instanceof MahlerError && error.kind === "cancelled") staging.checkpoint();
    throw error;
  });
  const inputs = await dailyInputs(options, staging.intake, before);
  const finished = staging.sources.filter((s) => !already.has(s));
  if (finished.length > 0 && staging.intake.symbols.size === 0 && !before) throw nothingLeft(finished);
  notes.push(...[...inputs.bars.values(), inputs.vix, inputs.rates].flatMap((daily) => daily?.notes ?? []));
  const draft: Draft = { writer, before, staging, inputs, notes, options };
  const manifest = finished.length === 0 && before && !changesDaily(options) ? before : await writeAll(draft, finished);
  staging.remove();
  const files = staging.sources.map((source) => ({ file: source.file, formats: source.formats, already: already.has(source), fate: already.has(source) ? null : fateOf(source.tally) }));
  return { out, manifest, files, fate: totalFate(finished.map((s) => fateOf(s.tally))), resumed: staging.resumed, notes: [...notes, ...finished.flatMap((s) => s.notes)] };
}

function check(options: ImportOptions): void {
  const { files, format, dividendYield = 0 } = options;
  if (files.length === 0) throw configError("files", "none given", "name the chain files to import");
  if (!Number.isFinite(dividendYield)) throw configError(`dividendYield = ${dividendYield}`, "is not a number", "give it per 1.00, e.g. 0.018");
  if (format !== undefined) formatById(format, formatsOf(options));
  checksOf(options.quarantine);
}

/** The dataset to add to, or null to start anew. */
function baseOf({ manifest, unreadable }: DatasetWriter, { out, replace }: ImportOptions): Manifest | null {
  if (replace) return null;
  if (unreadable) throw unreadable;
  if (manifest && manifest.createdBy.name !== IMPORTER.name) throw configError(`out = ${out}`, `holds a dataset made by ${manifest.createdBy.name}`, "choose another folder, or --replace it");
  return manifest;
}

const requestOf = ({ format, map, symbols = [], date, snapshot, minute }: ImportOptions): string =>
  createHash("sha256").update(JSON.stringify([IMPORTER.version, format ?? null, map?.yaml ?? null, symbols, date ?? null, snapshot ?? null, minute ?? null])).digest("hex");

/** Stages every file that the dataset does not hold; returns the sources that it does. */
async function readAll(staging: Staging, options: ImportOptions, before: Manifest | null): Promise<Set<StagedSource>> {
  const formats = formatsOf(options);
  const already = new Set<StagedSource>();
  for (const [i, path] of options.files.entries()) {
    options.onProgress?.({ phase: "check", what: basename(path), share: i / options.files.length, rows: 0 });
    throwIfAborted(options.signal, path);
    const source = await sourceOf(staging, path);
    if (before?.sources.some((s) => s.sha256 === source.sha256)) already.add(source);
    else if (!source.done) await readSource(staging, source, { path, index: i, options, formats });
  }
  // Building changes the accounts: what a stopped build goes back to is written before.
  if (staging.intake.staged > WORTH_KEEPING) staging.checkpoint();
  return already;
}

async function sourceOf({ sources }: Staging, path: string): Promise<StagedSource> {
  const { size: bytes } = await stat(path).catch((cause: unknown) => {
    throw ioError(path, cause);
  });
  const sha256 = await hashFile(path);
  const known = sources.find((s) => s.sha256 === sha256);
  if (known) return known;
  const source: StagedSource = { file: basename(path), bytes, sha256, formats: [], done: false, at: null, tally: newTally(), notes: [] };
  sources.push(source);
  return source;
}

interface Reading {
  path: string;
  index: number;
  options: ImportOptions;
  formats: readonly ChainFormat[];
}

/** The formats to try, in this order. */
const formatsOf = ({ map }: ImportOptions): readonly ChainFormat[] => (map ? [chainFormatFromMap(map.yaml, map.where), ...CHAIN_FORMATS] : CHAIN_FORMATS);

async function readSource(staging: Staging, source: StagedSource, { path, index, options, formats }: Reading): Promise<void> {
  let unfit: unknown;
  let waiting = source.at?.name;
  for await (const file of openRecords(path)) {
    if (waiting !== undefined && file.name !== waiting) continue;
    waiting = undefined;
    const format = formatOf(file, options.format, formats);
    if (format instanceof MahlerError) {
      unfit ??= format;
      source.notes.push(`${file.name}: passed over (${format.message})`);
      continue;
    }
    if (!source.formats.includes(format.id)) source.formats.push(format.id);
    await stageFile(staging, source, { file, format, index, options });
  }
  if (source.formats.length === 0 && unfit) throw unfit as Error;
  if (source.formats.length === 1 && unfit && source.tally.read === 0) throw unfit as Error;
  if (source.tally.read === 0) throw dataError(source.file, "has a header but no rows", "leave the file out, or download it again");
  source.done = true;
  source.at = null;
}

interface Part {
  file: RecordFile;
  format: ChainFormat;
  index: number;
  options: ImportOptions;
}

async function stageFile(staging: Staging, source: StagedSource, { file, format, index, options }: Part): Promise<void> {
  const { intake } = staging;
  const { files, spillRows = SPILL_ROWS, onProgress, signal } = options;
  const context = { file: file.name, date: options.date, snapshot: options.snapshot, symbol: options.symbols?.[0] };
  const take = beginFile(intake, { name: file.name, header: file.header, format, context, tally: source.tally });
  const after = source.at?.name === file.name ? source.at.after : 0;
  const at = { name: file.name, after };
  source.at = at;
  await file.read((record) => {
    take(record);
    at.after = record.line;
    if (intake.staged >= spillRows) staging.checkpoint();
  }, {
    uses: format.uses(file.header), after, signal,
    onProgress: (share) => onProgress?.({ phase: "read", what: file.name, share: (index + (Number.isNaN(share) ? 0 : share)) / files.length, rows: source.tally.read }),
  });
}

/** The format of a record file, or why it has none. */
function formatOf({ header, name }: RecordFile, wanted: string | undefined, formats: readonly ChainFormat[]): ChainFormat | MahlerError {
  try {
    return detectFormat(header, name, wanted, formats);
  } catch (error) {
    if (error instanceof MahlerError && error.kind === "data") return error;
    throw error;
  }
}

interface Inputs {
  bars: Map<string, Daily<Bars>>;
  vix?: Daily<Curve>;
  rates?: Daily<Curve>;
  dividendYield: number;
}

const changesDaily = ({ bars, vix, rates }: ImportOptions): boolean => Boolean(bars?.length || vix || rates);

async function dailyInputs({ bars = [], vix, rates, dividendYield, signal }: ImportOptions, { symbols }: Intake, before: Manifest | null): Promise<Inputs> {
  const known = new Set([...symbols.keys(), ...(before?.symbols.map((s) => s.info.symbol) ?? [])]);
  const inputs: Inputs = { bars: new Map(), dividendYield: dividendYield ?? (before?.parameters.dividendYield as number | undefined) ?? 0 };
  for (const [given, path] of barsBySymbol(bars)) {
    if (given === "" && known.size > 1) throw configError(`--bars ${path}`, `could be those of ${[...known].join(", ")}`, `say whose: --bars ${[...known][0]}=${path}`);
    const symbol = given === "" ? [...known][0] : given;
    if (!known.has(symbol)) throw configError(`--bars ${symbol}=${path}`, "names a symbol that the chains do not hold", `they hold ${[...known].join(", ") || "none"}`);
    inputs.bars.set(symbol, await readBars(path, signal));
  }
  if (vix !== undefined) inputs.vix = await readVix(vix, signal);
  if (rates !== undefined) inputs.rates = await readRates(rates, signal);
  return inputs;
}

interface Draft {
  writer: DatasetWriter;
  before: Manifest | null;
  staging: Staging;
  inputs: Inputs;
  notes: string[];
  options: ImportOptions;
}

async function writeAll(draft: Draft, finished: readonly StagedSource[]): Promise<Manifest> {
  const { writer, before, staging, inputs, options } = draft;
  try {
    const symbols = await writeSymbols(draft);
    const sources: SourceFile[] = [...(before?.sources ?? []), ...finished.map(({ file, sha256, bytes, formats, tally }) => ({ file, sha256, bytes, format: formats.join(" "), rows: tally.read, fate: fateOf(tally) }))];
    checkAccounts(staging, finished);
    if (symbols.length === 0) throw nothingLeft(finished);
    if (symbols.length === 1) symbols[0].provenance.fate = totalFate(sources.flatMap(({ fate }) => (fate ? [fate] : [])));
    const extra = before?.extras.find((e) => e.name === QUARANTINE_FILE);
    const daily = [...inputs.bars.values(), inputs.vix, inputs.rates].flatMap((d) => (d ? [d.tally] : []));
    const quarantineFile = quarantineCsv([...finished.map((s) => s.tally), ...daily], extra && (await readExtra(options.out, extra)));
    return await writer.commit({
      name: options.name ?? before?.name ?? basename(options.out), origin: "vendor", createdBy: IMPORTER, parameters: { dividendYield: inputs.dividendYield }, sources, symbols,
      curves: {
        vix: inputs.vix ? await writer.putCurve("vix", inputs.vix.value, inputs.vix.provenance) : (before?.curves.vix ?? null),
        rate: inputs.rates ? await writer.putCurve("rate", inputs.rates.value, inputs.rates.provenance) : (before?.curves.rate ?? null),
      },
      extras: [...(before?.extras.filter((e) => e !== extra) ?? []), await writer.putExtra(QUARANTINE_FILE, quarantineFile)],
    });
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function writeSymbols(draft: Draft): Promise<SymbolDraft[]> {
  const { before, staging, notes } = draft;
  const { intake } = staging;
  const total = [...intake.symbols.values()].reduce((sum, { years }) => sum + years.size, 0);
  const done = { count: 0, total };
  const drafts: SymbolDraft[] = [];
  for (const symbol of [...new Set([...(before?.symbols.map((s) => s.info.symbol) ?? []), ...intake.symbols.keys()])]) {
    const entry = await writeSymbol(draft, symbol, done);
    if (entry) drafts.push(entry);
  }
  const assumed = drafts.flatMap(({ partitions }) => partitions.flatMap((p) => p.roots)).filter((root) => termsOf(root).assumed);
  if (assumed.length) notes.push(`root ${[...new Set(assumed)].slice(0, 20).join(", ")}: not in the table of known roots; PM-settled, American, physical is assumed`);
  const bare = drafts.filter(({ bars }) => bars.rows === 0).map(({ terms }) => terms.symbol);
  if (bare.length) notes.push(`no bars for ${bare.slice(0, 20).join(", ")}: settlement at expiry and regime features need them; import again with --bars FILE`);
  return drafts;
}

async function writeSymbol({ writer, before, staging, inputs, options }: Draft, symbol: string, done: { count: number; total: number }): Promise<SymbolDraft | null> {
  const { intake } = staging;
  const old = before?.symbols.find((s) => s.info.symbol === symbol);
  const stage = intake.symbols.get(symbol) ?? stageOf(newIntake(), symbol);
  const given = inputs.bars.get(symbol);
  const partitions: PartitionEntry[] = (old?.partitions ?? []).filter((p) => !stage.years.has(p.year));
  const counts: Record<string, number> = {};
  for (const year of [...stage.years.keys()].sort((a, b) => a - b)) {
    throwIfAborted(options.signal, `${symbol} ${year}`);
    options.onProgress?.({ phase: "build", what: `${symbol} ${year}`, share: done.count++ / done.total, rows: 0 });
    const entry = await writePartition({ writer, staging, inputs, options }, { stage, year, old: old?.partitions.find((p) => p.year === year), bars: given?.value ?? null });
    if (entry) partitions.push(entry);
  }
  for (const { observations } of partitions) for (const [name, n] of Object.entries(observations)) bump(counts, name, n);
  if (partitions.length === 0) return null;
  const { exercise, delivery } = termsOf(partitions[0].roots[0]).terms;
  const bars: BarsEntry = given ? await writer.putBars(symbol, given.value, given.provenance) : (old?.bars ?? (await writer.putBars(symbol, noBars(), NO_PROVENANCE)));
  return { terms: { symbol, multiplier: MULTIPLIER, exercise, delivery, dividendYield: inputs.dividendYield }, partitions, bars, provenance: { vendor: null, fate: null, observations: observationsOf({ observations: counts }) } };
}

interface Cell {
  stage: SymbolStage;
  year: number;
  /** The partition as it is stored. */
  old: PartitionEntry | undefined;
  bars: Bars | null;
}

/** Finds the rows that fail the checks asked for; null when none are. */
function screenOf({ quarantine = [] }: ImportOptions, symbol: string, { dividendYield, rates }: Inputs, bars: Bars | null): ((chain: Chain) => ReadonlyMap<string, Uint32Array>) | null {
  if (quarantine.length === 0) return null;
  return (chain) => {
    const { exercise, delivery } = termsOf(chain.roots[0]).terms;
    const underlying: Underlying = { symbol, multiplier: MULTIPLIER, exercise, delivery, dividendYield, bars: bars ?? noBars(), ...chain };
    const results = runChecks(underlying, qualityContext(underlying, { rate: rates?.value ?? null }), quarantine);
    return new Map(results.map(({ check: { id }, finding }) => [`quality_${id}`, finding.rows]));
  };
}

async function writePartition({ writer, staging, inputs, options }: Omit<Draft, "before" | "notes">, { stage, year, old, bars }: Cell): Promise<PartitionEntry | null> {
  const { intake, sources } = staging;
  const staged = staging.load(stage, year);
  const store = old ? behind(storedRows(await readPartition(options.out, stage.symbol, old), stage), staged) : staged;
  const contributing = new Set(old?.sources ?? []);
  const seen = new Uint8Array(intake.files.length);
  for (let i = 0; i < store.length; i++) seen[store.columns.file[i]] = 1;
  intake.files.forEach(({ tally }, f) => {
    const source = seen[f] ? sources.find((s) => s.tally === tally) : undefined;
    if (source) contributing.add(source.sha256);
  });
  const { chain, observations } = buildPartition(store, {
    roots: stage.roots, files: intake.files, minute: options.minute ?? DEFAULT_MINUTE,
    greeks: { dividendYield: inputs.dividendYield, rate: inputs.rates?.value ?? null },
    closes: bars && { day: bars.day, value: Float64Array.from(bars.close, (close) => close / UNITS_PER_DOLLAR) },
    screen: screenOf(options, stage.symbol, inputs, bars),
  });
  return chain && writer.putPartition(stage.symbol, year, chain, { sources: [...contributing].sort(), fate: null, observations: observationsOf({ observations }) });
}

/** Nothing is lost: what the accounts call kept or repaired is what was written. */
function checkAccounts({ intake }: Staging, finished: readonly StagedSource[]): void {
  for (const { tally, file } of finished) {
    const stored = intake.files.reduce((sum, f) => sum + (f.tally === tally ? f.stored : 0), 0);
    const { kept, repaired, read } = fateOf(tally);
    if (stored !== kept + repaired) throw new MahlerError("engine", file, `has ${stored} rows in the dataset, its account says ${kept + repaired} of ${read}`, "this is a bug in the importer");
  }
}

function noBars(): Bars {
  const ints = () => new Int32Array(0);
  const floats = () => new Float64Array(0);
  return { day: ints(), open: ints(), high: ints(), low: ints(), close: ints(), volume: floats(), dividend: ints(), split: floats(), settlement: ints() };
}

function nothingLeft(sources: readonly StagedSource[]): Error {
  const { quarantined } = totalFate(sources.map((s) => fateOf(s.tally)));
  const reasons = Object.entries(quarantined).map(([reason, n]) => `${reason} ${n}`).join(", ");
  return dataError(sources.length === 1 ? sources[0].file : `${sources.length} files`, `hold no usable row (${reasons})`, "check that these are option chains of exchange sessions");
}
