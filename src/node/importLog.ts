import { basename, join } from "node:path";
import { configError } from "../errors";
import { importLog } from "../log";
import type { ImportedLog } from "../log";
import { RECORD_FILE } from "../results/files";
import { exists, replaceFolder, throwIfAborted, writeDurably } from "./files";
import { readText } from "./text";

export interface LogImport {
  /** Trade log, plain, gzipped or zipped CSV. */
  trades: string;
  /** Daily log of the same backtest. */
  daily?: string;
  /** Run folder to create, or to replace when it holds a run. */
  out: string;
  symbol?: string;
  /** Dollars the account began with. */
  equity?: number;
  gross?: boolean;
  signal?: AbortSignal;
}

/** Imports an Option Omega log as a run folder that mahler compare reads. Throws config, data and io errors; nothing is written when it fails. */
export async function importLogFolder({ trades, daily, out, symbol, equity, gross, signal }: LogImport): Promise<ImportedLog> {
  if (equity !== undefined && !(equity > 0)) throw configError(`equity = ${equity}`, "is not an amount of money", "give the dollars the account began with");
  if ((await exists(out)) && !(await exists(join(out, RECORD_FILE)))) throw configError(`out = ${out}`, "exists and does not hold the results of a run", "choose another folder, or remove it first");
  const source = async (path: string) => ({ file: basename(path), text: await readText(path, signal) });
  const log = await importLog({ trades: await source(trades), daily: daily === undefined ? undefined : await source(daily), symbol, equity, gross });
  await replaceFolder(out, async (fresh) => {
    for (const [name, content] of Object.entries(log.files)) {
      throwIfAborted(signal, out);
      await writeDurably(join(fresh, name), typeof content === "string" ? new TextEncoder().encode(content) : content);
    }
  }, signal);
  return log;
}
