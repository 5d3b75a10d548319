import type { ErrorKind } from "../errors";
import type { Underlying } from "../market/types";
import type { SimulateOptions, SimulateProgress } from "../simulate";
import type { SynthInput } from "../synth";

/** What a worker is asked to quote: a simulated underlying, or one of a market of real bars. */
export type QuoteJob = { options: Partial<SimulateOptions>; symbol: string } | { synth: SynthInput; symbol: string };

/** What a worker sends. Errors lose their fields on the way between threads: they travel as the arguments of MahlerError. */
export type FromQuoteWorker<T> = { progress: SimulateProgress } | { failure: [ErrorKind, string, string, string] } | { result: T };

/** The buffers behind an underlying's columns, each once. */
export function transferList(underlying: Underlying): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const table of [underlying.rows, underlying.blocks, underlying.days, underlying.bars]) {
    for (const column of Object.values(table) as (ArrayBufferView | null)[]) if (column !== null) buffers.add(column.buffer as ArrayBuffer);
  }
  return [...buffers];
}
