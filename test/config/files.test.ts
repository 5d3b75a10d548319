import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LIMIT_PRESETS, REGIME_PRESETS, resolveConfig, toRunSpec } from "../../src/config";
import { loadConfigLayers, scenarioNames } from "../../src/node/config";
import { parameterMarkdown } from "../../src/report/parameters";

const root = fileURLToPath(new URL("../../", import.meta.url));
const names = readdirSync(`${root}config`).filter((name) => name.endsWith(".yaml")).map((name) => name.replace(/\.yaml$/, ""));

describe("config/", () => {
  it.each(names)("%s resolves, passes the lint, and says where its values come from", async (name) => {
    const config = resolveConfig(await loadConfigLayers([name]));
    expect(() => toRunSpec(config, config.ticker)).not.toThrow();
    expect(readFileSync(`${root}config/${name}.yaml`, "utf8")).toMatch(/^# .{20}/);
  });

  it("has a file for every preset", () => {
    expect(names).toEqual(expect.arrayContaining([...Object.keys(LIMIT_PRESETS).map((n) => `limits-${n}`), ...Object.keys(REGIME_PRESETS).map((n) => `regime-${n}`)].map((n) => n.replaceAll("_", "-"))));
  });

  it("states the source design's configurations", async () => {
    expect(resolveConfig(await loadConfigLayers(["wealth-building"]))).toMatchObject({ ticker: ["QQQ"], min_delta: 0.05, max_delta: 0.15, min_iv_percentile: 0, profit_target: 65, contracts: 1, sizing: "fixed" });
    expect(resolveConfig(await loadConfigLayers(["risk-adjusted"]))).toMatchObject({ min_delta: 0.1, max_delta: 0.2, min_dte: 21, max_dte: 35 });
    const paper = resolveConfig(await loadConfigLayers(["paper-phase-1"]));
    expect(paper).toMatchObject({ max_positions: 5, max_per_underlying: 20, max_portfolio_heat: 20, profit_target: 65, stop_loss: 125, dynamic_exits: "off" });
    expect(toRunSpec(paper, ["SPY"]).account.useRegime).toBe(false);
    expect(toRunSpec(resolveConfig(await loadConfigLayers(["production"])), ["SPY"]).account).toMatchObject({ useRegime: true, regimeMultipliers: [1, 0.75, 0.5, 0.4], maxPositions: 3 });
    expect(toRunSpec(resolveConfig(await loadConfigLayers(["production"])), ["SPY"]).sleeves[0]).toMatchObject({ profitTarget: 4000, stopLoss: 10_000, dynamicExits: true });
  });

  it("puts files on top of one another", async () => {
    const config = resolveConfig(await loadConfigLayers(["main", "limits-tight", "regime-mild"]));
    expect(config).toMatchObject({ max_positions: 3, use_regime_sizing: true, regime_multipliers: "mild", start: "2007-01-03" });
  });

  it("names the nearest scenario", async () => {
    expect(await scenarioNames()).toContain("main");
    await expect(loadConfigLayers(["prodution"])).rejects.toThrow("config = prodution: is neither a file nor a scenario; did you mean production?");
  });
});

it("docs/parameters.md is the page that mahler params --markdown prints", () => {
  expect(readFileSync(`${root}docs/parameters.md`, "utf8")).toBe(parameterMarkdown());
});
