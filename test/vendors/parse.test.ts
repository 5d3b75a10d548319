import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayNumber, isoDate } from "../../src/units";
import { CALL, PUT, isBlank, parseDate, parseOcc, parseRight, parseScaled, wasRounded } from "../../src/vendors/parse";

describe("parseScaled", () => {
  it.each([
    ["1395.46", 4, 13_954_600], ["0", 4, 0], ["-0.0", 4, 0], ["800.0", 3, 800_000], [".5", 4, 5000], ["5.", 4, 50_000], ["+1.25", 4, 12_500], ["-2.2", 4, -22_000],
    ["0.00005", 4, 1], ["0.00004999", 4, 0], ["-0.00005", 4, -1], ["1948.1000000000001", 4, 19_481_000], ["0.29999999999999999", 4, 3000], ["1e-05", 4, 0], ["5e-05", 4, 1],
    ["2.5E3", 4, 25_000_000], ["1.5e+2", 0, 150], ["12", 0, 12], ["12.5", 0, 13], ["00000000000000000012.5", 1, 125],
  ])("%s × 10^%i = %i", (text, digits, value) => expect(parseScaled(text, digits)).toBe(value));

  it.each(["", "-", ".", "nan", "NaN", "inf", "1,5", "0x10", "1.2.3", "1 2", " 1", "e5", "1e", "1e9999", "12345678901234567", "--1"])("D.43: %j is no number", (text) => {
    expect(parseScaled(text, 4)).toBeNaN();
  });

  it("reads every price in 1e-4 dollars back exactly (property)", () => {
    fc.assert(fc.property(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), (units) => {
      const size = Math.abs(units);
      const text = `${units < 0 ? "-" : ""}${Math.floor(size / 10_000)}.${String(size % 10_000).padStart(4, "0")}`;
      expect(parseScaled(text, 4)).toBe(units);
      expect(parseScaled(text.replace(/0+$/, ""), 4)).toBe(units);
      expect(wasRounded(text, 4)).toBe(false);
    }), { seed: 3 });
  });

  it("tells rounding from exactness", () => {
    expect(wasRounded("1.23456", 4)).toBe(true);
    expect(wasRounded("1.234500000", 4)).toBe(false);
    expect(wasRounded("12", 4)).toBe(false);
  });
});

describe("dates, rights, blanks", () => {
  it("reads US and ISO dates and refuses what is no date", () => {
    expect(isoDate(parseDate("04/26/2019"))).toBe("2019-04-26");
    expect(isoDate(parseDate("4/6/2019"))).toBe("2019-04-06");
    expect(parseDate("2016-06-17")).toBe(dayNumber(2016, 6, 17));
    expect(isoDate(parseDate("1/3/11"))).toBe("2011-01-03");
    expect(isoDate(parseDate("12/31/99"))).toBe("1999-12-31");
    expect(parseDate("20190426")).toBe(parseDate("2019-04-26"));
    for (const bad of ["02/30/2019", "2019-02-29", "2019-13-01", "13/01/2019", "20190431", "", "2019/04/26", "2019-04-26x", "4/26/019"]) expect(parseDate(bad), bad).toBeNaN();
  });

  it("D.6: the date of a time stamp is the date it prints", () => {
    for (const stamp of ["2024-06-14 20:00:00+00:00", "2024-06-14T00:00:00Z", "6/14/2024 16:00", "2024-06-14 17:20:21.634243+00:00"]) expect(isoDate(parseDate(stamp)), stamp).toBe("2024-06-14");
  });

  it("reads rights and blanks", () => {
    expect([parseRight("call"), parseRight("P"), parseRight("x")]).toEqual([CALL, PUT, Number.NaN]);
    expect(["", "nan", "None", "0"].map(isBlank)).toEqual([true, true, true, false]);
  });
});

describe("parseOcc", () => {
  it("D.1: keeps the strike in integer thousandths", () => {
    expect(parseOcc("SPXW190426C00800000")).toEqual({ root: "SPXW", expiry: dayNumber(2019, 4, 26), right: CALL, strike: 800_000 });
    expect(parseOcc("VXX161202P00020500")).toEqual({ root: "VXX", expiry: dayNumber(2016, 12, 2), right: PUT, strike: 20_500 });
    expect(parseOcc("SPY   240119P00450125")).toEqual({ root: "SPY", expiry: dayNumber(2024, 1, 19), right: PUT, strike: 450_125 });
  });

  it.each(["", "190426C00800000", "SPXW190426X00800000", "SPXW191326C00800000", "SPXW190426C0080000A", "SPXW"])("refuses %j", (text) => expect(parseOcc(text)).toBeUndefined());
});
