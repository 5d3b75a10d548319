import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { configError, MahlerError } from "../errors";
import type { Execution } from "../results/execution";
import { RECORD_FILE, resultFiles, tradesAs } from "../results/files";
import { parseRecord } from "../results/record";
import type { RunRecord } from "../results/record";
import { exists, ioError, replaceFolder, throwIfAborted, writeDurably } from "./files";

const encode = (content: Uint8Array | string): Uint8Array => (typeof content === "string" ? new TextEncoder().encode(content) : content);

/** Writes a run's files into `folder`, replacing an earlier run there as a whole; refuses a folder that holds something else. */
export async function writeResults(folder: string, execution: Execution, record: RunRecord, signal?: AbortSignal): Promise<void> {
  if ((await exists(folder)) && !(await exists(join(folder, RECORD_FILE)))) {
    throw configError(`out = ${folder}`, "exists and does not hold the results of a run", "choose another folder, or remove it first");
  }
  await replaceFolder(folder, async (fresh) => {
    for (const [name, content] of Object.entries(resultFiles(execution, record))) {
      throwIfAborted(signal, folder);
      await writeDurably(join(fresh, name), encode(content));
    }
  }, signal);
}

/** Writes the trades to one file, aside and then renamed; the ending says the form. */
export async function exportTrades(file: string, execution: Execution, signal?: AbortSignal): Promise<void> {
  const ending = file.slice(file.lastIndexOf(".") + 1) as "csv" | "json" | "arrow";
  const aside = join(dirname(resolve(file)), `.${basename(file)}.new`);
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await rm(aside, { force: true });
    await writeDurably(aside, encode(tradesAs(execution, ending)));
    throwIfAborted(signal, file);
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true });
    throw ioError(file, cause);
  }
}

/** The record of a run folder. */
export async function readRecord(folder: string): Promise<RunRecord> {
  const file = join(folder, RECORD_FILE);
  if (!(await exists(file))) throw new MahlerError("io", file, "does not exist", "name a folder that mahler backtest wrote");
  try {
    return parseRecord(await readFile(file, "utf8"), file);
  } catch (cause) {
    throw ioError(file, cause);
  }
}
