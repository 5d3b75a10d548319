// Batches of configs to whoever is idle. What a worker is, its host decides: see lane.ts.
import type { PackedSpecs } from "../core/packed";
import type { Evaluations } from "../engine/evaluations";
import type { RunWindow } from "../engine/window";
import { MahlerError } from "../errors";

/** Evaluates batches side by side. The bits of a batch do not depend on the number of workers, on sharing, or on the other batches. */
export interface Pool {
  readonly workers: number;
  /** True when all workers read one copy of the market. */
  readonly shared: boolean;
  /**
   * One batch, over the pool's range or a window of it, on the next idle worker; batches start in the order of the calls. The batch's arrays are given away:
   * they are empty afterwards wherever it went to another thread. Rejects with the error of the worker that failed, which ends the pool.
   */
  evaluate(packed: PackedSpecs, window?: RunWindow): Promise<Evaluations>;
  /** Ends every worker, also in mid-batch; batches not finished reject as cancelled. Resolves when none is left. */
  close(): Promise<void>;
}

/** Evaluates batches one at a time. */
export interface Lane {
  evaluate(packed: PackedSpecs, window?: RunWindow): Promise<Evaluations>;
  close(): Promise<void>;
}

interface Job {
  packed: PackedSpecs;
  window: RunWindow | undefined;
  resolve(evaluations: Evaluations): void;
  reject(error: unknown): void;
}

export const cancelled = (why: string): MahlerError => new MahlerError("cancelled", "sweep", why, "finished batches are kept");

/** A pool over lanes that are ready. Aborting the signal closes it. */
export function poolOf(lanes: readonly Lane[], shared: boolean, signal?: AbortSignal): Pool {
  const idle = [...lanes];
  const waiting: Job[] = [];
  const running = new Set<Job>();
  let end: { reason: unknown; closed: Promise<void> } | undefined;

  function stop(reason: unknown): Promise<void> {
    if (end) return end.closed;
    signal?.removeEventListener("abort", abort);
    end = { reason, closed: Promise.all(lanes.map((lane) => lane.close())).then(() => undefined) };
    for (const job of [...running, ...waiting.splice(0)]) job.reject(reason);
    running.clear();
    return end.closed;
  }

  function next(): void {
    while (!end && idle.length > 0 && waiting.length > 0) work(idle.pop() as Lane, waiting.shift() as Job);
  }

  function work(lane: Lane, job: Job): void {
    running.add(job);
    lane.evaluate(job.packed, job.window).then(
      (evaluations) => {
        running.delete(job);
        job.resolve(evaluations);
        idle.push(lane);
        next();
      },
      (error: unknown) => void stop(error),
    );
  }

  const abort = (): void => void stop(cancelled("stopped on request"));
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort, { once: true });

  return {
    workers: lanes.length,
    shared,
    evaluate: (packed, window) =>
      new Promise((resolve, reject) => {
        if (end) return reject(end.reason);
        waiting.push({ packed, window, resolve, reject });
        next();
      }),
    close: () => stop(cancelled("the pool was closed")),
  };
}
