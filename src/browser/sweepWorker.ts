import type { ToWorker } from "../sweep/protocol";
import { serveSweep } from "../sweep/serve";

/** Makes the module worker that calls it a worker of a pool: the whole of the file behind `createWorker`. */
export function serveSweepWorker(): void {
  const answer = serveSweep((reply, transfer) => postMessage(reply, { transfer }));
  addEventListener("message", ({ data }: MessageEvent<ToWorker>) => answer(data));
}
