// Folders of runs and imported logs → the page that compares them.
import { join, resolve } from "node:path";
import { configError, MahlerError } from "../../errors";
import { comparePage } from "../../report/html/compare/page";
import type { Recorded } from "../../report/html/compare/side";
import { RECORD_FILE } from "../../results/files";
import { SWEEP_FILE } from "../../results/sweepRecord";
import { exists } from "../files";
import { readRunFolder } from "./backtest";
import { readLogFolder } from "./log";

/** The page that compares folders, in their order. Throws io errors for folders that hold neither run nor log, config errors for a sweep and for a folder named twice. */
export async function page(folders: readonly string[], document: Document): Promise<string> {
  const twice = folders.find((folder, i) => folders.findIndex((other) => resolve(other) === resolve(folder)) < i);
  if (twice !== undefined) throw configError(twice, "is named twice", "name each run once");
  const recorded: Recorded[] = [];
  for (const folder of folders) recorded.push(await readComparable(folder));
  return comparePage(recorded, document);
}

async function readComparable(folder: string): Promise<Recorded> {
  const remedy = "name folders that mahler backtest or mahler data import-log wrote";
  if (!(await exists(folder))) throw new MahlerError("io", folder, "does not exist", remedy);
  if (await exists(join(folder, SWEEP_FILE))) throw configError(folder, "holds a sweep, not a run", `two of its configs: mahler compare ${folder} 17 42; or run one: mahler backtest`);
  if (!(await exists(join(folder, RECORD_FILE)))) throw new MahlerError("io", folder, `holds no ${RECORD_FILE}: neither a run nor an imported log`, remedy);
  return (await readLogFolder(folder)) ?? readRunFolder(folder);
}
