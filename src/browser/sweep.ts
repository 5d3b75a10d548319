import type { Table } from "apache-arrow";
import type { Market } from "../market/types";
import type { SweepProgress } from "../sweep/run";
import { sweepOn } from "../sweep/sweepOn";
import type { Space } from "../sweep/types";
import { createPool } from "./pool";
import type { BrowserPoolOptions } from "./pool";

export interface BrowserSweepOptions extends BrowserPoolOptions {
  onProgress?: (progress: SweepProgress) => void;
}

/** As in Node: every config of the space on the market, in workers, to an Arrow table with one row per config. */
export function sweep(market: Market, space: Space, { onProgress, signal, ...pool }: BrowserSweepOptions): Promise<Table> {
  return sweepOn(market, space, { open: (request) => createPool(market, request, pool), onProgress, signal });
}
