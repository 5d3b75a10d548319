import type { Table } from "apache-arrow";
import type { Market } from "../market/types";
import type { SweepProgress } from "../sweep/run";
import { sweepOn } from "../sweep/sweepOn";
import type { Space } from "../sweep/types";
import { createPool } from "./pool";
import type { PoolOptions } from "./pool";

export interface SweepOptions extends PoolOptions {
  onProgress?: (progress: SweepProgress) => void;
}

/**
 * Runs every config of the space on the market, on all cores: an Arrow table with one row per config, in config order. Each row holds the bits that a
 * backtest of that config alone would give, for any number of workers. Rejects as cancelled when the signal aborts; no thread is left either way.
 */
export function sweep(market: Market, space: Space, { onProgress, signal, ...pool }: SweepOptions = {}): Promise<Table> {
  return sweepOn(market, space, { open: (request) => createPool(market, request, pool), onProgress, signal });
}
