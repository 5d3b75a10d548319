// What a pool and its workers say to each other. A worker answers every message with exactly one reply, in order.
import type { MemoryRange } from "../core/core";
import type { MarketLayout } from "../core/layout";
import type { PackedSpecs } from "../core/packed";
import type { Evaluations } from "../engine/evaluations";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { RunWindow } from "../engine/window";
import { MahlerError, type ErrorKind } from "../errors";

/** Where a worker finds the market: at an address of the memory that all share, or in a block of its own. */
export type MarketHome = { base: number; range: MemoryRange } | { block: ArrayBuffer };

export interface WorkerStart {
  /** core.shared.wasm for a shared memory, else core.wasm. */
  core: Uint8Array<ArrayBuffer>;
  layout: MarketLayout;
  home: MarketHome;
  request: EvaluatorRequest;
}

export type ToWorker = { start: WorkerStart } | { packed: PackedSpecs; window?: RunWindow };
export type FromWorker = { ready: true } | { evaluations: Evaluations } | { error: PlainError };

/** An error as plain data. */
export interface PlainError {
  kind: ErrorKind;
  subject: string;
  problem: string;
  remedy: string;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof MahlerError) return { kind: error.kind, subject: error.subject, problem: error.problem, remedy: error.remedy };
  return { kind: "engine", subject: "sweep worker", problem: String(error), remedy: "this is a bug: please report it with the config" };
}

export const revivedError = ({ kind, subject, problem, remedy }: PlainError): MahlerError => new MahlerError(kind, subject, problem, remedy);

/** The buffers behind a record's typed arrays, to be handed over instead of copied. */
export function buffersOf(record: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const value of Object.values(record)) if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
  return [...buffers];
}
