// The loop of a sweep: expand a chunk, plan it, evaluate its batches, hand the chunk over in config order.
import type { PackedSpecs } from "../core/packed";
import { checkEquity, emptyEvaluations } from "../engine/evaluations";
import type { Evaluations } from "../engine/evaluations";
import type { RunWindow } from "../engine/window";
import { MahlerError } from "../errors";
import { batches, packBatch, scatter } from "./batch";
import { createExpander } from "./expand";
import type { Chunk, Tally } from "./expand";
import { mostConfigs } from "./combinations";
import { createPlanner } from "./plan";
import type { Group } from "./plan";
import type { Space } from "./types";

/** Configs that are expanded, planned and stored together. */
export const CHUNK = 16_384;

/** Evaluates a batch, over a window of its range when one is given: an evaluator or a pool. */
export type Evaluate = (packed: PackedSpecs, window?: RunWindow) => Promise<Evaluations> | Evaluations;

/** A chunk with what is known of its configs. */
export interface Block {
  chunk: Chunk;
  evaluations: Evaluations;
  /** [config] 1 = evaluated. */
  done: Uint8Array;
  /** Evaluated configs. */
  filled: number;
}

export interface SweepProgress {
  /** Configs evaluated, or found done. */
  done: number;
  /** Configs in all; an upper bound until the last chunk is expanded. */
  total: number;
  /** The configs of the batch just done, and their results in the same order. */
  configs: Uint32Array;
  /** The chunk that they are of. */
  chunk: Chunk;
  evaluations: Evaluations;
}

export interface RunOptions {
  evaluate: Evaluate;
  /** Runs on these days, and no others of `evaluate`'s range. */
  window?: RunWindow;
  /** Whether blocks hold the equity that the window asks for (default); else it passes by in onProgress, batch by batch. At most EQUITY_BYTES are kept, all blocks together. */
  keepEquity?: boolean;
  /** Batches under way at the same time. */
  lanes?: number;
  /** Stops it; what is done is handed over. Batches under way are waited for, unless `evaluate` cancels them itself. */
  signal?: AbortSignal;
  onProgress?: (progress: SweepProgress) => void;
  /** What an earlier run left of the chunk. */
  restore?: (chunk: Chunk) => Promise<Block | null>;
  /** Takes a chunk: complete, or as far as it is, after the first results, every few seconds and when the sweep is stopped. */
  save: (block: Block) => Promise<void> | void;
  /** Milliseconds between saves of an incomplete chunk. */
  saveEvery?: number;
  /** Configs per chunk, for tests. */
  chunk?: number;
}

export interface Outcome extends Tally {
  /** False when it was stopped. */
  complete: boolean;
}

/** Evaluates all configs of the space. Throws what `evaluate` and `save` throw, and config errors of the space. */
export async function runSpace(space: Space, options: RunOptions): Promise<Outcome> {
  const { signal, restore, save, chunk: limit = CHUNK } = options;
  const expander = createExpander(space);
  const planner = createPlanner();
  const state: State = { options, done: 0, total: mostConfigs(space), saved: -Infinity, equityBytes: 0 };
  for (let chunk = expander.next(limit); chunk && !signal?.aborted; chunk = expander.next(limit)) {
    state.total = expander.left() + chunk.first + chunk.count;
    const block = { current: (await restore?.(chunk)) ?? null };
    state.done += block.current?.filled ?? 0;
    const complete = await evaluateChunk(chunk, planner.plan(chunk), block, state);
    if (block.current) await save(block.current);
    if (!complete) return { ...expander.tally, complete: false };
  }
  return { ...expander.tally, complete: !signal?.aborted };
}

interface State {
  options: RunOptions;
  done: number;
  total: number;
  saved: number;
  /** Of equity, in all blocks. */
  equityBytes: number;
}

/** Evaluates what the block lacks; false when it was stopped before the end. The block comes into being with the first results. */
async function evaluateChunk(chunk: Chunk, groups: readonly Group[], block: { current: Block | null }, state: State): Promise<boolean> {
  const { evaluate, window, lanes = 1, signal, save, saveEvery = 5000 } = state.options;
  const underway = new Set<Promise<void>>();
  const take = (members: Uint32Array, evaluations: Evaluations): void => {
    const into = (block.current ??= emptyBlock(chunk, evaluations, state));
    scatter(evaluations, members, into.evaluations);
    for (const i of members) into.done[i] = 1;
    into.filled += members.length;
    state.done += members.length;
    state.options.onProgress?.({ done: state.done, total: state.total, configs: members.map((i) => chunk.first + i), chunk, evaluations });
  };
  /** A batch that was cancelled because the sweep was stopped is not done, and that is all. */
  const dropped = (error: unknown): void => {
    if (!(signal?.aborted && error instanceof MahlerError && error.kind === "cancelled")) throw error;
  };
  for (const group of groups) {
    const before = block.current?.done.slice();
    for (const batch of batches(group, (member) => !before?.[member], lanes)) {
      if (signal?.aborted) break;
      const work = Promise.resolve(evaluate(packBatch(chunk, group, batch), window)).then((evaluations) => take(batch, evaluations));
      const tracked = work.catch(dropped).finally(() => underway.delete(tracked));
      tracked.catch(() => undefined); // awaited below, by race or all
      underway.add(tracked);
      await breathe();
      if (underway.size >= lanes) await Promise.race(underway);
      if (block.current && block.current.filled < chunk.count && performance.now() - state.saved > saveEvery) {
        await save(block.current);
        state.saved = performance.now();
      }
    }
  }
  await Promise.all(underway);
  return block.current?.filled === chunk.count;
}

/** A block for the chunk, with room for what this first batch of it brings. */
function emptyBlock(chunk: Chunk, { years, sessions }: Evaluations, state: State): Block {
  const kept = state.options.keepEquity === false ? undefined : sessions;
  state.equityBytes += chunk.count * (kept?.length ?? 0) * 8;
  checkEquity(state.equityBytes);
  return { chunk, evaluations: emptyEvaluations(chunk.count, years, kept), done: new Uint8Array(chunk.count), filled: 0 };
}

/** Lets timers, signals and input in. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
