import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { matchTrades, sameRun } from "../../src/layers/match";
import { toUnits } from "../../src/units";
import { handLedger } from "../helpers/ledger";
import type { HandTrade } from "../helpers/ledger";

interface Changed extends HandTrade {
  contracts?: number;
  strike?: number;
}

const ledgerOf = (trades: readonly Changed[]) => {
  const ledger = handLedger({ equity: [100_000], trades });
  trades.forEach(({ contracts = 2, strike }, i) => {
    ledger.trades[i * abi.TRADE_STRIDE + abi.T_CONTRACTS] = contracts;
    if (strike) ledger.trades[i * abi.TRADE_STRIDE + abi.T_SHORT_PUT] = strike;
  });
  return ledger;
};
const match = (withLayer: readonly Changed[], without: readonly Changed[]) => matchTrades(ledgerOf(withLayer), ledgerOf(without));
const NONE = { trades: 0, dollars: 0 };

describe("trades side by side", () => {
  it("a prevented winner is money missed, a prevented loser money saved; a trade at 0 is no winner", () => {
    const effect = match([], [{ entry: "2020-01-06", pnl: 100 }, { entry: "2020-01-07", pnl: -40 }, { entry: "2020-01-08", pnl: 0 }]);
    expect(effect).toMatchObject({ winnersMissed: { trades: 1, dollars: 100 }, losersAvoided: { trades: 2, dollars: 40 }, prevented: { winners: 1, losers: 2 }, change: -60 });
  });

  it("a shrunk trade gives up its share; a grown one adds its share", () => {
    const shrunk = match([{ pnl: 50, contracts: 1 }], [{ pnl: 100, contracts: 2 }]);
    expect(shrunk).toMatchObject({ winnersMissed: { trades: 1, dollars: 50 }, prevented: { winners: 0, losers: 0 }, exits: { trades: 0, dollars: 0 }, unchanged: 0, change: -50 });
    const grown = match([{ pnl: -90, contracts: 3 }], [{ pnl: -60, contracts: 2 }]);
    expect(grown).toMatchObject({ grown: { trades: 1, dollars: -30 }, losersAvoided: NONE, change: -30 });
  });

  it("a trade that ends on another day is a changed exit, at the size it has", () => {
    const effect = match([{ pnl: 30, contracts: 1, exit: "2020-01-20" }], [{ pnl: 100, contracts: 2, exit: "2020-01-16" }]);
    expect(effect).toMatchObject({ winnersMissed: { trades: 1, dollars: 50 }, exits: { trades: 1, better: 0, dollars: -20 }, change: -70 });
  });

  it("another contract for the same chance is a replacement, not a missed winner and a new trade", () => {
    const effect = match([{ pnl: 30, strike: 299_000 }], [{ pnl: 100 }]);
    expect(effect).toMatchObject({ winnersMissed: NONE, added: { trades: 0 }, replaced: { trades: 1, better: 0, dollars: -70 }, change: -70 });
    expect(match([{ pnl: 30, underlying: 1 }], [{ pnl: 100 }])).toMatchObject({ winnersMissed: { trades: 1 }, replaced: { trades: 0 }, added: { trades: 1, winners: 1, dollars: 30 } });
  });

  it("the same trades are the same run only with the same equity", () => {
    const [a, b] = [ledgerOf([{ pnl: 10 }]), ledgerOf([{ pnl: 10 }])];
    expect(sameRun(a, b, matchTrades(a, b))).toBe(true);
    b.equity[abi.E_EQUITY] += 1;
    expect(sameRun(a, b, matchTrades(a, b))).toBe(false);
  });

  it("whatever happened to the trades, the parts add up to the change of all P&L", () => {
    const trade = fc.record({ day: fc.integer({ min: 1, max: 9 }), pnl: fc.integer({ min: -500, max: 300 }), contracts: fc.integer({ min: 1, max: 4 }), strike: fc.constantFrom(300_500, 299_000), exit: fc.constantFrom("2020-01-16", "2020-01-20") });
    const list = fc.array(trade, { maxLength: 12 }).map((all) => all.map(({ day, ...rest }): Changed => ({ entry: `2020-01-0${day}`, ...rest })));
    fc.assert(fc.property(list, list, (a, b) => {
      const effect = match(a, b);
      const total = (trades: readonly Changed[]) => trades.reduce((sum, t) => sum + toUnits(t.pnl), 0) / 10_000;
      expect(effect.change).toBeCloseTo(total(a) - total(b), 6);
      const { winnersMissed, losersAvoided, prevented, replaced } = effect;
      expect(winnersMissed.trades + losersAvoided.trades - prevented.winners - prevented.losers + effect.unchanged).toBeLessThanOrEqual(b.length);
      expect(prevented.winners + prevented.losers + replaced.trades).toBeLessThanOrEqual(b.length);
    }));
  });
});
