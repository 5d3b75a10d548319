import { existsSync } from "node:fs";
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { MahlerError } from "../errors";
import type { Market, Underlying } from "../market/types";
import { embeddedName, GENERATOR_VERSION, resolveSimulation, simulateCurves, simulateUnderlying } from "../simulate";
import type { SimulateOptions, SimulateProgress } from "../simulate";
import { parseManifest, type Manifest, type Provenance } from "../store/manifest";
import { MANIFEST_FILE } from "../store/schema";
import { loadCore } from "./core";
import { directorySource, throwIfAborted } from "./files";
import { inThreads } from "./quoteThreads";
import { builtWorker } from "./workerScript";
import { writeDataset } from "./write";

/** Name of the generator in manifests; with its version it decides whether a stored market is current. */
export const GENERATOR = "mahler data simulate";

export interface EmbeddedMarketRequest {
  /** Dataset folder. */
  dir: string;
  /** What to simulate; defaults as in `DEFAULT_SIMULATION`. */
  options?: Partial<SimulateOptions>;
  /** Simulate even when the folder already holds this very market. */
  force?: boolean;
  /** Threads; 0 works in the calling thread. Bits do not depend on it. Default: one per symbol up to the machine's cores. */
  workers?: number;
  /** The built worker; by default the one beside the running bundle, none when running from sources (the calling thread then does the work). */
  workerScript?: string;
  /** Called now and then with the sessions done over all symbols; `writing` once the simulation is complete. */
  onProgress?: (progress: { done: number; total: number; writing: boolean }) => void;
  /** Aborting throws a "cancelled" error and leaves the folder as it was. */
  signal?: AbortSignal;
}

/** Everything that decides the bits, as the manifest keeps it. */
function parametersOf(options: Partial<SimulateOptions>): Record<string, unknown> {
  const { first: _first, last: _last, ...rest } = resolveSimulation(options);
  return { ...rest };
}

/** The manifest in `dir` when it holds exactly this simulation, whole; undefined otherwise. */
async function current(dir: string, options: Partial<SimulateOptions>): Promise<Manifest | undefined> {
  if (!existsSync(join(dir, MANIFEST_FILE))) return undefined;
  try {
    const manifest = parseManifest(await directorySource(dir).text(MANIFEST_FILE), dir);
    const { createdBy, parameters } = manifest;
    const same = createdBy.name === GENERATOR && createdBy.version === String(GENERATOR_VERSION);
    return same && JSON.stringify(parameters) === JSON.stringify(parametersOf(options)) ? manifest : undefined;
  } catch (error) {
    // A manifest of another store version or a damaged one: simulate again.
    if (error instanceof MahlerError && error.kind === "data") return undefined;
    throw error;
  }
}

/**
 * Makes sure that `dir` holds the embedded market: reuses a current one, else simulates and replaces the folder as a whole.
 * A folder that holds something other than a dataset is refused.
 */
export async function ensureEmbeddedMarket(request: EmbeddedMarketRequest): Promise<{ manifest: Manifest; created: boolean }> {
  const { dir, options = {}, force = false, signal } = request;
  const known = force ? undefined : await current(dir, options);
  if (known !== undefined) return { manifest: known, created: false };
  const market = await simulateInWorkers(request);
  throwIfAborted(signal, dir);
  const provenance: Provenance = { createdBy: { name: GENERATOR, version: String(GENERATOR_VERSION) }, parameters: parametersOf(options) };
  return { manifest: await writeDataset(dir, market, provenance, { signal }), created: true };
}

/** The same market as `simulateMarket`, its symbols spread over worker threads. */
export async function simulateInWorkers(request: Omit<EmbeddedMarketRequest, "dir" | "force">): Promise<Market> {
  const { options = {}, signal, onProgress } = request;
  const { symbols } = resolveSimulation(options);
  const script = request.workerScript ?? builtWorker("quote-worker");
  const threads = script === undefined ? 0 : (request.workers ?? Math.min(symbols.length, availableParallelism()));
  const report = progressOver(symbols, onProgress);
  const underlyings = threads > 0
    ? await inThreads<Underlying>({ script: script as string, threads, jobs: symbols.map((symbol) => ({ options, symbol })), report, signal })
    : await inThisThread({ options, symbols, report, signal });
  onProgress?.({ done: 1, total: 1, writing: true });
  return { name: embeddedName(options), origin: "simulated", underlyings, curves: simulateCurves(options) };
}

/** Adds up the symbols' progress. */
export function progressOver(symbols: readonly string[], onProgress: EmbeddedMarketRequest["onProgress"]) {
  const done = new Map(symbols.map((symbol) => [symbol, 0]));
  return (progress: SimulateProgress) => {
    done.set(progress.symbol, progress.done);
    let sum = 0;
    for (const value of done.values()) sum += value;
    onProgress?.({ done: sum, total: progress.total * symbols.length, writing: false });
  };
}

/** What either way of working needs. */
interface Work { options: Partial<SimulateOptions>; symbols: readonly string[]; report: (progress: SimulateProgress) => void; signal?: AbortSignal }

async function inThisThread({ options, symbols, report, signal }: Work): Promise<Underlying[]> {
  const core = await loadCore();
  return symbols.map((symbol) => simulateUnderlying(options, symbol, { core, signal, onProgress: report }));
}
