// run.json and its tables → the page of a run.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../../errors";
import { backtestPage } from "../../report/html/backtest/page";
import { OPTIONAL_FILES, readRun, REPORT_FILES } from "../../results/readRun";
import type { RecordedRun, RunFiles } from "../../results/readRun";
import { logPage } from "../../report/html/log/page";
import { exists, ioError } from "../files";
import { readLogFolder } from "./log";

/** The result files of a run folder. Throws io errors for missing files, data errors for damaged ones. */
export async function readRunFolder(folder: string): Promise<RecordedRun> {
  const files = {} as RunFiles;
  for (const name of [...REPORT_FILES, ...OPTIONAL_FILES]) {
    const file = join(folder, name);
    const there = await exists(file);
    if (!there && (OPTIONAL_FILES as readonly string[]).includes(name)) continue;
    if (!there) throw new MahlerError("io", file, "does not exist", "name a folder that mahler backtest wrote");
    files[name] = await readFile(file).catch((cause: unknown) => {
      throw ioError(file, cause);
    });
  }
  return readRun(folder, files);
}

/** The page of a run folder, or of an imported log's. */
export async function page(folder: string, document: Document): Promise<string> {
  const log = await readLogFolder(folder);
  return log ? logPage(log, document) : backtestPage(await readRunFolder(folder), document);
}
