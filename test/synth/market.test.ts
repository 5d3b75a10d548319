import { beforeAll, describe, expect, it } from "vitest";
import type { Bars, Underlying } from "../../src/market/types";
import { synthMarket, synthUnderlying, type SynthInput } from "../../src/synth";
import { dayNumber, parseIsoDate } from "../../src/units";
import { loadCore } from "../helpers/core";
import { bitsOf, chainsOf, moneyIv, soundness } from "./chains";
import { madeBars, madeIndex, madeInput } from "./fixture";

const day = (text: string): number => parseIsoDate(text) as number;
const core = loadCore();
const spyOf = (input: SynthInput): Underlying => synthUnderlying(input, "SPY", { core }).underlying;
let spy: Underlying;
let qqq: Underlying;
beforeAll(() => { [spy, qqq] = synthMarket(madeInput(), { core }).underlyings; });

/** The chains of days up to `last`, as plain data. */
const until = (u: Underlying, last: number, first = 0) => JSON.stringify([...chainsOf(u)].filter((c) => c.day >= first && c.day <= last));

/** Bars cut after `last`, or with everything after it doubled. */
const cut = (bars: Bars, last: number): Bars => {
  const n = bars.day.findIndex((d) => d > last);
  return Object.fromEntries(Object.entries(bars).map(([name, column]) => [name, (column as Int32Array).slice(0, n)])) as unknown as Bars;
};
const bent = (bars: Bars, last: number): Bars => {
  const later = (column: Int32Array) => column.map((v, i) => (bars.day[i] > last ? 2 * v : v));
  return { ...bars, open: later(bars.open), high: later(bars.high), low: later(bars.low), close: later(bars.close) };
};

describe("chains on given bars", () => {
  it("S.7: nothing of a day depends on later bars, cut off or changed", () => {
    const last = day("2018-10-12");
    const { symbols } = madeInput();
    const before = until(spy, last);
    expect(before.length).toBeGreaterThan(100_000);
    for (const change of [cut, bent]) {
      const changed = symbols.map((s) => ({ ...s, bars: change(s.bars, last), index: s.index && { day: s.index.day, value: s.index.value.map((v, i) => (s.index!.day[i] > last ? v * 1.5 : v)) } }));
      const to = change === cut ? last : madeInput().to;
      expect(until(spyOf(madeInput({ symbols: changed, to })), last)).toBe(before);
      expect(until(synthUnderlying(madeInput({ symbols: changed, to }), "QQQ", { core }).underlying, last)).toBe(until(qqq, last));
    }
  });

  it("neither other symbols nor where the range begins or ends change a chain", () => {
    const alone = spyOf(madeInput({ symbols: madeInput().symbols.slice(0, 1) }));
    expect(bitsOf(alone)).toBe(bitsOf(spy));
    const [from, to] = [day("2018-10-15"), day("2018-10-19")];
    expect(until(spyOf(madeInput({ from, to })), to)).toBe(until(spy, to, from));
  });

  it("S.17: gives the same bits with and without WebAssembly", () => {
    const input = madeInput({ to: day("2018-10-05") });
    expect(bitsOf(synthUnderlying(input, "SPY").underlying)).toBe(bitsOf(spyOf(input)));
  });

  it("the seed moves quotes, not the model", () => {
    const other = spyOf(madeInput({ options: { maxDte: 40, seed: 2 } }));
    expect(other.rows.strike).toEqual(spy.rows.strike);
    expect(other.rows.ask).not.toEqual(spy.rows.ask);
    const [a, b] = [moneyIv(spy), moneyIv(other)];
    for (const [d, iv] of a) expect(Math.abs(b.get(d)! - iv)).toBeLessThan(0.004);
  });

  it("D.17: deltas have their right's sign, and an out-of-the-money put has |Δ| below one half", () => {
    for (const u of [spy, qqq]) {
      for (const { calls, puts, spot, dte } of chainsOf(u)) {
        expect(puts.filter((r) => r.iv > 0 && !(r.delta <= 0))).toEqual([]);
        expect(calls.filter((r) => r.iv > 0 && !(r.delta >= 0))).toEqual([]);
        if (dte > 0) expect(puts.filter((r) => r.iv > 0 && r.strike < 0.998 * spot && r.delta <= -0.5)).toEqual([]);
      }
    }
  });

  it("parity, verticals, butterflies and calendars hold at mids within the noise of the quotes", () => {
    for (const u of [spy, qqq]) {
      const s = soundness(u);
      expect(s.parities).toBeGreaterThan(1000);
      for (const [count, breaks] of [[s.verticals, s.verticalBreaks], [s.butterflies, s.butterflyBreaks], [s.parities, s.parityBreaks], [s.calendars, s.calendarBreaks]]) {
        expect(count).toBeGreaterThan(1000);
        // A few quotes are bad on purpose.
        expect(breaks / count).toBeLessThan(0.001);
      }
    }
  });

  it("month-ahead volatility at the money follows the index", () => {
    const { index } = madeInput().symbols[0];
    const found = moneyIv(spy);
    expect(found.size).toBeGreaterThan(20);
    for (const [d, iv] of found) {
      const ratio = (100 * iv) / index!.value[index!.day.indexOf(d)];
      expect(ratio).toBeGreaterThan(0.72);
      expect(ratio).toBeLessThan(1.02);
    }
  });

  it("D.3: lists what was listed at the time", () => {
    const weekdays = (u: Underlying, date: string) => new Set([...chainsOf(u)].filter((c) => c.day === day(date)).map((c) => new Date(c.expiry * 86_400_000).getUTCDay()));
    expect([...weekdays(spy, "2018-10-01")].sort()).toEqual([1, 3, 5]);
    const early = madeBars(270);
    const shift = dayNumber(2018, 9, 24) - dayNumber(2008, 9, 22); // whole weeks
    const old = { ...early, day: early.day.map((d) => d - shift) };
    const then = synthUnderlying(madeInput({ symbols: [{ symbol: "SPY", bars: old, index: { ...madeIndex(early), day: old.day } }], from: dayNumber(2008, 9, 22), to: dayNumber(2008, 9, 26) }), "SPY", { core }).underlying;
    expect([...new Set([...chainsOf(then)].map((c) => c.expiry))].length).toBeLessThanOrEqual(3);
  });

  it("an open contract never loses its quotes before it expires", () => {
    const seen = new Map<string, number>();
    const at = new Map([...spy.days.day].map((d, i) => [d, i]));
    let lost = 0;
    for (const { day: d, expiry, puts } of chainsOf(spy)) {
      for (const { strike } of puts) {
        const key = `${expiry} ${strike}`;
        const last = seen.get(key);
        if (last !== undefined && at.get(d)! - last !== 1) lost++;
        seen.set(key, at.get(d)!);
      }
    }
    expect(lost).toBe(0);
    expect(seen.size).toBeGreaterThan(500);
  });

  it("says what is missing", () => {
    const { symbols } = madeInput();
    const bars = madeBars(270);
    expect(() => spyOf(madeInput({ symbols: [{ ...symbols[0], index: undefined }] }))).toThrow("SPY: has no volatility index");
    expect(() => spyOf(madeInput({ from: day("2025-01-02"), to: day("2025-02-03") }))).toThrow("SPY: no session has both a bar and a volatility index");
    const split = bars.split.map((v, i) => (bars.day[i] === day("2018-10-10") ? 2 : v));
    expect(() => spyOf(madeInput({ symbols: [{ ...symbols[0], bars: { ...bars, split } }] }))).toThrow("SPY 2018-10-10: a split");
    const index = madeIndex(bars);
    const holed = { day: index.day.filter((d) => d < day("2018-10-08") || d > day("2018-10-19")), value: index.value.filter((_, i) => index.day[i] < day("2018-10-08") || index.day[i] > day("2018-10-19")) };
    expect(() => spyOf(madeInput({ symbols: [{ ...symbols[0], index: holed }] }))).toThrow("SPY 2018-10-11: the volatility index is missing");
  });
});
