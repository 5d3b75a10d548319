import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Core } from "../core/core";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { Market } from "../market/types";
import { ended, type WorkerPort } from "../sweep/lane";
import { openPool } from "../sweep/open";
import type { Pool } from "../sweep/pool";
import type { FromWorker } from "../sweep/protocol";
import { coreBytes, loadCore } from "./core";
import { builtWorker } from "./workerScript";

export interface PoolOptions {
  /** Threads; 1 works in the calling thread. Bits do not depend on it. Default: one per core of the machine. */
  workers?: number;
  /** One copy of the market for all workers (default), or false: one for each. */
  shared?: boolean;
  /** For one worker: the core whose memory holds the market. Default: a fresh core, into which the market is copied. */
  core?: Core;
  /** The built worker; by default the one beside the running bundle, none when running from sources (the calling thread then does the work). */
  workerScript?: string;
  /** Aborting closes the pool; batches not finished reject as cancelled. */
  signal?: AbortSignal;
}

/** Workers that evaluate batches of configs on the market. `close` it when done: its threads keep the process alive. */
export async function createPool(market: Market, request: EvaluatorRequest, options: PoolOptions = {}): Promise<Pool> {
  const script = options.workerScript ?? builtWorker("sweep-worker");
  return openPool({
    market,
    request,
    workers: script === undefined ? 1 : Math.max(1, options.workers ?? availableParallelism()),
    shared: options.shared ?? true,
    signal: options.signal,
    localCore: async () => options.core ?? loadCore(),
    coreBytes,
    port: () => threadPort(new Worker(script as string)),
  });
}

function threadPort(worker: Worker): WorkerPort {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onReply, onFailure) {
      worker.on("message", (reply: FromWorker) => onReply(reply));
      worker.on("error", onFailure);
      worker.on("messageerror", onFailure);
      worker.on("exit", (code) => onFailure(ended(`ended with code ${code}`)));
    },
    terminate: async () => void (await worker.terminate()),
  };
}
