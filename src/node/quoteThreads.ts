// Underlyings made in worker threads, one job each, whoever is idle next.
import { Worker } from "node:worker_threads";
import { MahlerError } from "../errors";
import type { SimulateProgress } from "../simulate";
import type { FromQuoteWorker, QuoteJob } from "./quoteTransfer";

export interface ThreadWork {
  /** The built worker. */
  script: string;
  threads: number;
  jobs: readonly QuoteJob[];
  report: (progress: SimulateProgress) => void;
  signal?: AbortSignal;
}

/** What the jobs give, in their order. Rejects with the first failure, or as cancelled; no thread is left then. */
export async function inThreads<T>({ script, threads, jobs, report, signal }: ThreadWork): Promise<T[]> {
  const results = new Array<T>(jobs.length);
  const pool: Worker[] = [];
  let given = 0;
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const cancel = () => reject(new MahlerError("cancelled", "quotes", "stopped on request", "nothing was changed"));
      if (signal?.aborted) return cancel();
      signal?.addEventListener("abort", cancel, { once: true });
      for (let i = 0; i < Math.min(threads, jobs.length); i++) {
        const worker = new Worker(script);
        pool.push(worker);
        let job = -1;
        const next = () => {
          if (given < jobs.length) worker.postMessage(jobs[(job = given++)]);
          else if (done === jobs.length) resolve();
        };
        worker.on("message", (message: FromQuoteWorker<T>) => {
          if ("progress" in message) return report(message.progress);
          if ("failure" in message) return reject(new MahlerError(...message.failure));
          results[job] = message.result;
          done++;
          next();
        });
        worker.on("error", reject);
        next();
      }
    });
  } finally {
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
  return results;
}
