// A worker as a lane of a pool: one question at a time, one answer each.
import type { Core } from "../core/core";
import { createEvaluator, type EvaluatorRequest } from "../engine/evaluator";
import { MahlerError } from "../errors";
import type { Market } from "../market/types";
import type { Lane } from "./pool";
import { buffersOf, revivedError, type FromWorker, type ToWorker, type WorkerStart } from "./protocol";

/** A host's worker: what both kinds have in common. */
export interface WorkerPort {
  post(message: ToWorker, transfer: ArrayBuffer[]): void;
  /** Called once, before the first post. `onFailure` hears of anything that ends the worker unasked. */
  listen(onReply: (reply: FromWorker) => void, onFailure: (error: unknown) => void): void;
  terminate(): Promise<void>;
}

/** The lane of a worker that has yet to begin; `start.home`'s own block is handed over. Rejects, and ends the worker, when it cannot. */
export async function openLane(port: WorkerPort, start: WorkerStart): Promise<Lane> {
  const ask = conversation(port);
  try {
    await ask({ start }, "block" in start.home ? [start.home.block] : []);
  } catch (error) {
    await port.terminate();
    throw error;
  }
  return {
    async evaluate(packed, window) {
      const reply = await ask({ packed, window }, buffersOf(packed));
      if ("evaluations" in reply) return reply.evaluations;
      throw ended("answered out of turn");
    },
    close: () => port.terminate(),
  };
}

function conversation(port: WorkerPort): (message: ToWorker, transfer: ArrayBuffer[]) => Promise<FromWorker> {
  let turn: { resolve(reply: FromWorker): void; reject(error: unknown): void } | undefined;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    turn?.reject(failure);
  };
  port.listen(
    (reply) => ("error" in reply ? fail(revivedError(reply.error)) : turn?.resolve(reply)),
    (error) => fail(error instanceof MahlerError ? error : ended(String(error))),
  );
  return (message, transfer) =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      turn = { resolve, reject };
      port.post(message, transfer);
    });
}

/** The error for a worker that went away. */
export const ended = (problem: string): MahlerError => new MahlerError("engine", "sweep worker", problem, "try fewer workers; if it happens again, please report it");

/** Milliseconds of work in the calling thread between two chances for timers, input and abort signals. */
const BREATH = 50;

/** The calling thread as a lane. It answers other events every BREATH; closed in the middle of a batch, it drops the batch there. */
export function localLane(core: Core, market: Market, request: EvaluatorRequest): Lane {
  const evaluator = createEvaluator(core, market, request);
  let open = true;
  return {
    async evaluate(packed, window) {
      const steps = evaluator.steps(packed, window);
      for (let since = -Infinity; open; ) {
        if (performance.now() - since > BREATH) {
          await new Promise((done) => setTimeout(done));
          since = performance.now();
          continue; // it may have been closed meanwhile
        }
        const step = steps.next();
        if (step.done) return step.value;
      }
      steps.return(undefined as never);
      return new Promise(() => undefined); // the pool has rejected it
    },
    async close() {
      open = false;
    },
  };
}
