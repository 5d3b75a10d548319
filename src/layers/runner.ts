import { toRunSpec } from "../config";
import type { Core } from "../core/core";
import { run } from "../engine/backtest";
import { prepare } from "../engine/prepare";
import type { Prepared } from "../engine/prepare";
import { configError } from "../errors";
import type { Market } from "../market/types";
import { ledgerOf, rangeOf } from "../run/execute";
import type { Runner } from "./types";

/**
 * A runner on the day loop: the bits of `execute`, with features computed once for all requests that share them. They stay in the core's
 * memory: mark its arena before the first run and release it after the last.
 */
export function createRunner(core: Core, market: Market): Runner {
  const known = new Map<string, Prepared>();
  return ({ config, gates }) => {
    if (gates.length > 0) throw configError(`gate = ${gates[0]}`, "is not known to the day loop", "run it with a runner that knows it");
    const spec = toRunSpec(config, config.ticker);
    const request = { tickers: config.ticker, ...rangeOf(market, config), features: spec.features };
    const key = JSON.stringify(request);
    const prepared = known.get(key) ?? prepare(core, market, request);
    known.set(key, prepared);
    const output = run(prepared, spec);
    return { ledger: ledgerOf(prepared, spec, config, output), funnel: output.funnel };
  };
}
