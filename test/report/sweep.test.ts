import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/config";
import { scatterChart, sparkline } from "../../src/report/chart";
import { widthOf } from "../../src/report/style";
import { sweepReport, sweepText } from "../../src/report/sweep";
import { analysisData } from "../../src/sweep/analysis";
import { random } from "../helpers/random";
import { exampleSweep } from "../sweep/example";
import { grid, tableOf } from "../sweep/tables";

const table = exampleSweep();
const base = defaultConfig();
const plain = (more: Record<string, unknown> = {}): string => sweepReport(table, { metric: "sharpe", width: 90, colour: false, base, ...more });
const draw = random(9);
const sample = tableOf(Array.from({ length: 200 }, () => ({ a_rather_long_name_of_a_parameter: draw.unit(), width: draw.pick(["1", "2.5,5,10", "0.05d"]), stop_loss: draw.integer(50, 300) })), () => ({
  metrics: { sharpe: draw.chance(0.1) ? NaN : draw.normal(), trades: draw.integer(0, 3) }, trades: String(draw.unit()),
}));
const names = tableOf(grid({ a: Array.from({ length: 40 }, (_, i) => `a${i}`), b: Array.from({ length: 60 }, (_, i) => `b${i}`) }), ({ a, b }) => ({ metrics: { sharpe: String(a).length + String(b).charCodeAt(1) } }));
const many = tableOf(grid({ a: Array.from({ length: 40 }, (_, i) => i), b: Array.from({ length: 60 }, (_, i) => 1000 + i) }), ({ a, b }) => ({ metrics: { sharpe: (a as number) * (b as number), cagr: 0.1 } }));

describe("the report of a sweep", () => {
  it.each([72, 80, 90, 200])("fits %i columns, at most 90", (width) => {
    for (const one of [table, sample, many, names]) {
      for (const line of sweepReport(one, { metric: "sharpe", width, colour: true, base }).split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(Math.min(90, width));
    }
  });

  it("has no escape sequence without colour, and the same text with it", () => {
    for (const one of [table, sample, many, names]) {
      const text = sweepReport(one, { metric: "sharpe", width: 90, colour: false });
      expect(text).not.toContain("\u001b");
      expect(sweepReport(one, { metric: "sharpe", width: 90, colour: true }).replace(/\u001b\[\d+m/g, "")).toBe(text);
    }
  });

  it("has every section, by the analysis that is also data", () => {
    const text = plain();
    for (const title of ["Best by Sharpe", "What Sharpe depends on", "Sharpe by profit_target (down) and min_delta", "Pareto front", "Plateau", "Inert parameters"]) expect(text).toContain(title);
    expect(sweepText({ table, analysis: analysisData(table, "sharpe", { base }) }, { width: 90, colour: false })).toBe(text);
    expect(text).toMatch(/300 configs · 4 swept parameters · 100 different trade lists · by Sharpe, larger is better/);
  });

  it("puts the best first, with its parameters under their names and its twins counted", () => {
    const lines = plain().split("\n");
    const head = lines.findIndex((line) => line.includes("  config  "));
    expect(lines[head - 1]).toBe("           min_  profit_       max_");
    expect(lines[head]).toBe("  config  delta   target  positions  Sharpe     CAGR  max fall  trades  alike");
    expect(lines[head + 1]).toBe("     240   0.25       35          3    1.72  14.42 %   17.50 %     494     ×2");
  });

  it("shows main effects as shapes on one scale, and inert ones as such", () => {
    expect(plain()).toMatch(/min_delta +█████████▌ +79\.7 % +0\.80 {2}0\.05 ▁▇█▆▁ 0\.25\n/);
    expect(plain()).toMatch(/regime_multipliers .* inert\n/);
    expect(plain()).toMatch(/Pairs add: min_delta × max_positions 1\.5 %/);
  });

  it("the heat map can be read without colour", () => {
    expect(plain()).toContain("    65  ░ 0.68 █ 1.27 █ 1.48 █ 1.27 ░ 0.67");
    expect(plain()).toContain("blank 0.30 … █ 1.48");
    expect(sweepReport(many, { metric: "sharpe", width: 72, colour: false })).toMatch(/\n {2}1000…1002 [ ░▒▓█]+\n/);
  });

  it("says what it leaves out of a map that is too large", () => {
    expect(sweepReport(names, { metric: "sharpe", width: 72, colour: false })).toMatch(/not shown/);
  });

  it("says spike, and what to take instead", () => {
    expect(plain()).toContain("a spike: most neighbours are far below it");
    expect(plain()).toMatch(/recommended {2}config 150: 1\.50 · min_delta 0\.15 · profit_target 65 · max_positions 6/);
    expect(sweepReport(many, { metric: "sharpe", width: 90, colour: false })).toContain("no spike");
  });

  it("S.6: names inert parameters with their reasons, and values that are all the same", () => {
    expect(plain()).toMatch(/regime_multipliers +inert: use_regime_sizing is off: regimes are recorded and\n/);
    expect(plain()).toMatch(/max_positions +the same trades at 6, 7, 8\n/);
    expect(sweepReport(many, { metric: "sharpe", width: 90, colour: false })).toContain("none: every swept parameter changed some trade");
    expect(sweepReport(sample, { metric: "sharpe", width: 90, colour: false })).toContain("not judged: no two configs differ in it alone");
  });

  it("S.10: says how many configs cannot win", () => {
    expect(sweepReport(sample, { metric: "sharpe", width: 90, colour: false, minTrades: 3 }).replace(/\s+/g, " ")).toMatch(/cannot win: Sharpe undefined in \d+ configs; fewer than 3 closed trades in \d+ configs/);
  });

  it("says when nothing earned", () => {
    const losing = (profit: number) => sweepReport(tableOf(grid({ a: [1, 2] }), ({ a }) => ({ metrics: { sharpe: a as number, net_profit: a === 1 ? profit : -1 } })), { metric: "sharpe", width: 90, colour: false });
    expect(losing(0)).toContain("no config made money");
    expect(losing(1)).not.toContain("no config made money");
  });

  it("stays whole for one config, for none, and when nothing trades", () => {
    const one = (metrics: Record<string, number>, count: number) => sweepReport(tableOf(Array.from({ length: count }, (_, a) => ({ a })), () => ({ metrics })), { metric: "sharpe", width: 90, colour: false });
    expect(one({ sharpe: 1, cagr: 0.1, max_drawdown: 0.1, trades: 3 }, 1)).toMatch(/1 config · 1 swept parameter[\s\S]*no neighbours: whether it is a spike cannot be told/);
    expect(one({ sharpe: NaN, cagr: 0, max_drawdown: 0, trades: 0 }, 3)).toMatch(/Sharpe undefined in 3 configs[\s\S]*–/);
    expect(sweepReport({ ...tableOf([], () => ({ metrics: {} })), metrics: { sharpe: new Float64Array() } }, { metric: "sharpe", width: 90, colour: false })).toContain("0 configs");
  });
});

describe("charts of a sweep", () => {
  it("sets one dot per point, the corners in the corners", () => {
    expect(scatterChart([[0, 0], [1, 1]], 2, 1)).toEqual(["⡀⠈"]);
    expect(scatterChart([[0, 1], [1, 0]], 2, 2)).toEqual(["⠁ ", " ⢀"]);
  });

  it("draws shares as blocks", () => {
    expect(sparkline([0, 0.5, 1, null])).toBe("▁▅█·");
  });
});
