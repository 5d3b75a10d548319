// Random specs, which use every option, on random markets full of gaps and faults.
import { describe, expect, it } from "vitest";
import { loadCore } from "../helpers/core";
import { randomSpec } from "../helpers/randomSpec";
import { leaksOf, namesOfSpec, randomMarketOf, specObserver, tickersOf, verdictOf } from "./support";

const core = loadCore();
const SEEDS = Array.from({ length: 24 }, (_, i) => 9000 + i);

describe("S.7, D.36, D.37: no random spec on a random market looks ahead", () => {
  const seen = { entries: 0, exits: 0, known: 0 };

  it.each(SEEDS)("%i", (seed) => {
    const market = randomMarketOf(seed, { sessions: 60 });
    const spec = randomSpec(seed, market.underlyings.length);
    spec.features.lag = Math.max(1, spec.features.lag);
    const verdict = verdictOf({ market, tickers: tickersOf(market), names: namesOfSpec(market, spec), observe: specObserver(core, spec), points: 4, seed });
    expect(leaksOf(verdict)).toEqual([]);
    for (const { compared } of verdict.probes) for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += compared[key];
  });

  it("the cases hold decisions", () => {
    expect(seen.entries).toBeGreaterThan(800);
    expect(seen.exits).toBeGreaterThan(400);
  });
});
