import { describe, expect, it } from "vitest";
import { binsOf, roundWidth } from "../../../src/report/html/sweep/distribution";
import { sweepInput } from "../../../src/report/html/sweep/input";
import { cellSizes, mapMetrics, mapValues, pairsOf } from "../../../src/report/html/sweep/pairs";
import { spread } from "../../../src/report/html/sweep/pareto";
import { slicesOf } from "../../../src/report/html/sweep/plateau";
import { bandsOf } from "../../../src/report/html/sweep/sensitivity";
import { bandLabels, digitsFor, someOf } from "../../../src/report/html/sweep/words";
import { hill, madeSweep, SMALL } from "./sweepMade";

const input = sweepInput(madeSweep(SMALL).recorded);
const { table } = input;
const valueOf = (key: string, row: number): unknown => {
  const axis = table.axes.find((each) => each.key === key)!;
  return axis.values[axis.index[row]];
};
const rowsWith = (values: Record<string, unknown>): number[] => Array.from({ length: table.count }, (_, row) => row).filter((row) => Object.entries(values).every(([key, value]) => valueOf(key, row) === value));
const median = (values: number[]): number => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

describe("maps of two parameters", () => {
  const { shown, left, inert } = pairsOf(input, 2 * mapMetrics(input).length);

  it("are of the parameters that matter, the most important pair first; what follows another or never changed a trade is left out", () => {
    expect(shown.map(({ cells }) => [cells.rows.key, cells.columns.key].sort().join(" "))[0]).toBe("min_delta profit_target");
    expect(shown).toHaveLength(6);
    expect([left, inert]).toEqual([[], ["regime_multipliers"]]);
    expect(mapMetrics(input).slice(0, 3)).toEqual(["sharpe", "sortino", "calmar"]);
  });

  it("hold the median of each cell, and the best that may win", () => {
    for (const metric of ["sharpe", "max_drawdown", "net_profit"]) {
      const [pair] = shown;
      const { rows, columns } = pair.cells;
      const values = mapValues(input, pair, metric);
      rows.values.forEach(([row], r) => columns.values.forEach(([column], c) => {
        const of = rowsWith({ [rows.key]: row, [columns.key]: column });
        const cell = r * columns.values.length + c;
        const figures = of.map((i) => table.metrics[metric][i]);
        const winners = of.filter((i) => table.metrics.trades[i] > 0 && Number.isFinite(table.metrics[metric][i])).map((i) => table.metrics[metric][i]);
        expect(values.median[cell]).toEqual(figures.some(Number.isFinite) ? median(figures) : null);
        expect(values.best[cell]).toEqual(winners.length ? (metric === "max_drawdown" ? Math.min(...winners) : Math.max(...winners)) : null);
      }));
      expect(cellSizes(pair)).toEqual([9, 12]);
    }
  });

  it("cut parameters with more than 24 values into stretches, and keep all of fewer", () => {
    const long = (text: string) => pairsOf(sweepInput(madeSweep({ sweep: { parameters: { profit_target: text, min_delta: [0.06, 0.12, 0.18], stop_loss: "10:160:10" } }, outcome: hill }).recorded), 24).shown.find(({ cells }) => cells.rows.key === "profit_target")!;
    expect(long("4:96:4").cells.rows.labels).toHaveLength(24);
    const cut = long("4:100:4").cells.rows;
    expect(cut.labels.length).toBeLessThanOrEqual(13);
    expect(cut.labels[0]).toContain("…");
  });
});

describe("bands and slices", () => {
  it("bands are quartiles over the configs with that value", () => {
    for (const band of bandsOf(input, "profit_target")) {
      const values = rowsWith({ profit_target: band.label === "off" ? "off" : Number(band.label) }).map((i) => table.metrics.sharpe[i]).filter(Number.isFinite);
      expect([band.n, band.median]).toEqual([values.length, median(values)]);
      expect(band.low <= band.lower && band.lower <= band.median && band.median <= band.upper && band.upper <= band.high).toBe(true);
    }
  });

  it("slices differ from the best config in one parameter, with what is linked to it", () => {
    const slices = slicesOf(input);
    expect(slices.map(({ key }) => key)).toEqual(expect.arrayContaining(["min_delta", "profit_target", "max_positions"]));
    const others = (key: string) => Object.fromEntries(["use_regime_sizing", "regime_multipliers", "min_delta", "profit_target", "max_positions"].filter((each) => each !== key).map((each) => [each, valueOf(each, input.best)]));
    for (const { key, points } of slices) {
      expect(points.filter(({ here }) => here)).toHaveLength(1);
      for (const { label, y } of points) {
        const [row] = rowsWith(others(key)).filter((i) => String(valueOf(key, i)) === label);
        expect(y).toBe(row === undefined || !Number.isFinite(table.metrics.sharpe[row]) ? null : table.metrics.sharpe[row]);
      }
    }
  });
});

describe("numbers for people", () => {
  it("bins are round, count everything once, and hold one value too", () => {
    expect([roundWidth(1, 60), roundWidth(73_125, 60), roundWidth(0.0004, 60)]).toEqual([0.02, 2000, 0.00001]);
    const values = [-1.02, -0.5, -0.1, 0, 0, 0.05, 0.1, 0.34];
    expect(binsOf(values).reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    for (const one of [3, 0, -2]) expect(binsOf([one, one]).map(({ count }) => count)).toEqual([2]);
  });

  it("keeps the ends of what it thins, and says how much it leaves out", () => {
    expect(spread([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(someOf(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
    expect([...bandLabels(Array.from({ length: 12 }, (_, i) => `value ${i}`)).values()].filter(Boolean)).toHaveLength(6);
    expect([digitsFor(0), digitsFor(30), digitsFor(0.5), digitsFor(0.02)]).toEqual([0, 0, 2, 3]);
  });
});
