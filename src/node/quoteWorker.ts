// Worker thread: quotes the underlyings it is sent, one message each, and hands the columns over without copying.
import { parentPort } from "node:worker_threads";
import { MahlerError } from "../errors";
import { simulateUnderlying, type SimulateHooks } from "../simulate";
import { synthUnderlying } from "../synth";
import { loadCore } from "./core";
import { transferList, type FromQuoteWorker, type QuoteJob } from "./quoteTransfer";

const PROGRESS_EVERY = 16;

const port = parentPort;
const ready = loadCore();
const send = (message: FromQuoteWorker<unknown>, transfer: ArrayBuffer[] = []) => port?.postMessage(message, transfer);

async function work(job: QuoteJob): Promise<void> {
  const hooks: SimulateHooks = {
    core: await ready,
    onProgress: (progress) => { if (progress.done % PROGRESS_EVERY === 0 || progress.done === progress.total) send({ progress }); },
  };
  if ("synth" in job) {
    const result = synthUnderlying(job.synth, job.symbol, hooks);
    send({ result }, transferList(result.underlying));
  } else {
    const result = simulateUnderlying(job.options, job.symbol, hooks);
    send({ result }, transferList(result));
  }
}

// Any other rejection ends the thread; the host hears it as the worker's error.
port?.on("message", (job: QuoteJob) => void work(job).catch((error: unknown) => {
  if (!(error instanceof MahlerError)) throw error;
  send({ failure: [error.kind, error.subject, error.problem, error.remedy] });
}));
