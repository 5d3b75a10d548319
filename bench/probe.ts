// What an evaluation spends in the core: time by kernel, and the most memory it holds at once.
import type { Core } from "../src/core/core";

export interface Probe {
  /** The core, watched. */
  core: Core;
  /** Milliseconds by kernel since `reset`. */
  spent: Record<"compileSessions" | "buildCodes" | "replay" | "measure", number>;
  /** Bytes above the arena's top at `reset`, at the most; slack of the allocator included. */
  peak: () => number;
  reset: () => void;
}

/** Watches a core. Only calls through the returned one are timed; allocations are seen whoever makes them. */
export function probe(core: Core): Probe {
  const spent = { compileSessions: 0, buildCodes: 0, replay: 0, measure: 0 };
  const kernels = { ...core.kernels } as unknown as Record<string, (...args: number[]) => number>;
  for (const name of Object.keys(spent) as (keyof typeof spent)[]) {
    const kernel = kernels[name];
    kernels[name] = (...args) => {
      const begin = performance.now();
      const result = kernel(...args);
      spent[name] += performance.now() - begin;
      return result;
    };
  }
  const { arena } = core;
  const alloc = arena.alloc.bind(arena);
  let bottom = arena.mark();
  let top = bottom;
  arena.alloc = (bytes) => {
    const address = alloc(bytes);
    top = Math.max(top, arena.mark());
    return address;
  };
  const reset = (): void => {
    for (const name of Object.keys(spent) as (keyof typeof spent)[]) spent[name] = 0;
    bottom = top = arena.mark();
  };
  return { core: { ...core, kernels: kernels as unknown as Core["kernels"] }, spent, peak: () => top - bottom, reset };
}
