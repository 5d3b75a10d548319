import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import { engines } from "../helpers/engines";
import { handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";

/** Two days of a 95/90 put spread at the same quotes: mid 0.80, ORATS fills 1.234 − 0.466 in and 1.266 − 0.434 out. */
const unchanged = () => {
  const market = handMarket();
  for (const day of ["2024-03-04", "2024-03-05"]) {
    market.day(day, 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
  }
  return market;
};

const EQUITY = 100_000 * 10_000;
/** Closes on the second day: ten days are left then. */
const NEXT_DAY = { sleeves: [{ minDte: 11, timeExit: 10 }] };

describe.each(engines)("costs: %s", (_, run) => {
  test("S.1: opening changes equity by slippage and commission only", () => {
    const { days, trades } = handRun(run, unchanged());
    expect(trades[0][abi.T_CREDIT]).toBe(7680);
    expect(days[0][abi.E_CASH]).toBe(EQUITY + 768_000 - 20_000);
    expect(days[0][abi.E_LIABILITY]).toBe(800_000);
    expect(days[0][abi.E_EQUITY]).toBe(EQUITY - 32_000 - 20_000);
  });

  test("S.1: at mid and without commission, opening changes nothing", () => {
    const { days } = handRun(run, unchanged(), { account: { fill: [5000, 5000, 5000, 5000], commission: 0 } });
    expect(days[0][abi.E_POSITIONS]).toBe(1);
    expect(days[0][abi.E_EQUITY]).toBe(EQUITY);
  });

  test("D.23: open and close at unchanged quotes loses exactly the slippage of both sides and four commissions", () => {
    const { trades, days } = handRun(run, unchanged(), NEXT_DAY);
    expect(trades).toHaveLength(1);
    expect(trades[0][abi.T_REASON]).toBe(abi.EXIT_TIME);
    expect(trades[0][abi.T_EXIT_COST]).toBe(8320);
    expect(trades[0][abi.T_NET_PNL]).toBe((7680 - 8320) * 100 - 40_000);
    expect(days[1][abi.E_EQUITY]).toBe(EQUITY - 64_000 - 40_000);
  });

  test("D.27, S.3: commission counts once per leg and side, with minimum and maximum per order", () => {
    const commissions = (account: object) => {
      const { trades } = handRun(run, unchanged(), { account: { contracts: 3, ...account }, ...NEXT_DAY });
      return [trades[0][abi.T_ENTRY_COMMISSION], trades[0][abi.T_EXIT_COMMISSION]];
    };
    expect(commissions({})).toEqual([60_000, 60_000]);
    expect(commissions({ commissionMin: 75_000 })).toEqual([75_000, 75_000]);
    expect(commissions({ commissionMin: 75_000, commissionMax: 50_000 })).toEqual([50_000, 50_000]);
    expect(commissions({ commission: 0 })).toEqual([0, 0]);
  });

  test("D.25: buying a short leg back cheaply is free only when configured", () => {
    const market = handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
    market.day("2024-03-05", 110).expiry("2024-03-15").put(90, 0, 0.05, { delta: 0.01 }).put(95, 0.03, 0.05, { delta: 0.02 });
    const exitCommission = (freeClose: number) => handRun(run, market, { account: { freeClose }, ...NEXT_DAY }).trades[0][abi.T_EXIT_COMMISSION];
    expect(exitCommission(-1)).toBe(10_000); // the worthless long leg is not sold
    expect(exitCommission(431)).toBe(10_000);
    expect(exitCommission(432)).toBe(0); // 0.03 + 66 % of 0.02
  });

  test("D.10: a zero bid cannot be sold, can be bought, and leaves a long leg at zero", () => {
    const entry = (put: [number, number], long: [number, number]) =>
      handRun(run, handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(90, ...long, { delta: 0.1 }).put(95, ...put)).codes[0];
    expect(entry([0, 0.5], [0.05, 0.1])).toBe(abi.QUOTE_ZERO);
    expect(entry([1.2, 1.3], [0, 0.1])).toBe(abi.OPENED);

    const market = unchanged().day("2024-03-06", 101).expiry("2024-03-15").put(90, 0, 0.1, { delta: 0.1 }).put(95, 0.5, 0.6);
    const [trade] = handRun(run, market, { sleeves: [{ minDte: 11, timeExit: 9 }] }).trades;
    expect(trade[abi.T_FLAGS]).toBe(abi.FLAG_ABANDONED_LONG);
    expect(trade[abi.T_EXIT_COST]).toBe(5660); // 0.50 + 66 % of 0.10, nothing for the wing
    expect(trade[abi.T_EXIT_COMMISSION]).toBe(10_000);
  });

  test("D.11: locked, crossed, blown, wide and absent quotes give no fill, each with its own code", () => {
    const code = (bid: number, ask: number, account = {}) =>
      handRun(run, handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(90, 0.19, 0.2, { delta: 0.1 }).put(95, bid, ask), { account }).codes[0];
    expect(code(1.2, 1.3)).toBe(abi.OPENED);
    expect(code(0, 0)).toBe(abi.QUOTE_ZERO);
    expect(code(1.4, 1.3)).toBe(abi.QUOTE_CROSSED);
    expect(code(1.3, 1.3)).toBe(abi.QUOTE_LOCKED);
    expect(code(0.3, 3.1)).toBe(abi.QUOTE_BLOWN);
    expect(code(0.31, 3.1)).toBe(abi.OPENED); // ten times the bid exactly
    expect(code(0.15, 1.85)).toBe(abi.CREDIT_TOO_SMALL); // ask > 10 × bid, but mid is just $1: a quote, though a poor one
    expect(code(1.2, 1.4, { widthMax: 2000 })).toBe(abi.OPENED);
    expect(code(1.2, 1.41, { widthMax: 2000 })).toBe(abi.QUOTE_WIDE);
    expect(code(0.9, 1.1, { widthShare: 2000 })).toBe(abi.OPENED); // 20 % of mid exactly
    expect(code(0.9, 1.11, { widthShare: 2000 })).toBe(abi.QUOTE_WIDE);
    expect(code(0.9, 1.11, { widthShare: 2000, widthFloor: 2100 })).toBe(abi.OPENED);
  });

  test("D.12: a wider quote around the same mid never fills better; thin trading never changes a price", () => {
    const cents = fc.integer({ min: 0, max: 40 });
    const credit = (short: number, long: number, liquidity: number): number => {
      const market = handMarket().day("2024-03-04", 100).expiry("2024-03-15");
      const options = { openInterest: liquidity, volume: liquidity };
      market.put(90, 0.5 - long / 100, 0.5 + long / 100, { ...options, delta: 0.1 }).put(95, 1.5 - short / 100, 1.5 + short / 100, options);
      return handRun(run, market).trades[0]?.[abi.T_CREDIT] ?? -Infinity;
    };
    fc.assert(
      fc.property(cents, cents, cents, cents, fc.integer({ min: 0, max: 100 }), (s1, s2, l1, l2, thin) => {
        const tight = credit(1 + Math.min(s1, s2), 1 + Math.min(l1, l2), 1000);
        expect(credit(1 + Math.max(s1, s2), 1 + Math.max(l1, l2), 1000)).toBeLessThanOrEqual(tight);
        expect(credit(1 + Math.min(s1, s2), 1 + Math.min(l1, l2), thin)).toBe(tight);
      }),
      { numRuns: 40, seed: 12 },
    );
  });

  test("D.13: a credit of the whole width is refused, and so is an exit outside [0, width]", () => {
    const impossible = handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 5.5, 5.6);
    expect(handRun(run, impossible).codes).toEqual([abi.CREDIT_OVER_WIDTH]);

    const market = unchanged();
    market.day("2024-03-06", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 5.5, 5.6); // 5.12 to close
    market.day("2024-03-07", 100).expiry("2024-03-15").put(90, 1.4, 1.5, { delta: 0.1 }).put(95, 1.2, 1.3); // −0.17 to close
    market.day("2024-03-08", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
    const { trades, summary, days } = handRun(run, market, { sleeves: [{ minDte: 11, timeExit: 9 }] });
    expect(days[2][abi.E_LIABILITY]).toBe(5 * 10_000 * 100); // 5.10 at mid, worth at most 5
    expect(days[3][abi.E_LIABILITY]).toBe(0);
    expect([...summary.slice(abi.SUM_BLOCKED_EXITS, abi.SUM_BLOCKED_EXITS + 1), summary[abi.SUM_FILL_OUT_OF_BOUNDS]]).toEqual([2, 2]);
    expect(trades[0][abi.T_BLOCKED_EXITS]).toBe(2);
    expect(trades[0][abi.T_EXIT_COST]).toBe(8320);
  });
});
