// The writing half of an import: staged rows into partitions, one symbol and year at a time; one commit.
import { basename } from "node:path";
import { configError, dataError, MahlerError } from "../errors";
import { MULTIPLIER, noBars } from "../importer/bare";
import { buildPartition } from "../importer/build";
import { termsOf } from "../importer/expiry";
import { newIntake, stageOf } from "../importer/intake";
import type { Intake, SymbolStage } from "../importer/intake";
import { DEFAULT_MINUTE } from "../importer/snapshots";
import { storedRows } from "../importer/stored";
import { bump, fateOf, observationsOf, quarantineCsv, totalFate } from "../importer/tally";
import type { RowFate } from "../importer/tally";
import type { Bars, Curve, Underlying } from "../market/types";
import { qualityContext, runChecks } from "../quality";
import { NO_PROVENANCE } from "../store/manifest";
import type { BarsEntry, Manifest, PartitionEntry, SourceFile, SymbolDraft } from "../store/manifest";
import type { Chain } from "../store/partition";
import { QUARANTINE_FILE } from "../store/schema";
import { UNITS_PER_DOLLAR } from "../units";
import type { DatasetWriter } from "./datasetWriter";
import { throwIfAborted } from "./files";
import { barsBySymbol, readBars, readRates, readVix } from "./importDaily";
import type { Daily } from "./importDaily";
import { IMPORTER } from "./importOptions";
import type { ImportOptions } from "./importOptions";
import { readExtra, readPartition } from "./partitions";
import { behind } from "./staging";
import type { StagedSource, Staging } from "./staging";

export interface Inputs {
  bars: Map<string, Daily<Bars>>;
  vix?: Daily<Curve>;
  rates?: Daily<Curve>;
  dividendYield: number;
}

export const changesDaily = ({ bars, vix, rates }: ImportOptions): boolean => Boolean(bars?.length || vix || rates);

export async function dailyInputs({ bars = [], vix, rates, dividendYield, signal }: ImportOptions, { symbols }: Intake, before: Manifest | null): Promise<Inputs> {
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

export interface Draft {
  writer: DatasetWriter;
  before: Manifest | null;
  staging: Staging;
  inputs: Inputs;
  notes: string[];
  options: ImportOptions;
}

export async function writeAll(draft: Draft, finished: readonly StagedSource[]): Promise<Manifest> {
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
  const { chain, observations, fate } = buildPartition(store, {
    roots: stage.roots, files: intake.files, minute: options.minute ?? DEFAULT_MINUTE,
    greeks: { dividendYield: inputs.dividendYield, rate: inputs.rates?.value ?? null },
    closes: bars && { day: bars.day, value: Float64Array.from(bars.close, (close) => close / UNITS_PER_DOLLAR) },
    screen: screenOf(options, stage.symbol, inputs, bars),
  });
  return chain && writer.putPartition(stage.symbol, year, chain, { sources: [...contributing].sort(), fate: fateInYear(fate, stage.aside.get(year), old), observations: observationsOf({ observations }) });
}

/** The account of a symbol's year: its staged rows, those set aside before, and what was stored earlier. */
function fateInYear(fate: RowFate, aside: Record<string, number> = {}, old?: PartitionEntry): RowFate | null {
  const before: RowFate = { read: Object.values(aside).reduce((a, b) => a + b, 0), kept: 0, repaired: 0, repairs: {}, quarantined: aside };
  if (old && !old.fate) return null;
  return totalFate([fate, before, ...(old?.fate ? [old.fate] : [])]);
}

/** Nothing is lost: what the accounts call kept or repaired is what was written. */
function checkAccounts({ intake }: Staging, finished: readonly StagedSource[]): void {
  for (const { tally, file } of finished) {
    const stored = intake.files.reduce((sum, f) => sum + (f.tally === tally ? f.stored : 0), 0);
    const { kept, repaired, read } = fateOf(tally);
    if (stored !== kept + repaired) throw new MahlerError("engine", file, `has ${stored} rows in the dataset, its account says ${kept + repaired} of ${read}`, "this is a bug in the importer");
  }
}

export function nothingLeft(sources: readonly StagedSource[]): Error {
  const { quarantined } = totalFate(sources.map((s) => fateOf(s.tally)));
  const reasons = Object.entries(quarantined).map(([reason, n]) => `${reason} ${n}`).join(", ");
  return dataError(sources.length === 1 ? sources[0].file : `${sources.length} files`, `hold no usable row (${reasons})`, "check that these are option chains of exchange sessions");
}
