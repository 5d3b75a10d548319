// The worker's side of a pool, the same in every host.
import { instantiateCore, type Core } from "../core/core";
import { attachMarket, type MarketLayout } from "../core/layout";
import { createEvaluator, type Evaluator } from "../engine/evaluator";
import type { Market } from "../market/types";
import { buffersOf, plainError, type FromWorker, type MarketHome, type ToWorker, type WorkerStart } from "./protocol";

/** Answers a pool's messages: call the result with each, in order; `reply` sends the answers. Failures are answers too. */
export function serveSweep(reply: (message: FromWorker, transfer: ArrayBuffer[]) => void): (message: ToWorker) => void {
  let evaluator: Evaluator | undefined;
  return (message) => {
    try {
      if ("start" in message) {
        evaluator = begin(message.start);
        reply({ ready: true }, []);
      } else if (evaluator) {
        const evaluations = evaluator.evaluate(message.packed, message.window);
        reply({ evaluations }, buffersOf(evaluations));
      } else throw new Error("a batch came before the market");
    } catch (error) {
      reply({ error: plainError(error) }, []);
    }
  };
}

function begin({ core: bytes, layout, home, request }: WorkerStart): Evaluator {
  const core = instantiateCore(bytes, "range" in home ? home.range : undefined);
  return createEvaluator(core, marketAt(core, layout, home), request);
}

function marketAt({ arena }: Core, layout: MarketLayout, home: MarketHome): Market {
  if ("range" in home) return attachMarket(layout, arena.memory, home.base);
  const base = arena.alloc(layout.bytes);
  arena.view(Uint8Array, base, layout.bytes).set(new Uint8Array(home.block));
  return attachMarket(layout, arena.memory, base);
}
