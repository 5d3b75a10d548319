import { describe, expect, it } from "vitest";
import { computeMetrics, METRICS, underwater } from "../../src/metrics";
import { handLedger, weekdays } from "../helpers/ledger";

const value = (run: Parameters<typeof handLedger>[0], id: string) => computeMetrics(handLedger(run)).values[id];

describe("daily returns and ratios", () => {
  // Returns +10 %, −10 %, +10 %, −5 %: mean 0.0125; Σ(r − mean)² = 2·0.0875² + 0.1125² + 0.0625² = 0.031875.
  const run = { initial: 100, equity: [110, 99, 108.9, 103.455] };

  it("Sharpe is mean over sample σ × √252 of daily returns", () => {
    expect(value(run, "sharpe").value).toBeCloseTo((0.0125 / Math.sqrt(0.031875 / 3)) * Math.sqrt(252), 12);
  });

  it("S.15, D.35: Sharpe does not depend on the number of trades", () => {
    const trades = Array.from({ length: 50 }, () => ({ pnl: 1 }));
    expect(value({ ...run, trades }, "sharpe").value).toBe(value(run, "sharpe").value);
  });

  it("S.15: a curve with weekend sessions is annualised with √365", () => {
    const days = ["2020-01-03", "2020-01-04", "2020-01-05", "2020-01-06"];
    expect(value({ ...run, days }, "sharpe").value! / value(run, "sharpe").value!).toBeCloseTo(Math.sqrt(365 / 252), 12);
    expect(computeMetrics(handLedger({ ...run, days })).convention.daysPerYear).toBe(365);
  });

  it("Sortino divides by the downside over all days", () => {
    expect(value(run, "sortino").value).toBeCloseTo((0.0125 / Math.sqrt((0.01 + 0.0025) / 4)) * Math.sqrt(252), 12);
  });

  it("a risk-free rate is taken off per day, dated rates day by day", () => {
    const mean = 0.0125 - 0.0252 / 252;
    expect(value({ ...run, riskFree: 0.0252 }, "sharpe").value).toBeCloseTo((mean / Math.sqrt(0.031875 / 3)) * Math.sqrt(252), 12);
    expect(value({ ...run, rates: [0.0252, 0.0252, 0.0252, 0.0252] }, "sharpe").value).toBe(value({ ...run, riskFree: 0.0252 }, "sharpe").value);
  });

  it("CAGR counts calendar days over 365.25", () => {
    const days = ["2020-01-02", "2024-01-02"]; // 1461 days = 4 years exactly
    expect(value({ initial: 100, equity: [100, 146.41], days }, "cagr").value).toBeCloseTo(0.1, 12);
  });

  it("Calmar is CAGR over max drawdown", () => {
    const ledger = { initial: 100, equity: [100, 80, 146.41], days: ["2020-01-02", "2021-01-04", "2024-01-02"] };
    expect(value(ledger, "calmar").value).toBeCloseTo(0.1 / 0.2, 12);
  });
});

describe("drawdown", () => {
  // Peak 120 → 90 is 25 %; the later fall 200 → 160 is larger in dollars but 20 %.
  const run = { initial: 100, equity: [120, 90, 100, 120, 200, 160, 190], start: "2020-01-06" };

  it("S.5, D.34: the largest percentage fall of the marked curve, not peak − final and not the largest in dollars", () => {
    expect(value(run, "max_drawdown").value).toBe(0.25);
    expect(Array.from(underwater(handLedger(run)))).toEqual([0, 0.25, 20 / 120, 0, 0, 0.2, 0.05]);
  });

  it("has dates, duration and recovery", () => {
    expect(computeMetrics(handLedger(run)).drawdown).toEqual({ depth: 0.25, peak: "2020-01-06", trough: "2020-01-07", recovered: "2020-01-09", days: 3 });
  });

  it("counts the initial equity as the first peak, and may end under water", () => {
    expect(computeMetrics(handLedger({ initial: 100, equity: [90, 95] })).drawdown).toEqual({ depth: 0.1, peak: null, trough: "2020-01-06", recovered: null, days: 1 });
  });

  it("is 0 for a curve that never falls, and has no dates then", () => {
    const metrics = computeMetrics(handLedger({ initial: 100, equity: [100, 101] }));
    expect([metrics.values.max_drawdown.value, metrics.drawdown]).toEqual([0, null]);
  });
});

describe("S.10, D.43: an undefined metric is null with a reason", () => {
  it("for a run without sessions, every value is null or a count of nothing", () => {
    for (const [id, metric] of Object.entries(computeMetrics(handLedger({})).values)) {
      if (metric.value === null) expect(metric.reason, id).toMatch(/./);
      else expect(metric.value, id).toBe(0);
    }
  });

  it.each([
    ["sharpe", { equity: [100_000, 100_000, 100_000] }, "daily returns never vary"],
    ["sharpe", { equity: Array<number>(40).fill(100_000), riskFree: 0.04 }, "daily returns never vary"],
    ["sharpe", { equity: [101_000] }, "fewer than two sessions"],
    ["sortino", { equity: [100_001, 100_002] }, "no day below the risk-free rate"],
    ["calmar", { equity: [100_001, 100_002] }, "equity never fell"],
    ["cagr", { equity: [50_000, -10] }, "final equity is not positive"],
    ["sharpe", { equity: [50_000, -10, 5] }, "equity was not positive before 2020-01-08"],
    ["cagr", { equity: [101_000] }, "fewer than two days"],
    ["max_heat", { equity: [0, 100_000], heat: [5, 5] }, "not a finite number"],
  ] as const)("%s", (id, run, reason) => {
    expect(value(run, id)).toMatchObject({ value: null, reason });
  });

  it("every metric states its definition and has its own id", () => {
    expect(new Set(METRICS.map((metric) => metric.id)).size).toBe(METRICS.length);
    for (const metric of METRICS) expect(metric.definition.length).toBeGreaterThan(15);
  });
});

describe("exposure", () => {
  it("is measured at the close", () => {
    const run = { equity: [100_000, 50_000, 100_000, 100_000], positions: [0, 2, 1, 1], heat: [0, 10_000, 5_000, 5_000] };
    expect(value(run, "time_in_market").value).toBe(0.75);
    expect(value(run, "mean_positions").value).toBe(1);
    expect(value(run, "max_positions").value).toBe(2);
    expect(value(run, "max_heat").value).toBe(0.2);
    expect(value(run, "mean_heat").value).toBeCloseTo(0.075, 12);
  });
});

describe("stress windows", () => {
  it("takes the equity before the window as its base and counts trades by their own dates", () => {
    const days = ["2020-02-18", "2020-02-19", "2020-02-20", "2020-04-30", "2020-05-01"];
    const trades = [
      { pnl: 50, entry: "2020-02-01", exit: "2020-02-19" }, { pnl: -30, entry: "2020-02-20", exit: "2020-04-30" }, { pnl: 9, entry: "2020-04-30", exit: "2020-05-01" },
    ];
    const { stress } = computeMetrics(handLedger({ days, equity: [100_000, 90_000, 95_000, 110_000, 1], trades }));
    expect(stress).toEqual([{ name: "COVID", start: "2020-02-19", end: "2020-04-30", sessions: 3, return: 110_000 / 100_000 - 1, maxDrawdown: 0.1, entered: 2, closed: 2, winRate: 0.5, netPnl: 20 }]);
  });

  it("leaves out windows that the run never saw", () => {
    expect(computeMetrics(handLedger({ equity: [1, 2], start: "2019-06-03" })).stress).toEqual([]);
  });
});

describe("other tools' conventions", () => {
  const equity = weekdays("2020-01-06", 30).map((_, t) => 100_000 + 500 * t - (t % 3) * 900);
  const ledger = handLedger({ equity, trades: Array.from({ length: 12 }, (_, i) => ({ pnl: i % 3 ? 40 : -60 })) });
  const { conventions, values } = computeMetrics(ledger);
  const of = (tool: string) => conventions.find((row) => row.tool === tool)!;

  it("differs from ours exactly by the stated rule", () => {
    expect(of("quantstats").sharpe).toBeCloseTo(values.sharpe.value!, 12);
    expect(of("quantstats").sortino).toBeCloseTo(values.sortino.value!, 12);
    expect(of("TradeBlocks").cagr).toBeCloseTo(values.cagr.value!, 12);
    expect(of("vectorbt").sharpe! / values.sharpe.value!).toBeCloseTo(Math.sqrt(365 / 252), 12);
    expect(of("traderjoe").sharpe! / values.sharpe.value!).toBeCloseTo(Math.sqrt(30 / 29), 12);
    expect(of("optopsy-mcp").sortino! / values.sortino.value!).toBeCloseTo(Math.sqrt(29 / 30), 12);
  });

  it("D.35: the per-trade number is shown under its tool's name only", () => {
    expect(of("optopsy").convention).toContain("not a Sharpe ratio");
    expect(of("optopsy").sharpe).not.toBeCloseTo(values.sharpe.value!, 2);
    expect(of("backtest-kit").cagr).toBeNull();
  });
});

describe("breakers", () => {
  it("counts the sessions of each rule", () => {
    const ledger = handLedger({ equity: [100, 100, 100, 100], initial: 100 });
    [[1, 0], [0.25, 32 + 128], [0, 64], [1, 0]].forEach(([multiplier, bits], t) => {
      ledger.equity[t * 12 + 6] = multiplier;
      ledger.equity[t * 12 + 7] = bits;
    });
    const { breakers, values } = computeMetrics(ledger);
    expect(breakers).toEqual({ drawdown_cut: 0.25, drawdown_halt: 0.25, vix: 0.25 });
    expect(values.mean_breaker_multiplier.value).toBe(2.25 / 4);
  });
});
