// All configs of a space, expanded and planned once, and run on one window after another.
import * as abi from "../../assembly/abi";
import type { Evaluations } from "../engine/evaluations";
import type { RunWindow } from "../engine/window";
import { configError, MahlerError } from "../errors";
import { METRICS } from "../metrics/list";
import { batches, packBatch } from "../sweep/batch";
import { createExpander } from "../sweep/expand";
import type { Chunk, Tally } from "../sweep/expand";
import { createPlanner } from "../sweep/plan";
import type { Group } from "../sweep/plan";
import { CHUNK } from "../sweep/run";
import type { Evaluate } from "../sweep/run";
import { NOT_SWEPT } from "../sweep/types";
import type { Space } from "../sweep/types";
import type { Gate } from "./gate";

/** More configs than this are not held in memory at a time. */
export const MOST_CONFIGS = 100_000;

/** Results of some configs on one window, a row per config asked for. */
export interface Results {
  count: number;
  /** [row][METRICS]; NaN = undefined. */
  metrics: Float64Array;
  /** When asked for: [row][session], units. */
  equity: Float64Array | null;
  days: Int32Array | null;
}

const AT = new Map(METRICS.map(({ id }, m) => [id, m]));

/** A metric of a row; NaN = undefined. */
export const valueAt = ({ metrics }: Pick<Results, "metrics">, row: number, id: string): number => metrics[row * METRICS.length + AT.get(id)!];

export interface ConfigSet {
  readonly space: Space;
  readonly tally: Readonly<Tally>;
  readonly count: number;
  /** Calendar days that a position can live at most, per config. */
  readonly longestLife: Int32Array;
  /** Choices of a config, an entry per axis. */
  choices(config: number): Uint16Array;
  /** Swept and linked parameters of a config as raw values; those that take no part are left out. */
  parameters(config: number): Record<string, unknown>;
  /** The jobs that cover the configs (all when not given), each with the rows that its results fill. */
  jobs(configs?: readonly number[]): Generator<Job>;
}

interface Job {
  chunk: Chunk;
  group: Group;
  /** Positions in the chunk. */
  members: Uint32Array;
}

/** Expands the space. Throws a config error when it has more than MOST_CONFIGS, or none. */
export function configSet(space: Space, limit = CHUNK): ConfigSet {
  const expander = createExpander(space);
  const planner = createPlanner();
  const planned: { chunk: Chunk; groups: Group[] }[] = [];
  for (let chunk = expander.next(limit); chunk; chunk = expander.next(limit)) {
    if (chunk.first + chunk.count > MOST_CONFIGS) throw configError(`space: more than ${MOST_CONFIGS} configs`, "are too many to walk forward", `take a part: --sample ${MOST_CONFIGS / 10}`);
    planned.push({ chunk, groups: planner.plan(chunk) });
  }
  const axes = space.axes.length;
  const find = (config: number): { chunk: Chunk; at: number } => {
    const { chunk } = planned.find(({ chunk: { first, count } }) => config < first + count)!;
    return { chunk, at: config - chunk.first };
  };
  const choices = (config: number): Uint16Array => {
    const { chunk, at } = find(config);
    return chunk.choices.slice(at * axes, (at + 1) * axes);
  };
  return {
    space, tally: { ...expander.tally }, count: expander.tally.configs, longestLife: Int32Array.from(planned.flatMap(({ chunk }) => livesOf(chunk))), choices,
    parameters(config) {
      const { chunk, at } = find(config);
      const row = choices(config);
      const swept = space.axes.flatMap(({ key, values }, a) => (row[a] === NOT_SWEPT ? [] : [[key, values[row[a]].raw] as const]));
      const linked = space.linked.map(({ key }, l) => [key, offOr(chunk.linked[at * space.linked.length + l])] as const);
      return Object.fromEntries<unknown>([...swept, ...linked]);
    },
    *jobs(configs) {
      const wanted = configs && new Set(configs);
      for (const { chunk, groups } of planned) {
        for (const group of groups) {
          for (const members of batches(group, (member) => wanted?.has(chunk.first + member) ?? true, 1)) yield { chunk, group, members };
        }
      }
    },
  };
}

const offOr = (value: number): number | "off" => (Number.isNaN(value) ? "off" : value);

/** The longest DTE among each config's sleeves: no position outlives its expiry. */
function livesOf({ count, sleeves, sleeveBegin }: Chunk): number[] {
  return Array.from({ length: count }, (_, i) => {
    let most = 0;
    for (let s = sleeveBegin[i]; s < sleeveBegin[i + 1]; s++) most = Math.max(most, sleeves[s * abi.S_SLOTS + abi.S_MAX_DTE]);
    return most;
  });
}

export interface Runner {
  evaluate: Evaluate;
  gate: Gate;
  signal?: AbortSignal;
  /** Hears of config × session pairs that are done. */
  onDone?: (configs: number, window: RunWindow) => void;
  /** Hears what came of a batch: numbers of its configs, and their results in the same order. */
  onEvaluated?: (configs: Uint32Array, evaluations: Evaluations) => void;
}

export interface RunRequest {
  window: RunWindow;
  /** Numbers, rising; all when not given. */
  configs?: readonly number[];
  /** Last day on which positions may be opened. */
  lastEntry?: number;
}

/** Runs configs on a window; rows in the order of their numbers. Rejects as cancelled when the signal aborts. */
export async function runConfigs(set: ConfigSet, { evaluate, gate, signal, onDone, onEvaluated }: Runner, { window, configs, lastEntry }: RunRequest): Promise<Results> {
  const count = configs?.length ?? set.count;
  const rowOf = configs && new Map(configs.map((config, row) => [config, row]));
  const results: Results = { count, metrics: new Float64Array(count * METRICS.length), equity: null, days: null };
  const work = async ({ chunk, group, members }: Job): Promise<void> => {
    await breathe();
    if (signal?.aborted) throw stopped();
    const packed = packBatch(chunk, group, members);
    if (lastEntry !== undefined) for (let i = 0; i < packed.count; i++) packed.accounts[i * abi.A_SLOTS + abi.A_LAST_ENTRY] = Math.min(lastEntry, packed.accounts[i * abi.A_SLOTS + abi.A_LAST_ENTRY]);
    const evaluations = await evaluate(packed, window);
    members.forEach((member, at) => place(evaluations, at, results, rowOf?.get(chunk.first + member) ?? chunk.first + member));
    onEvaluated?.(members.map((member) => chunk.first + member), evaluations);
    onDone?.(members.length, window);
  };
  await Promise.all(Array.from(set.jobs(configs), (job) => gate(() => work(job))));
  return results;
}

/** Copies what one config did into its row. */
function place({ metrics, equity, sessions }: Evaluations, at: number, into: Results, row: number): void {
  into.metrics.set(metrics.subarray(at * METRICS.length, (at + 1) * METRICS.length), row * METRICS.length);
  if (!equity || !sessions) return;
  into.days ??= sessions;
  into.equity ??= new Float64Array(into.count * sessions.length);
  into.equity.set(equity.subarray(at * sessions.length, (at + 1) * sessions.length), row * sessions.length);
}

const stopped = (): MahlerError => new MahlerError("cancelled", "walk-forward", "stopped on request", "nothing was written; run it again");

/** Lets timers, signals and input in. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
