// Many specs at once: the market is loaded here and evaluated by a pool of workers.
import { tableToIPC } from "apache-arrow";
import { createPool, loadCore, packSpecs, parseSpace, readDataset, sha256, sweep as sweepSpace, urlSource } from "../src/browser";
import type { Evaluations, EvaluatorRequest, RunSpec } from "../src/browser";

export interface SweepJob {
  coreUrl: string;
  sharedCoreUrl: string;
  dataset: string;
  request: SweepRequest;
}

/** Specs that share their features and their number of sleeves. */
export interface SweepRequest extends EvaluatorRequest {
  specs: RunSpec[];
  workers: number;
  /** Specs per batch. */
  batch: number;
}

export interface SweepOutcome {
  configs: number;
  workers: number;
  shared: boolean;
  /** SHA-256 of the metrics, per batch: equal in every host. */
  hashes: string[];
  /** Milliseconds. */
  time: number;
}

export async function sweep({ coreUrl, sharedCoreUrl, dataset, request }: SweepJob): Promise<SweepOutcome> {
  const { specs, workers, batch } = request;
  const core = await loadCore(coreUrl);
  const market = await readDataset(urlSource(dataset), core.arena, { symbols: [...request.tickers] });
  const createWorker = () => new Worker(new URL("./sweepWorker.ts", import.meta.url), { type: "module" });
  const pool = await createPool(market, request, { coreUrl, sharedCoreUrl, createWorker, workers, core });
  try {
    const begin = performance.now();
    const batches = Array.from({ length: Math.ceil(specs.length / batch) }, (_, b) => packSpecs(specs.slice(b * batch, (b + 1) * batch), request.tickers.length));
    const results = await Promise.all(batches.map((packed) => pool.evaluate(packed)));
    const time = performance.now() - begin;
    return { configs: specs.length, workers: pool.workers, shared: pool.shared, hashes: await Promise.all(results.map(hashOf)), time };
  } finally {
    await pool.close();
  }
}

/** A space: what a config varies. */
export interface SpaceRequest {
  values: Record<string, unknown>;
  parameters: Record<string, unknown>;
  workers: number;
}

/** Rows of the sweep's table, and the SHA-256 of its Arrow bytes: equal in every host. */
export async function sweepTable({ coreUrl, sharedCoreUrl, dataset, request }: Omit<SweepJob, "request"> & { request: SpaceRequest }): Promise<{ rows: number; hash: string }> {
  const core = await loadCore(coreUrl);
  const space = parseSpace([{ file: null, values: request.values }], [{ file: null, sweep: { parameters: request.parameters } }]);
  const market = await readDataset(urlSource(dataset), core.arena, { symbols: [...space.base.ticker] });
  const createWorker = () => new Worker(new URL("./sweepWorker.ts", import.meta.url), { type: "module" });
  const table = await sweepSpace(market, space, { coreUrl, sharedCoreUrl, createWorker, workers: request.workers, core });
  return { rows: table.numRows, hash: await sha256(tableToIPC(table)) };
}

/** Of the columns one after the other. */
export async function hashOf({ metrics, yearly, reasons, exits, fingerprints }: Evaluations): Promise<string> {
  const columns = [metrics, yearly, reasons, exits, fingerprints];
  return sha256(new Uint8Array(await new Blob(columns.map((column) => column.slice())).arrayBuffer()));
}
