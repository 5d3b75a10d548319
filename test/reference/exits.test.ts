import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { SleeveSpec } from "../../src/strategy/spec";
import { engines } from "../helpers/engines";
import { handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";

type Prices = { short?: [number, number]; long?: [number, number] };

/** A 95/90 put spread sold for 0.768 on Monday; the quotes of the following days as given, 100 spot. */
function days(...rest: Prices[]) {
  const market = handMarket();
  const dates = ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07"];
  [{}, ...rest].forEach(({ short = [1.2, 1.3], long = [0.4, 0.5] }: Prices, k) => {
    market.day(dates[k], 100).expiry("2024-03-15").put(90, ...long, { delta: 0.1 }).put(95, ...short, { delta: 0.2 });
  });
  return market;
}

/** Enters on Monday only. */
const sleeve = (changes: Partial<SleeveSpec>) => ({ sleeves: [{ minDte: 11, ...changes }] });

describe.each(engines)("exits: %s", (_, run) => {
  const reasons = (market: ReturnType<typeof days>, changes: Partial<SleeveSpec>) => handRun(run, market, sleeve(changes)).trades.map((trade) => trade[abi.T_REASON]);

  test("D.28: a stop found at the close fills at that day's quotes, far beyond its trigger", () => {
    const { trades } = handRun(run, days({ short: [3.4, 3.5], long: [0.5, 0.6] }), sleeve({ stopLoss: 10_000 }));
    expect(trades[0][abi.T_REASON]).toBe(abi.EXIT_STOP_LOSS);
    expect(trades[0][abi.T_EXIT_COST]).toBe(34_660 - 5340);
  });

  test("stop and target trigger exactly at their level of the credit, on marks", () => {
    // Mark 1.536 loses 0.768, once the credit; mark 0.384 wins half of it.
    const at = (mark: number): Prices => ({ short: [mark + 0.4, mark + 0.5], long: [0.4, 0.5] });
    expect(reasons(days(at(1.54)), { stopLoss: 10_000 })).toEqual([abi.EXIT_STOP_LOSS]);
    expect(reasons(days(at(1.53)), { stopLoss: 10_000 })).toEqual([abi.EXIT_END_OF_DATA]);
    expect(reasons(days(at(0.38)), { profitTarget: 5000 })).toEqual([abi.EXIT_PROFIT_TARGET]);
    expect(reasons(days(at(0.39)), { profitTarget: 5000 })).toEqual([abi.EXIT_END_OF_DATA]);
    expect(reasons(days(at(0.38)), {})).toEqual([abi.EXIT_END_OF_DATA]);
  });

  describe("dynamic exits", () => {
    const at = (mark: number): Prices => ({ short: [mark + 0.4, mark + 0.5], long: [0.4, 0.5] });
    const scaled = { profitTarget: 5000, stopLoss: 10_000, dynamicExits: true };
    /** Bars before the chain with log returns ±r: with two returns in the window and spot 100 from Monday on, σ is r√252 on Friday and r/2·√252 on Monday. */
    const withPast = (r: number, ...rest: Prices[]) => {
      const market = handMarket();
      [["2024-02-28", 100], ["2024-02-29", 100 * Math.exp(r)], ["2024-03-01", 100]].forEach(([day, close]) => market.day(day as string, close as number, { chain: false }));
      const dates = ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07"];
      [{}, ...rest].forEach(({ short = [1.2, 1.3], long = [0.4, 0.5] }: Prices, k) => {
        market.day(dates[k], 100).expiry("2024-03-15").put(90, ...long, { delta: 0.1 }).put(95, ...short, { delta: 0.2 });
      });
      return market;
    };
    const outcome = (market: ReturnType<typeof days>, changes: Partial<SleeveSpec>, lag = 1) => {
      const [trade] = handRun(run, market, { ...sleeve(changes), features: { lag } }).trades;
      return [trade[abi.T_REASON], trade[abi.T_EXIT_SCALE]];
    };

    test("a calm market wants twice the gain and bears half the loss", () => {
      // Tuesday knows Monday: σ = 0.001/2·√252 = 0.8 %, far below half of 15 %. Credit 0.768: the stop fires at 0.384 lost, the target never below a mark of 0.
      expect(outcome(withPast(0.001, at(1.16)), scaled)).toEqual([abi.EXIT_STOP_LOSS, 0.5]);
      expect(outcome(withPast(0.001, at(1.15)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.001, at(0.02)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.001, at(0.16)), { ...scaled, profitTarget: 4000 })).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.001, at(0.15)), { ...scaled, profitTarget: 4000 })).toEqual([abi.EXIT_PROFIT_TARGET, 0.5]); // 80 % of 0.768 leaves 0.1536
    });

    test("a wild one takes half the gain and bears twice the loss", () => {
      expect(outcome(withPast(0.1, at(2.3)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.1, at(2.31)), scaled)).toEqual([abi.EXIT_STOP_LOSS, 2]); // 0.768 × 3 = 2.304
      expect(outcome(withPast(0.1, at(0.57)), scaled)).toEqual([abi.EXIT_PROFIT_TARGET, 2]); // 0.768 × 0.75 = 0.576
      expect(outcome(withPast(0.1, at(0.58)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
    });

    test("the scale is looked at anew every day", () => {
      // Tuesday: wild, a loss of once the credit is borne. Wednesday knows two still days: half the credit is too much.
      expect(outcome(withPast(0.1, at(1.54), at(1.54)), scaled)).toEqual([abi.EXIT_STOP_LOSS, 0.5]);
      expect(outcome(withPast(0.1, at(1.54)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
    });

    test("S.7, D.37: only days before the session count", () => {
      // With lag 2, Wednesday still knows Monday.
      expect(outcome(withPast(0.1, at(1.54), at(1.54)), scaled, 2)).toEqual([abi.EXIT_END_OF_DATA, 0]);
    });

    test("until the volatility is known the scale is 1; a trigger that is off stays off", () => {
      expect(outcome(days(at(1.54)), scaled)).toEqual([abi.EXIT_STOP_LOSS, 1]);
      expect(outcome(days(at(1.53)), scaled)).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.001, at(4.2)), { ...scaled, stopLoss: 0 })).toEqual([abi.EXIT_END_OF_DATA, 0]);
      expect(outcome(withPast(0.1, at(0.01)), { ...scaled, profitTarget: 0 })).toEqual([abi.EXIT_END_OF_DATA, 0]);
    });

    test("thresholds are whole 1e-4 of the credit, rounded half up", () => {
      // The smallest that can be written: 1 / 2 + 0.5 = 1 and 1 × 0.5 + 0.5 = 1.
      expect(outcome(withPast(0.1, at(0.76)), { ...scaled, profitTarget: 1 })).toEqual([abi.EXIT_PROFIT_TARGET, 2]);
      expect(outcome(withPast(0.001, at(0.77)), { ...scaled, stopLoss: 1 })).toEqual([abi.EXIT_STOP_LOSS, 0.5]);
    });
  });

  test("D.29: a target needs valid quotes on both legs", () => {
    const changes = { profitTarget: 5000 };
    expect(reasons(days({ short: [0.5, 0.4], long: [0.4, 0.5] }), changes)).toEqual([abi.EXIT_END_OF_DATA]); // crossed
    expect(reasons(days({ short: [0, 0] }), changes)).toEqual([abi.EXIT_END_OF_DATA]);
    expect(reasons(days({ short: [0.5, 0.6], long: [0.4, 5] }), changes)).toEqual([abi.EXIT_END_OF_DATA]); // blown
  });

  test("D.28: when several triggers hold, the priority list decides the reason, and nothing else", () => {
    const both = { profitTarget: 5000, timeExit: 10, gammaExit: 10 };
    const market = days({ short: [0.5, 0.6], long: [0.4, 0.5] });
    expect(reasons(market, both)).toEqual([abi.EXIT_PROFIT_TARGET]);
    expect(reasons(market, { ...both, exitPriority: ["time-exit", "breaker", "gamma-exit", "profit-target", "stop-loss"] })).toEqual([abi.EXIT_TIME]);
    expect(reasons(market, { ...both, exitPriority: ["gamma-exit", "time-exit", "breaker", "profit-target", "stop-loss"] })).toEqual([abi.EXIT_GAMMA]);
  });

  test("an exit without executable quotes waits and is counted", () => {
    const market = days({ short: [1.3, 1.3] }, { long: [0.5, 0.4] }, {});
    const { trades, summary } = handRun(run, market, sleeve({ timeExit: 10 }));
    expect(trades[0][abi.T_BLOCKED_EXITS]).toBe(2);
    expect(summary[abi.SUM_BLOCKED_EXITS]).toBe(2);
    expect(summary[abi.SUM_FILL_OUT_OF_BOUNDS]).toBe(0);
    expect(trades[0][abi.T_EXIT_COST]).toBe(8320);
  });

  test("a position is not examined on the day it is opened", () => {
    const { trades } = handRun(run, days({}), sleeve({ timeExit: 60 }));
    expect(trades[0][abi.T_EXIT_DAY] - trades[0][abi.T_ENTRY_DAY]).toBe(1);
  });
});
