// What the native yardstick works on: the core's linear memory with every record of a run placed, as a file.
import { writeFileSync } from "node:fs";
import * as abi from "../../assembly/abi";
import { resolveConfig, toRunSpec } from "../../src/config";
import type { Core } from "../../src/core/core";
import { packSpecs } from "../../src/core/packed";
import { placeContext } from "../../src/engine/backtest";
import { prepare } from "../../src/engine/prepare";
import { loadCore } from "../../src/node/core";
import { directorySource } from "../../src/node/files";
import { readDataset } from "../../src/store/read";
import { JOBS } from "../market";

/** A run that both sides can start: the address of its CONTEXT record, the same in the core's memory and in the dump. */
export interface Job {
  name: string;
  address: number;
  context: Uint32Array;
}

/** Loads the dataset into a fresh core, places the runs of bench/market.ts and writes the used memory to `file`. */
export async function dumpJobs(dataset: string, file: string): Promise<{ core: Core; jobs: Job[] }> {
  const core = await loadCore();
  const market = await readDataset(directorySource(dataset), core.arena);
  const jobs = JOBS.map(([name, values]) => {
    const config = resolveConfig([{ file: null, values }]);
    const spec = toRunSpec(config, config.ticker);
    const prepared = prepare(core, market, { tickers: config.ticker, start: 0, end: 40_000, features: spec.features });
    const { accounts, sleeves, groups } = packSpecs([spec], config.ticker.length);
    const context = placeContext(prepared, { account: accounts, sleeves, groups });
    return { name, context, address: core.arena.place(context) };
  });
  writeFileSync(file, core.arena.view(Uint8Array, 0, core.arena.mark()));
  return { core, jobs };
}

/** Two 32-bit lanes over the 32-bit words of what `add` is given; dump.h computes the same. */
export function hasher({ arena }: Core): { add(address: number, bytes: number): void; text(): string } {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9 | 0;
  const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, "0");
  return {
    add(address, bytes) {
      for (const word of arena.view(Uint32Array, address, bytes >> 2)) {
        a = Math.imul(a ^ word, 0x01000193);
        b = Math.imul(((b << 5) | (b >>> 27)) ^ word, 0x85ebca6b);
      }
    },
    text: () => hex(a) + hex(b),
  };
}

/** Over trades, equity, summary and funnel of a finished run. */
export function checksum(core: Core, { context }: Job): string {
  const hash = hasher(core);
  const sessions = context[abi.CTX_SESSIONS];
  const trades = core.arena.view(Float64Array, context[abi.CTX_SUMMARY_PTR], abi.SUM_SLOTS)[abi.SUM_TRADES];
  hash.add(context[abi.CTX_TRADES_PTR], trades * abi.TRADE_STRIDE * 8);
  hash.add(context[abi.CTX_EQUITY_PTR], sessions * abi.EQ_STRIDE * 8);
  hash.add(context[abi.CTX_SUMMARY_PTR], abi.SUM_SLOTS * 8);
  hash.add(context[abi.CTX_FUNNEL_PTR], sessions * context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES]);
  return hash.text();
}
