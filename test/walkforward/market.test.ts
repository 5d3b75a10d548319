import { beforeAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config";
import type { Core } from "../../src/core/core";
import { createEvaluator } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { execute } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { evaluatorRequest } from "../../src/sweep/sweep";
import { isoDate } from "../../src/units";
import { walkForward } from "../../src/walkforward";
import type { WalkForward, WalkForwardSettings } from "../../src/walkforward";
import { grid } from "../sweep/support";

const BASE = { ticker: "SPY,QQQ", min_credit: 3, break_even: "off", risk_free: 1 };
const space = grid({ min_delta: [0.05, 0.15], max_delta: "min_delta + 0.15", profit_target: [35, 65, "off"], max_positions: [2, 6] }, BASE);
const SETTINGS: WalkForwardSettings = { windows: { train: "4m", validate: "1m", test: "1m" }, top: 3, guards: { minTrades: 5 } };

let core: Core;
let market: Market;
let result: WalkForward;

async function walk(on: Market, settings: WalkForwardSettings = SETTINGS): Promise<WalkForward> {
  const evaluator = createEvaluator(await loadCore(), on, evaluatorRequest(on, space));
  return walkForward(on, space, settings, { evaluate: (packed, window) => evaluator.evaluate(packed, window) });
}

beforeAll(async () => {
  core = await loadCore();
  market = simulateMarket(TINY_SIMULATION);
  result = await walk(market);
}, 60_000);

/** Metrics of the backtest that `mahler backtest` would run for a window's choice. */
function backtest(parameters: Record<string, unknown>, start: number, end: number, more: Record<string, unknown> = {}) {
  const config = resolveConfig([{ file: "base.yaml", values: { ...BASE, ...parameters, start: isoDate(start), end: isoDate(end), ...more } }]);
  return execute(core, market, config).metrics.values;
}

describe("walking forward over a small simulated market", () => {
  it("has windows with different choices, and trades", () => {
    expect(result.windows.length).toBeGreaterThan(7);
    expect(new Set(result.windows.map(({ chosen }) => chosen)).size).toBeGreaterThan(1);
    expect(result.values.trades.value).toBeGreaterThan(20);
  });

  it("D.32, S.17: every window's figures are the bits of mahler backtest --start --end (--last-entry) of its config", () => {
    for (const { train, validate, test, runOff, chosen, parameters, trained, validated, tested } of result.windows) {
      if (chosen === null) continue;
      const inside = backtest(parameters, train.start, train.end);
      expect([trained!.metric, trained!.trades]).toEqual([inside.sharpe.value, inside.trades.value]);
      expect(validated!.metric).toBe(backtest(parameters, validate!.start, validate!.end).sharpe.value);
      expect(tested!.metric).toBe(backtest(parameters, test.start, test.end).sharpe.value);
      const own = backtest(parameters, test.start, runOff, { last_entry: isoDate(test.end) });
      expect([tested!.trades, tested!.open, tested!.winRate, tested!.return]).toEqual([own.trades.value, own.open_at_end.value, own.win_rate.value, (own.net_profit.value! * 10_000) / result.initial]);
      expect(runOff === result.windows.at(-1)!.runOff ? 0 : tested!.open, "positions run off").toBe(0);
    }
  });

  it("the stitched account ends with the sum of its windows' profits, each scaled by what the account held", () => {
    const { windows, stitched: { days, equity } } = result;
    let value = result.initial;
    const before = (day: number): number => (days.indexOf(day) > 0 ? equity[days.indexOf(day) - 1] : result.initial);
    for (const { test, tested } of windows) value += (tested?.return ?? 0) * before(test.start);
    expect(equity[equity.length - 1] / value).toBeCloseTo(1, 12);
  });

  it("S.7, D.38: what happens after a stretch changes neither the choice nor any figure before", async () => {
    for (const w of [0, 4]) {
      const { validate, test } = result.windows[w];
      const changed = await walk(perturbed(market, validate!.end));
      const earlier = ({ windows }: WalkForward) => windows.slice(0, w + 1).map(({ train, chosen, trainRank, passed, trained, validated }) => ({ train, chosen, trainRank, passed, trained, validated }));
      expect(earlier(changed)).toEqual(earlier(result));
      expect(changed.windows[w].tested).not.toEqual(result.windows[w].tested);
      expect(changed.windows[w].test).toEqual(test);
    }
  });

  it("marked at the border, the windows' accounts end with their tests", async () => {
    const marked = await walk(market, { ...SETTINGS, boundary: "mark" });
    expect(marked.windows.map(({ chosen }) => chosen)).toEqual(result.windows.map(({ chosen }) => chosen));
    for (const { test, parameters, tested } of marked.windows) {
      if (!tested) continue;
      const own = backtest(parameters, test.start, test.end);
      expect([tested.trades, tested.open, tested.return]).toEqual([own.trades.value, own.open_at_end.value, (own.net_profit.value! * 10_000) / marked.initial]);
    }
    expect(marked.values.open_at_end.value).toBeGreaterThan(0);
  });
});

/** The market with every quote after the day changed: wider by a tick and more. */
function perturbed(original: Market, after: number): Market {
  return {
    ...original,
    underlyings: original.underlyings.map((u) => {
      const first = u.days.day.findIndex((day) => day > after);
      const from = u.blocks.callsBegin[u.days.blocksBegin[first]];
      return { ...u, rows: { ...u.rows, bid: u.rows.bid.map((bid, row) => (row >= from ? Math.floor(bid * 0.9) : bid)), ask: u.rows.ask.map((ask, row) => (row >= from ? Math.ceil(ask * 1.3) + 1 : ask)) } };
    }),
  };
}
