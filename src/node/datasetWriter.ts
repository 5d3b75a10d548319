// Changes to a dataset folder become visible all at once:
//
//   put…     file.new ─ fsync ─ rename ─▶ SPY.2019.rows.1a2b3c4d.arrow   beside the old files; no manifest names it yet
//   commit   manifest.json.new ─ fsync ─ rename ─▶ manifest.json         the one instant at which the new dataset replaces the old
//            remove the store's files that this manifest does not name   (also what a killed writer left behind)
import { createHash } from "node:crypto";
import { mkdir, rm, rmdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { configError, dataError, MahlerError } from "../errors";
import type { Bars, Curve } from "../market/types";
import { edgeChecksum } from "../store/checksum";
import { encodeTable } from "../store/encode";
import { manifestOf, NO_PROVENANCE, parseManifest, storedFiles } from "../store/manifest";
import type { BarsEntry, CurveEntry, CurveName, DailyProvenance, ExtraEntry, Manifest, ManifestDraft, PartitionEntry, StoredFile } from "../store/manifest";
import { narrowed, partitionFacts } from "../store/partition";
import type { Chain } from "../store/partition";
import { HASH_DIGITS, MANIFEST_FILE, STEMS } from "../store/schema";
import type { PartitionTable } from "../store/schema";
import { validateBars, validateChain, validateCurve } from "../store/validate";
import { isoDate, yearOf } from "../units";
import { folderState, holds, manifestText, removeLeftovers } from "./datasetFolder";
import type { FolderState } from "./datasetFolder";
import { ioError, replaceFile, syncFolder, throwIfAborted, writeDurably } from "./files";
import type { FileWriter } from "./files";

export interface WriterOptions {
  /** Stops before the next file; the old dataset stays. */
  signal?: AbortSignal;
  /** Replaces the disk, for tests. */
  writeFile?: FileWriter;
}

/** Where a partition's rows came from. */
export type PartitionAccount = Pick<PartitionEntry, "sources" | "fate" | "observations">;

const NO_ACCOUNT: PartitionAccount = { sources: [], fate: null, observations: {} };

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Opens a dataset folder for writing; it need not exist. A file, or a folder that holds something other than a dataset, is a config error. */
export async function openDataset(path: string, options: WriterOptions = {}): Promise<DatasetWriter> {
  return new DatasetWriter(path, await folderState(path), options);
}

/**
 * Writes files beside those of the dataset and replaces its manifest at the end. What is put and never committed is removed by
 * `discard`, or by the next commit when the process dies. All methods throw io errors for the disk and cancelled when aborted;
 * `put…` throw data errors for columns that break an invariant. A file that the folder already holds is not written again.
 */
export class DatasetWriter {
  /** Files of the dataset on the disk, and files put since, by name. */
  private live: Map<string, StoredFile>;
  private readonly fresh = new Map<string, StoredFile>();
  private made = false;

  constructor(readonly path: string, private state: FolderState, private readonly options: WriterOptions) {
    this.live = byName(state.manifest ? storedFiles(state.manifest) : []);
  }

  /** The dataset as it is on the disk; null when there is none that can be read. */
  get manifest(): Manifest | null {
    return this.state.manifest;
  }

  /** Why the manifest in the folder cannot be read: another store version, damage. A commit replaces such a dataset whole. */
  get unreadable(): MahlerError | null {
    return this.state.unreadable;
  }

  /** One symbol's chain of one calendar year; days of another year are a data error. Holds a second copy of its columns meanwhile. */
  async putPartition(symbol: string, year: number, given: Chain, account: PartitionAccount = NO_ACCOUNT): Promise<PartitionEntry> {
    const subject = `${checkedSymbol(symbol)} ${year}`;
    validateChain(subject, given);
    checkYear(subject, year, given.days.day);
    const chain = narrowed(given);
    const facts = { symbol, year: String(year), tick: String(chain.tick), strikeUnit: String(chain.strikeUnit), roots: chain.roots.join(",") };
    const file = (table: PartitionTable) => this.put(STEMS.partition(symbol, year, table), ".arrow", encodeTable(table, chain[table], facts));
    const files = { rows: await file("rows"), blocks: await file("blocks"), days: await file("days") };
    return { year, ...partitionFacts(chain), files, ...account };
  }

  async putBars(symbol: string, bars: Bars, provenance: DailyProvenance = NO_PROVENANCE): Promise<BarsEntry> {
    validateBars(checkedSymbol(symbol), bars);
    return { ...span(bars.day), file: await this.put(STEMS.bars(symbol), ".arrow", encodeTable("bars", bars, { symbol })), provenance };
  }

  async putCurve(name: CurveName, curve: Curve, provenance: DailyProvenance = NO_PROVENANCE): Promise<CurveEntry> {
    validateCurve(name, curve);
    return { ...span(curve.day), file: await this.put(STEMS.curve(name), ".arrow", encodeTable("curve", curve, { curve: name })), provenance };
  }

  /** Any other file: `quarantine.csv` is stored as `quarantine.1a2b3c4d.csv`. Letters, digits, dot, dash, underscore and a lower-case ending. */
  async putExtra(name: string, content: Uint8Array | string): Promise<ExtraEntry> {
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*\.[a-z0-9]+$/.test(name)) throw configError(`extra = ${name}`, "cannot name a file", "use letters, digits, dot, dash, underscore and an ending such as .csv");
    const extension = extname(name);
    return { name, file: await this.put(name.slice(0, -extension.length), extension, typeof content === "string" ? Buffer.from(content) : content) };
  }

  /**
   * Makes the new dataset visible and removes the store's files that it does not name. Entries of the old manifest may be handed on
   * as they are: their files stay. Throws, with the old dataset whole, when another process changed the dataset since it was opened.
   */
  commit(draft: ManifestDraft): Promise<Manifest> {
    return this.attempt(async () => {
      const { path, options, live, fresh } = this;
      const text = `${JSON.stringify(manifestOf(draft), null, 2)}\n`;
      const manifest = parseManifest(text, path);
      const files = storedFiles(manifest);
      for (const file of files) await checkPresent(path, file, live.get(file.name) ?? fresh.get(file.name));
      await mkdir(path, { recursive: true });
      await syncFolder(path);
      if ((await manifestText(path)) !== this.state.text) throw new MahlerError("io", path, "was changed by another process meanwhile", "run it again; nothing was changed by this one");
      await replaceFile(join(path, MANIFEST_FILE), Buffer.from(text), async (aside, bytes) => {
        await (options.writeFile ?? writeDurably)(aside, bytes);
        throwIfAborted(options.signal, path);
      });
      await syncFolder(path);
      this.state = { text, manifest, unreadable: null };
      this.live = byName(files);
      fresh.clear();
      await removeLeftovers(path, text, files);
      return manifest;
    });
  }

  /** Removes what was put since the last commit, and the folder if it was made for that. */
  async discard(): Promise<void> {
    for (const name of this.fresh.keys()) await rm(join(this.path, name), { force: true });
    this.fresh.clear();
    if (this.made && this.state.text === null) await rmdir(this.path).catch(() => undefined);
  }

  private put(stem: string, extension: string, bytes: Uint8Array): Promise<StoredFile> {
    return this.attempt(async () => {
      const hash = sha256(bytes);
      const short = `${stem}.${hash.slice(0, HASH_DIGITS)}${extension}`;
      const other = this.live.get(short) ?? this.fresh.get(short);
      const name = other && other.sha256 !== hash ? `${stem}.${hash}${extension}` : short;
      const file: StoredFile = { name, bytes: bytes.length, sha256: hash, edges: edgeChecksum(bytes) };
      const target = join(this.path, name);
      if (!(await holds(target, bytes))) {
        if ((await mkdir(this.path, { recursive: true })) !== undefined) this.made = true;
        await replaceFile(target, bytes, this.options.writeFile);
      }
      if (!this.live.has(name)) this.fresh.set(name, file);
      return file;
    });
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    throwIfAborted(this.options.signal, this.path);
    try {
      return await work();
    } catch (cause) {
      throw ioError(this.path, cause);
    }
  }
}

const byName = (files: readonly StoredFile[]): Map<string, StoredFile> => new Map(files.map((file) => [file.name, file]));

function checkedSymbol(symbol: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(symbol)) throw configError(`symbol = ${symbol}`, "cannot name a file", "use letters, digits, dot, dash, underscore");
  return symbol;
}

function checkYear(subject: string, year: number, day: Int32Array): void {
  if (day.length === 0) throw dataError(subject, "has no day", "leave the partition out");
  for (const end of [day[0], day[day.length - 1]]) {
    if (yearOf(end) !== year) throw dataError(subject, `holds ${isoDate(end)}`, "a partition is one calendar year");
  }
}

async function checkPresent(path: string, file: StoredFile, known: StoredFile | undefined): Promise<void> {
  if (known?.sha256 !== file.sha256) throw new MahlerError("engine", file.name, "was neither put nor part of the dataset", "this is a bug in the code that writes the dataset");
  const { size } = await stat(join(path, file.name));
  if (size !== file.bytes) throw dataError(join(path, file.name), `has ${size} bytes, the manifest says ${file.bytes}`, "import or simulate the whole dataset again");
}

function span(day: Int32Array): { rows: number; firstDay: string | null; lastDay: string | null } {
  const rows = day.length;
  return { rows, firstDay: rows ? isoDate(day[0]) : null, lastDay: rows ? isoDate(day[rows - 1]) : null };
}
