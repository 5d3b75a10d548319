import { describe, expect, it } from "vitest";
import { largestLoss, parseLegs, structureOf } from "../../src/log/legs";
import { dayNumber, isoDate } from "../../src/units";

const OPENED = dayNumber(2024, 12, 27);
const legs = (text: string) => parseLegs(text, OPENED)!;

describe("legs of a log", () => {
  it("contracts, month, day, strike, right, side, price; the year is the next that fits", () => {
    expect(legs("89 Dec 27 6575 P STO 42.90 | 3 Jan 17 7060.5 C BTO 0.05")).toEqual([
      { quantity: 89, expiry: OPENED, strike: 6_575_000, right: "P", side: -1, price: 429_000 },
      { quantity: 3, expiry: dayNumber(2025, 1, 17), strike: 7_060_500, right: "C", side: 1, price: 500 },
    ]);
    expect(isoDate(legs("1 Feb 29 10 P STO 1")[0].expiry)).toBe("2028-02-29");
  });

  it.each(["", "SPX 15JAN24 4500P/4450P", "1 Mar 8 P 5000 STO", "0 Jan 17 5 P STO 1", "1 Jan 32 5 P STO 1", "1 Xyz 17 5 P STO 1", "1 Jan 17 5 P SELL 1", "1 Jan 17 5 P STO 1 |", "1 Jan 17 5 P STO"])("%s is not understood", (text) => {
    expect(parseLegs(text, OPENED)).toBeUndefined();
  });

  it.each([
    ["1 Jan 17 50 P STO 2 | 1 Jan 17 45 P BTO 1", "put-credit-spread"],
    ["1 Jan 17 55 C BTO 1 | 1 Jan 17 50 C STO 2", "call-credit-spread"],
    ["2 Jan 17 50 P STO 2 | 2 Jan 17 45 P BTO 1 | 2 Jan 17 60 C STO 2 | 2 Jan 17 65 C BTO 1", "iron-condor"],
    ["1 Jan 17 50 P STO 2", "short-put"],
    ["1 Jan 17 45 P STO 1 | 1 Jan 17 50 P BTO 2", "other"], // a debit spread
    ["1 Jan 17 50 P STO 2 | 2 Jan 17 45 P BTO 1", "other"], // a ratio
    ["1 Jan 17 50 P STO 2 | 1 Jan 24 45 P BTO 1", "other"], // two expiries
    ["1 Jan 17 50 C STO 2", "other"],
  ])("%s: %s", (text, name) => {
    expect(structureOf(legs(text)).name).toBe(name);
  });

  it.each([
    ["2 Jan 17 50 P STO 2 | 2 Jan 17 45 P BTO 1", 200, 800], // 2 × (5 − 1) × 100
    ["1 Jan 17 50 P STO 2 | 1 Jan 17 45 P BTO 1 | 1 Jan 17 60 C STO 2 | 1 Jan 17 68 C BTO 1", 200, 600], // the wider side counts
    ["1 Jan 17 50 P STO 2", 200, 4800],
    ["1 Jan 17 60 C BTO 2", -200, 200],
    ["1 Jan 17 50 C STO 2", 200, null], // no limit
    ["1 Jan 17 50 P STO 2 | 1 Jan 24 50 P BTO 3", -100, null], // two expiries
    ["1 Jan 17 50 P STO 7 | 1 Jan 17 45 P BTO 1", 600, null], // nothing to lose: a wrong premium
  ])("largest loss of %s for a credit of %d: %d", (text, credit, loss) => {
    expect(largestLoss(legs(text), credit * 1e4)).toBe(loss === null ? null : loss * 1e4);
  });
});
