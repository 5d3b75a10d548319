// The engine worker of the page: the market and the core live here, so that the page stays free to draw.
import { fetched } from "../browser/fetched";
import { createPool } from "../browser/pool";
import { fileSource, urlSource } from "../browser/sources";
import { instantiateCore } from "../core/core";
import type { Core } from "../core/core";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { Market } from "../market/types";
import { sha256 } from "../results/hash";
import type { RecordContext } from "../results/record";
import { readDataset } from "../store/read";
import { parseManifest } from "../store/manifest";
import { MANIFEST_FILE } from "../store/schema";
import { isoDate } from "../units";
import { areChains } from "./dataset";
import { createLab } from "./engine/lab";
import { createProgress } from "./engine/progress";
import { serveLab } from "./engine/serve";
import type { Opened } from "./engine/serve";
import type { DatasetInfo, DatasetPlace, OpenRequest, OpenStep, ToEngine } from "./protocol";

interface Read {
  market: Market;
  context: Omit<RecordContext, "core">;
  info: Omit<DatasetInfo, "opened">;
}

async function open({ place, coreUrl, sharedCoreUrl, workerUrl, workers }: OpenRequest, onStep: (step: OpenStep) => void): Promise<Opened> {
  const began = performance.now();
  const wasm = fetched(coreUrl).then(async (response) => new Uint8Array(await response.arrayBuffer()));
  const chains = "files" in place && areChains(place.files);
  const { market, context, info, core } = chains ? await readFiles(place.files, wasm, onStep) : await readStore(place, wasm, onStep);
  const createWorker = (): Worker => new Worker(workerUrl as string, { type: "module" });
  const openPool = workerUrl === null || workers < 2 ? null : (request: EvaluatorRequest) => createPool(market, request, { coreUrl, sharedCoreUrl, createWorker, workers });
  const lab = createLab({ core, market, context: { ...context, core: await sha256(await wasm) }, openPool });
  return { lab, info: { ...info, opened: performance.now() - began } };
}

/** A dataset, straight into the core's memory. */
async function readStore(place: DatasetPlace, wasm: Promise<Uint8Array<ArrayBuffer>>, onStep: (step: OpenStep) => void): Promise<Read & { core: Core }> {
  const progress = createProgress(onStep);
  const source = "url" in place ? urlSource(place.url, progress.bytes) : fileSource(place.files, undefined, progress.bytes);
  const text = await source.text(MANIFEST_FILE);
  const core = instantiateCore(await wasm);
  const manifest = parseManifest(text, source.where);
  progress.manifest(manifest);
  const market = await readDataset(source, core.arena);
  const symbols = manifest.symbols.map(({ info, rows, firstDay, lastDay }) => ({ symbol: info.symbol, rows, first: firstDay, last: lastDay }));
  return { core, market, context: { path: manifest.name, manifest }, info: { name: manifest.name, origin: manifest.origin, hash: await sha256(text), symbols, chains: null } };
}

/** Chain files as they are: what reads them is loaded when they come. */
async function readFiles(files: readonly File[], wasm: Promise<Uint8Array<ArrayBuffer>>, onStep: (step: OpenStep) => void): Promise<Read & { core: Core }> {
  const { readChainFiles } = await import("./engine/chainFiles");
  const began = performance.now();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const { market, files: read, remark } = await readChainFiles(files, (share) => onStep({ name: files[0].name, done: share * total, total, elapsed: performance.now() - began }));
  const { name, origin, underlyings, curves } = market;
  const symbols = underlyings.map(({ symbol, rows, days: { day } }) => ({ symbol, rows: rows.strike.length, first: isoDate(day[0]), last: isoDate(day[day.length - 1]) }));
  const context = { path: name, manifest: { name, origin, parameters: {}, symbols: [], curves: { vix: null, rate: null } }, files: read };
  return { core: instantiateCore(await wasm), market: { name, origin, underlyings, curves }, context, info: { name, origin, hash: await sha256(read.map(({ sha256: hash }) => hash).join()), symbols, chains: { files: read.map((file) => file.name), remark } } };
}

const handle = serveLab(open, (message, transfer) => postMessage(message, { transfer }));
addEventListener("message", ({ data }: MessageEvent<ToEngine>) => void handle(data));
