import type { Underlying } from "../market/types";
import type { SimulateProgress } from "../simulate";

/** What a simulation worker sends. */
export type FromSimulateWorker = { progress: SimulateProgress } | { underlying: Underlying };

/** The buffers behind an underlying's columns, each once. */
export function transferList(underlying: Underlying): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const table of [underlying.rows, underlying.blocks, underlying.days, underlying.bars]) {
    for (const column of Object.values(table) as (ArrayBufferView | null)[]) if (column !== null) buffers.add(column.buffer as ArrayBuffer);
  }
  return [...buffers];
}
