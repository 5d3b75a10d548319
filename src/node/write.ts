import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { configError } from "../errors";
import type { Curve, Market, Underlying } from "../market/types";
import { edgeChecksum } from "../store/checksum";
import { encodeTable } from "../store/encode";
import { infoOf, NO_PROVENANCE } from "../store/manifest";
import type { CurveEntry, CurveName, Manifest, Provenance, StoredFile, SymbolEntry } from "../store/manifest";
import { CURVE_FILES, MANIFEST_FILE, STORE_VERSION, symbolFile } from "../store/schema";
import { validateCurve, validateUnderlying } from "../store/validate";
import { isoDate } from "../units";
import { ioError, replaceFolder, throwIfAborted, writeDurably } from "./files";
import type { FileWriter } from "./files";

export interface WriteOptions {
  /** Stops between files; the old dataset stays. */
  signal?: AbortSignal;
  /** More files for the folder, by name. */
  extras?: Record<string, string>;
  /** Replaces the disk, for tests. */
  writeFile?: FileWriter;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes a market as a dataset folder, replacing an older dataset of that path as a whole (see `replaceFolder`).
 * A file, or a folder that holds something other than a dataset, is refused. The bytes depend on the arguments only.
 * Throws data errors for a market that breaks an invariant, io errors for the disk, cancelled when aborted.
 */
export async function writeDataset(path: string, market: Market, provenance: Provenance, options: WriteOptions = {}): Promise<Manifest> {
  const { signal, extras = {}, writeFile = writeDurably } = options;
  validate(market);
  await refuseForeign(path);
  let manifest: Manifest | undefined;
  await replaceFolder(path, async (folder) => {
    const put = async (name: string, content: Uint8Array | string): Promise<StoredFile> => {
      throwIfAborted(signal, path);
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      await writeFile(join(folder, name), bytes);
      return { name, bytes: bytes.length, sha256: sha256(bytes), edges: edgeChecksum(bytes) };
    };
    manifest = await writeTables(market, provenance, extras, put);
    await put(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  }, signal);
  return manifest!;
}

/** Only an old dataset or an empty folder may be replaced. */
async function refuseForeign(path: string): Promise<void> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    if (cause.code === "ENOTDIR") return [path];
    throw ioError(path, cause);
  });
  if (names.length > 0 && !names.includes(MANIFEST_FILE)) throw configError(`out = ${path}`, "exists and is not a dataset", "choose another folder, or remove it first");
}

type Put = (name: string, bytes: Uint8Array | string) => Promise<StoredFile>;

async function writeTables(market: Market, provenance: Provenance, extras: Record<string, string>, put: Put): Promise<Manifest> {
  const symbols: SymbolEntry[] = [];
  for (const u of market.underlyings) symbols.push(await writeUnderlying(u, provenance, put));
  const vix = await writeCurve("vix", market.curves.vix, provenance, put);
  const rate = await writeCurve("rate", market.curves.rate, provenance, put);
  const extraFiles: StoredFile[] = [];
  for (const [name, text] of Object.entries(extras)) extraFiles.push(await put(name, text));
  return {
    store: STORE_VERSION, name: market.name, origin: market.origin, createdBy: provenance.createdBy, parameters: provenance.parameters ?? {},
    symbols, curves: { vix, rate }, extras: extraFiles,
  };
}

async function writeUnderlying(u: Underlying, provenance: Provenance, put: Put): Promise<SymbolEntry> {
  const files = {
    rows: await put(symbolFile(u.symbol, "rows"), encodeTable("rows", u.rows)),
    blocks: await put(symbolFile(u.symbol, "blocks"), encodeTable("blocks", u.blocks)),
    days: await put(symbolFile(u.symbol, "days"), encodeTable("days", u.days)),
    bars: await put(symbolFile(u.symbol, "bars"), encodeTable("bars", u.bars)),
  };
  const { firstDay, lastDay } = span(u.days.day);
  return {
    info: infoOf(u), rows: u.rows.strike.length, blocks: u.blocks.expiry.length, days: u.days.day.length, firstDay, lastDay,
    bars: { ...span(u.bars.day), provenance: provenance.bars?.[u.symbol] ?? NO_PROVENANCE }, provenance: provenance.symbols?.[u.symbol] ?? NO_PROVENANCE, files,
  };
}

async function writeCurve(name: CurveName, curve: Curve | null, provenance: Provenance, put: Put): Promise<CurveEntry | null> {
  if (!curve) return null;
  const file = await put(CURVE_FILES[name], encodeTable("curve", curve));
  return { ...span(curve.day), file, provenance: provenance.curves?.[name] ?? NO_PROVENANCE };
}

function span(day: Int32Array): { rows: number; firstDay: string | null; lastDay: string | null } {
  const rows = day.length;
  return { rows, firstDay: rows ? isoDate(day[0]) : null, lastDay: rows ? isoDate(day[rows - 1]) : null };
}

function validate(market: Market): void {
  const seen = new Set<string>();
  for (const u of market.underlyings) {
    if (!/^[A-Za-z0-9._-]+$/.test(u.symbol) || u.symbol.startsWith(".")) throw configError(`symbol = ${u.symbol}`, "cannot name a file", "use letters, digits, dot, dash, underscore");
    if (seen.has(u.symbol.toUpperCase())) throw configError(`symbol = ${u.symbol}`, "is in the market twice", "name each underlying once");
    seen.add(u.symbol.toUpperCase());
    validateUnderlying(u);
  }
  for (const name of ["vix", "rate"] as const) {
    const curve = market.curves[name];
    if (curve) validateCurve(name, curve);
  }
}
