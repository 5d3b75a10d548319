// Chains on the corpus' real bars in two crises, and beside real chains of two quiet months.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseBars, parseRates, parseVix } from "../../src/importer/daily";
import type { Market, Underlying } from "../../src/market/types";
import { SURFACE } from "../../src/synth/fitted";
import { synthMarket } from "../../src/synth";
import { parseIsoDate } from "../../src/units";
import { loadCore } from "../helpers/core";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";
import { chainsOf, moneyIv, soundness } from "../synth/chains";
import { SOURCES } from "./synthFit/chains";
import { observe, spyDays } from "./synthFit/observations";
import { daysOf, modelOf, modelVol } from "./synthFit/surfaceFit";

announceCorpus("chains on real bars: two crises, and real chains of 2015 and 2025 beside them");

const day = (text: string): number => parseIsoDate(text) as number;
const text = (...parts: string[]): string => readFileSync(corpus(...parts), "utf8");
const bars = (symbol: string) => parseBars(text("daily", `${symbol}.csv`), symbol).bars;
const index = (name: string) => parseVix(text("daily", `${name}.csv`), name).curve;

function market(from: string, to: string): Market {
  return synthMarket({
    name: "crisis", rate: parseRates(text("rates", "treasury_1m_3m.csv"), "rates").curve, from: day(from), to: day(to),
    symbols: [{ symbol: "SPY", bars: bars("SPY"), index: index("VIX") }, { symbol: "QQQ", bars: bars("QQQ"), index: index("VXN") }, { symbol: "IWM", bars: bars("IWM") }],
  }, { core: loadCore() });
}

/** IV of the put nearest 25 delta, and the one at the money, of the expiry nearest `dte` days. */
function smile(u: Underlying, on: string, dte: number): { put25: number; atm: number; width: number } {
  const chains = [...chainsOf(u)].filter((c) => c.day === day(on));
  const chain = chains.reduce((a, b) => (Math.abs(b.dte - dte) < Math.abs(a.dte - dte) ? b : a));
  const puts = chain.puts.filter((r) => r.bid > 0 && r.iv > 0);
  const at = (delta: number) => puts.reduce((a, b) => (Math.abs(b.delta + delta) < Math.abs(a.delta + delta) ? b : a));
  return { put25: at(0.25).iv, atm: at(0.5).iv, width: at(0.25).ask - at(0.25).bid };
}

describe.skipIf(!hasCorpus)("chains on real bars", () => {
  let crash: Market;
  let covid: Market;
  beforeAll(() => {
    crash = market("2008-10-01", "2008-11-28");
    covid = market("2020-02-18", "2020-03-31");
  }, 120_000);

  it("in a crisis parity, verticals, butterflies and calendars hold within the noise of the quotes", () => {
    for (const u of [...crash.underlyings, ...covid.underlyings]) {
      const s = soundness(u);
      for (const [count, breaks] of [[s.verticals, s.verticalBreaks], [s.butterflies, s.butterflyBreaks], [s.parities, s.parityBreaks], [s.calendars, s.calendarBreaks]]) {
        expect(count).toBeGreaterThan(100);
        expect(breaks / count).toBeLessThan(0.001);
      }
    }
  });

  it("spots are the official closes; month-ahead volatility follows the index of the day", () => {
    const vix = index("VIX");
    for (const { underlyings: [spy] } of [crash, covid]) {
      const official = bars("SPY");
      const at = new Map(Array.from(official.day, (d, i) => [d, official.close[i]]));
      for (let i = 0; i < spy.days.day.length; i++) expect(spy.days.spot[i]).toBe(at.get(spy.days.day[i]));
      for (const [d, iv] of moneyIv(spy)) {
        const ratio = (100 * iv) / vix.value[vix.day.indexOf(d)];
        expect(ratio).toBeGreaterThan(0.7);
        expect(ratio).toBeLessThan(0.95);
      }
    }
  });

  it("crash days look like crash days: high, inverted, skewed and wide", () => {
    const calm = smile(covid.underlyings[0], "2020-02-19", 30);
    const worst = smile(covid.underlyings[0], "2020-03-16", 30);
    expect(calm.atm).toBeLessThan(0.14);
    expect(worst.atm).toBeGreaterThan(0.58);
    expect(worst.put25).toBeGreaterThan(worst.atm + 0.04);
    expect(worst.width).toBeGreaterThan(3 * calm.width);
    expect(smile(covid.underlyings[0], "2020-03-16", 7).atm).toBeGreaterThan(smile(covid.underlyings[0], "2020-03-16", 60).atm + 0.08);
    const [spy, qqq, iwm] = crash.underlyings.map((u) => smile(u, "2008-11-20", 30).atm);
    expect(spy).toBeGreaterThan(0.58);
    expect(qqq / spy).toBeGreaterThan(0.9);
    expect(iwm / spy).toBeGreaterThan(1);
  });

  it("D.17: out-of-the-money puts have |Δ| below one half", () => {
    for (const u of crash.underlyings) {
      for (const { puts, spot, dte } of chainsOf(u)) if (dte > 0) expect(puts.filter((r) => r.iv > 0 && r.strike < 0.99 * spot && r.delta <= -0.5)).toEqual([]);
    }
  });

  it.each([["SPY 2015", 2], ["SPY 2025", 3]])("%s: volatilities of real quotes are met within %d points in the middle of the smile", (name, points) => {
    const spy = spyDays();
    const rows = observe(SOURCES.find((s) => s.name === name)!, spy).filter((o) => o.expiry - o.day >= 22 && o.delta > 0.1);
    expect(rows.length).toBeGreaterThan(100);
    const model = modelOf(SURFACE, spy.days, daysOf(rows));
    const square = rows.reduce((sum, o) => sum + (100 * (modelVol(model, o) - o.iv)) ** 2, 0) / rows.length;
    expect(Math.sqrt(square)).toBeLessThan(points);
  });
});
