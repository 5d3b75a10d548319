// Real chains from import to settlement, against P&L worked out by hand from the vendor's own quotes.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { runBacktest } from "../../src/engine/backtest";
import type { Market } from "../../src/market/types";
import { isoDate, parseIsoDate } from "../../src/units";
import { loadCore } from "../helpers/core";
import { handSpec } from "../helpers/handSpec";
import type { SpecChanges } from "../helpers/handSpec";
import { tradesOf } from "../helpers/records";
import { runInput } from "../helpers/runInput";
import { workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { referenceRun } from "../reference/dayloop";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("backtests on real chains");

const core = loadCore();
const daily = { bars: corpus("daily/SPX.csv"), vix: corpus("daily/VIX.csv"), rates: corpus("rates/treasury_1m_3m.csv"), symbol: "SPX" };
const dollars = (units: number): number => units / 10_000;

function backtest(market: Market, changes: SpecChanges, start = "2000-01-01") {
  const spec = handSpec(changes);
  const { output } = runBacktest(core, market, { tickers: ["SPX"], start: parseIsoDate(start)!, end: parseIsoDate("2030-01-01")!, spec });
  return { output, trades: tradesOf(output), spec };
}

describe.skipIf(!hasCorpus)("real chains", () => {
  let shop: Workshop;
  beforeAll(() => { shop = workshop(); });
  afterAll(() => shop.close());

  describe("SPXW January 2018, followed to expiration", () => {
    let market: Market;
    beforeAll(async () => {
      ({ market } = await shop.run([corpus("chains/historicaloptiondata-L2/SPXW_2018-01.csv.gz")], daily));
    });
    // 2018-01-02: put 2620 at 7.1/7.4 (Δ −0.1636), put 2595 at 5.4/5.6. Sell 7.4 − 0.66·0.3 = 7.202, buy 5.4 + 0.66·0.2 = 5.532.
    const put = { structure: "put-credit-spread", minDelta: 1600, maxDelta: 1640, minDte: 29, maxDte: 29, widths: [25_000] } as const;

    it("a put spread expires worthless on the official close", () => {
      const [trade] = backtest(market, { sleeves: [put] }).trades;
      expect([trade[abi.T_SHORT_PUT], trade[abi.T_LONG_PUT]]).toEqual([2_620_000, 2_595_000]);
      expect(isoDate(trade[abi.T_ENTRY_DAY])).toBe("2018-01-02");
      expect(isoDate(trade[abi.T_EXIT_DAY])).toBe("2018-01-31");
      expect(dollars(trade[abi.T_CREDIT])).toBe(1.67);
      expect(dollars(trade[abi.T_NATURAL_CREDIT])).toBe(1.5); // 7.1 − 5.6
      expect(dollars(trade[abi.T_MAX_LOSS])).toBe(2333); // (25 − 1.67) · 100
      expect(trade[abi.T_REASON]).toBe(abi.EXIT_EXPIRED_WORTHLESS);
      expect(dollars(trade[abi.T_SPOT_EXIT])).toBe(2823.8101);
      expect(dollars(trade[abi.T_NET_PNL])).toBe(165); // 167 − 2 · $1
    });

    it("D.28: the profit target is seen on marks and filled at quotes", () => {
      // 2018-01-04: mid 3.6 − 2.775 = 0.825, gain 0.845 ≥ half of 1.67. Buy 3.5 + 0.66·0.2 = 3.632, sell 2.85 − 0.66·0.15 = 2.751: 0.881.
      const [trade] = backtest(market, { sleeves: [{ ...put, profitTarget: 5000 }] }).trades;
      expect(isoDate(trade[abi.T_EXIT_DAY])).toBe("2018-01-04");
      expect(dollars(trade[abi.T_EXIT_COST])).toBe(0.881);
      expect(dollars(trade[abi.T_NET_PNL])).toBe(74.9); // (1.67 − 0.881) · 100 − 4
    });

    it("D.26, D.33: a condor is settled in cash at its full width on one side", () => {
      // Four legs fill at 53 %: 7.241 + 3.341 sold (call 2740 at 3.2/3.5), 5.506 + 0.903 bought (call 2765 at 0.85/0.95). SPX ends at 2823.81.
      const [trade] = backtest(market, { sleeves: [{ ...put, structure: "iron-condor" }] }).trades;
      expect([trade[abi.T_SHORT_CALL], trade[abi.T_LONG_CALL]]).toEqual([2_740_000, 2_765_000]);
      expect(dollars(trade[abi.T_CREDIT])).toBe(4.173);
      expect(dollars(trade[abi.T_MAX_LOSS])).toBe(2082.7);
      expect(trade[abi.T_REASON]).toBe(abi.EXIT_EXPIRED_ITM);
      expect(dollars(trade[abi.T_NET_PNL])).toBe(-2086.7); // (4.173 − 25) · 100 − 4
    });
  });

  describe("SPX, 41 sessions of 2019", () => {
    let market: Market;
    beforeAll(async () => {
      const folder = corpus("chains/cboe-quotetable");
      ({ market } = await shop.run(readdirSync(folder).sort().map((name) => join(folder, name)), daily));
    }, 120_000);
    // 2019-05-22, AM-settled June (last trade 2019-06-20): put 2725 at 11.8/12.1 (Δ −0.157), put 2700 at 9.4/9.6. Sell 11.902, buy 9.532.
    const june = { minDelta: 1565, maxDelta: 1575, minDte: 29, maxDte: 29, widths: [25_000] };

    it("D.28: a stop at 125 % fills beyond its trigger", () => {
      // Trigger: mark ≥ 2.37 + 1.25·2.37 = 5.3325. 2019-05-29: mid 28.3 − 21.85 = 6.45; buy 28.1 + 0.66·0.4, sell 22.0 − 0.66·0.3: 6.562.
      const [trade] = backtest(market, { sleeves: [{ ...june, stopLoss: 12_500 }] }, "2019-05-22").trades;
      expect([trade[abi.T_SHORT_PUT], trade[abi.T_LONG_PUT]]).toEqual([2_725_000, 2_700_000]);
      expect(isoDate(trade[abi.T_ENTRY_DAY])).toBe("2019-05-22");
      expect(dollars(trade[abi.T_CREDIT])).toBe(2.37);
      expect(isoDate(trade[abi.T_EXIT_DAY])).toBe("2019-05-29");
      expect(dollars(trade[abi.T_EXIT_COST])).toBe(6.562);
      expect(dollars(trade[abi.T_NET_PNL])).toBe(-423.2); // (2.37 − 6.562) · 100 − 4
    });

    it("D.4, D.33: AM-settled June stops trading on Thursday and settles on Friday's opening", () => {
      const [trade] = backtest(market, { sleeves: [june] }, "2019-05-22").trades;
      expect(isoDate(trade[abi.T_EXPIRY])).toBe("2019-06-20");
      expect(isoDate(trade[abi.T_EXIT_DAY])).toBe("2019-06-21");
      expect(dollars(trade[abi.T_SPOT_EXIT])).toBe(2952.71);
      expect(trade[abi.T_FLAGS] & abi.FLAG_SETTLED_ON_FALLBACK).toBeTruthy(); // the bars hold no SET: the open stands in, counted
      expect(dollars(trade[abi.T_NET_PNL])).toBe(235);
    });

    it("missing sessions keep marks, and every structure agrees with the twin bit for bit", () => {
      const bands = { minDelta: 800, maxDelta: 3000, minDte: 5, maxDte: 60, widths: [5_000, 25_000], profitTarget: 5000, stopLoss: 15_000, timeExit: 2 };
      const changes: SpecChanges = {
        account: { sizing: "risk", riskPerTrade: 0.1, maxPositions: 40, maxEntries: 4, heat: 2, equity: 5_000_000_000, shortPutStress: 1500 },
        sleeves: [bands, { ...bands, structure: "call-credit-spread" }, { ...bands, structure: "iron-condor" }, { ...bands, structure: "short-put" }],
      };
      const { output, spec, trades } = backtest(market, changes);
      const expected = referenceRun(runInput(market.underlyings, market.curves, spec));
      expect(output.trades).toEqual(expected.trades);
      expect(output.equity).toEqual(expected.equity);
      expect(output.funnel).toEqual(expected.funnel);
      expect(trades.length).toBeGreaterThan(40);
      expect(new Set(trades.map((trade) => trade[abi.T_STRUCTURE])).size).toBe(4);
      expect(output.summary[abi.SUM_STALE_MARKS]).toBeGreaterThan(0); // the corpus lacks five sessions
      const codes = [...output.funnel];
      expect(codes.filter((code) => code === abi.NO_DATA)).toHaveLength(5 * 4);
      expect(codes.filter((code) => code === abi.OPENED)).toHaveLength(trades.length);
    });
  });
});
