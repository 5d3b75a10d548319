import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { configError } from "../errors";
import { quarantineCsv } from "../importer/tally";
import type { Market } from "../market/types";
import type { Manifest, Provenance } from "../store/manifest";
import { QUARANTINE_FILE } from "../store/schema";
import { resolveSynth, synthCurves, synthUnderlying, SYNTH_VERSION } from "../synth";
import type { SynthInput, SynthNotes, SynthOptions } from "../synth";
import { isoDate } from "../units";
import { loadCore } from "./core";
import { throwIfAborted } from "./files";
import { readBars, readRates, readVix } from "./importDaily";
import { inThreads } from "./quoteThreads";
import { progressOver, type EmbeddedMarketRequest } from "./simulate";
import { builtWorker } from "./workerScript";
import { writeDataset } from "./write";

/** Name of the generator in manifests. */
export const SYNTH_GENERATOR = "mahler data synth";

export interface SynthRequest {
  /** Dataset folder to create or replace. */
  out: string;
  /** Daily bars by symbol; the first symbol is the reference whose index stands in for missing ones. */
  bars: Readonly<Record<string, string>>;
  /** Volatility index files by symbol; the reference needs one. */
  vol: Readonly<Record<string, string>>;
  rates?: string;
  /** Dataset name; default: the folder's. */
  name?: string;
  /** First and last day of the chains, day numbers. */
  from?: number;
  to?: number;
  options?: Partial<SynthOptions>;
  /** Threads; 0 works in the calling thread. Bits do not depend on it. */
  workers?: number;
  workerScript?: string;
  onProgress?: EmbeddedMarketRequest["onProgress"];
  signal?: AbortSignal;
}

export interface SynthReport {
  out: string;
  manifest: Manifest;
  notes: SynthNotes[];
  /** How each daily file was read, and what to know about it. */
  files: string[];
}

type Made = ReturnType<typeof synthUnderlying>;

async function readInput(request: SynthRequest) {
  const { bars, vol, rates, signal } = request;
  const names = Object.keys(bars);
  if (names.length === 0) throw configError("bars", "none given", "name at least one file of daily bars");
  for (const symbol of Object.keys(vol)) if (!names.includes(symbol)) throw configError(`vol = ${symbol}`, "has no bars", `symbols with bars: ${names.join(", ")}`);
  if (vol[names[0]] === undefined) throw configError(`vol = ${names[0]}`, "is missing", "the first symbol needs a volatility index of its own");
  const symbols = [];
  for (const symbol of names) symbols.push({ symbol, bars: await readBars(bars[symbol], signal), index: vol[symbol] === undefined ? undefined : await readVix(vol[symbol], signal) });
  return { symbols, rate: rates === undefined ? undefined : await readRates(rates, signal) };
}

async function quoteAll(input: SynthInput, request: SynthRequest): Promise<Made[]> {
  const { signal, onProgress } = request;
  const names = input.symbols.map((s) => s.symbol);
  const script = request.workerScript ?? builtWorker("quote-worker");
  const threads = script === undefined ? 0 : (request.workers ?? Math.min(names.length, availableParallelism()));
  const report = progressOver(names, onProgress);
  if (threads > 0) return inThreads<Made>({ script: script as string, threads, jobs: names.map((symbol) => ({ synth: input, symbol })), report, signal });
  const core = await loadCore();
  return names.map((symbol) => synthUnderlying(input, symbol, { core, signal, onProgress: report }));
}

/**
 * Makes option chains on real daily bars and writes them as a dataset whose reports say "synthetic quotes on real bars".
 * The same files and options give the same bytes on every host, with any number of threads.
 * Throws config, data and io errors; cancelled when aborted, with the folder as it was.
 */
export async function synthDataset(request: SynthRequest): Promise<SynthReport> {
  const { out, from, to, signal } = request;
  const { symbols, rate } = await readInput(request);
  const name = request.name ?? basename(out);
  const input: SynthInput = {
    name, rate: rate?.value ?? null, from, to, options: request.options,
    symbols: symbols.map(({ symbol, bars, index }) => ({ symbol, bars: bars.value, index: index?.value })),
  };
  const made = await quoteAll(input, request);
  throwIfAborted(signal, out);
  request.onProgress?.({ done: 1, total: 1, writing: true });
  const underlyings = made.map((m) => m.underlying);
  const market: Market = { name, origin: "synthetic-quotes", underlyings, curves: synthCurves(input, underlyings) };
  const notes = made.map((m) => m.notes);
  const provenance: Provenance = {
    createdBy: { name: SYNTH_GENERATOR, version: String(SYNTH_VERSION) },
    parameters: {
      ...resolveSynth(request.options), from: from === undefined ? null : isoDate(from), to: to === undefined ? null : isoDate(to),
      indices: Object.fromEntries(notes.map(({ symbol, ...counts }) => [symbol, counts])),
      indexFiles: Object.fromEntries(symbols.flatMap(({ symbol, index }) => (index ? [[symbol, index.provenance.sources]] : []))),
    },
    bars: Object.fromEntries(symbols.map(({ symbol, bars }) => [symbol, bars.provenance])),
    curves: { vix: symbols[0].index?.provenance, rate: rate?.provenance },
  };
  const tallies = [...symbols.flatMap(({ bars, index }) => [bars.tally, ...(index ? [index.tally] : [])]), ...(rate ? [rate.tally] : [])];
  const manifest = await writeDataset(out, market, provenance, { signal, extras: { [QUARANTINE_FILE]: quarantineCsv(tallies) } });
  return { out, manifest, notes, files: [...symbols.flatMap(({ bars, index }) => [...bars.notes, ...(index?.notes ?? [])]), ...(rate?.notes ?? [])] };
}
