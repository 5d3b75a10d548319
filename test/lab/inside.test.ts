import { beforeAll, describe, expect, it } from "vitest";
import type { Lab } from "../../src/lab/engine/lab";
import { createLab } from "../../src/lab/engine/lab";
import type { Smile, Values } from "../../src/lab/protocol";
import { moneyness, smileFigures, surfaceOf } from "../../src/lab/volatility";
import { endWords } from "../../src/lab/views/tradePath";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { REASONS } from "../../src/results/reasons";
import type { HandMarket } from "../helpers/handMarket";
import { handMarket } from "../helpers/handMarket";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import type { Manifest } from "../../src/store/manifest";

const MANIFEST = { name: "test", origin: "simulated", parameters: {}, symbols: [], curves: { vix: null, rate: null } } as unknown as Manifest;
const BASE: Values = { ticker: ["SPY", "QQQ"], min_credit: 3, max_positions: 12, max_portfolio_heat: 60, max_per_underlying: 60 };

let market: Market;
let lab: Lab;
beforeAll(async () => {
  market = simulateMarket(TINY_SIMULATION);
  lab = createLab({ core: await loadCore(), market, context: { path: "test", manifest: MANIFEST, core: "0".repeat(64) }, openPool: null });
}, 60_000);

describe("the thresholds of a trade", () => {
  const CONFIGS: readonly (readonly [name: string, values: Values])[] = [
    ["target, stop and time exit", { ...BASE, profit_target: 50, stop_loss: 100, time_exit: 14 }],
    ["tight ones, often held on the same session", { ...BASE, profit_target: 20, stop_loss: 25, time_exit: 24 }],
    ["time before target", { ...BASE, profit_target: 20, stop_loss: "off", time_exit: 24, exit_priority: "time-exit,profit-target,stop-loss,gamma-exit,breaker" }],
    ["iron condors", { ...BASE, strategy: "iron-condor", profit_target: 50, stop_loss: 100, time_exit: 10 }],
    ["short puts, scaled by volatility", { ...BASE, strategy: "short-put", dynamic_exits: "scaled", profit_target: 40, stop_loss: 100, time_exit: 10, max_risk_per_trade: 10, max_single_position: 20 }],
  ];
  it.each(CONFIGS)("D.28: %s: the first that held closed it on that session, unless its quotes did not allow it", (_, values) => {
    const { trades } = lab.detail(values);
    let closed = 0;
    for (const trade of trades) {
      const { thresholds, days, blocked } = lab.path(values, trade.id);
      if (trade.reason === "early_assignment" || blocked > 0) continue; // the next test; a session too early
      const held = thresholds.filter(({ first }) => first >= 0);
      const session = Math.min(...held.map(({ first }) => first));
      const winner = held.find(({ first }) => first === session);
      if (["profit_target", "stop_loss", "time_exit"].includes(trade.reason)) {
        expect([winner?.kind.replaceAll("-", "_"), days[session]], `trade ${trade.id}`).toEqual([trade.reason, trade.exit]);
        closed++;
      } else expect(held.filter(({ first }) => days[first] < trade.exit), `trade ${trade.id}`).toEqual([]);
    }
    expect(closed).toBeGreaterThan(5);
  });

  it("D.30: a side that was exercised early leaves before that session's thresholds are looked at, at what it cost", async () => {
    const chain = (day: string, spot: number, call: number, put: number, dividend = 0) => (hand: HandMarket): HandMarket =>
      hand.day(day, spot, { bar: { dividend } }).expiry("2024-03-22").put(90, 0.2, 0.3, { delta: 0.1 }).put(95, put, put + 0.1, { delta: 0.2 }).call(105, call, call + 0.1, { delta: 0.2 }).call(110, 0.4, 0.5, { delta: 0.1 });
    const hand = [chain("2024-03-04", 100, 1.2, 1.2), chain("2024-03-05", 108, 3.3, 0.9), chain("2024-03-06", 112, 7.1, 0.4, 0.5), chain("2024-03-07", 112, 7.1, 0.4)].reduce((market, day) => day(market), handMarket({ symbol: "SPY", exercise: "american", delivery: "physical" }));
    const own = createLab({ core: await loadCore(), market: { ...market, underlyings: [hand.build()], curves: { ...market.curves, vix: null, rate: null } }, context: { path: "hand", manifest: MANIFEST, core: "" }, openPool: null });
    const values: Values = { ticker: ["SPY"], strategy: "iron-condor", min_dte: 10, max_dte: 30, min_delta: 0.15, max_delta: 0.25, min_credit: 0, time_exit: "off", profit_target: "off", stop_loss: 200, breakers: "off", max_risk_per_trade: 10, max_single_position: 20, max_entries_per_day: 1, max_positions: 1, end: "2024-03-07" };
    const [trade] = own.detail(values).trades;
    const { assigned, gain, days, quantity, thresholds } = own.path(values, trade.id);
    expect(assigned).toEqual([{ right: "call", day: days[2], cost: 5.5 }]); // exercised at 110, and the dividend
    expect(gain[1]).toBeCloseTo((trade.credit - (3.35 - 0.45) - (0.95 - 0.25)) * quantity, 6);
    expect(gain[2]).toBeCloseTo((trade.credit - 5.5 - (0.45 - 0.25)) * quantity, 6);
    expect([trade.reason, trade.exit, thresholds[0].first]).toEqual(["stop_loss", days[2], 2]);
    await own.close();
  });

  it("are told in words: what was hit, when, and how far the others were", () => {
    const path = {
      days: Int32Array.of(19_000, 19_001, 19_002), gain: Float64Array.of(0, 20, 66), blocked: 0, quantity: 100, assigned: [],
      thresholds: [
        { kind: "profit-target" as const, level: Float64Array.of(65, 65, 65), dte: null, first: 2 }, { kind: "stop-loss" as const, level: Float64Array.of(-200, -200, -200), dte: null, first: -1 },
        { kind: "time-exit" as const, level: null, dte: 21, first: -1 },
      ],
    };
    const trade = { reason: "profit_target", exit: 19_002, expiry: 19_040, credit: 1 };
    expect(endWords(trade, path)).toBe("The profit target of $65.00 (65 % of the credit) was hit on 2022-01-10, with $66.00 at mid. Not reached: stop loss −$200.00 (200 % of the credit), time exit on 2022-01-27.");
    expect(endWords({ ...trade, reason: "expired_worthless" }, { ...path, blocked: 2, thresholds: path.thresholds.slice(1) })).toContain("No threshold closed it: it ended 2022-01-10 by expired worthless. On 2 sessions it was to be closed and its quotes did not allow it.");
  });
});

describe("iron condors", () => {
  it("a day's pairs explain its reason code: the pick, or the furthest gate that any reached", () => {
    const values: Values = { ...BASE, strategy: "iron-condor", min_credit: 12 };
    const { days, trades } = lab.detail(values);
    const code = (name: string): number => REASONS.findIndex(({ text }) => text === name);
    let [opened, refused] = [0, 0];
    for (const day of days) {
      for (const symbol of ["SPY", "QQQ"]) {
        const { reasons: [{ id, text }], pairs } = lab.day(values, day, symbol);
        if (id === "opened") {
          const best = pairs.filter((pair) => pair.best);
          const trade = trades.find((t) => t.entry === day && t.underlying === symbol)!;
          expect(best.map(({ put, call, expiry, credit }) => [put!.short, put!.long, call!.short, call!.long, expiry, credit])).toEqual([[trade.shortPut, trade.longPut, trade.shortCall, trade.longCall, trade.expiry, trade.credit]]);
          expect(Math.max(...pairs.map(({ score }) => score ?? -Infinity))).toBe(best[0].score);
          opened++;
        } else if (pairs.length > 0 && pairs.every(({ reason }) => reason !== "") && ["credit_too_small", "quote_wide", "quote_zero", "long_leg_missing"].includes(id)) {
          expect(Math.max(...pairs.map(({ reason }) => code(reason)))).toBe(code(text));
          refused++;
        }
      }
    }
    expect(opened).toBe(trades.length);
    expect(opened).toBeGreaterThan(3);
    expect(refused).toBeGreaterThan(3);
  });

  it("verticals have no pairs", () => {
    const { days } = lab.detail(BASE);
    expect(lab.day(BASE, days[40], "SPY").pairs).toEqual([]);
  });
});

describe("volatility in numbers", () => {
  const smile: Smile = { expiry: 20_030, dte: 30, strikes: [80, 90, 95, 105, 110], ivs: [0.4, 0.3, 0.25, 0.2, 0.18], deltas: [0.1, 0.2, 0.35, 0.4, 0.15] };

  it("at the money and at 25 delta lie between their neighbours", () => {
    const { atm, put25, call25, skew } = smileFigures(smile, 100);
    expect(atm).toBeCloseTo(0.225, 12);
    expect(put25).toBeCloseTo(0.3 - 0.05 / 3, 12); // a third of the way from 0.2 to 0.35
    expect(call25).toBeCloseTo(0.2 - 0.02 * 0.6, 12);
    expect(skew).toBeCloseTo(put25! - call25!, 12);
  });

  it("are not told where nothing lies around them", () => {
    expect(smileFigures({ ...smile, deltas: smile.deltas.map(() => NaN) }, 100)).toMatchObject({ put25: null, call25: null, skew: null });
    expect(smileFigures(smile, 120).atm).toBeNull();
    expect(smileFigures({ ...smile, strikes: [], ivs: [], deltas: [] }, 100)).toMatchObject({ atm: null, put25: null });
  });

  it("a surface has no value beyond an expiry's own strikes, and its own at them", () => {
    const far: Smile = { ...smile, expiry: 20_090, dte: 90, strikes: [85, 90, 100, 105], ivs: [0.3, 0.28, 0.24, 0.22], deltas: [0.1, 0.2, 0.5, 0.3] };
    const surface = surfaceOf([far, smile, { ...smile, dte: 0 }], 100, "ratio")!;
    expect(surface.rows.map(({ dte }) => dte)).toEqual([30, 90]);
    expect([surface.xs[0], surface.xs[surface.xs.length - 1]]).toEqual([0.8, 1.1]);
    surface.xs.forEach((x, c) => {
      expect(Number.isNaN(surface.rows[1].ivs[c]), String(x)).toBe(x < 0.85 || x > 1.05);
      expect(Number.isNaN(surface.rows[0].ivs[c])).toBe(false);
    });
    expect(surface.rows[0].ivs[0]).toBe(0.4);
    expect(surfaceOf([smile], 100, "ratio")).toBeNull();
    expect(moneyness("standardised", 100, 100, 30)).toBe(0);
  });
});
