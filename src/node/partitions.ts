import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Arena } from "../core/memory";
import type { ExtraEntry, PartitionEntry } from "../store/manifest";
import type { Chain } from "../store/partition";
import { readDataset } from "../store/read";
import { directorySource, ioError } from "./files";

/** One stored partition's columns, in a memory of its own. Throws io and data errors. */
export async function readPartition(path: string, symbol: string, { year }: PartitionEntry): Promise<Chain> {
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const { underlyings: [underlying] } = await readDataset(directorySource(path), arena, { symbols: [symbol], years: { from: year, to: year } });
  return underlying;
}

/** The text of one of the dataset's other files. Throws io errors. */
export async function readExtra(path: string, { file }: ExtraEntry): Promise<string> {
  const name = join(path, file.name);
  return readFile(name, "utf8").catch((cause: unknown) => {
    throw ioError(name, cause);
  });
}
