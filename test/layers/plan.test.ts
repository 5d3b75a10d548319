import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../src/core/core";
import { BUILT_IN_LAYERS, chooseLayers, createRunner, DEFAULT_JUDGE, layerSteps, planLayers, readLayers, runLayers } from "../../src/layers";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { loadConfigLayers } from "../../src/node/config";
import { resolveConfig } from "../../src/config";
import { execute } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { configOf, drain } from "./support";

let core: Core;
let market: Market;
beforeAll(async () => {
  core = await loadCore();
  market = simulateMarket(TINY_SIMULATION);
}, 60_000);

const built = (...names: string[]) => chooseLayers(BUILT_IN_LAYERS, names);
const own = (...layers: object[]) => readLayers(layers, "mine.yaml");
const idsOf = (plan: ReturnType<typeof planLayers>) => plan.runs.map(({ id }) => id);

describe("the plan", () => {
  it("base, each alone, the system without what it has and with what it lacks; each config once", () => {
    const system = configOf({ min_iv_percentile: 50, breakers: "off" });
    const plan = planLayers({ layers: built("iv-filter", "correlated-heat"), system, base: null });
    expect(idsOf(plan)).toEqual(["base", "base + iv-filter", "base + correlated-heat", "system + correlated-heat"]);
    expect(plan.pairs.map(({ layer, context, with: on, without: off }) => [layer, context, plan.runs[on].id, plan.runs[off].id])).toEqual([
      ["iv-filter", "alone", "base + iv-filter", "base"], ["correlated-heat", "alone", "base + correlated-heat", "base"],
      ["iv-filter", "system", "base + iv-filter", "base"], ["correlated-heat", "system", "system + correlated-heat", "base + iv-filter"],
    ]);
    expect(plan.runs.map(({ on }) => on)).toEqual([[], ["iv-filter"], ["correlated-heat"], ["iv-filter", "correlated-heat"]]);
  });

  it("the source design's production system: what it has on, and what it lacks", async () => {
    const system = resolveConfig(await loadConfigLayers(["production"]));
    const plan = planLayers({ layers: BUILT_IN_LAYERS, system, base: null });
    expect(plan.runs.find(({ id }) => id === "system")!.on).toEqual(["regime-sizing", "portfolio-limits", "breakers", "vix-scaling", "iv-filter", "dynamic-exits", "min-credit"]);
    expect(plan.runs[0].on).toEqual([]);
    expect(plan.runs[0].request.config).toMatchObject({ profit_target: 65, stop_loss: 125, min_iv_percentile: 0, max_positions: 10_000, use_regime_sizing: false, dynamic_exits: "off", min_delta: 0.1, max_delta: 0.3 });
    expect(plan.pairs).toHaveLength(2 * BUILT_IN_LAYERS.length);
  });

  it("a layer comes back as the system has it, not as the list has it", () => {
    const plan = planLayers({ layers: built("iv-filter", "portfolio-limits"), system: configOf({ min_iv_percentile: 30, max_positions: 2 }), base: null });
    const of = (id: string) => plan.runs.find((run) => run.id === id)!.request.config;
    expect(of("base + iv-filter").min_iv_percentile).toBe(30);
    expect(of("base + portfolio-limits")).toMatchObject({ max_positions: 2, min_iv_percentile: 0 });
  });

  it("a base alone grows into the system; with both, both are as given", () => {
    const grown = planLayers({ layers: built("gamma-exit", "time-exit"), system: null, base: configOf() });
    expect(idsOf(grown)).toEqual(["base", "base + gamma-exit", "base + time-exit", "system"]);
    const two = planLayers({ layers: built("iv-filter"), system: configOf({ min_iv_percentile: 40, max_delta: 0.25 }), base: configOf({ max_delta: 0.2 }) });
    expect(two.runs.map(({ id, request }) => [id, request.config.max_delta, request.config.min_iv_percentile])).toEqual([["base", 0.2, 0], ["base + iv-filter", 0.2, 40], ["system", 0.25, 40], ["system − iv-filter", 0.25, 0]]);
    expect(() => planLayers({ layers: built("iv-filter"), system: configOf(), base: configOf({ ticker: "SPY" }) })).toThrow("ticker = SPY of the base: is SPY,QQQ in the system; give both the same --ticker");
  });

  it("sleeves lose a layer's keys with it and get them back as they were", () => {
    const sleeves = [{ structure: "put-credit-spread", min_iv_percentile: 20 }, { structure: "iron-condor", min_iv_percentile: 60, max_delta: 0.2 }];
    const plan = planLayers({ layers: built("iv-filter"), system: configOf({ sleeves }), base: null });
    const of = (id: string) => plan.runs.find((run) => run.id === id)!.request.config.sleeves;
    expect(of("base")).toEqual([{ structure: "put-credit-spread" }, { structure: "iron-condor", max_delta: 0.2 }]);
    expect(plan.runs[1]).toMatchObject({ id: "base + iv-filter", on: ["iv-filter"], request: { config: { sleeves } } });
  });

  it("layers that set one key, each off in its own way, are refused: one would be tried on what the other left", () => {
    const layers = own({ name: "stop", on: { stop_loss: 125 }, off: { stop_loss: "off" } }, { name: "tight", on: { stop_loss: 57 }, off: { stop_loss: 125 } });
    expect(() => planLayers({ layers, system: configOf(), base: null })).toThrow("layer stop: stop_loss = off without it: a later layer sets 125; judge them apart");
  });

  it("a combination that does not fit together names the run", () => {
    const layers = own({ name: "long-dated", on: { time_exit: 30 }, off: { time_exit: 0 } });
    expect(() => planLayers({ layers, system: configOf(), base: null })).toThrow('run "base + long-dated": time_exit = 30: would close entries at min_dte = 25');
  });
});

describe("neutral values", () => {
  it("off means off: every built-in layer's neutral values give the run of the plain switch", () => {
    const plain = execute(core, market, configOf({ breakers: "off", break_even: "off" }));
    const plan = planLayers({ layers: built("breakers", "vix-scaling"), system: configOf({ breakers: "off" }), base: null });
    expect(plan.runs[0].request.config.breakers).toBe(true);
    const base = createRunner(core, market)(plan.runs[0].request);
    expect(base.ledger.trades).toEqual(plain.output.trades);
    expect(plan.runs[0].on).toEqual([]);
    const both = execute(core, market, configOf({ break_even: "off" }));
    const full = planLayers({ layers: built("breakers", "vix-scaling"), system: configOf(), base: null });
    expect(createRunner(core, market)(full.runs[full.runs.length - 1].request).ledger.equity).toEqual(both.output.equity);
  });

  it("limits do not bind: the base is never stopped by one", () => {
    const plan = planLayers({ layers: built("portfolio-limits"), system: configOf({ max_risk_per_trade: 0.5 }), base: null });
    const { funnel } = createRunner(core, market)(plan.runs[0].request);
    expect([...new Set(funnel)].filter((code) => code === 5 || code === 6 || code > 19)).toEqual([]);
  });

  it("gates that the day loop does not know are refused", () => {
    expect(() => createRunner(core, market)({ config: configOf(), gates: ["oracle"] })).toThrow("gate = oracle: is not known to the day loop");
  });
});

describe("layers in YAML", () => {
  it("without off: as the system has it, or the default where the system has it on", () => {
    const [layer] = own({ name: "narrow", on: { max_delta: 0.2 } });
    expect(planLayers({ layers: [layer], system: configOf({ max_delta: 0.25 }), base: null }).runs.map(({ request }) => request.config.max_delta)).toEqual([0.25, 0.2]);
    expect(planLayers({ layers: [layer], system: configOf({ max_delta: 0.2 }), base: null }).runs.map(({ request }) => request.config.max_delta)).toEqual([0.3, 0.2]);
    const [same] = own({ name: "same", on: { max_delta: 0.3 } });
    expect(() => planLayers({ layers: [same], system: configOf(), base: null })).toThrow("layer same: is on in the system, and its values are the defaults; say with off: what the system is without it");
  });

  it.each([
    [[{ on: { max_delta: 1 } }], "mine.yaml: layer 1: name = undefined: is not a name"],
    [[{ name: "a" }], "mine.yaml: layer 1 (a): on: is missing"],
    [[{ name: "a", on: { max_delt: 1 } }], "mine.yaml: layer 1 (a): on: max_delt: is not a known key; did you mean max_delta?"],
    [[{ name: "a", on: { ticker: "SPY" } }], "cannot be a layer; with and without it must run on the same sessions"],
    [[{ name: "a", on: { portfolio_limits: "tight" } }], "cannot be a layer; write the keys that it stands for"],
    [[{ name: "a", on: { max_delta: 0.2, min_delta: 0.1 }, off: { max_delta: 0.3 } }], "min_delta: is in one of on and off only"],
    [[{ name: "a", on: { max_delta: 0.2 }, of: {} }], "mine.yaml: layer 1: of: is not a part of a layer"],
    [{ a: 1 }, "mine.yaml: layers: is not a list"],
  ])("refuses %j", (section, message) => {
    expect(() => readLayers(section, "mine.yaml")).toThrow(message);
  });

  it("a wrong value is named with its layer; an unknown name with the nearest", () => {
    const [layer] = own({ name: "odd", on: { max_delta: 7 } });
    expect(() => planLayers({ layers: [layer], system: configOf(), base: null })).toThrow("layer odd: max_delta = 7");
    expect(() => chooseLayers(BUILT_IN_LAYERS, ["breaker"])).toThrow("--layers: breaker: is not a layer; did you mean breakers?");
  });
});

describe("on a simulated market", () => {
  const judge = { replicates: 299 };

  it("paying the whole width harms, getting the mid adds value: planted costs are found, in both directions", () => {
    const layers = own({ name: "haste", on: { slippage: 100 }, off: { slippage: 66 } }, { name: "patience", on: { slippage: 50 }, off: { slippage: 66 } });
    const of = (name: string) => runLayers(core, market, { layers: layers.filter(({ id }) => id === name), system: configOf({ max_positions: 30, max_entries_per_day: 10, max_portfolio_heat: 100, breakers: "off" }), base: null, judge }).verdicts[0];
    expect(of("haste")).toMatchObject({ verdict: "harms" });
    expect(of("patience")).toMatchObject({ verdict: "adds value" });
  });

  it("pure: the same as step by step, and the core's memory is as before", () => {
    const request = { layers: built("breakers", "iv-filter", "correlated-heat"), system: configOf(), base: null, judge };
    const before = core.arena.mark();
    const result = runLayers(core, market, request);
    expect(core.arena.mark()).toEqual(before);
    const mark = core.arena.mark();
    const steps = drain(layerSteps({ plan: planLayers(request), runner: createRunner(core, market), market: { name: market.name, origin: market.origin }, judge }));
    core.arena.release(mark);
    expect(JSON.stringify(result)).toBe(JSON.stringify(steps));
    expect(result.judge).toMatchObject({ ...DEFAULT_JUDGE, ...judge, meanBlock: expect.any(Number) });
    const share = result.runs.map(({ starvation }) => starvation.opened + starvation.reasons.reduce((sum, { count }) => sum + count, 0));
    expect(share).toEqual(result.runs.map(({ starvation }) => starvation.chances));
  });
});
