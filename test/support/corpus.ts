import { existsSync } from "node:fs";
import { join } from "node:path";

const root = process.env.MAHLER_CORPUS;
if (root && !existsSync(root)) throw new Error(`MAHLER_CORPUS = ${root}: no such folder`);

/** True when MAHLER_CORPUS names the folder of real market data. */
export const hasCorpus = root !== undefined && root !== "";

/** Path of a corpus file. */
export const corpus = (...parts: string[]): string => join(root ?? "", ...parts);

/** Says loudly what did not run; call once at the top of a corpus test file. */
export function announceCorpus(what: string): void {
  if (!hasCorpus) console.warn(`NOT RUN: ${what} (set MAHLER_CORPUS to the folder of real market data)`);
}
