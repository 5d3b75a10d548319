// The reading half of an import: vendor files into staged rows.
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { dataError, MahlerError } from "../errors";
import { beginFile } from "../importer/intake";
import { newTally } from "../importer/tally";
import type { RecordFile } from "../records/types";
import type { Manifest } from "../store/manifest";
import { detectFormat } from "../vendors";
import type { ChainFormat } from "../vendors/format";
import { ioError, throwIfAborted } from "./files";
import { formatsOf } from "./importOptions";
import type { ImportOptions } from "./importOptions";
import { hashFile } from "./hash";
import { openRecords } from "./records/open";
import { SPILL_ROWS } from "./staging";
import type { StagedSource, Staging } from "./staging";

/** Fewer rows are read again faster than the user notices. */
const WORTH_KEEPING = 100_000;

/** Stages every file that the dataset does not hold; returns the sources that it does. Takes what it comes by out of `pending`. */
export async function readAll(staging: Staging, options: ImportOptions, { before, pending }: { before: Manifest | null; pending: Set<StagedSource> }): Promise<Set<StagedSource>> {
  const formats = formatsOf(options);
  const already = new Set<StagedSource>();
  for (const [i, path] of options.files.entries()) {
    options.onProgress?.({ phase: "check", what: basename(path), share: i / options.files.length, rows: 0 });
    throwIfAborted(options.signal, path);
    const source = await sourceOf(staging, path);
    pending.delete(source);
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
    if (!source.formats.includes(format.id)) {
      source.formats.push(format.id);
      const absent = format.absent(file.header).filter((what) => what !== "time");
      if (absent.length) source.notes.push(`${format.id} prints no ${absent.join(", ")}`);
    }
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
