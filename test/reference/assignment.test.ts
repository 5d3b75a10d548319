import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import { engines } from "../helpers/engines";
import type { HandMarket } from "../helpers/handMarket";
import { date, handMarket } from "../helpers/handMarket";
import { curve, handRun } from "../helpers/handRun";

const EXPIRY = "2024-03-22";
const SHARES = { exercise: "american", delivery: "physical" } as const;
const CALLS = { sleeves: [{ structure: "call-credit-spread" as const, minDte: 18 }] };
const PUTS = { sleeves: [{ minDte: 18 }] };
const NAKED = { sleeves: [{ structure: "short-put" as const, minDte: 18 }] };

/** Sells the 105/110 call spread at 1.234 − 0.466; the stock then jumps to 108. */
function callSpread(shortMid: number, info: object = SHARES): HandMarket {
  const market = handMarket(info).day("2024-03-04", 100).expiry(EXPIRY).call(105, 1.2, 1.3, { delta: 0.2 }).call(110, 0.4, 0.5, { delta: 0.1 });
  market.day("2024-03-05", 108).expiry(EXPIRY).call(105, shortMid - 0.1, shortMid + 0.1, { delta: 0.9 });
  return market.call(110, 0.6, 0.8, { delta: 0.3 });
}

/** Sells a put spread or a lone put at 95; the stock then falls to 80. */
function puts(shortMid: number, info: object = SHARES, delta = 0.97): HandMarket {
  const market = handMarket(info).day("2024-03-04", 100).expiry(EXPIRY).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
  return market.day("2024-03-05", 80).expiry(EXPIRY).put(90, 9.9, 10.1, { delta: 0.8 }).put(95, shortMid - 0.05, shortMid + 0.05, { delta });
}

/** 0.073 a year on 95 for one day: 0.019. */
const RATE = { rate: curve({ "2024-03-01": 0.073 }) };

describe.each(engines)("early assignment: %s", (_, run) => {
  test("D.30: a call is assigned when the dividend exceeds its time value; the dividend is owed and the long call closes the shares", () => {
    const market = callSpread(3.4).day("2024-03-06", 112, { bar: { open: 111, dividend: 0.5 } }); // 0.40 of time value
    const { trades, summary, days } = handRun(run, market, CALLS);
    const [trade] = trades;
    expect(trade[abi.T_REASON]).toBe(abi.EXIT_EARLY_ASSIGNMENT);
    expect(trade[abi.T_FLAGS]).toBe(abi.FLAG_ASSIGNED_CALL);
    expect(trade[abi.T_EXIT_COST]).toBe(50_000 + 5000); // exercised at 110, not bought at 111
    expect([trade[abi.T_FEES], trade[abi.T_EXIT_COMMISSION], trade[abi.T_SPOT_EXIT]]).toEqual([50_000, 0, 1_110_000]);
    expect(trade[abi.T_NET_PNL]).toBe((7680 - 55_000) * 100 - 20_000 - 50_000);
    expect(summary[abi.SUM_ASSIGNMENTS]).toBe(1);
    expect(days[2][abi.E_EQUITY]).toBe(1e9 + trade[abi.T_NET_PNL]);
  });

  test("D.30: below the long strike the shares are bought at the open", () => {
    const [trade] = handRun(run, callSpread(3.4).day("2024-03-06", 107, { bar: { open: 107.25, dividend: 0.5 } }), CALLS).trades;
    expect(trade[abi.T_EXIT_COST]).toBe(22_500 + 5000);
  });

  test("D.30: no assignment at a dividend of just the time value, for European options, or when switched off", () => {
    const outcome = (market: HandMarket, account = {}) =>
      handRun(run, market.day("2024-03-06", 108, { bar: { dividend: 0.4 } }), { ...CALLS, account }).trades[0][abi.T_REASON];
    expect(outcome(callSpread(3.39))).toBe(abi.EXIT_EARLY_ASSIGNMENT);
    expect(outcome(callSpread(3.4))).toBe(abi.EXIT_END_OF_DATA);
    expect(outcome(callSpread(3.39, { exercise: "european" }))).toBe(abi.EXIT_END_OF_DATA);
    expect(outcome(callSpread(3.39), { earlyAssignment: false })).toBe(abi.EXIT_END_OF_DATA);
  });

  test("D.30: a deep put is assigned when its time value is below a day's interest; the long put sells the shares", () => {
    const [trade] = handRun(run, puts(15.01).day("2024-03-06", 82, { bar: { open: 81 } }), PUTS, RATE).trades;
    expect(trade[abi.T_FLAGS]).toBe(abi.FLAG_ASSIGNED_PUT);
    expect(trade[abi.T_EXIT_COST]).toBe(50_000); // sold at 90, not at 81
    expect(trade[abi.T_EXIT_DAY]).toBe(date("2024-03-06"));
  });

  test("D.30: a lone put leaves shares that are sold at the open, with the dividend", () => {
    const [trade] = handRun(run, puts(15.01).day("2024-03-06", 82, { bar: { open: 81, dividend: 0.3 } }), NAKED, RATE).trades;
    expect(trade[abi.T_EXIT_COST]).toBe(140_000 - 3000);
  });

  test("D.30: the put stays when time value is left, when it is not deep, or when money earns nothing", () => {
    const outcome = (market: HandMarket, curves: object = RATE) => handRun(run, market.day("2024-03-06", 80), PUTS, curves).trades[0][abi.T_REASON];
    expect(outcome(puts(15.01))).toBe(abi.EXIT_EARLY_ASSIGNMENT);
    expect(outcome(puts(15.02))).toBe(abi.EXIT_END_OF_DATA);
    expect(outcome(puts(15.01, SHARES, 0.89))).toBe(abi.EXIT_END_OF_DATA);
    expect(outcome(puts(15.01), {})).toBe(abi.EXIT_END_OF_DATA);
  });

  test("D.30: interest counts calendar days: a put that is safe overnight goes over the weekend", () => {
    const market = (next: string) => {
      const built = handMarket(SHARES).day("2024-03-04", 100).expiry(EXPIRY).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
      built.day("2024-03-08", 80).expiry(EXPIRY).put(90, 9.9, 10.1, { delta: 0.8 }).put(95, 14.99, 15.09, { delta: 0.97 });
      return built.day(next, 80);
    };
    const reason = (next: string) => handRun(run, market(next), PUTS, { rate: curve({ "2024-03-01": 0.073, "2024-03-07": 0.073 }) }).trades[0][abi.T_REASON];
    expect(reason("2024-03-09")).toBe(abi.EXIT_END_OF_DATA); // 0.019 of interest, 0.04 of time value
    expect(reason("2024-03-11")).toBe(abi.EXIT_EARLY_ASSIGNMENT); // 0.057
  });

  test("D.30: without a fresh quote the session before it cannot be judged: counted, not guessed", () => {
    const market = callSpread(3.39).day("2024-03-06", 108).day("2024-03-07", 108, { bar: { dividend: 5 } });
    const { trades, summary } = handRun(run, market, CALLS);
    expect(trades[0][abi.T_REASON]).toBe(abi.EXIT_END_OF_DATA);
    expect(summary[abi.SUM_ASSIGNMENT_UNKNOWN]).toBe(1);
    expect(summary[abi.SUM_ASSIGNMENTS]).toBe(0);
  });

  test("D.30: a condor loses its assigned side only, and its cost stays in the books", () => {
    const market = handMarket(SHARES).day("2024-03-04", 100).expiry(EXPIRY).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    market.call(105, 1.2, 1.3, { delta: 0.2 }).call(110, 0.4, 0.5, { delta: 0.1 });
    market.day("2024-03-05", 108).expiry(EXPIRY).put(90, 0, 0.1, { delta: 0.01 }).put(95, 0.1, 0.2, { delta: 0.02 });
    market.call(105, 3, 3.2, { delta: 0.9 }).call(110, 0.6, 0.8, { delta: 0.3 });
    market.day("2024-03-06", 107, { bar: { open: 107, dividend: 0.5 } }).expiry(EXPIRY).put(90, 0, 0.1, { delta: 0.01 }).put(95, 0.1, 0.2, { delta: 0.02 });
    market.day("2024-03-22", 107);
    const { trades, days } = handRun(run, market, { sleeves: [{ structure: "iron-condor", minDte: 18 }] });
    expect(days[2][abi.E_POSITIONS]).toBe(1);
    expect(days[2][abi.E_LIABILITY]).toBe((1500 - 500) * 100);
    expect(trades).toHaveLength(1);
    expect(trades[0][abi.T_REASON]).toBe(abi.EXIT_EXPIRED_ITM);
    expect([trades[0][abi.T_FLAGS], trades[0][abi.T_EXIT_COST]]).toEqual([abi.FLAG_ASSIGNED_CALL, 25_000]);
  });
});
