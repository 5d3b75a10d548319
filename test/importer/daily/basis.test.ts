import { describe, expect, it } from "vitest";
import { readDailyFile } from "../../../src/importer/daily";
import type { DailyOptions } from "../../../src/importer/daily";
import { mergeBars } from "../../../src/importer/daily/merge";
import { dayNumber, isoDate } from "../../../src/units";

const HEADER = "Date,Open,High,Low,Close,Adj Close,Volume";
const flat = (day: string, price: number, rest = ""): string => `${day},${price},${price},${price},${price},${price},100${rest}`;
const bars = (text: string, options?: DailyOptions) => readDailyFile("bars", text, "f.csv", options);
const dollars = (column: Int32Array): number[] => Array.from(column, (units) => units / 1e4);
const SPLIT = { dividends: [], splits: [{ day: dayNumber(2020, 8, 31), ratio: 4 }] };

describe("D.8: prices as traded", () => {
  const yahoo = [`${HEADER},Dividends,Stock Splits`, flat("2020-08-27", 125, ",0.2,0.0"), flat("2020-08-28", 124.75, ",0.0,0.0"), flat("2020-08-31", 129, ",0.0,4.0"), flat("2020-09-01", 134, ",0.0,0.0")].join("\n");

  it("split-adjusted prices are flagged, and their split is not counted twice", () => {
    const file = bars(yahoo);
    expect([file.basis, ...file.bars.split]).toEqual(["split-adjusted", 1, 1, 1, 1]);
    expect(file.tally.observations.split_adjusted_prices).toBe(2);
    expect(file.notes[0]).toBe("NOT AS TRADED before 2020-08-31: 2 bars are divided by later splits, and strikes are not; undo it with --prices split-adjusted");
  });

  it("and undone when the user says so: prices, dividends, volume", () => {
    const { bars: b, basis, tally } = bars(yahoo, { prices: "split-adjusted" });
    expect([basis, tally.observations.splits_undone]).toEqual(["as-traded", 2]);
    expect([dollars(b.close), dollars(b.dividend), [...b.volume], [...b.split]]).toEqual([[500, 499, 129, 134], [0.8, 0, 0, 0], [25, 25, 100, 100], [1, 1, 4, 1]]);
  });

  it("with a file of splits too, also one after the last bar", () => {
    const text = [HEADER, flat("2020-08-27", 125), flat("2020-08-28", 124.75)].join("\n");
    expect(dollars(bars(text, { prices: "split-adjusted", actions: SPLIT }).bars.close)).toEqual([500, 499]);
    expect(bars(text).notes[0]).toContain("no split is known in this file");
  });

  it("what the user says is held against the prices", () => {
    const traded = [HEADER, flat("2020-08-28", 499), flat("2020-08-31", 129)].join("\n");
    expect(() => bars(traded, { prices: "split-adjusted", actions: SPLIT })).toThrow("f.csv 2020-08-31: the prices jump by the split of 4; they are as traded: say --prices as-traded");
    expect(() => bars(yahoo, { prices: "as-traded" })).toThrow("f.csv 2020-08-31: the prices do not show the split of 4; they are adjusted for it: say so with --prices split-adjusted");
    expect([...bars(traded, { prices: "as-traded", actions: SPLIT }).bars.split]).toEqual([1, 4]);
  });

  it("a reverse split that no column records is seen in the prices", () => {
    expect(bars(`date,open,high,low,close\n2020-08-28,10,10,10,10\n2020-08-31,80.5,80.5,80.5,80.5\n`).tally.observations.split_like_moves).toBe(1);
  });

  it("prices adjusted for dividends are refused; told so, they are brought back", () => {
    // As traded 100, 102, 101, 103 with 1.00 on the third day and 0.50 on the fourth.
    const second = 102 * (1 - 1 / 102) * (1 - 0.5 / 101), first = 100 * (1 - 1 / 102) * (1 - 0.5 / 101), third = 101 * (1 - 0.5 / 101);
    const row = (day: string, price: number, paid: number): string => `${day} 00:00:00-05:00,${price},${price},${price},${price},1,${paid},0.0`;
    const text = ["Date,Open,High,Low,Close,Volume,Dividends,Stock Splits", row("2024-01-02", first, 0), row("2024-01-03", second, 0), row("2024-01-04", third, 1), row("2024-01-05", 103, 0.5)].join("\n");
    expect(() => bars(text)).toThrow("adjusted for dividends");
    const { bars: b, basis, notes } = bars(text, { prices: "adjusted" });
    dollars(b.close).forEach((price, i) => expect(price).toBeCloseTo([100, 102, 101, 103][i], 3)); // printed to 1e-4, adjusted twice
    expect([basis, dollars(b.dividend)]).toEqual(["as-traded", [0, 0, 1, 0.5]]);
    expect(notes[0]).toContain("right only if the file reaches to the day it was downloaded");
  });

  it("an adjusted close that is the close on every day, though a dividend was paid, gives the close away", () => {
    const text = `${HEADER},Dividends\n${flat("2024-01-02", 10, ",0")}\n${flat("2024-01-03", 9, ",0.5")}\n`;
    expect(() => bars(text)).toThrow("f.csv 2024-01-03: a dividend was paid, and yet close and adjusted close are equal on every day: the close is adjusted");
    expect(bars(text, { prices: "as-traded" }).basis).toBe("as-traded");
    expect(bars(text.replaceAll(",0.5", ",0")).basis).toBe("split-adjusted");
  });

  it("a header that does not say is flagged", () => {
    expect(bars("Date,Open,High,Low,Close,Volume\n2024-01-02,1,1,1,1,1\n")).toMatchObject({ basis: "unknown", notes: [expect.stringContaining("NOT KNOWN whether prices are as traded")] });
  });

  it("dividends from a file of their own land on their days; those without a bar are counted", () => {
    const dividends = [dayNumber(2024, 1, 3), dayNumber(2024, 1, 4), dayNumber(2024, 1, 8), dayNumber(2025, 1, 8)].map((day) => ({ day, amount: 5000 }));
    const text = "date,open,high,low,close,dividend\n2024-01-02,1,1,1,1,0\n2024-01-03,1,1,1,1,0.4\n2024-01-04,1,1,1,1,0.5\n2024-01-09,1,1,1,1,0\n";
    const { bars: b, tally } = bars(text, { actions: { dividends, splits: [] } });
    expect(dollars(b.dividend)).toEqual([0, 0.5, 0.5, 0]);
    expect(tally.observations).toMatchObject({ dividend_replaced: 1, dividend_without_bar: 1, missing_sessions: 2 });
  });
});

it("several files: the first is believed, others add days and are compared", () => {
  const a = bars("date,open,high,low,close\n2024-01-02,1,1,1,1\n2024-01-04,3,3,3,3\n"), b = bars("date,open,high,low,close\n2024-01-03,2,2,2,2\n2024-01-04,3,4,3,3.03\n2024-01-05,4,4,4,4\n");
  const { bars: merged, comparisons } = mergeBars([a, { ...b, file: "b.csv" }]);
  expect([[...merged.day].map(isoDate), dollars(merged.close)]).toEqual([["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], [1, 2, 3, 4]]);
  expect(comparisons).toEqual([{ file: "b.csv", added: 2, shared: 1, differing: 1, examples: [dayNumber(2024, 1, 4)], worst: 0.03 / 3.03 }]);
});
