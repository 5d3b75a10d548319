import type { BacktestRequest } from "../src/browser";

/** What the page asks its worker to do. Addresses are absolute. */
export interface Job {
  core: string;
  dataset: string;
  request: BacktestRequest;
}

/** SHA-256 of the raw record bytes: equal in every host. */
export interface Hashes {
  trades: string;
  equity: string;
  funnel: string;
}

/** One value per session. */
export interface EquityCurve {
  /** Day numbers. */
  day: Int32Array;
  dollars: Float64Array;
}

export interface Outcome {
  dataset: string;
  synthetic: boolean;
  rows: number;
  trades: number;
  curve: EquityCurve;
  hashes: Hashes;
  /** Milliseconds. */
  time: { load: number; run: number };
}

export type Reply = { outcome: Outcome } | { error: string };
