// A dataset into WebAssembly memory: one reservation, then every column of every partition straight to its place.
//
//   arena: │ SPY strike 2018 2019 2020 … │ SPY bid 2018 2019 … │ … │ SPY blocks' columns │ SPY days' columns │ SPY.bars file │ QQQ … │ vix file │
import { liveColumns } from "../core/live";
import type { Arena } from "../core/memory";
import { configError, dataError } from "../errors";
import type { Curve, Market, Underlying } from "../market/types";
import { edgeChecksum } from "./checksum";
import { decodeTable } from "./decode";
import type { TableColumns } from "./encode";
import { allTogether } from "./jobs";
import { parseManifest, symbolList } from "./manifest";
import type { CurveEntry, Manifest, StoredFile, SymbolEntry } from "./manifest";
import { placeSymbol, symbolBytes } from "./place";
import type { PartitionPlace } from "./place";
import { createScratch, readPartition } from "./readPartition";
import type { Scratch } from "./readPartition";
import { MANIFEST_FILE } from "./schema";
import type { TableName } from "./schema";
import type { ByteSource } from "./source";
import { validateBars, validateChain, validateCurve, validateSeams } from "./validate";
import type { ChainPart } from "./validate";

export interface ReadOptions {
  /** Underlyings to load, in this order; default all, in the manifest's order. */
  symbols?: string[];
  /** Calendar years of the chains to load, both included; default all. Bars and curves are always loaded whole. */
  years?: { from: number; to: number };
}

/** Arena alignment: each file may waste up to this. */
const SLACK = 64;

/** The dataset's manifest. */
export const readManifest = async (source: ByteSource): Promise<Manifest> => parseManifest(await source.text(MANIFEST_FILE), source.where);

/**
 * Loads a dataset's columns into the arena's memory and returns the market as views over it.
 * The views are re-made when the memory has grown (liveColumns): read them through the market, do not keep them.
 * Throws config errors for unknown symbols, io errors for missing files, data errors for damaged ones; the arena is then as before.
 * A dataset that is replaced while it is read is read anew.
 */
export async function readDataset(source: ByteSource, arena: Arena, options: ReadOptions = {}): Promise<Market> {
  const text = await source.text(MANIFEST_FILE);
  try {
    return await load(source, arena, parseManifest(text, source.where), options);
  } catch (error) {
    const now = await source.text(MANIFEST_FILE).catch(() => text);
    if (now === text) throw error;
    return load(source, arena, parseManifest(now, source.where), options);
  }
}

async function load(source: ByteSource, arena: Arena, manifest: Manifest, { symbols, years }: ReadOptions): Promise<Market> {
  const entries = select(manifest, symbols, source.where).map((entry) => (years ? within(entry, years) : entry));
  const { curves } = manifest;
  const mark = arena.mark();
  try {
    const whole = [...entries.map(({ bars }) => bars), curves.vix, curves.rate].reduce((sum, entry) => sum + (entry ? entry.file.bytes + SLACK : 0), 0);
    arena.reserve(entries.reduce((sum, entry) => sum + symbolBytes(entry), whole));
    const jobs: (() => Promise<void>)[] = [];
    const largest = entries.flatMap(({ partitions }) => partitions.flatMap(({ files }) => Object.values(files))).reduce((most, { bytes }) => Math.max(most, bytes), 0);
    const scratch = createScratch(largest);
    const underlyings = entries.map((entry) => underlyingJobs({ source, arena, scratch }, entry, jobs));
    const vix = curveJob(source, arena, "vix", curves.vix, jobs);
    const rate = curveJob(source, arena, "rate", curves.rate, jobs);
    await allTogether(jobs);
    return { name: manifest.name, origin: manifest.origin, underlyings: underlyings.map((made) => made()), curves: { vix: vix(), rate: rate() } };
  } catch (error) {
    arena.release(mark);
    throw error;
  }
}

function select(manifest: Manifest, symbols: string[] | undefined, where: string): SymbolEntry[] {
  if (!symbols) return manifest.symbols;
  return symbols.map((symbol, i) => {
    if (symbols.indexOf(symbol) !== i) throw configError(`symbol = ${symbol}`, "is listed twice", "name each underlying once");
    const entry = manifest.symbols.find((s) => s.info.symbol === symbol);
    if (!entry) throw configError(`symbol = ${symbol}`, `is not in ${where}`, `available: ${symbolList(manifest.symbols)}`);
    return entry;
  });
}

/** The entry with the partitions of these years only; units and roots stay those of the whole symbol. */
function within(entry: SymbolEntry, { from, to }: { from: number; to: number }): SymbolEntry {
  return { ...entry, partitions: entry.partitions.filter(({ year }) => year >= from && year <= to) };
}

/**
 * Places a symbol's columns and adds what fills them to `jobs`; the result makes the underlying once all are done. A year is checked
 * as soon as it is there, while others are still being read.
 */
function underlyingJobs({ source, arena, scratch }: { source: ByteSource; arena: Arena; scratch: Scratch }, entry: SymbolEntry, jobs: (() => Promise<void>)[]): () => Underlying {
  const { info, bars } = entry;
  const places = placeSymbol(arena, entry);
  const columns = places.columns();
  for (const place of places.partitions) {
    jobs.push(async () => {
      await readPartition(source, { memory: arena.memory, info, place }, scratch);
      validateChain(info.symbol, { ...info, ...columns }, partOf(place));
    });
  }
  const barColumns = tableJob(source, arena, "bars", bars, jobs);
  return () => {
    const underlying: Underlying = { ...info, ...columns, bars: barColumns() };
    validateSeams(info.symbol, columns.days.day, places.partitions.map(({ base }) => base.days));
    validateBars(info.symbol, underlying.bars);
    return underlying;
  };
}

const partOf = ({ base, entry: { rows, blocks, days } }: PartitionPlace): ChainPart => ({ from: base, to: { rows: base.rows + rows, blocks: base.blocks + blocks, days: base.days + days } });

function curveJob(source: ByteSource, arena: Arena, name: string, entry: CurveEntry | null, jobs: (() => Promise<void>)[]): () => Curve | null {
  if (!entry) return () => null;
  const columns = tableJob(source, arena, "curve", entry, jobs);
  return () => {
    const curve = columns();
    validateCurve(name, curve);
    return curve;
  };
}

/** A small table, as a whole file in memory, decoded in place. */
function tableJob<T extends TableName>(source: ByteSource, arena: Arena, table: T, { file, rows }: { file: StoredFile; rows: number }, jobs: (() => Promise<void>)[]): () => TableColumns[T] {
  const bytes = arena.view(Uint8Array, arena.alloc(file.bytes), file.bytes);
  const name = `${source.where}/${file.name}`;
  let columns: TableColumns[T];
  jobs.push(async () => {
    await source.read(file.name, bytes);
    if (edgeChecksum(bytes) !== file.edges) throw dataError(name, "is damaged (its checksum differs from the manifest's)", "import or simulate the dataset again");
    columns = decodeTable(table, bytes, name);
    const [first] = Object.values(columns) as ArrayLike<number>[];
    if (first.length !== rows) throw dataError(name, `has ${first.length} rows, the manifest says ${rows}`, "import or simulate the dataset again");
  });
  return () => liveColumns(arena.memory, columns);
}
