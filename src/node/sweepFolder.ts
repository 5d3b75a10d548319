// A sweep on the disk:
//
//   sweep.json        what runs, on which data, with which core
//   parts/00000.arrow results so far, a file per chunk, replaced whole as it fills; gone at the end
//   results.arrow, results.parquet   all rows in config order, made of the parts at the end
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Table, tableFromIPC, tableToIPC } from "apache-arrow";
import type { RecordBatch } from "apache-arrow";
import { configError, dataError, MahlerError } from "../errors";
import { REPORT_FILE } from "../results/files";
import { checkResumable, parseSweepRecord, SWEEP_FILE, sweepRecordText } from "../results/sweepRecord";
import type { SweepRecord } from "../results/sweepRecord";
import { readBatch, sweepBatch, sweepSchema } from "../results/sweep";
import { blockColumns, columnsBlock } from "../sweep/columns";
import type { Chunk, Tally } from "../sweep/expand";
import type { Block } from "../sweep/run";
import type { Space } from "../sweep/types";
import { exists, ioError, replaceFile } from "./files";
import { mergeParts } from "./sweepMerge";

export const RESULTS = "results.arrow";
export const PARQUET = "results.parquet";
export const PARTS = "parts";

export interface SweepFolder {
  path: string;
  restore(chunk: Chunk): Promise<Block | null>;
  save(block: Block): Promise<void>;
  /** Makes the result files of the parts. */
  finish(tally: Tally): Promise<void>;
}

/** The record of a sweep folder. Throws an io error where there is none. */
export async function readSweepRecord(folder: string): Promise<SweepRecord> {
  const file = join(folder, SWEEP_FILE);
  if (!(await exists(file))) throw new MahlerError("io", file, "does not exist", "name a folder that mahler sweep wrote");
  return parseSweepRecord(await readFile(file, "utf8"), file);
}

/** A folder for a sweep that begins; an older finished sweep there is dropped, an unfinished one or anything else is refused. */
export async function beginSweep(path: string, record: SweepRecord, space: Space): Promise<SweepFolder> {
  if (await exists(path)) {
    if (!(await exists(join(path, SWEEP_FILE))) && (await readdir(path)).length > 0) throw configError(`out = ${path}`, "exists and does not hold a sweep", "choose another folder, or remove it first");
    if (await exists(join(path, PARTS))) throw configError(`out = ${path}`, "holds an unfinished sweep", `go on with mahler sweep --resume ${path}, or remove it first`);
  }
  return attempt(path, async () => {
    for (const name of [RESULTS, PARQUET, PARTS, REPORT_FILE]) await rm(join(path, name), { recursive: true, force: true });
    await mkdir(join(path, PARTS), { recursive: true });
    await replaceFile(join(path, SWEEP_FILE), new TextEncoder().encode(sweepRecordText(record)));
    return folderOf(path, record, space);
  });
}

/** The folder of a sweep to go on with. Throws when space, data or core are not those it began with. */
export async function resumeSweep(path: string, record: SweepRecord, space: Space): Promise<SweepFolder> {
  const began = await readSweepRecord(path);
  checkResumable(began, record, path);
  return folderOf(path, began, space);
}

function folderOf(path: string, record: SweepRecord, space: Space): SweepFolder {
  const partFile = (first: number): string => join(path, PARTS, `${String(first / record.chunk).padStart(5, "0")}.arrow`);
  let finished: readonly RecordBatch[] | undefined;
  const batchOf = async (chunk: Chunk): Promise<{ batch: RecordBatch | undefined; file: string }> => {
    if (record.complete) {
      finished ??= await readBatches(join(path, RESULTS));
      return { batch: finished[chunk.first / record.chunk], file: join(path, RESULTS) };
    }
    const file = partFile(chunk.first);
    return { batch: (await exists(file)) ? (await readBatches(file))[0] : undefined, file };
  };
  return {
    path,
    async restore(chunk) {
      const { batch, file } = await batchOf(chunk);
      return batch ? columnsBlock(chunk, readBatch(batch), file) : null;
    },
    save: (block) => attempt(path, async () => {
      if (record.complete) return;
      const columns = blockColumns(space, block);
      const schema = sweepSchema(columns);
      await replaceFile(partFile(block.chunk.first), tableToIPC(new Table(schema, [sweepBatch(schema, columns)]), "file"));
    }),
    finish: (tally) => attempt(path, async () => {
      if (record.complete) return;
      const parts = (await readdir(join(path, PARTS))).filter((name) => name.endsWith(".arrow")).sort().map((name) => join(path, PARTS, name));
      await mergeParts(parts, { arrow: join(path, RESULTS), parquet: join(path, PARQUET) });
      const { configs, rejected, invalid } = tally;
      await replaceFile(join(path, SWEEP_FILE), new TextEncoder().encode(sweepRecordText({ ...record, complete: true, configs, rejected, invalid })));
      await rm(join(path, PARTS), { recursive: true, force: true });
    }),
  };
}

/** Record batches of an Arrow file that a sweep wrote. Throws data errors for anything else. */
export async function readBatches(file: string): Promise<readonly RecordBatch[]> {
  const bytes = await attempt(file, () => readFile(file));
  try {
    return tableFromIPC(bytes).batches;
  } catch (cause) {
    throw dataError(file, `is damaged (${cause instanceof Error ? cause.message : String(cause)})`, "remove it and run with --resume again");
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw ioError(path, cause);
  }
}
