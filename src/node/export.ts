// A dataset as plain Parquet or CSV files: one per symbol and year, bars and curves beside them.
import { open, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Arena } from "../core/memory";
import { configError } from "../errors";
import { barsTable, chainTable, curveTable } from "../store/long";
import type { LongColumn, LongTable } from "../store/long";
import { longSink } from "../store/longFiles";
import type { LongFormat } from "../store/longFiles";
import { symbolList } from "../store/manifest";
import type { Manifest } from "../store/manifest";
import { readDataset, readManifest } from "../store/read";
import { VERSION } from "../version";
import { directorySource, ioError, replaceFolder, throwIfAborted } from "./files";

export interface ExportOptions {
  /** Folder to create, or to replace when it holds an export. */
  out: string;
  format: LongFormat;
  /** Default: all. */
  symbols?: string[];
  /** Calendar years of the chains, both included; default: all. Bars and curves are exported whole. */
  years?: { from: number; to: number };
  /** Called after each piece with the chain rows written so far. */
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Stops between pieces; an older export stays. */
  signal?: AbortSignal;
}

export interface ExportReport {
  dataset: string;
  out: string;
  format: LongFormat;
  files: { name: string; rows: number; bytes: number }[];
  /** Chain rows. */
  rows: number;
  bytes: number;
}

/** Tells an export from other folders, and what its columns mean. */
const RECORD = "export.json";

/**
 * Writes `SPY.2019.parquet`, `SPY.bars.parquet`, `vix.parquet` … and export.json, which describes the columns. Memory holds one
 * partition. The folder appears whole or not at all. Throws config errors for unknown symbols and foreign folders, io and data errors,
 * cancelled when aborted.
 */
export async function exportDataset(path: string, options: ExportOptions): Promise<ExportReport> {
  const { out, format, signal } = options;
  const source = directorySource(path);
  const manifest = await readManifest(source);
  const parts = select(manifest, options, path);
  await refuseForeign(out);
  const total = parts.reduce((sum, { rows }) => sum + rows, 0);
  const files: ExportReport["files"] = [];
  const columns: Record<string, Record<string, string>> = {};
  let done = 0;
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const load = (symbol: string, year: number) => readDataset(source, arena, { symbols: [symbol], years: { from: year, to: year } });

  await replaceFolder(out, async (folder) => {
    const put = async (name: string, table: string, of: LongTable, onPiece: (rows: number) => void = () => undefined): Promise<void> => {
      const file = `${name}.${format}`;
      columns[table] ??= meanings(of.columns);
      files.push({ name: file, rows: of.rows, bytes: await writeTable(join(folder, file), of, format, (rows) => {
        onPiece(rows);
        throwIfAborted(signal, out);
      }) });
    };
    for (const { symbol, year } of parts) {
      const mark = arena.mark();
      const { underlyings } = await load(symbol, year);
      await put(`${symbol}.${year}`, "chains", chainTable(underlyings[0]), (rows) => options.onProgress?.({ done: (done += rows), total }));
      arena.release(mark);
    }
    const symbols = [...new Set(options.symbols ?? manifest.symbols.map((s) => s.info.symbol))];
    const { underlyings, curves } = await readDataset(source, arena, { symbols, years: { from: 1, to: 0 } });
    for (const { symbol, bars } of underlyings) await put(`${symbol}.bars`, "bars", barsTable(symbol, bars));
    if (curves.vix) await put("vix", "vix", curveTable("volatility index, points", curves.vix));
    if (curves.rate) await put("rate", "rate", curveTable("annual risk-free rate, 0.043 = 4.3 %", curves.rate));
    await writeFile(join(folder, RECORD), `${JSON.stringify({ dataset: manifest.name, origin: manifest.origin, createdBy: `mahler ${VERSION}`, format, columns, files }, null, 2)}\n`);
  }, signal);
  return { dataset: path, out, format, files, rows: total, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function select({ symbols: entries }: Manifest, { symbols, years }: ExportOptions, path: string): { symbol: string; year: number; rows: number }[] {
  const unknown = symbols?.find((symbol) => !entries.some(({ info }) => info.symbol === symbol));
  if (unknown !== undefined) throw configError(`symbol = ${unknown}`, `is not in ${path}`, `available: ${symbolList(entries)}`);
  const chosen = entries.filter(({ info }) => symbols?.includes(info.symbol) ?? true).flatMap(({ info, partitions }) =>
    partitions.filter(({ year }) => !years || (year >= years.from && year <= years.to)).map(({ year, rows }) => ({ symbol: info.symbol, year, rows })));
  if (years && chosen.length === 0) {
    const held = entries.flatMap(({ partitions }) => partitions.map(({ year }) => year)).sort((a, b) => a - b);
    throw configError(`years = ${years.from}-${years.to}`, `are not in ${path}`, held.length ? `it holds ${held[0]} to ${held[held.length - 1]}` : "it holds no chains");
  }
  return chosen;
}

const meanings = (columns: readonly LongColumn[]): Record<string, string> => Object.fromEntries(columns.map(({ name, meaning }) => [name, meaning]));

/** Bytes of the file; flushed to the disk. */
async function writeTable(path: string, table: LongTable, format: LongFormat, onPiece: (rows: number) => void): Promise<number> {
  const sink = longSink(format, table.columns, `mahler ${VERSION}`);
  const handle = await open(path, "wx");
  let size = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    await handle.writeFile(bytes);
    size += bytes.length;
  };
  try {
    for (const cells of table.pieces()) {
      await write(sink.write(cells));
      onPiece(cells[0].length);
    }
    await write(sink.end());
    await handle.sync();
  } finally {
    await handle.close();
  }
  return size;
}

/** Only an older export or an empty folder may be replaced. */
async function refuseForeign(out: string): Promise<void> {
  const names = await readdir(out).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    if (cause.code === "ENOTDIR") return [out];
    throw ioError(out, cause);
  });
  if (names.length > 0 && !names.includes(RECORD)) throw configError(`out = ${out}`, "exists and is not an export", "choose another folder, or remove it first");
}
