// mahler report: a run folder → one HTML file.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MahlerError } from "../errors";
import { readRun, REPORT_FILES } from "../results/readRun";
import type { RecordedRun } from "../results/readRun";
import { exists, ioError, replaceFile } from "./files";

/** Name of the page inside a run folder. */
export const REPORT_FILE = "report.html";

/** The result files of a run folder. Throws io errors for missing files, data errors for damaged ones. */
export async function readRunFolder(folder: string): Promise<RecordedRun> {
  const files = {} as Record<(typeof REPORT_FILES)[number], Uint8Array>;
  for (const name of REPORT_FILES) {
    const file = join(folder, name);
    if (!(await exists(file))) throw new MahlerError("io", file, "does not exist", "name a folder that mahler backtest wrote");
    files[name] = await readFile(file).catch((cause: unknown) => {
      throw ioError(file, cause);
    });
  }
  return readRun(folder, files);
}

/** Writes the page of a run folder to `file` (default: report.html in the folder), aside and then renamed; returns where and how large. Charts are loaded here. */
export async function writeReport(folder: string, file = join(folder, REPORT_FILE)): Promise<{ file: string; bytes: number }> {
  const run = await readRunFolder(folder);
  const [{ backtestPage }, { headlessDocument }] = await Promise.all([import("../report/html/backtest/page"), import("../report/html/headless")]);
  const bytes = new TextEncoder().encode(backtestPage(run, headlessDocument()));
  await replaceFile(resolve(file), bytes).catch((cause: unknown) => {
    throw ioError(file, cause);
  });
  return { file, bytes: bytes.length };
}
