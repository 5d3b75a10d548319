// A sweep on a pool of its own, opened for it and closed after it.
import type { Table } from "apache-arrow";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { Market } from "../market/types";
import type { Pool } from "./pool";
import type { SweepProgress } from "./run";
import { evaluatorRequest, runSweep } from "./sweep";
import type { Space } from "./types";

export interface SweepOnOptions {
  open: (request: EvaluatorRequest) => Promise<Pool>;
  onProgress?: (progress: SweepProgress) => void;
  signal?: AbortSignal;
}

/** Opens a pool, runs the space on it and closes it, however the sweep ends. One batch more than there are workers is under way, so that none waits. */
export async function sweepOn(market: Market, space: Space, { open, onProgress, signal }: SweepOnOptions): Promise<Table> {
  const pool = await open(evaluatorRequest(market, space));
  try {
    const { table } = await runSweep(market, space, { evaluate: pool.evaluate, lanes: pool.workers + 1, onProgress, signal });
    return table;
  } finally {
    await pool.close();
  }
}
