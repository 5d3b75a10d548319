import { join } from "node:path";
import { exists } from "../node/files";
import { ensureEmbeddedMarket } from "../node/simulate";
import { MANIFEST_FILE } from "../store/schema";
import { progressBar } from "./progress";
import { EMBEDDED_DIR } from "./simulate";

export interface MarketOptions {
  quiet: boolean;
  /** Bring the embedded market up to date, not just into being. */
  refresh: boolean;
  signal: AbortSignal;
}

/** Folder of the dataset that the config names; the embedded market is made when it is missing. */
export async function datasetFolder(data: string, { quiet, refresh, signal }: MarketOptions): Promise<string> {
  if (data !== "embedded") return data;
  if (!refresh && (await exists(join(EMBEDDED_DIR, MANIFEST_FILE)))) return EMBEDDED_DIR;
  const bar = progressBar("simulating the embedded market", quiet);
  try {
    await ensureEmbeddedMarket({ dir: EMBEDDED_DIR, signal, onProgress: ({ done, total, writing }) => (writing ? bar.say("writing") : bar.update(done, total)) });
  } finally {
    bar.end();
  }
  return EMBEDDED_DIR;
}
