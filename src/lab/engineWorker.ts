// The engine worker of the page: the market and the core live here, so that the page stays free to draw.
import { fetched } from "../browser/fetched";
import { createPool } from "../browser/pool";
import { fileSource, urlSource } from "../browser/sources";
import { instantiateCore } from "../core/core";
import { sha256 } from "../results/hash";
import { readDataset } from "../store/read";
import { parseManifest } from "../store/manifest";
import { MANIFEST_FILE } from "../store/schema";
import { createLab } from "./engine/lab";
import { createProgress } from "./engine/progress";
import { serveLab } from "./engine/serve";
import type { Opened } from "./engine/serve";
import type { OpenRequest, OpenStep, ToEngine } from "./protocol";

async function open({ place, coreUrl, sharedCoreUrl, workerUrl, workers }: OpenRequest, onStep: (step: OpenStep) => void): Promise<Opened> {
  const began = performance.now();
  const progress = createProgress(onStep);
  const source = "url" in place ? urlSource(place.url, progress.bytes) : fileSource(place.files, undefined, progress.bytes);
  const [wasm, text] = await Promise.all([fetched(coreUrl).then(async (response) => new Uint8Array(await response.arrayBuffer())), source.text(MANIFEST_FILE)]);
  const core = instantiateCore(wasm);
  const manifest = parseManifest(text, source.where);
  progress.manifest(manifest);
  const market = await readDataset(source, core.arena);
  const createWorker = (): Worker => new Worker(workerUrl as string, { type: "module" });
  const context = { path: manifest.name, manifest, core: await sha256(wasm) };
  const lab = createLab({ core, market, context, openPool: workerUrl === null || workers < 2 ? null : (request) => createPool(market, request, { coreUrl, sharedCoreUrl, createWorker, workers }) });
  const symbols = manifest.symbols.map(({ info, rows, firstDay, lastDay }) => ({ symbol: info.symbol, rows, first: firstDay, last: lastDay }));
  return { lab, info: { name: manifest.name, origin: manifest.origin, hash: await sha256(text), symbols, opened: performance.now() - began } };
}

const handle = serveLab(open, (message, transfer) => postMessage(message, { transfer }));
addEventListener("message", ({ data }: MessageEvent<ToEngine>) => void handle(data));
