// A dataset into WebAssembly memory: one reservation, then every file straight to its address, decoded in place.
//
//   arena: │ SPY.rows file │ SPY.blocks file │ SPY.days file │ SPY.bars file │ QQQ.rows file │ … │ vix file │ rate file │
import { liveColumns } from "../core/live";
import type { Arena } from "../core/memory";
import { configError, dataError } from "../errors";
import type { Curve, Market, Underlying } from "../market/types";
import { edgeChecksum } from "./checksum";
import { decodeTable } from "./decode";
import type { TableColumns } from "./encode";
import { parseManifest, symbolList } from "./manifest";
import type { CurveEntry, Manifest, StoredFile, SymbolEntry } from "./manifest";
import { MANIFEST_FILE } from "./schema";
import type { TableName } from "./schema";
import type { ByteSource } from "./source";
import { validateCurve, validateUnderlying } from "./validate";

export interface ReadOptions {
  /** Underlyings to load, in this order; default all, in the manifest's order. */
  symbols?: string[];
}

/** Arena alignment: each file may waste up to this. */
const SLACK = 64;

/** The dataset's manifest. */
export const readManifest = async (source: ByteSource): Promise<Manifest> => parseManifest(await source.text(MANIFEST_FILE), source.where);

/**
 * Loads a dataset's columns into the arena's memory with one copy and returns the market as views over it.
 * The views are re-made when the memory has grown (liveColumns): read them through the market, do not keep them.
 * Throws config errors for unknown symbols, io errors for missing files, data errors for damaged ones; the arena is then as before.
 */
export async function readDataset(source: ByteSource, arena: Arena, options: ReadOptions = {}): Promise<Market> {
  const manifest = await readManifest(source);
  const entries = select(manifest, options.symbols, source.where);
  const mark = arena.mark();
  try {
    await reserve(source, arena, entries, manifest);
    const underlyings: Underlying[] = [];
    for (const entry of entries) underlyings.push(await readUnderlying(source, arena, entry));
    const vix = await readCurve(source, arena, "vix", manifest.curves.vix);
    const rate = await readCurve(source, arena, "rate", manifest.curves.rate);
    return { name: manifest.name, origin: manifest.origin, underlyings, curves: { vix, rate } };
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

async function reserve(source: ByteSource, arena: Arena, entries: SymbolEntry[], { curves }: Manifest): Promise<void> {
  const files = entries.flatMap((e) => Object.values(e.files));
  for (const curve of [curves.vix, curves.rate]) if (curve) files.push(curve.file);
  let total = 0;
  for (const file of files) {
    const size = await source.size(file.name);
    if (size !== file.bytes) throw dataError(`${source.where}/${file.name}`, `has ${size} bytes, the manifest says ${file.bytes}`, "import or simulate the dataset again");
    total += size + SLACK;
  }
  arena.reserve(total);
}

async function readUnderlying(source: ByteSource, arena: Arena, entry: SymbolEntry): Promise<Underlying> {
  const { files, info } = entry;
  const rows = await readTable(source, arena, "rows", files.rows, entry.rows);
  const blocks = await readTable(source, arena, "blocks", files.blocks, entry.blocks);
  const days = await readTable(source, arena, "days", files.days, entry.days);
  const bars = await readTable(source, arena, "bars", files.bars, entry.bars.rows);
  const underlying: Underlying = { ...info, rows, blocks, days, bars };
  validateUnderlying(underlying);
  return underlying;
}

async function readCurve(source: ByteSource, arena: Arena, name: string, entry: CurveEntry | null): Promise<Curve | null> {
  if (!entry) return null;
  const curve = await readTable(source, arena, "curve", entry.file, entry.rows);
  validateCurve(name, curve);
  return curve;
}

async function readTable<T extends TableName>(source: ByteSource, arena: Arena, table: T, file: StoredFile, rows: number): Promise<TableColumns[T]> {
  const bytes = arena.view(Uint8Array, arena.alloc(file.bytes), file.bytes);
  await source.read(file.name, bytes);
  const name = `${source.where}/${file.name}`;
  if (edgeChecksum(bytes) !== file.edges) throw dataError(name, "is damaged (its checksum differs from the manifest's)", "import or simulate the dataset again");
  const columns = decodeTable(table, bytes, name);
  const [first] = Object.values(columns) as ArrayLike<number>[];
  if (first.length !== rows) throw dataError(name, `has ${first.length} rows, the manifest says ${rows}`, "import or simulate the dataset again");
  return liveColumns(arena.memory, columns);
}
