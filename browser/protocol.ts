import type { BacktestRequest, Bits } from "../src/browser";
import type { Origin } from "../src/market/types";

/** What the page asks its worker to do. Addresses are absolute. */
export interface Job {
  core: string;
  dataset: string;
  request: BacktestRequest;
}

/** One value per session. */
export interface EquityCurve {
  /** Day numbers. */
  day: Int32Array;
  dollars: Float64Array;
}

export interface Outcome {
  dataset: string;
  origin: Origin;
  rows: number;
  trades: number;
  curve: EquityCurve;
  /** SHA-256 of the raw records, as in run.json: equal in every host. */
  bits: Bits;
  /** Milliseconds. */
  time: { load: number; run: number };
}

export type Reply = { outcome: Outcome } | { error: string };
