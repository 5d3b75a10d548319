import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../errors";
import { readBatch } from "../results/sweep";
import type { ResultColumn } from "../results/sweep";
import { joinColumns } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import { exists } from "./files";
import { PARTS, readBatches, RESULTS } from "./sweepFolder";

/** The rows that a sweep folder holds, in config order; those so far when it is unfinished. Throws an io error where there are none. */
export async function readSweepResults(folder: string): Promise<ResultTable> {
  const blocks: ResultColumn[][] = [];
  const files = await resultFiles(folder);
  if (files.length === 0) throw new MahlerError("io", join(folder, RESULTS), "does not exist", "name a folder that mahler sweep wrote");
  for (const { path } of files) for (const batch of await readBatches(path)) blocks.push(readBatch(batch));
  return joinColumns(blocks);
}

/** The files with the rows of a sweep folder, in config order, named as from inside it: the table, or its parts so far; none of them before the first. */
export async function resultFiles(folder: string): Promise<{ name: string; path: string }[]> {
  if (await exists(join(folder, RESULTS))) return [{ name: RESULTS, path: join(folder, RESULTS) }];
  const parts = join(folder, PARTS);
  const names = (await exists(parts)) ? (await readdir(parts)).filter((name) => name.endsWith(".arrow")).sort() : [];
  return names.map((name) => ({ name: `${PARTS}/${name}`, path: join(parts, name) }));
}
