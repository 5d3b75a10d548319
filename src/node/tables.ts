import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromArrow } from "arquero";
import type { ColumnTable } from "arquero";
import { dataError } from "../errors";
import { ioError } from "./files";

/** Tables of Arrow that commands leave in their folders: trades, equity and marks of a run, results of a sweep, windows and the stitched curve of a walk-forward. */
export type ResultTable = "trades" | "equity" | "marks" | "results" | "windows" | "stitched";

/**
 * A table of a result folder, for questions of one's own: columns and units in docs/results.md, dates as Date objects. Throws an io error when the folder has no
 * such file, a data error when it is damaged.
 */
export async function readTable(folder: string, name: ResultTable): Promise<ColumnTable> {
  const path = join(folder, `${name}.arrow`);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw ioError(path, cause);
  });
  try {
    return fromArrow(bytes);
  } catch (cause) {
    throw Object.assign(dataError(path, "is not an Arrow file", "run the command again"), { cause });
  }
}
