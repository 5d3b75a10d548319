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

/** FNV-1a, 64 bits, over the 32-bit words of trades, equity, summary and funnel; main.cpp computes the same. */
export function checksum({ arena }: Core, { context }: Job): string {
  const sessions = context[abi.CTX_SESSIONS];
  const trades = arena.view(Float64Array, context[abi.CTX_SUMMARY_PTR], abi.SUM_SLOTS)[abi.SUM_TRADES];
  const outputs: [address: number, bytes: number][] = [
    [context[abi.CTX_TRADES_PTR], trades * abi.TRADE_STRIDE * 8],
    [context[abi.CTX_EQUITY_PTR], sessions * abi.EQ_STRIDE * 8],
    [context[abi.CTX_SUMMARY_PTR], abi.SUM_SLOTS * 8],
    [context[abi.CTX_FUNNEL_PTR], sessions * context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES]],
  ];
  let hash = 14_695_981_039_346_656_037n;
  for (const [address, bytes] of outputs) {
    for (const word of arena.view(Uint32Array, address, bytes >> 2)) hash = BigInt.asUintN(64, (hash ^ BigInt(word)) * 1_099_511_628_211n);
  }
  return hash.toString(16).padStart(16, "0");
}
