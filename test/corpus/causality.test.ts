// The look-ahead detector on real chains: AM and PM series, real gaps, bars and volatility index of twenty years before them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configObserver, namesOf } from "../../src/causality";
import { resolveConfig } from "../../src/config";
import type { Market } from "../../src/market/types";
import { leaksOf, verdictOf } from "../causality/support";
import { loadCore } from "../helpers/core";
import { workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("the look-ahead detector on real chains");

describe.skipIf(!hasCorpus)("S.7: no layer looks ahead on real SPX chains", () => {
  let shop: Workshop;
  let market: Market;
  beforeAll(async () => {
    shop = workshop();
    ({ market } = await shop.run([corpus("chains/historicaloptiondata-L2/SPXW_2018-01.csv.gz")], { bars: corpus("daily/SPX.csv"), vix: corpus("daily/VIX.csv"), rates: corpus("rates/treasury_1m_3m.csv"), symbol: "SPX" }));
  }, 120_000);
  afterAll(() => shop.close());

  it.each([
    ["spreads by score", { strategy: "put-credit-spread,call-credit-spread,iron-condor", entry_order: "score" }],
    ["regime sizing and breakers", { use_regime_sizing: "on", breakers: "on", day_loss_alert: 0.05, day_loss_half: 0.1, vix_levels: "9,10,11,12", vix_multipliers: "0.9,0.8,0.7,0.6" }],
    ["the mixture, dynamic exits", { use_regime_sizing: "on", regime_detector: "gaussian-mixture", dynamic_exits: "neutral", mixture_window: 500 }],
  ])("%s", (_, values) => {
    const config = resolveConfig([{ file: null, values: { ticker: "SPX", width: "25,50", min_credit: 3, min_dte: 5, max_dte: 45, equity: 1_000_000, max_positions: 10, max_portfolio_heat: 60, max_per_underlying: 60, ...values } }]);
    const verdict = verdictOf({ market, tickers: ["SPX"], names: namesOf(config), observe: configObserver(loadCore(), config), points: 6 });
    expect(leaksOf(verdict)).toEqual([]);
    for (const { compared } of verdict.probes) expect(compared.entries).toBeGreaterThan(5);
  }, 120_000);
});
