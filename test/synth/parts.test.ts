import { describe, expect, it } from "vitest";
import { sessions } from "../../src/calendar";
import { clockOver, indexHorizon } from "../../src/synth/clock";
import { expectedDividends, paidDividends } from "../../src/synth/dividends";
import { forwardPrice } from "../../src/synth/forward";
import { synthProfile } from "../../src/synth/profiles";
import { surfaceStates } from "../../src/synth/state";
import { quoteTick } from "../../src/synth/ticks";
import { INDEX_SOURCE, sessionIndex, totalReturn } from "../../src/synth/volatilityIndex";
import { isoDate, parseIsoDate } from "../../src/units";
import { madeBars, madeIndex } from "./fixture";

const day = (text: string): number => parseIsoDate(text) as number;

describe("the variance clock", () => {
  const clock = clockOver(day("2018-01-01"), day("2019-12-31"), 0.3);
  it("counts a session as one and a closed day as a part of one; a year is a year", () => {
    expect(clock.between(day("2018-01-05"), day("2018-01-08")) / clock.session).toBeCloseTo(1.6, 9);
    expect(clock.between(day("2018-02-01"), day("2018-02-02")) / clock.session).toBeCloseTo(1, 9);
    expect(clock.between(day("2018-01-02"), day("2019-01-02"))).toBeCloseTo(1, 2);
  });
  it("the index's horizon moves smoothly from day to day", () => {
    const horizons = [...sessions(day("2018-02-01"), day("2018-06-01"))].map((d) => indexHorizon(clock, d));
    expect(Math.min(...horizons)).toBeGreaterThan(0.072);
    expect(Math.max(...horizons)).toBeLessThan(0.09);
  });
});

describe("expected dividends", () => {
  const bars = madeBars(200, 1, 1);
  const paid = paidDividends(bars);
  it("the same weekday of the same month a year on, and not again once paid", () => {
    expect(paid.map((p) => isoDate(p.day))).toEqual(["2017-09-15", "2017-12-15", "2018-03-16", "2018-06-15", "2018-09-21", "2018-12-21", "2019-03-15"]);
    const on = (date: string) => expectedDividends(paid, day(date), day(date) + 60).map((e) => [isoDate(e.day), e.amount]);
    expect(on("2018-09-03")).toEqual([["2018-09-21", 1]]);
    expect(on("2018-09-20")).toEqual([["2018-09-21", 1]]);
    expect(on("2018-09-21")).toEqual([]);
    expect(on("2018-11-01")).toEqual([["2018-12-21", 1]]);
  });
  it("knows nothing of later bars", () => {
    const date = day("2018-11-01");
    expect(expectedDividends(paid.filter((p) => p.day <= date), date, date + 60)).toEqual(expectedDividends(paid, date, date + 60));
  });
  it("a forward is the grown spot without what is paid on the way", () => {
    expect(forwardPrice(100, 0, 0, 30, [{ day: 10, amount: 1 }, { day: 31, amount: 1 }])).toBe(99);
    expect(forwardPrice(100, 0.05, 0, 365, [])).toBeCloseTo(105.1271, 4);
  });
});

describe("the index of a session", () => {
  const reference = { bars: madeBars(270), index: madeIndex(madeBars(270)) };
  const bars = madeBars(170, 1.25);
  it("is its own where there is one, else the reference's times a damped ratio of realised volatilities", () => {
    const from = 200;
    const own = { day: bars.day.slice(from), value: Float64Array.from(bars.day.slice(from), () => 30) };
    const { value, source } = sessionIndex(bars, own, reference);
    expect(source[from]).toBe(INDEX_SOURCE.OWN);
    expect(value[from]).toBe(30);
    expect(source[from - 1]).toBe(INDEX_SOURCE.PROXY);
    expect(value[150] / reference.index.value[150]).toBeGreaterThan(1.1);
    expect(value[150] / reference.index.value[150]).toBeLessThan(1.25);
  });
  it("a short gap keeps the last ratio to the reference; without a reference the value, three times", () => {
    const own = { day: bars.day.filter((_, i) => i < 100 || i > 104), value: Float64Array.from(bars.day.filter((_, i) => i < 100 || i > 104), () => 20) };
    const bridged = sessionIndex(bars, own, reference);
    expect(bridged.value[102]).toBeCloseTo((20 / reference.index.value[99]) * reference.index.value[102], 9);
    const alone = sessionIndex(bars, own, undefined);
    expect([...alone.source.slice(99, 106)]).toEqual([1, 3, 3, 3, 0, 0, 1]);
  });
});

describe("the state of a day", () => {
  it("S.7: is known on the day: later bars and indices change nothing", () => {
    const bars = madeBars(270);
    const total = totalReturn(bars);
    const { value } = madeIndex(bars);
    expect(surfaceStates(total.slice(0, 200), value.slice(0, 200))).toEqual(surfaceStates(total, value).slice(0, 200));
  });
});

describe("the terms of trade", () => {
  it("quotes in nickels and dimes before the penny pilot", () => {
    const [before, after] = [quoteTick("SPY", day("2007-09-27")), quoteTick("SPY", day("2007-09-28"))];
    expect([before(2.99), before(3), after(3)]).toEqual([5, 10, 1]);
    expect(quoteTick("QQQ", day("2007-02-01"))(1)).toBe(1);
  });
  it("refuses cash-settled indices", () => {
    expect(() => synthProfile("SPX")).toThrow("symbol = SPX: cash-settled index options are not modelled; use the fund on it, e.g. SPY for SPX");
    expect(synthProfile("IWM").width).toBe(1.5);
    expect(synthProfile("XYZ").width).toBe(1.5);
  });
});
