import { join } from "node:path";
import { configError } from "../errors";
import type { Market } from "../market/types";
import { lookedText, TRIALS_FILE } from "../overfit";
import type { Looked } from "../overfit";
import { evaluatorRequest } from "../sweep/sweep";
import type { Space } from "../sweep/types";
import { walkForward } from "../walkforward";
import type { WalkForward, WalkForwardHost, WalkForwardSettings } from "../walkforward";
import { WALK_FORWARD_FILE, walkForwardFiles } from "../walkforward/files";
import type { WalkForwardRecord } from "../walkforward/files";
import { exists, replaceFolder, throwIfAborted, writeDurably } from "./files";
import { createPool } from "./pool";
import type { PoolOptions } from "./pool";

export interface WalkForwardRunOptions extends PoolOptions, WalkForwardSettings {
  onProgress?: WalkForwardHost["onProgress"];
}

/** Walks forward on all cores: the same result for any number of workers. Rejects as cancelled when the signal aborts; no thread is left either way. */
export async function walkForwardInPool(market: Market, space: Space, { workers, shared, core, workerScript, signal, onProgress, ...settings }: WalkForwardRunOptions = {}): Promise<WalkForward> {
  const pool = await createPool(market, evaluatorRequest(market, space), { workers, shared, core, workerScript, signal });
  try {
    return await walkForward(market, space, settings, { evaluate: pool.evaluate, lanes: pool.workers + 1, signal, onProgress });
  } finally {
    await pool.close();
  }
}

/** Throws a config error for a folder that holds something other than a walk-forward. */
export async function refuseForeignFolder(folder: string): Promise<void> {
  if ((await exists(folder)) && !(await exists(join(folder, WALK_FORWARD_FILE)))) throw configError(`out = ${folder}`, "exists and does not hold a walk-forward", "choose another folder, or remove it first");
}

/** Writes the result folder, replacing an earlier walk-forward there as a whole; refuses a folder that holds something else. `looked` is what the trial ledger said. */
export async function writeWalkForward(folder: string, result: WalkForward, record: WalkForwardRecord, { looked, signal }: { looked?: Looked; signal?: AbortSignal } = {}): Promise<void> {
  await refuseForeignFolder(folder);
  await replaceFolder(folder, async (fresh) => {
    const files = { ...walkForwardFiles(result, record), ...(looked && { [TRIALS_FILE]: lookedText(looked) }) };
    for (const [name, content] of Object.entries(files)) {
      throwIfAborted(signal, folder);
      await writeDurably(join(fresh, name), typeof content === "string" ? new TextEncoder().encode(content) : content);
    }
  }, signal);
}
