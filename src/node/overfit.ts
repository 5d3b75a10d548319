import { join } from "node:path";
import { configError } from "../errors";
import { OVERFIT_FILE, overfitFiles } from "../overfit";
import type { FinishedOverfit, OverfitRecord } from "../overfit";
import { exists, replaceFolder, throwIfAborted, writeDurably } from "./files";

/** Writes the result folder, replacing an earlier check there as a whole; refuses a folder that holds something else. */
export async function writeOverfit(folder: string, finished: FinishedOverfit, record: OverfitRecord, { command, signal }: { command: string; signal?: AbortSignal }): Promise<void> {
  if ((await exists(folder)) && !(await exists(join(folder, OVERFIT_FILE)))) throw configError(`out = ${folder}`, "exists and does not hold an overfitting check", "choose another folder, or remove it first");
  await replaceFolder(folder, async (fresh) => {
    for (const [name, text] of Object.entries(overfitFiles(finished, record, command))) {
      throwIfAborted(signal, folder);
      await writeDurably(join(fresh, name), new TextEncoder().encode(text));
    }
  }, signal);
}
