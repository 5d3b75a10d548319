import { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { addConfigFlags, givenFlags } from "../../../src/cli/flags";
import { rawConfig, resolveConfig } from "../../../src/config";
import { monthlyReturns } from "../../../src/report/html/backtest/calendar";
import { histogram } from "../../../src/report/html/backtest/distribution";
import { deltaBucket, dteBucket, groupBy } from "../../../src/report/html/backtest/groups";
import { reportInput } from "../../../src/report/html/backtest/input";
import type { ReportInput } from "../../../src/report/html/backtest/input";
import { worstTrades } from "../../../src/report/html/backtest/worst";
import { dayNumber, isoDate } from "../../../src/units";
import { tinyRuns } from "./backtestRun";
import type { Made } from "./backtestRun";
import { command } from "../../../src/report/html/configTables";
import { envelope } from "../../../src/report/html/time";
import { quantileOfSorted } from "../../../src/stats/sums";

let made: Made;
let input: ReportInput;
beforeAll(async () => {
  made = await (await tinyRuns())({ strategy: "put-credit-spread,iron-condor", max_positions: 10, max_single_position: 10, break_even: "off" });
  input = reportInput(made.run);
}, 120_000);

describe("trades and sessions read back from the files", () => {
  it("are those of the run", () => {
    const { metrics, ledger } = made.execution;
    expect(input.trades).toHaveLength(ledger.trades.length / 46);
    expect(input.closed).toHaveLength(metrics.values.trades.value!);
    expect(input.trades.reduce((sum, { net }) => sum + net, 0)).toBeCloseTo(metrics.values.net_profit.value!, 6);
    expect(input.sessions.equity.at(-1)! - input.initial).toBeCloseTo(metrics.values.net_profit.value!, 6);
    expect(Math.max(...input.sessions.drawdown)).toBe(metrics.values.max_drawdown.value);
    expect(worstTrades(input.closed).reduce((sum, { net }) => sum + net, 0)).toBeCloseTo(metrics.values.ten_worst.value!, 6);
  });

  it.each([["reason", "reason"], ["underlying", "underlying"], ["structure", "structure"], ["regime", "regime"]] as const)("groups by %s are those of metrics.json", (name, key) => {
    const groups = groupBy(input.trades, (trade) => trade[key]);
    const expected = made.execution.metrics.breakdown[name];
    expect(groups).toHaveLength(expected.length);
    for (const { key: group, trades, winRate, netPnl, averageHold } of expected) {
      const found = groups.find((each) => each.key === group)!;
      expect([found.trades, found.closed ? found.wins / found.closed : null]).toEqual([trades, winRate]);
      expect([found.net, found.held].map((value) => Number(value.toFixed(6)))).toEqual([netPnl, averageHold].map((value) => Number(value.toFixed(6))));
    }
  });
});

describe("monthly returns", () => {
  it("chain to the total return, month by month and year by year", () => {
    const years = monthlyReturns(input);
    const chained = (values: readonly number[]): number => values.reduce((product, value) => product * (1 + value), 1) - 1;
    const months = years.flatMap((year) => year.months.filter((value) => value !== null));
    expect(years.map(({ year }) => year)).toEqual(["2019", "2020"]);
    expect(months).toHaveLength(15);
    for (const returns of [months, years.map(({ total }) => total)]) expect(chained(returns)).toBeCloseTo(made.execution.metrics.values.total_return.value!, 12);
    for (const { months: own, total, fall } of years) {
      expect(chained(own.filter((value) => value !== null))).toBeCloseTo(total, 12);
      expect(fall).toBeGreaterThanOrEqual(0);
    }
  });

  it("by hand: two months, a fall inside the second, a month without a session", () => {
    const day = [dayNumber(2024, 1, 30), dayNumber(2024, 1, 31), dayNumber(2024, 3, 1), dayNumber(2024, 3, 4)];
    const [year] = monthlyReturns({ ...input, initial: 100, sessions: { ...input.sessions, day, equity: [105, 110, 99, 121] } });
    expect(year.months.slice(0, 4).map((value) => value && Math.round(value * 1e9) / 1e9)).toEqual([0.1, null, 0.1, null]);
    expect(year.total).toBeCloseTo(0.21, 12);
    expect(year.fall).toBeCloseTo(0.1, 12);
  });
});

describe("buckets", () => {
  it.each([[0, "0–7 days"], [7, "0–7 days"], [8, "8–14 days"], [30, "22–30 days"], [31, "31–45 days"], [90, "61–90 days"], [400, "91 days and more"]])("%d days: %s", (dte, name) => expect(dteBucket(dte)).toBe(name));
  it.each([[0.1, "0.10–0.15"], [0.1499, "0.10–0.15"], [0.15, "0.15–0.20"], [0.3, "0.30–0.35"], [0, "0.00–0.05"], [NaN, "unknown"]])("|Δ| %d: %s", (delta, name) => expect(deltaBucket(delta)).toBe(name));
});

describe("distribution", () => {
  it("counts every value once, on round edges", () => {
    const values = [-1.02, -0.5, -0.1, 0, 0, 0.05, 0.1, 0.34];
    const bins = histogram(values);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    expect(bins.filter(({ count }) => count > 0).every(({ x1, x2, count }) => values.filter((v) => v >= x1 - 1e-9 && v < x2 - 1e-9).length === count)).toBe(true);
    expect(histogram([3])).toHaveLength(1);
    expect(histogram([-5000, 12]).length).toBeLessThanOrEqual(62);
  });

  it("quantiles are those of type 7 (numpy's default)", () => {
    const sorted = [1, 2, 4, 8, 16];
    expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([1, 1.4, 2, 4, 12.8, 16]);
  });
});

describe("the curve on the page", () => {
  it("keeps the highest, the lowest and the last value, in order", () => {
    const day = Array.from({ length: 5000 }, (_, i) => 10_000 + i);
    const values = day.map((_, i) => (i === 1234 ? -50 : i === 3456 ? 900 : Math.sin(i / 40)));
    const points = envelope(day, values);
    expect(points.length).toBeLessThanOrEqual(1001);
    expect([Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y)), points.at(-1)!.y]).toEqual([-50, 900, values[4999]]);
    expect(points.every(({ x }, i) => i === 0 || x >= points[i - 1].x)).toBe(true);
    expect(isoDate(Number(points.at(-1)!.x) / 86_400_000)).toBe(isoDate(14_999));
  });
});

describe("the command on the page", () => {
  const cases: Record<string, unknown>[] = [
    {}, { ticker: "QQQ", min_delta: 0.05, profit_target: "off", width: "2%,4%", vix_levels: "12,20,30,40" }, { portfolio_limits: "tight", weights: "1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1", ranking: "weighted" },
    { sleeves: ["put-credit-spread:min_delta=0.05,profit_target=40", "iron-condor:width=5+10,gamma_exit=7"], groups: ["tech=6:QQQ+XLK", "all=40:SPY+QQQ"], free_close: 0.05 },
    { use_regime_sizing: "on", regime_detector: "vix-ladder", regime_multipliers: "1,1,0.5,0.5,0.25,1", start: "2019-03-01", exit_priority: "time-exit,stop-loss", slippage: 80 },
  ];
  it.each(cases)("reads back as the same config: %j", (values) => {
    const config = resolveConfig([{ file: null, values }]);
    const words = command(rawConfig(config)).replaceAll(" \\\n", " ").match(/'[^']*'|\S+/g)!.map((word) => word.replace(/^'|'$/g, ""));
    const parser = addConfigFlags(new Command("backtest").exitOverride());
    parser.parse(words.slice(2), { from: "user" });
    expect(resolveConfig([givenFlags(parser).layer])).toEqual({ ...config, portfolio_limits: null }); // presets are spelled out
  });
});
