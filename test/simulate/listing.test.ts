import { describe, expect, it } from "vitest";
import { isSession, thirdFriday } from "../../src/calendar";
import { listedExpiries, type ListedExpiry } from "../../src/simulate/listing";
import { dayNumber, isoDate, parseIsoDate, weekday } from "../../src/units";

const day = (text: string): number => parseIsoDate(text) as number;
const all = (symbol: string): ListedExpiry[] => listedExpiries(symbol, day("2007-01-03"), day("2025-12-31"), 75);
const on = (symbol: string, date: string): ListedExpiry[] => all(symbol).filter((e) => e.from <= day(date) && e.expiry >= day(date));
const spy = all("SPY");
const at = (date: string) => spy.find((e) => e.expiry === day(date));

describe("listed expiries", () => {
  it("D.2: monthlies before February 2015 trade last on Friday and are dated Saturday by the vendor", () => {
    expect(at("2007-02-16")).toMatchObject({ kind: "monthly", vendorExpiry: day("2007-02-17") });
    expect(at("2015-01-16")).toMatchObject({ kind: "monthly", vendorExpiry: day("2015-01-17") });
    expect(at("2015-02-20")).toMatchObject({ kind: "monthly", vendorExpiry: day("2015-02-20") });
  });

  it("D.2: Good Friday moves the monthly to Thursday", () => {
    expect(at("2008-03-20")).toMatchObject({ kind: "monthly", vendorExpiry: day("2008-03-22") });
    expect(at("2019-04-18")).toMatchObject({ kind: "monthly", vendorExpiry: day("2019-04-18") });
    expect(at("2019-04-19")).toBeUndefined();
  });

  it("every third Friday of nineteen years is there, every expiry is a session and appears once", () => {
    const expiries = new Set(spy.map((e) => e.expiry));
    expect(expiries.size).toBe(spy.length);
    for (const e of spy) expect(isSession(e.expiry)).toBe(true);
    for (let year = 2007; year <= 2025; year++) {
      for (let month = 1; month <= 12; month++) {
        const friday = thirdFriday(year, month);
        if (isSession(friday)) expect(expiries.has(friday)).toBe(true);
      }
    }
  });

  it("D.3: weeklies, then Monday and Wednesday, then daily expiries appear over time", () => {
    const distinctWeekdays = (symbol: string, from: string, to: string) =>
      [...new Set(all(symbol).filter((e) => e.expiry >= day(from) && e.expiry <= day(to) && e.kind !== "quarterly" && e.kind !== "monthly").map((e) => weekday(e.expiry)))].sort();
    expect(distinctWeekdays("SPY", "2007-01-01", "2010-06-01")).toEqual([]);
    expect(distinctWeekdays("SPY", "2013-01-01", "2013-12-31").filter((w) => w < 4)).toEqual([]);
    expect(distinctWeekdays("SPY", "2017-01-01", "2017-12-31")).toContain(3);
    expect(distinctWeekdays("QQQ", "2016-01-01", "2016-12-31")).not.toContain(3);
    expect(distinctWeekdays("SPY", "2019-01-01", "2019-12-31")).toEqual(expect.arrayContaining([1, 3, 5]));
    expect(distinctWeekdays("SPY", "2024-01-01", "2024-12-31")).toEqual([1, 2, 3, 4, 5]);
    expect(distinctWeekdays("IWM", "2023-01-01", "2023-12-31")).not.toContain(2);
    expect(distinctWeekdays("IWM", "2025-01-01", "2025-12-31")).toContain(2);
  });

  it("D.3: a band of 30 to 45 days is not always satisfiable early and always later", () => {
    const satisfied = (year: number) => {
      let hits = 0;
      let days = 0;
      for (let d = dayNumber(year, 1, 1); d <= dayNumber(year, 12, 31); d++) {
        if (!isSession(d)) continue;
        days++;
        if (spy.some((e) => e.from <= d && e.expiry - d >= 30 && e.expiry - d <= 45)) hits++;
      }
      return hits / days;
    };
    expect(satisfied(2008)).toBeLessThan(0.8);
    expect(satisfied(2023)).toBe(1);
  });

  it("a Friday in 2008 has two or three expiries ahead, one in 2024 more than fifteen", () => {
    expect(on("SPY", "2008-05-02").map((e) => isoDate(e.expiry))).toEqual(["2008-05-16", "2008-06-20", "2008-06-30"]);
    expect(on("SPY", "2024-05-03").length).toBeGreaterThan(15);
  });
});
