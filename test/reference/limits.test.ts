import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { AccountSpec } from "../../src/strategy/spec";
import { engines } from "../helpers/engines";
import type { HandMarket } from "../helpers/handMarket";
import { handMarket } from "../helpers/handMarket";
import { BREAKERS } from "../helpers/handSpec";
import { curve, handRun } from "../helpers/handRun";

const DATES = ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-04"];

/** One chain on the last of four days; width 5, credit 0.768: one contract can lose $423.20. */
function market(spots = [100, 100, 100, 100]): HandMarket {
  const built = handMarket();
  spots.forEach((spot, k) => built.day(DATES[k], spot, { chain: k === 3 }));
  return built.expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
}

const LOSS = 4_232_000;
/** Nothing but the tested limit binds: a hundred contracts wanted, every share of equity allowed a hundred times over. */
const LOOSE: Partial<AccountSpec> = { contracts: 100, singlePosition: 100, heat: 100, perUnderlying: 100, maxPositions: 9, maxEntries: 9, commission: 0 };

describe.each(engines)("limits: %s", (_, run) => {
  /** Contracts and binding limits of the entries, and the code of every chance. */
  function entries(account: Partial<AccountSpec>, markets = [market(), market()], curves = {}) {
    const { trades, codes } = handRun(run, markets, { account: { equity: 1e9, ...LOOSE, ...account } }, curves);
    return { contracts: trades.map((trade) => trade[abi.T_CONTRACTS]), limits: trades.map((trade) => trade[abi.T_BINDING_LIMIT]), codes };
  }

  test("S.4: max loss is (width − credit) × multiplier × contracts, in dollars", () => {
    const [trade] = handRun(run, market(), { account: { contracts: 3 } }).trades;
    expect(trade[abi.T_MAX_LOSS]).toBe(3 * LOSS);
    expect(trade[abi.T_WIDTH]).toBe(50_000);
  });

  test("S.4: risk per trade and the fixed count bind", () => {
    expect(entries({ sizing: "risk", riskPerTrade: 0.02 })).toEqual({ contracts: [4, 4], limits: [abi.LIMIT_TRADE, abi.LIMIT_TRADE], codes: [0, 0] });
    expect(entries({ contracts: 7 }).contracts).toEqual([7, 7]);
    expect(entries({ sizing: "risk", riskPerTrade: 0.004 }).codes).toEqual([abi.SIZE_ZERO, abi.SIZE_ZERO]);
  });

  test("S.4: the single-position limit binds", () => {
    expect(entries({ singlePosition: 0.01 })).toEqual({ contracts: [2, 2], limits: [abi.LIMIT_SINGLE, abi.LIMIT_SINGLE], codes: [0, 0] });
    expect(entries({ singlePosition: 0.004 }).codes).toEqual([abi.SIZE_ZERO + abi.LIMIT_SINGLE, abi.SIZE_ZERO + abi.LIMIT_SINGLE]);
  });

  test("S.4: heat binds over all underlyings", () => {
    expect(entries({ heat: 0.03 })).toEqual({ contracts: [7], limits: [abi.LIMIT_HEAT], codes: [0, abi.LIMIT_FULL] });
    expect(entries({ heat: 0.004 }).codes).toEqual([abi.SIZE_ZERO + abi.LIMIT_HEAT, abi.SIZE_ZERO + abi.LIMIT_HEAT]);
  });

  test("S.4: the limit per underlying binds for its own chances only", () => {
    const account = { ...LOOSE, equity: 1e9, perUnderlying: 0.03 };
    const { trades, codes } = handRun(run, [market(), market()], { account, sleeves: [{}, {}] });
    expect(trades.map((trade) => trade[abi.T_CONTRACTS])).toEqual([7, 7]);
    const full = abi.LIMIT_FULL + abi.LIMIT_UNDERLYING - abi.LIMIT_HEAT;
    expect(codes).toEqual([abi.OPENED, full, abi.OPENED, full]);
    expect(entries({ perUnderlying: 0.004 }).codes[0]).toBe(abi.SIZE_ZERO + abi.LIMIT_UNDERLYING);
  });

  test("S.4: a group limit binds for its members, the tightest of several first", () => {
    const groups = [
      { limit: 0.05, members: [0, 1] },
      { limit: 0.03, members: [1, 0] },
      { limit: 0.001, members: [2] },
    ];
    const result = entries({ groups }, [market(), market(), market()]);
    expect(result.contracts).toEqual([7]);
    expect(result.codes).toEqual([abi.OPENED, abi.LIMIT_FULL + abi.LIMIT_GROUP - abi.LIMIT_HEAT, abi.SIZE_ZERO + abi.LIMIT_GROUP]);
  });

  test("S.4: measured correlation binds; opposite movers offset each other, unknown ones count as one", () => {
    const correlated = 0.01; // $1,000 of effective heat: two contracts alone
    const features = { correlationWindow: 2 };
    const opposite = [market([100, 101, 100, 100]), market([100, 100 / 1.01, 100, 100])];
    const { trades } = handRun(run, opposite, { account: { equity: 1e9, ...LOOSE, correlated }, features });
    expect(trades.map((trade) => trade[abi.T_CONTRACTS])).toEqual([2, 4]); // ($846.40 + $1,000) / $423.20
    expect(trades.map((trade) => trade[abi.T_BINDING_LIMIT])).toEqual([abi.LIMIT_CORRELATION, abi.LIMIT_CORRELATION]);
    const full = abi.LIMIT_FULL + abi.LIMIT_CORRELATION - abi.LIMIT_HEAT;
    expect(entries({ correlated })).toEqual({ contracts: [2], limits: [abi.LIMIT_CORRELATION], codes: [0, full] });
    expect(entries({ correlated: 0.004 }).codes[0]).toBe(abi.SIZE_ZERO + abi.LIMIT_CORRELATION);
  });

  test("S.4: buying power binds: the whole width of every open position is blocked", () => {
    const full = abi.LIMIT_FULL + abi.LIMIT_BUYING_POWER - abi.LIMIT_HEAT;
    expect(entries({ equity: 1e7 })).toEqual({ contracts: [2], limits: [abi.LIMIT_BUYING_POWER], codes: [0, full] });
    expect(entries({ equity: 4e6 }).codes).toEqual([abi.SIZE_ZERO + abi.LIMIT_BUYING_POWER, abi.SIZE_ZERO + abi.LIMIT_BUYING_POWER]);
  });

  test("positions, entries of the day and contracts of one entry are capped", () => {
    expect(entries({ contracts: 1, maxPositions: 1 }).codes).toEqual([abi.OPENED, abi.MAX_POSITIONS]);
    expect(entries({ contracts: 1, maxEntries: 1 }).codes).toEqual([abi.OPENED, abi.MAX_ENTRIES]);
    expect(entries({ contracts: 9, maxContracts: 5 })).toEqual({ contracts: [5, 5], limits: [abi.LIMIT_TRADE, abi.LIMIT_TRADE], codes: [0, 0] });
  });

  test("D.42: equal budgets name the limit with the lower number", () => {
    expect(entries({ heat: 0.03, perUnderlying: 0.03, singlePosition: 0.03 }, [market()]).limits).toEqual([abi.LIMIT_SINGLE]);
  });

  test("a multiplier scales the budget before the floor", () => {
    const vix = { vix: curve({ "2024-03-01": 35 }) }; // × 0.5
    expect(entries({ contracts: 5, breakers: BREAKERS }, [market()], vix).contracts).toEqual([2]);
    expect(entries({ contracts: 1, breakers: BREAKERS }, [market()], vix).codes).toEqual([abi.SIZE_ZERO]);
    expect(entries({ sizing: "risk", riskPerTrade: 0.02, breakers: BREAKERS }, [market()], vix).contracts).toEqual([2]);
  });

  test("D.26: a condor risks its wider side once, not the sum and not the put side", () => {
    const condor = handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    condor.call(105, 1.2, 1.3, { delta: 0.2 }).call(115, 0.4, 0.5, { delta: 0.1 });
    const [trade] = handRun(run, condor, { sleeves: [{ structure: "iron-condor", widths: [5000, 10_000] }] }).trades;
    // Four legs at 53 %: sells at 1.247, buys at 0.453.
    expect([trade[abi.T_CREDIT], trade[abi.T_NATURAL_CREDIT], trade[abi.T_WIDTH]]).toEqual([2 * 7940, 14_000, 100_000]);
    expect(trade[abi.T_MAX_LOSS]).toBe((100_000 - 15_880) * 100);
    expect([trade[abi.T_SHORT_PUT], trade[abi.T_LONG_PUT], trade[abi.T_SHORT_CALL], trade[abi.T_LONG_CALL]]).toEqual([95_000, 90_000, 105_000, 115_000]);
  });
});
