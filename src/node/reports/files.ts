// Files of a result folder, for its page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../../errors";
import { readLooked, TRIALS_FILE } from "../../overfit";
import type { Looked } from "../../overfit";
import { exists, ioError } from "../files";

/** A file's bytes. Throws io errors; `again` is what to do when it is missing. */
export async function resultFile(folder: string, name: string, again: string): Promise<Uint8Array> {
  const file = join(folder, name);
  if (!(await exists(file))) throw new MahlerError("io", file, "does not exist", again);
  return readFile(file).catch((cause: unknown) => {
    throw ioError(file, cause);
  });
}

export const resultText = async (folder: string, name: string, again: string): Promise<string> => new TextDecoder().decode(await resultFile(folder, name, again));

/** What trials.json says; null in a folder without it: one that a program of its own or an earlier version wrote. */
export const lookedOf = async (folder: string): Promise<Looked | null> => ((await exists(join(folder, TRIALS_FILE))) ? readLooked(await resultText(folder, TRIALS_FILE, ""), `${folder}/${TRIALS_FILE}`) : null);
