import type { Core } from "../core/core";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { Market } from "../market/types";
import { ended, type WorkerPort } from "../sweep/lane";
import { openPool } from "../sweep/open";
import type { Pool } from "../sweep/pool";
import type { FromWorker } from "../sweep/protocol";
import { loadCore } from "./core";
import { fetched } from "./fetched";

export interface BrowserPoolOptions {
  /** Addresses of the package's core.wasm and core.shared.wasm. */
  coreUrl: string | URL;
  sharedCoreUrl: string | URL;
  /** Starts a module worker whose file calls `serveSweepWorker`. */
  createWorker: () => Worker;
  /** Default: the cores the browser admits to. 1 works in the calling thread, which blocks a page: call it from a worker then. */
  workers?: number;
  /** One copy of the market for all workers (default) where the page is cross-origin isolated (COOP and COEP headers); else one for each. */
  shared?: boolean;
  /** For one worker: the core whose memory holds the market. Default: a fresh core, into which the market is copied. */
  core?: Core;
  /** Aborting closes the pool; batches not finished reject as cancelled. */
  signal?: AbortSignal;
}

/** Workers that evaluate batches of configs on the market. `close` it when done. */
export async function createPool(market: Market, request: EvaluatorRequest, options: BrowserPoolOptions): Promise<Pool> {
  const { coreUrl, sharedCoreUrl, createWorker, workers = navigator.hardwareConcurrency, shared = true, core, signal } = options;
  return openPool({
    market,
    request,
    workers: Math.max(1, workers),
    shared: shared && crossOriginIsolated,
    signal,
    localCore: async () => core ?? loadCore(coreUrl),
    coreBytes: async (forShared) => new Uint8Array(await (await fetched(forShared ? sharedCoreUrl : coreUrl)).arrayBuffer()),
    port: () => workerPort(createWorker()),
  });
}

function workerPort(worker: Worker): WorkerPort {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onReply, onFailure) {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => onReply(data);
      worker.onmessageerror = () => onFailure(ended("sent what this page cannot read"));
      worker.onerror = ({ message }) => onFailure(ended(message || "could not be started"));
    },
    terminate: async () => worker.terminate(),
  };
}
