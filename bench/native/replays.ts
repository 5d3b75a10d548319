// The replays of a sweep as files: the memory before the first, and what changes in it before each.
import { writeFileSync } from "node:fs";
import * as abi from "../../assembly/abi";
import type { Core } from "../../src/core/core";
import { packSpecs } from "../../src/core/packed";
import { createEvaluator } from "../../src/engine/evaluator";
import { loadCore } from "../../src/node/core";
import { directorySource } from "../../src/node/files";
import { readDataset } from "../../src/store/read";
import { specsOf, type SweepJob } from "../sweep";
import { hasher } from "./dump";

/** One config: its REPLAY record, and the regions to write before it runs. */
export interface Replay {
  record: number;
  patches: { address: number; bytes: Uint8Array }[];
}

/** Evaluates a sweep in a fresh core, writes `dump` at its first replay and `configs` (see main.cpp) at its end. The core keeps everything in place. */
export async function dumpReplays(dataset: string, [, tickers, count, values]: SweepJob, files: { dump: string; configs: string }): Promise<{ core: Core; replays: Replay[] }> {
  const core = await loadCore();
  const market = await readDataset(directorySource(dataset), core.arena);
  const replays: Replay[] = [];
  const known = new Map<number, Uint8Array>();
  const replay = (record: number): number => {
    if (replays.length === 0) writeFileSync(files.dump, core.arena.view(Uint8Array, 0, core.arena.mark()));
    const patches = inputs(core, record).filter(({ address, bytes }) => Buffer.compare(known.get(address) ?? new Uint8Array(), bytes) !== 0);
    patches.forEach(({ address, bytes }) => known.set(address, bytes));
    replays.push({ record, patches });
    return core.kernels.replay(record);
  };
  const watched: Core = { arena: core.arena, kernels: { ...core.kernels, replay } };
  createEvaluator(watched, market, { tickers, start: 0, end: 40_000, rates: false, riskFree: 0 }).evaluate(packSpecs(specsOf(tickers, count, values), tickers.length));
  if (replays.length !== count) throw new Error(`the sweep replayed ${replays.length} of ${count} configs`);
  writeFileSync(files.configs, encode(replays));
  return { core, replays };
}

/** Copies of everything that differs from config to config. */
function inputs({ arena }: Core, record: number): Replay["patches"] {
  const slots = arena.view(Uint32Array, record, abi.R_SLOTS);
  const context = arena.view(Uint32Array, slots[abi.R_CONTEXT_PTR], abi.CTX_SLOTS);
  const sessions = context[abi.CTX_SESSIONS];
  const chances = context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES];
  const regions: [address: number, bytes: number][] = [
    [context[abi.CTX_ACCOUNT_PTR], abi.A_SLOTS * 8],
    [context[abi.CTX_SLEEVES_PTR], context[abi.CTX_SLEEVES] * abi.S_SLOTS * 8],
    [context[abi.CTX_UNDERLYINGS_PTR], context[abi.CTX_UNDERLYINGS] * abi.U_SLOTS * 4],
    [slots[abi.R_ENTRIES_PTR], chances * 4],
    [slots[abi.R_CODES_PTR], sessions * chances],
    [slots[abi.R_FULL_CODES_PTR], sessions * chances],
    [slots[abi.R_NEXT_PTR], sessions * 4],
  ];
  return regions.map(([address, bytes]) => ({ address, bytes: arena.view(Uint8Array, address, bytes).slice() }));
}

function encode(replays: readonly Replay[]): Uint8Array {
  const parts: Buffer[] = [];
  const words = (...values: number[]): void => void parts.push(Buffer.from(new Uint32Array(values).buffer));
  words(replays.length);
  for (const { record, patches } of replays) {
    words(record, patches.length);
    for (const { address, bytes } of patches) {
      words(address, bytes.length);
      parts.push(Buffer.from(bytes), Buffer.alloc(-bytes.length & 3));
    }
  }
  return Buffer.concat(parts);
}

/** All replays once more in the core: milliseconds inside the kernel, and the checksum over every config's columns, trades and funnel. */
export function replayAll(core: Core, replays: readonly Replay[]): { milliseconds: number; checksum: string } {
  const { arena, kernels } = core;
  const hash = hasher(core);
  let milliseconds = 0;
  for (const { record, patches } of replays) {
    for (const { address, bytes } of patches) arena.view(Uint8Array, address, bytes.length).set(bytes);
    const start = performance.now();
    const status = kernels.replay(record);
    milliseconds += performance.now() - start;
    if (status !== abi.STATUS_OK) throw new Error(`replay status ${status}`);
    const slots = arena.view(Uint32Array, record, abi.R_SLOTS);
    const context = arena.view(Uint32Array, slots[abi.R_CONTEXT_PTR], abi.CTX_SLOTS);
    const sessions = context[abi.CTX_SESSIONS];
    for (const slot of [abi.R_EQUITY_PTR, abi.R_HEAT_PTR, abi.R_POSITIONS_PTR, abi.R_MULTIPLIER_PTR]) hash.add(slots[slot], sessions * 8);
    hash.add(slots[abi.R_TRADES_PTR], slots[abi.R_TRADES] * abi.COMPACT_STRIDE * 8);
    hash.add(slots[abi.R_FUNNEL_PTR], sessions * context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES]);
  }
  return { milliseconds, checksum: hash.text() };
}
