import { resolveConfig } from "../config";
import { instantiateCore } from "../core/core";
import type { Core } from "../core/core";
import type { Market } from "../market/types";
import type { Execution } from "../results/execution";
import { execute } from "../run/execute";
import { readDataset } from "../store/read";
import { fetched } from "./fetched";
import { fileSource, urlSource } from "./sources";

export interface MahlerOptions {
  /** Address of a dataset folder, or its files. */
  dataset: string | URL | Iterable<File>;
  /** Address of the package's core.wasm, or its bytes. */
  core: string | URL | Uint8Array<ArrayBuffer>;
  /** Symbols to load; default all. */
  symbols?: string[];
}

/** A market and the core, ready to run configs. One backtest takes milliseconds and blocks: run it in a worker where the page must not wait. */
export interface Mahler {
  readonly market: Market;
  readonly core: Core;
  /** Runs a config, given as in a YAML file; keys left out have their defaults, tickers those of the dataset. The same bits as in Node. Throws config errors that name key, value and remedy. */
  backtest(values?: Readonly<Record<string, unknown>>): Execution;
}

export const Mahler = {
  /** Fetches the core and the dataset. Rejects with io and data errors that name the file. */
  async open({ dataset, core: wasm, symbols }: MahlerOptions): Promise<Mahler> {
    const bytes = wasm instanceof Uint8Array ? wasm : await (await fetched(wasm)).arrayBuffer();
    const core = instantiateCore(bytes);
    const source = typeof dataset === "string" || dataset instanceof URL ? urlSource(dataset) : fileSource(dataset);
    const market = await readDataset(source, core.arena, { symbols });
    const ticker = market.underlyings.filter(({ days }) => days.day.length > 0).map(({ symbol }) => symbol);
    return { market, core, backtest: (values = {}) => execute(core, market, resolveConfig([{ file: null, values: { ticker, break_even: "off", ...values } }])) };
  },
};
