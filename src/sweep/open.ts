// How a pool begins: one shared copy of the market where the host allows, else a copy for each worker.
//
//   shared memory: 0 ─ unused ─ market block ─ worker 0's part ─ worker 1's part ─ … ─ end       made at full size, never grown
import type { Core } from "../core/core";
import { layOutMarket, writeMarket, type MarketLayout } from "../core/layout";
import { align, LIMIT, PAGE } from "../core/memory";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { Market } from "../market/types";
import { localLane, openLane, type WorkerPort } from "./lane";
import { cancelled, poolOf, type Lane, type Pool } from "./pool";
import type { MarketHome } from "./protocol";

/** A worker's part of a shared memory, the most that the host gives: pages it never touches cost address space only. Smaller parts than the last are not worth having. */
const PART_BYTES = [1024, 512, 256, 128, 64].map((mebibytes) => mebibytes * 2 ** 20);

/** What the hosts' createPool pass on. */
export interface OpenPool {
  market: Market;
  request: EvaluatorRequest;
  /** 1 = the calling thread, no worker. */
  workers: number;
  /** Use a shared memory if one can be had. */
  shared: boolean;
  signal?: AbortSignal;
  /** The core of the calling thread, for one worker. */
  localCore(): Promise<Core>;
  /** Bytes of core.shared.wasm or of core.wasm. */
  coreBytes(shared: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts one worker. */
  port(): WorkerPort;
}

/** A pool whose workers are all ready. Rejects with the first failure of one, or as cancelled; no worker is left then. */
export async function openPool(job: OpenPool): Promise<Pool> {
  const { market, request, workers, signal } = job;
  if (signal?.aborted) throw cancelled("stopped on request");
  if (workers === 1) return poolOf([localLane(await job.localCore(), market, request)], false, signal);
  const layout = layOutMarket(market, request.tickers);
  const shared = job.shared ? shareMarket(market, layout, workers) : undefined;
  const homes = shared ?? Array.from({ length: workers }, () => () => ({ block: copyOf(market, layout) }));
  const core = await job.coreBytes(shared !== undefined);
  const lanes = await openLanes(homes.map((home) => () => openLane(job.port(), { core, layout, home: home(), request })));
  const pool = poolOf(lanes, shared !== undefined, signal);
  if (!signal?.aborted) return pool;
  await pool.close();
  throw cancelled("stopped on request");
}

/** All lanes, or the first error with none left open. */
async function openLanes(openings: readonly (() => Promise<Lane>)[]): Promise<Lane[]> {
  const outcomes = await Promise.allSettled(openings.map((open) => open()));
  const lanes = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failed) return lanes;
  await Promise.all(lanes.map((lane) => lane.close()));
  throw failed.reason;
}

/** Copies the market into a fresh shared memory and divides the rest of it; undefined when the host gives no such memory. */
function shareMarket(market: Market, layout: MarketLayout, workers: number): (() => MarketHome)[] | undefined {
  const base = PAGE;
  const first = align(base + layout.bytes);
  const most = Math.floor((LIMIT - first) / workers / PAGE) * PAGE;
  for (const part of PART_BYTES.map((bytes) => Math.min(bytes, most))) {
    const memory = part < PART_BYTES[PART_BYTES.length - 1] ? undefined : sharedMemory(first + workers * part);
    if (!memory) continue;
    writeMarket(market, layout, new Uint8Array(memory.buffer, base, layout.bytes));
    return Array.from({ length: workers }, (_, w) => () => ({ base, range: { memory, base: first + w * part, end: first + (w + 1) * part } }));
  }
  return undefined;
}

function sharedMemory(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined; // the host refuses: no such memory, or not as much
  }
}

function copyOf(market: Market, layout: MarketLayout): ArrayBuffer {
  const block = new ArrayBuffer(layout.bytes);
  writeMarket(market, layout, new Uint8Array(block));
  return block;
}
