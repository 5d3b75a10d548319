import { beforeAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config";
import { loadCore } from "../../src/node/core";
import { bar, hangingChart, lineChart, sample, samplePeaks } from "../../src/report/chart";
import { dollars, grouped, metricText, percent, shortDollars } from "../../src/report/format";
import { clip, widthOf, wrapText } from "../../src/report/style";
import { terminalReport } from "../../src/report/terminal";
import type { Execution } from "../../src/results/execution";
import { execute } from "../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";

describe("numbers", () => {
  it("groups thousands and writes a true minus, never for zero", () => {
    expect([grouped(1234567), grouped(-1234.5, 2), grouped(-0.001, 2), grouped(999)]).toEqual(["1,234,567", "−1,234.50", "0.00", "999"]);
    expect([dollars(-12.3), dollars(1234.56), shortDollars(98_432), shortDollars(1_234_000), percent(-0.0625)]).toEqual(["−$12.30", "$1,235", "$98.4k", "$1.23M", "−6.25 %"]);
  });

  it("S.10: an undefined metric is a dash", () => {
    expect(metricText({ value: null, unit: "ratio" })).toBe("–");
    expect(metricText({ value: 0, unit: "ratio" })).toBe("0.00");
  });
});

describe("charts", () => {
  it("draws a rising line from the lower left to the upper right", () => {
    expect(lineChart([0, 1, 2, 3], 2, 1, 0, 3)).toEqual(["⡠⠊"]);
  });

  it("connects jumps", () => {
    expect(lineChart([0, 0, 7, 7], 2, 2, 0, 7)).toEqual([" ⡏", "⣀⠇"]);
  });

  it("hangs drawdowns from the top and loses no peak", () => {
    expect(hangingChart([0, 4, 2, 0], 2, 1, 4)).toEqual(["⢸⠃"]);
    expect(samplePeaks([0, 9, 0, 0, 0, 0], 2)).toEqual([9, 0]);
  });

  it("ends the sampled curve on the final value, for fewer or more points than columns", () => {
    expect(sample([1, 2, 3, 4, 5], 2)).toEqual([3, 5]);
    expect(sample([1, 2], 4)).toEqual([1, 1, 2, 2]);
  });

  it("shows something for any share above zero, and fills for one", () => {
    expect([bar(0, 4), bar(0.001, 4), bar(0.5, 4), bar(1, 4)]).toEqual(["", "▏", "██", "████"]);
  });
});

describe("text", () => {
  it("measures without colours and accents", () => {
    expect(widthOf("\u001b[31mred\u001b[39m")).toBe(3);
    expect([clip("abcdef", 4), clip("abc", 4)]).toEqual(["abc…", "abc"]);
    expect(wrapText("one two three", 8)).toEqual(["one two", "three"]);
  });
});

describe("the report", () => {
  let execution: Execution;
  let idle: Execution;
  beforeAll(async () => {
    const market = simulateMarket(TINY_SIMULATION);
    const core = await loadCore();
    const run = (values: Record<string, unknown>) => execute(core, market, resolveConfig([{ file: "x", values: { ticker: "SPY,QQQ", min_credit: 3, break_even: "off", ...values } }]));
    execution = run({ strategy: "put-credit-spread,iron-condor" });
    idle = run({ min_credit: 90, stop_loss: "off" });
  });

  it.each([72, 80, 90, 200])("fits %i columns, at most 90", (columns) => {
    for (const run of [execution, idle]) {
      for (const line of terminalReport(run, { columns, colour: true, folder: "out/x" }).split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(Math.min(90, columns));
    }
  });

  it("has no escape sequence without colour, and the same text with it", () => {
    const plain = terminalReport(execution, { columns: 90, colour: false, folder: null });
    expect(plain).not.toContain("\u001b");
    expect(terminalReport(execution, { columns: 90, colour: true, folder: null }).replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it("says synthetic when quotes are, and not otherwise", () => {
    expect(terminalReport(execution, { columns: 90, colour: false, folder: null })).toContain("SYNTHETIC QUOTES  This market is simulated.");
    const onBars = { ...execution, market: { ...execution.market, origin: "synthetic-quotes" as const } };
    expect(terminalReport(onBars, { columns: 90, colour: false, folder: null })).toContain("SYNTHETIC QUOTES ON REAL BARS  Prices and the volatility index are real");
    expect(terminalReport({ ...execution, market: { ...execution.market, origin: "vendor" }, snapshotBars: ["SPX"] }, { columns: 90, colour: false, folder: null })).toMatch(/^(?![\s\S]*SYNTHETIC)[\s\S]*NO BARS {2}SPX: /);
  });

  it("shows every exit reason, year, underlying, structure and funnel code that occurred", () => {
    const text = terminalReport(execution, { columns: 90, colour: false, folder: "out/x" });
    for (const group of Object.values(execution.metrics.breakdown).flat()) expect(text).toContain(group.key.replaceAll("_", " "));
    for (const code of execution.funnel.codes) expect(text.replace(/\s+/g, " ")).toContain(code.text.slice(0, 30));
    expect(text).toContain("mahler replay out/x");
  });

  it("explains a run that never traded", () => {
    const text = terminalReport(idle, { columns: 90, colour: false, folder: null }).replace(/\s+/g, " ");
    expect(text).toContain("no closed trades");
    expect(text).toContain("the executable credit was below the minimum");
    expect(text).toContain("lower min_credit");
    expect(text).not.toContain("Trades by");
  });
});
