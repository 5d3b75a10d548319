// From a config to what is drawn, as fast as the hand: from the cache when it can, else one evaluation at a time, the newest first.
import type { Engine } from "./client";
import { createCache, keyOf, resultAt } from "./cache";
import type { Result } from "./cache";
import type { Values } from "./protocol";
import type { Slider } from "./sliders";

export interface LiveEvents {
  onResult(config: Values, result: Result): void;
  /** A config that does not fit together, or that the data cannot serve. */
  onProblem(error: unknown): void;
  /** Configs evaluated, and the milliseconds it took the engine. */
  onEvaluated(configs: number, milliseconds: number): void;
}

export interface Live {
  /** Shows a config: at once when it is known. */
  show(config: Values): void;
  /** Evaluates every position of a slider beforehand. */
  prefetch(slider: Slider, config: Values): void;
  clear(): void;
}

export function createLive(engine: Engine, { onResult, onProblem, onEvaluated }: LiveEvents): Live {
  const cache = createCache();
  let wanted: Values | null = null;
  let busy = false;
  /** The config asked for last: results of others are kept, not shown. */
  let asked = "";
  let fetched = "";
  /** Results asked for before the last `clear` are of another market. */
  let epoch = 0;

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    while (wanted) {
      const config: Values = wanted;
      wanted = null;
      const began = epoch;
      try {
        const reply = await engine.ask("space", { values: config, vary: { configs: [{ equity: config.equity ?? 100_000 }] }, equity: true });
        if (began !== epoch) continue;
        const result = resultAt(reply, 0);
        cache.set(keyOf(config), result);
        onEvaluated(1, reply.took);
        if (keyOf(config) === asked) onResult(config, result);
      } catch (error) {
        if (began === epoch && keyOf(config) === asked) onProblem(error);
      }
    }
    busy = false;
  }

  return {
    show(config) {
      asked = keyOf(config);
      const known = cache.get(asked);
      if (known) {
        wanted = null;
        return onResult(config, known);
      }
      wanted = config;
      void work();
    },
    prefetch(slider, config) {
      // The slider's own position does not matter: dragging it along needs one fetch.
      const around = `${slider.id}:${keyOf({ ...config, ...Object.fromEntries(Object.keys(slider.apply(slider.values[0], config)).map((key) => [key, null])) })}`;
      if (around === fetched) return;
      fetched = around;
      const began = epoch;
      const configs = slider.values.map((value) => slider.apply(value, config));
      void engine.ask("space", { values: config, vary: { configs }, equity: true }).then(
        (reply) => {
          if (began !== epoch) return;
          const axis = reply.axes.indexOf(slider.key);
          for (let i = 0; i < reply.count; i++) cache.set(keyOf({ ...config, ...configs[reply.choices[i * reply.axes.length + axis]] }), resultAt(reply, i));
          onEvaluated(reply.count, reply.took);
        },
        () => (fetched = ""),
      );
    },
    clear() {
      epoch++;
      cache.clear();
      wanted = null;
      fetched = "";
    },
  };
}
