import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../errors";
import { readBatch } from "../results/sweep";
import type { ResultColumn } from "../results/sweep";
import { joinColumns } from "../results/sweepTable";
import type { ResultTable } from "../results/sweepTable";
import { exists } from "./files";
import { readBatches, RESULTS } from "./sweepFolder";

/** The rows that a sweep folder holds, in config order; those so far when it is unfinished. Throws an io error where there are none. */
export async function readSweepResults(folder: string): Promise<ResultTable> {
  const blocks: ResultColumn[][] = [];
  for (const file of await files(folder)) for (const batch of await readBatches(file)) blocks.push(readBatch(batch));
  return joinColumns(blocks);
}

async function files(folder: string): Promise<string[]> {
  if (await exists(join(folder, RESULTS))) return [join(folder, RESULTS)];
  const parts = join(folder, "parts");
  const names = (await exists(parts)) ? (await readdir(parts)).filter((name) => name.endsWith(".arrow")).sort() : [];
  if (names.length === 0) throw new MahlerError("io", join(folder, RESULTS), "does not exist", "name a folder that mahler sweep wrote");
  return names.map((name) => join(parts, name));
}
