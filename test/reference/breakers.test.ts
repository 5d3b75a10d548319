import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { BreakerSpec } from "../../src/strategy/spec";
import { engines } from "../helpers/engines";
import { date, handMarket } from "../helpers/handMarket";
import { BREAKERS } from "../helpers/handSpec";
import type { HandResult } from "../helpers/handRun";
import { curve, handRun } from "../helpers/handRun";

/** Two weeks of sessions, Monday 4 to Friday 15 March 2024. */
const DATES = ["04", "05", "06", "07", "08", "11", "12", "13", "14", "15"].map((day) => `2024-03-${day}`);
const EXPIRY = "2024-04-19";
const FIRST_DAY_DTE = date(EXPIRY) - date(DATES[0]);

interface Scenario {
  /** Mark of the 95/90 put spread on each day, dollars. */
  marks: number[];
  breakers?: Partial<BreakerSpec>;
  /** Identical positions opened on the first day. */
  positions?: number;
  /** Dollars. A position that moves by $1 costs $100. */
  equity: number;
  vix?: Record<string, number>;
}

const OFF: Partial<BreakerSpec> = { dayAlert: 9, dayHalf: 9, dayHalt: 9, weekHalf: 9, weekHalt: 9, drawdownCut: 9, drawdownHalt: 9 };

describe.each(engines)("breakers: %s", (_, run) => {
  /** Opens at mid without costs on the first day; later days have a chance that only a breaker or the expiry band refuses. */
  function scenario({ marks, breakers, positions = 1, equity, vix }: Scenario): HandResult & { bits: number[]; multipliers: number[] } {
    const market = handMarket();
    marks.forEach((mark, k) => {
      market.day(DATES[k], 100).expiry(EXPIRY).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, mark + 0.4, mark + 0.5, { delta: 0.2 });
    });
    const account = { equity: equity * 10_000, fill: [5000, 5000, 5000, 5000] as const, commission: 0, maxPositions: 99, maxEntries: 99, breakers: { ...BREAKERS, ...breakers } };
    const sleeves = Array.from({ length: positions }, () => ({ minDte: FIRST_DAY_DTE }));
    const result = handRun(run, market, { account, sleeves }, { vix: vix ? curve(vix) : null });
    return { ...result, bits: result.days.map((day) => day[abi.E_BREAKER_BITS]), multipliers: result.days.map((day) => day[abi.E_BREAKER_MULTIPLIER]) };
  }

  test("S.12: day losses of 1, 1.5 and 2 % alert, halve and halt, each for that day only", () => {
    const after = (loss: number) => scenario({ marks: [0.8, 0.8 + loss, 0.8 + loss], equity: 10_000 });
    expect(after(0.99).bits).toEqual([0, 0, 0]);
    expect(after(1).bits).toEqual([0, abi.BREAKER_DAY_ALERT, 0]);
    expect(after(1).multipliers).toEqual([1, 1, 1]);
    expect(after(1.5).bits).toEqual([0, abi.BREAKER_DAY_HALF, 0]);
    expect(after(1.5).multipliers).toEqual([1, 0.5, 1]);
    expect(after(2).bits).toEqual([0, abi.BREAKER_DAY_HALT, 0]);
    expect(after(2).codes).toEqual([abi.OPENED, abi.BREAKER_HALT, abi.NO_EXPIRY]);
  });

  test("S.12: week losses of 3 and 5 % halve and halt until the next week; the baseline rolls by itself", () => {
    const { bits, codes } = scenario({ marks: [0.8, 1.4, 2.3, 2.3, 2.9, 2.9, 3.4], breakers: { ...OFF, weekHalf: 0.03, weekHalt: 0.05 }, positions: 2, equity: 10_000 });
    // Losses since Monday: 1.2, 3, 3, 4.2 %; then a new week: 0, and one position was not forced out: 1 %.
    expect(bits).toEqual([0, 0, abi.BREAKER_WEEK_HALF, abi.BREAKER_WEEK_HALF, abi.BREAKER_WEEK_HALF, 0, 0]);
    expect(codes).not.toContain(abi.BREAKER_HALT);

    const halted = scenario({ marks: [0.8, 3.3, 3.3, 0.8, 0.8, 0.8], breakers: { ...OFF, weekHalf: 0.03, weekHalt: 0.05 }, positions: 2, equity: 10_000 });
    const halt = abi.BREAKER_WEEK_HALT;
    expect(halted.bits).toEqual([0, halt, halt, halt, halt, 0]); // a recovery does not lift it, Monday does
    expect(halted.codes.slice(-4)).toEqual([abi.BREAKER_HALT, abi.BREAKER_HALT, abi.NO_EXPIRY, abi.NO_EXPIRY]);
  });

  test("S.12, S.13: a week halt forces half of the risk out, on the next session, while entries stay halted", () => {
    const { trades, codes } = scenario({ marks: [0.8, 3.3, 3.3, 3.3], breakers: { ...OFF, weekHalt: 0.05 }, positions: 2, equity: 10_000 });
    expect(trades.map((trade) => [trade[abi.T_ID], trade[abi.T_REASON]])).toEqual([
      [trades[0][abi.T_ID], abi.EXIT_BREAKER],
      [trades[0][abi.T_ID] + 1, abi.EXIT_END_OF_DATA],
    ]);
    expect(trades[0][abi.T_EXIT_DAY]).toBe(date(DATES[2]));
    expect(codes.slice(4, 6)).toEqual([abi.BREAKER_HALT, abi.BREAKER_HALT]);
  });

  test("S.12: a drawdown of 10 % cuts size and a quarter of the risk once, 15 % halts and closes all, five sessions later it lifts", () => {
    const marks = [0.8, 1.8, 1.8, 2.3, 2.8, 2.8, 2.8, 2.8, 2.8, 2.8];
    const { bits, multipliers, trades, days, codes } = scenario({ marks, breakers: { ...OFF, drawdownCut: 0.1, drawdownHalt: 0.15 }, positions: 4, equity: 4000 });
    const [cut, halt] = [abi.BREAKER_DRAWDOWN_CUT, abi.BREAKER_DRAWDOWN_HALT];
    // Falls: 10, 10, 13.75, 17.5 %, and flat after everything is closed.
    expect(bits).toEqual([0, cut, cut, cut, halt, halt, halt, halt, halt, 0]);
    expect(multipliers).toEqual([1, 0.25, 0.25, 0.25, 0, 0, 0, 0, 0, 1]);
    expect(days.map((day) => day[abi.E_POSITIONS])).toEqual([4, 4, 3, 3, 3, 0, 0, 0, 0, 0]);
    expect(trades.every((trade) => trade[abi.T_REASON] === abi.EXIT_BREAKER)).toBe(true);
    expect(codes.slice(-8)).toEqual([...Array(4).fill(abi.BREAKER_HALT), ...Array(4).fill(abi.NO_EXPIRY)]);
  });

  test("S.12: the volatility index scales by the highest level reached the day before; without one there is no rule", () => {
    const level = (value: number) => scenario({ marks: [0.8, 0.8], equity: 10_000, vix: { [DATES[0]]: value } });
    expect(level(19.99).multipliers).toEqual([1, 1]);
    expect([20, 30, 45, 50].map((value) => level(value).multipliers[1])).toEqual([0.8, 0.5, 0.25, 0]);
    expect(level(50).bits).toEqual([0, abi.BREAKER_VIX]);
    expect(level(50).codes).toEqual([abi.OPENED, abi.BREAKER_HALT]);
    expect(level(NaN).bits).toEqual([0, 0]);
  });

  test("S.12: the smallest multiplier wins and every rule that holds is shown", () => {
    const { bits, multipliers } = scenario({ marks: [0.8, 2.3], equity: 10_000, vix: { [DATES[0]]: 25 } });
    expect(bits[1]).toBe(abi.BREAKER_DAY_HALF | abi.BREAKER_VIX);
    expect(multipliers[1]).toBe(0.5);
  });

  test("S.13: ordinary exits run while halted", () => {
    const market = handMarket();
    [0.8, 0.8, 0.8].forEach((mark, k) => market.day(DATES[k], 100).expiry(EXPIRY).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, mark + 0.4, mark + 0.5, { delta: 0.2 }));
    const { trades, codes } = handRun(
      run,
      market,
      { account: { breakers: BREAKERS }, sleeves: [{ timeExit: FIRST_DAY_DTE - 1 }] },
      { vix: curve({ [DATES[0]]: 60 }) },
    );
    expect(trades.map((trade) => [trade[abi.T_REASON], trade[abi.T_EXIT_DAY]])).toEqual([[abi.EXIT_TIME, date(DATES[1])]]);
    expect(codes).toEqual([abi.OPENED, abi.BREAKER_HALT, abi.BREAKER_HALT]);
  });
});
