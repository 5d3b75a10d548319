import type { Core } from "../core/core";
import type { Market } from "../market/types";
import { filesRead } from "../results/record";
import { readDataset, readManifest } from "../store/read";
import type { ByteSource } from "../store/source";

/** What a run places beside the market before it takes its last view: joins, features, correlations of 19 years take a few MiB. */
const HEADROOM = 128 << 20;

/**
 * The chosen underlyings of a dataset in the core's memory, with room for a run behind them: growing the memory later would
 * detach the market's views. Throws as readDataset does.
 */
export async function loadMarket(core: Core, source: ByteSource, symbols: readonly string[]): Promise<Market> {
  const files = filesRead(await readManifest(source), symbols);
  core.arena.reserve(files.reduce((bytes, file) => bytes + file.bytes, HEADROOM));
  return readDataset(source, core.arena, { symbols: [...symbols] });
}
