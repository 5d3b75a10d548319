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
