// S.7 for every layer: a config with it on decides the same when the data after a day are cut off or are others.
import { beforeAll, describe, expect, it } from "vitest";
import { changeMarket, configObserver, namesOf, partsOf } from "../../src/causality";
import { KEYS, parameterOf, resolveConfig, toRunSpec } from "../../src/config";
import type { Config } from "../../src/config";
import type { Core } from "../../src/core/core";
import { packSpecs } from "../../src/core/packed";
import { createEvaluator } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import { rerun } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { loadCore } from "../helpers/core";
import { BASE, CASES, optionsOf } from "./cases";
import type { Values } from "./cases";
import { leaksOf, verdictOf } from "./support";

const configOf = (values: Values): Config => resolveConfig([{ file: "base", values: BASE }, { file: null, values }]);
const POINTS = 4;

let core: Core;
let market: Market;
let defaults: string;
const bitsOf = (config: Config): string => {
  const { trades, equity, funnel } = rerun(core, market, config);
  return Buffer.concat([trades, equity, funnel].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength))).toString("latin1");
};

beforeAll(() => {
  core = loadCore();
  market = simulateMarket(TINY_SIMULATION);
  defaults = bitsOf(configOf({}));
}, 120_000);

describe("S.7, D.36, D.37: no layer looks ahead", () => {
  it.each(Object.entries(CASES))("%s", (name, values) => {
    const config = configOf(values);
    const verdict = verdictOf({ market, tickers: config.ticker, names: namesOf(config), observe: configObserver(core, config), points: POINTS, seed: name.length });
    expect(leaksOf(verdict)).toEqual([]);
    for (const { compared, points } of verdict.probes) {
      expect(points).toHaveLength(POINTS);
      expect(compared.entries).toBeGreaterThan(0);
    }
    if (Object.keys(values).length > 0) expect(bitsOf(config) === defaults, "the case changes the run").toBe(false);
  });

  it("every key of a decision is in some case, and every choice of a layer", () => {
    const groups = ["structure", "screen", "exits", "sizing", "limits", "regime", "breakers", "features"];
    const covered = new Set(Object.values(CASES).flatMap((values) => Object.keys(values)));
    expect(KEYS.filter((key) => groups.includes(parameterOf(key).group) && !covered.has(key))).toEqual([]);
    const chosen = new Set(Object.values(CASES).flatMap((values) => Object.values(values)));
    for (const key of ["regime_detector", "ranking"] as const) expect(optionsOf(key).filter((option) => !chosen.has(option))).toEqual([]);
    expect(optionsOf("regime_detector").length).toBeGreaterThan(1);
  });

  it("feature_lag 0 is a look-ahead of minutes: the probe close finds it, the others see nothing", () => {
    const config = configOf({ feature_lag: 0, use_regime_sizing: "on", quantile_window: 40 });
    const [truncate, perturb, close] = verdictOf({ market, tickers: config.ticker, names: namesOf(config), observe: configObserver(core, config), points: POINTS }).probes;
    expect([truncate.leak, perturb.leak]).toEqual([null, null]);
    expect(close.points.every(({ equal }) => !equal)).toBe(true);
  });
});

describe("S.7: what a sweep keeps of a window does not depend on the data after it", () => {
  /** Every column of the evaluations of the window, by the compiled replay, on one market. */
  function evaluated(on: Market, configs: readonly Config[], end: number) {
    const mark = core.arena.mark();
    try {
      const packed = packSpecs(configs.map((config) => toRunSpec(config, config.ticker)), 2);
      const evaluator = createEvaluator(core, on, { tickers: configs[0].ticker, start: 0, end: 40_000, rates: true, riskFree: 0 });
      return evaluator.evaluate(packed, { start: 0, end, equity: true });
    } finally {
      core.arena.release(mark);
    }
  }

  it.each([0.35, 0.6, 0.9])("compiled replay, %d of the data", (share) => {
    const { day } = market.underlyings[0].days;
    const end = day[Math.floor(day.length * share)];
    const varied = [{}, { profit_target: 30 }, { stop_loss: 60, max_delta: 0.2 }, { use_regime_sizing: "on" }, { min_iv_percentile: 40 }, { breakers: "on", day_loss_half: 0.1, day_loss_alert: 0.1 }, { max_effective_heat: 5 }, { dynamic_exits: "neutral" }];
    const configs = varied.map((values) => configOf({ ...values, quantile_window: 40 }));
    const whole = evaluated(market, configs, end);
    expect(whole.exits.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(50);
    for (const how of ["truncate", "plausible", "wild"] as const) {
      expect(evaluated(changeMarket(market, { how, after: end, upTo: Infinity, parts: partsOf(market, configs[0].ticker), seed: 3 }), configs, end)).toEqual(whole);
    }
  });
});
