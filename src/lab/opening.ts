// The engine and the market that it reads.
import sharedCoreUrl from "../../dist/core.shared.wasm?url";
import coreUrl from "../../dist/core.wasm?url";
import { connect } from "./client";
import type { DatasetInfo, DatasetPlace, OpenStep } from "./protocol";
import sweepWorkerUrl from "./sweepWorker?worker&url";

const absolute = (address: string): string => new URL(address, location.href).href;

export const engine = connect(new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" }));

let listener: (step: OpenStep) => void = () => undefined;
/** Who is told how far the market has come. */
export const onOpening = (listen: (step: OpenStep) => void): void => void (listener = listen);

/** Asks the engine for a market. */
export const openMarket = (place: DatasetPlace): Promise<DatasetInfo> =>
  engine.ask("open", { place, coreUrl: absolute(coreUrl), sharedCoreUrl: absolute(sharedCoreUrl), workerUrl: absolute(sweepWorkerUrl), workers: navigator.hardwareConcurrency }, (step) => listener(step));
