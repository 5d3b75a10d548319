// Worker thread: simulates the symbols it is sent, one message each, and hands the columns over without copying.
import { parentPort } from "node:worker_threads";
import { loadCore } from "./core";
import { simulateUnderlying, type SimulateOptions } from "../simulate";
import { transferList, type FromSimulateWorker } from "./simulateTransfer";

const PROGRESS_EVERY = 16;

const port = parentPort;
const ready = loadCore();

async function simulate({ options, symbol }: { options: Partial<SimulateOptions>; symbol: string }): Promise<void> {
  const send = (message: FromSimulateWorker, transfer: ArrayBuffer[] = []) => port?.postMessage(message, transfer);
  const underlying = simulateUnderlying(options, symbol, {
    core: await ready,
    onProgress: (progress) => { if (progress.done % PROGRESS_EVERY === 0 || progress.done === progress.total) send({ progress }); },
  });
  send({ underlying }, transferList(underlying));
}

// A rejection ends the thread; the host hears it as the worker's error.
port?.on("message", (request: Parameters<typeof simulate>[0]) => void simulate(request));
