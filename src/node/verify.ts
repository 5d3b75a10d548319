import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Arena } from "../core/memory";
import { MahlerError } from "../errors";
import type { Underlying } from "../market/types";
import { accountProblems, partitionProblems } from "../store/accounts";
import { storedFiles } from "../store/manifest";
import type { StoredFile, SymbolEntry } from "../store/manifest";
import { readDataset, readManifest } from "../store/read";
import { quoteStatistics } from "../store/statistics";
import type { QuoteStatistics } from "../store/statistics";
import { leftovers } from "./datasetFolder";
import { directorySource } from "./files";
import { hashFile } from "./hash";

export interface VerifyReport {
  dataset: string;
  /** True when `problems` is empty. */
  ok: boolean;
  /** One line each: subject, what is wrong. */
  problems: string[];
  /** Files of the store that the manifest does not name: a writer was stopped. Harmless; the next write removes them. */
  leftovers: string[];
  files: number;
  bytes: number;
  symbols: ({ symbol: string } & QuoteStatistics)[];
}

/**
 * Checks a dataset: every file against its size and sha256, every structural invariant, dates against the exchange calendar, signs
 * of deltas, what the manifest says of each partition, and its accounts of the rows. Throws only when there is no readable manifest.
 */
export async function verifyDataset(path: string): Promise<VerifyReport> {
  const manifest = await readManifest(directorySource(path));
  const files = storedFiles(manifest);
  const problems: string[] = [];
  for (const file of files) await checkFile(path, file, problems);
  const symbols: VerifyReport["symbols"] = [];
  // A file whose hash is wrong is not parsed: damaged metadata can stall the parser.
  const intact = problems.length === 0;
  problems.push(...accountProblems(manifest));
  if (intact) {
    for (const entry of manifest.symbols) await checkSymbol(path, entry, problems, symbols);
  }
  const left = await leftovers(path, new Set(files.map(({ name }) => name)));
  return { dataset: path, ok: problems.length === 0, problems, leftovers: left, files: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0), symbols };
}

/** One underlying in a memory of its own, so that checking needs no more than the largest. */
async function load(path: string, symbol: string): Promise<Underlying> {
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
  const { underlyings } = await readDataset(directorySource(path), arena, { symbols: [symbol] });
  return underlyings[0];
}

async function checkFile(path: string, { name, bytes, sha256 }: StoredFile, problems: string[]): Promise<void> {
  try {
    const file = join(path, name);
    const { size } = await stat(file);
    if (size !== bytes) problems.push(`${name}: has ${size} bytes, the manifest says ${bytes}`);
    else if ((await hashFile(file)) !== sha256) problems.push(`${name}: its sha256 differs from the manifest's`);
  } catch (cause) {
    problems.push(`${name}: ${(cause as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : String((cause as Error).message)}`);
  }
}

async function checkSymbol(path: string, entry: SymbolEntry, problems: string[], symbols: VerifyReport["symbols"]): Promise<void> {
  const { symbol } = entry.info;
  let underlying: Underlying;
  try {
    underlying = await load(path, symbol);
  } catch (error) {
    if (!(error instanceof MahlerError)) throw error;
    problems.push(error.message);
    return;
  }
  const statistics = quoteStatistics(underlying);
  symbols.push({ symbol, ...statistics });
  const must = (count: number, what: string): void => {
    if (count > 0) problems.push(`${symbol}: ${count} ${what}`);
  };
  must(statistics.offCalendar, "dates off the exchange calendar");
  must(statistics.wrongDeltaSign, "deltas with the wrong sign");
  must(statistics.deltaOutOfRange, "deltas beyond 1");
  problems.push(...partitionProblems(entry, underlying));
}
