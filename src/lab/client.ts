// The page's side of the engine worker: a promise per request.
import { revivedError } from "../sweep/protocol";
import type { FromEngine, Kind, LabRequests, StepOf } from "./protocol";

export interface Engine {
  ask<K extends Kind>(kind: K, request: LabRequests[K]["request"], onStep?: (step: StepOf<K>) => void): Promise<LabRequests[K]["reply"]>;
}

interface Waiting {
  resolve: (reply: never) => void;
  reject: (error: unknown) => void;
  onStep?: (step: never) => void;
}

/** Speaks to a worker that runs engineWorker.ts. When it dies, everything asked of it rejects. */
export function connect(worker: Worker): Engine {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
    const asked = waiting.get(data.id);
    if (!asked) return;
    if ("progress" in data) return asked.onStep?.(data.progress as never);
    waiting.delete(data.id);
    if ("error" in data) asked.reject(revivedError(data.error));
    else asked.resolve(data.reply as never);
  });
  worker.addEventListener("error", (event) => {
    const error = new Error(event.message || "the engine worker could not be started");
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    ask: (kind, request, onStep) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve: resolve, reject, onStep });
        worker.postMessage({ id: last, kind, request });
      }),
  };
}
