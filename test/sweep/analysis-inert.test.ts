import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConfig, resolveConfig } from "../../src/config";
import type { Config } from "../../src/config";
import { axisEffects, sameTrades } from "../../src/sweep/analysis/inert";
import type { AxisEffect } from "../../src/sweep/analysis/inert";
import { latticeOf } from "../../src/sweep/analysis/lattice";
import type { SweepTable } from "../../src/sweep/table";
import { grid, tableOf } from "./tables";
import type { Outcome, Values } from "./tables";

const base = defaultConfig();
const config = (values: Record<string, unknown>): Config => resolveConfig([{ file: "x", values }]);
const judge = (table: SweepTable, fixed?: Config): Record<string, AxisEffect> => Object.fromEntries(axisEffects(table, latticeOf(table), fixed).map((effect) => [effect.key, effect]));
const outcome = (trades: unknown, more: Partial<Outcome> = {}): Outcome => ({ metrics: { trades: 3 }, trades: JSON.stringify(trades), reasons: { opened: 3 }, exits: { profit_target: 3, stop_loss: 0 }, ...more });

describe("inert parameters", () => {
  it("S.6, D.41: a parameter that never changes the trades is called inert, one that does is not", () => {
    const effects = judge(tableOf(grid({ profit_target: [35, 50], min_volume: [0, 10, 20], width: [1, 5] }), ({ profit_target, width }) => outcome([profit_target, width])), base);
    expect(Object.values(effects).map(({ key, status, comparisons, changed }) => [key, status, comparisons, changed])).toEqual([
      ["profit_target", "effective", 6, 6], ["min_volume", "inert", 4, 0], ["width", "effective", 6, 6],
    ]);
  });

  it("names neighbouring values that are always the same, in the order of the numbers", () => {
    const effects = judge(tableOf(grid({ max_positions: [8, 1, 7, 6, 2], width: [1, 5] }), ({ max_positions, width }) => outcome([Math.min(6, max_positions as number), width])));
    expect(effects.max_positions).toMatchObject({ status: "partly inert", same: [[6, 7, 8]] });
  });

  it("two values that differ in one place only are not the same", () => {
    const effects = judge(tableOf(grid({ a: [1, 2], b: [1, 2, 3] }), ({ a, b }) => outcome([a === 2 && b === 3])));
    expect(effects.a).toMatchObject({ status: "effective", comparisons: 3, changed: 1, same: [] });
    expect(effects.b).toMatchObject({ status: "partly inert", same: [[1, 2]] });
  });

  it("says so when a sample has no two configs that differ in it alone", () => {
    const effects = judge(tableOf([{ a: 1, b: 1, c: 2 }, { a: 2, b: 2, c: 1 }, { a: 2, b: 3, c: 1 }], ({ a }) => outcome(a)));
    expect(effects.a).toMatchObject({ status: "unknown", comparisons: 0, reason: "no two configs differ in it alone" });
    expect(effects.b).toMatchObject({ status: "inert", comparisons: 1 });
  });

  it("judges a linked parameter with the one that fixes it", () => {
    const linked = grid({ min_delta: [0.05, 0.1, 0.15], stop: [1, 2, 3] }).map((values) => ({ ...values, max_delta: (values.min_delta as number) + 0.1, cap: values.stop === 1 ? "low" : "high" }));
    const effects = judge(tableOf(linked, ({ min_delta }) => outcome(min_delta)));
    expect(effects.min_delta).toMatchObject({ status: "effective", comparisons: 3, moves: ["max_delta"] });
    expect(effects.max_delta).toMatchObject({ status: "linked", leader: "min_delta" });
    expect(effects.cap).toMatchObject({ status: "linked", leader: "stop" });
    expect(effects.stop).toMatchObject({ status: "inert", comparisons: 3 });
  });

  it("compares a switch with what it switches, on and off", () => {
    const on = grid({ regime: ["on"], kind: ["mild", "hard"], other: [1, 2, 3] });
    const off = grid({ regime: ["off"], other: [1, 2, 3] });
    expect(judge(tableOf([...on, ...off], () => outcome("same")))).toMatchObject({ regime: { status: "inert", comparisons: 3 }, kind: { status: "inert", comparisons: 3 } });
    expect(judge(tableOf([...on, ...off], ({ kind }) => outcome(kind)))).toMatchObject({ regime: { status: "effective" }, kind: { status: "effective" } });
    expect(judge(tableOf([...on, ...off], ({ regime }) => outcome(regime)))).toMatchObject({ regime: { status: "effective" }, kind: { status: "inert" } });
  });

  it("one config, one value: nothing to compare", () => {
    expect(judge(tableOf([{ a: 1 }], () => outcome(1)))).toMatchObject({ a: { status: "constant" } });
    expect(axisEffects(tableOf([], () => outcome(1)), latticeOf({ count: 0, axes: [] }))).toEqual([]);
  });

  const spaces = fc.record({ a: fc.integer({ min: 1, max: 4 }), b: fc.integer({ min: 1, max: 4 }), c: fc.integer({ min: 1, max: 3 }) });
  it("D.41: never calls a parameter inert that changes a trade in configs that differ in it alone, and always one that does not", () => {
    fc.assert(fc.property(spaces, fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat(3)), fc.infiniteStream(fc.nat(99)), ({ a, b, c }, kinds, trades, keep) => {
      const up = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
      const configs = grid({ a: up(a), b: up(b), c: up(c) }).filter(() => (keep.next().value as number) < 80);
      const table = tableOf(configs, () => outcome((trades.next().value as number) % kinds));
      const effects = judge(table);
      for (const key of ["a", "b", "c"]) {
        const pairs = configs.flatMap((x, i) => configs.slice(0, i).flatMap((y, j) => (differIn(x, y, key) ? [[i, j]] : [])));
        const changed = pairs.some(([i, j]) => !sameTrades(table.fingerprints, i, j));
        const { status } = effects[key] ?? { status: "constant" };
        if (status === "inert") expect(changed).toBe(false);
        if (pairs.length && !changed && status !== "linked") expect(status).toBe("inert");
        if (changed) expect(["effective", "partly inert", "linked"]).toContain(status);
      }
    }), { numRuns: 300, seed: 41 });
  });
});

const differIn = (x: Values, y: Values, key: string): boolean => Object.keys(x).every((k) => (k === key ? x[k] !== y[k] : x[k] === y[k]));

describe("why a parameter is inert", () => {
  const reason = (key: string, values: readonly unknown[], fixed: Config | undefined, more: Partial<Outcome> = {}): string => judge(tableOf(grid({ [key]: values }), () => outcome("same", more)), fixed)[key].reason;

  it.each([
    ["regime_multipliers", ["flat", "production"], {}, /^use_regime_sizing is off/],
    ["regime_multipliers", ["flat", "production"], { environment: "paper", use_regime_sizing: "on" }, /^environment: paper/],
    ["trend_fast", [10, 20], {}, /^use_regime_sizing is off and no ranking uses regimes/],
    ["crisis_memory", [10, 20], { use_regime_sizing: "on" }, /^regime_detector is four-state/],
    ["quantile", [0.4, 0.5], { use_regime_sizing: "on", regime_detector: "vix-ladder" }, /^regime_detector is vix-ladder/],
    ["crisis_memory", [10, 20], { use_regime_sizing: "on", regime_detector: "gaussian-mixture" }, /^regime_detector is gaussian-mixture: the vix-ladder/],
    ["quantile", [0.4, 0.5], { use_regime_sizing: "on", regime_detector: "gaussian-mixture" }, /^regime_detector is gaussian-mixture: no threshold/],
    ["mixture_refit", [21, 63], { use_regime_sizing: "on" }, /^regime_detector is not gaussian-mixture/],
    ["mixture_refit", [21, 63], {}, /^use_regime_sizing is off and no ranking uses regimes/],
    ["mixture_refit", [21, 63], { use_regime_sizing: "on", regime_detector: "gaussian-mixture" }, /^no decision turned on it/],
    ["vix_levels", [[20, 30, 40, 50], [25, 30, 40, 50]], { breakers: "off" }, /^breakers is off/],
    ["contracts", [1, 2], {}, /^sizing is risk/],
    ["max_risk_per_trade", [1, 2], { sizing: "fixed" }, /^sizing is fixed/],
    ["target_delta", [0.1, 0.2], {}, /^no ranking is target-delta/],
    ["weights", ["1,0,0,0", "0,1,0,0"], {}, /^no ranking is weighted/],
    ["iv_window", [100, 200], {}, /^min_iv_percentile is 0/],
    ["correlation_window", [60, 90], {}, /^max_effective_heat is 0/],
    ["deep_itm_delta", [0.9, 0.95], { early_assignment: "off" }, /^early_assignment is off/],
    ["short_put_stress", [10, 20], {}, /^no structure is short-put/],
    ["dynamic_window", [10, 20], {}, /^dynamic_exits is off/],
    ["dynamic_base_volatility", [10, 20], { dynamic_exits: "neutral", profit_target: "off", stop_loss: "off" }, /^profit_target and stop_loss are off: there is nothing to scale/],
    ["dynamic_exits", ["off", "scaled", "neutral"], { profit_target: "off", stop_loss: "off" }, /^profit_target and stop_loss are off: there is nothing to scale/],
    ["profit_target", [50, 65], { dynamic_exits: "neutral" }, /^dynamic_exits is a style/],
    ["profit_target", [50, 65], { dynamic_exits: "scaled" }, /^no decision turned on it/],
    ["stop_loss", [100, 125], { dynamic_exits: "aggressive" }, /^dynamic_exits is a style/],
    ["risk_free", [0, 1], {}, /^it takes no part in trading/],
    ["profit_target", [65, 65.001], {}, /^its values are the same to the engine/],
  ])("%s: what the config says", (key, values, fixed, expected) => {
    expect(reason(key, values, config(fixed))).toMatch(expected);
  });

  it.each([
    ["stop_loss", [100, 125], {}, /^no position ended by stop loss: another exit came first, mostly profit target \(6 trades\)$/],
    ["dynamic_range", [[0.5, 2], [0.25, 4]], { exits: { time_exit: 3, profit_target: 0, stop_loss: 0 } }, /^dynamic_exits is off/],
    ["dynamic_exits", ["scaled", "neutral"], { exits: { time_exit: 3, profit_target: 0, stop_loss: 0 } }, /^no position ended by profit target or stop loss: another exit came first, mostly time exit \(6 trades\)$/],
    ["exit_priority", [["stop-loss"], ["profit-target"]], {}, /^only profit target ever closed a position/],
    ["max_positions", [5, 6], { metrics: { trades: 3, max_positions: 4 }, reasons: { opened: 3, max_positions: 0, limit_heat: 9 } }, /^it never bound: no chance was refused for it, and never more than 4 were open at a close; first came: open positions left no room under portfolio heat \(18 chances\)$/],
    ["min_credit", [5, 10], { reasons: { opened: 3, credit_too_small: 4 } }, /^it refused 8 chances, yet the trades were the same/],
    ["week_loss_half", [3, 4], { metrics: { mean_breaker_multiplier: 1 }, reasons: { opened: 1, breaker: 0 }, exits: { breaker: 0 } }, /^no breaker was ever in force$/],
    ["max_contracts", [10, 20], {}, /^every value gave the same whole numbers of contracts$/],
    ["ranking", ["credit", "expected-value"], {}, /^no decision turned on it/],
    ["min_dte", [20, 25], { reasons: { opened: 0, no_expiry: 7, no_strike: 1 }, exits: {} }, /^no config opened a position: mostly, no expiry within the DTE band$/],
  ])("%s: what the results say", (key, values, more, expected) => {
    expect(reason(key, values, base, more)).toMatch(expected);
  });

  it("reads a swept switch from its axis, and says nothing about a config it does not know", () => {
    const swept = tableOf(grid({ use_regime_sizing: ["on", "off"], regime_multipliers: ["flat", "mild"] }), () => outcome("same"));
    expect(judge(swept, base).regime_multipliers.reason).toBe("every value gave the same whole numbers of contracts");
    expect(reason("regime_multipliers", ["flat", "mild"], undefined)).toBe("every value gave the same whole numbers of contracts");
    expect(reason("something else", [1, 2], undefined)).toMatch(/^no decision/);
  });
});
