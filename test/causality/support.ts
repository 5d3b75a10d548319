// Runs of the detector on small markets.
import { detect, observePrepared } from "../../src/causality";
import type { DetectRequest, Names, Observe, Verdict } from "../../src/causality";
import type { Core } from "../../src/core/core";
import { finish } from "../../src/engine/evaluator";
import { prepare } from "../../src/engine/prepare";
import type { Prepared } from "../../src/engine/prepare";
import type { Market } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { randomMarket } from "../helpers/randomMarket";
import type { RandomMarketOptions } from "../helpers/randomMarket";

export const verdictOf = (request: DetectRequest): Verdict => finish(detect(request) as Generator<void, Verdict>);

export function randomMarketOf(seed: number, options?: RandomMarketOptions): Market {
  return { name: "random", origin: "simulated", ...randomMarket(seed, options) };
}

export const tickersOf = (market: Market): string[] => market.underlyings.map(({ symbol }) => symbol);

export function namesOfSpec(market: Market, spec: RunSpec): Names {
  return { underlyings: tickersOf(market), sleeves: spec.sleeves.map(({ structure }) => structure), regimes: ["r0", "r1", "r2", "r3", "r4", "r5"] };
}

/** Runs a spec; `doctor` may put a look-ahead into what the day loop is given. */
export function specObserver(core: Core, spec: RunSpec, doctor: (prepared: Prepared) => void = () => undefined): Observe {
  return (market) => {
    const mark = core.arena.mark();
    try {
      const prepared = prepare(core, market, { tickers: tickersOf(market), start: -1e9, end: 1e9, features: spec.features });
      doctor(prepared);
      return observePrepared(prepared, spec);
    } finally {
      core.arena.release(mark);
    }
  };
}

/** One line per leak, for messages of failing tests. */
export const leaksOf = (verdict: Verdict): string[] =>
  verdict.probes.flatMap(({ probe, leak }) => (leak ? [`${probe} ${leak.point.how} after ${leak.point.day}: ${JSON.stringify(leak.differences)} by ${JSON.stringify(leak.culprits)}`] : []));
