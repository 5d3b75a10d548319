import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { CALL, PUT } from "../../src/vendors/parse";
import { putDelta } from "../../src/vendors/orats";
import { rowsOf } from "./rows";
import { mahler, orats37, orats39, oratsApi, oratsMinute } from "./samples";

const SPY = { underlying: "SPY", day: dayNumber(2024, 1, 3), vendorExpiry: dayNumber(2024, 1, 19), strike: 465_000, spot: 4_702_500, minute: -1, adjusted: false, filler: false, rounded: false, deltaDropped: false };
const CALL_ROW = { ...SPY, right: CALL, bid: 81_000, ask: 82_000, iv: 1251, delta: 6543, volume: 1200, openInterest: 5300 };
const PUT_ROW = { ...SPY, right: PUT, bid: 20_500, ask: 21_500, iv: 1272, delta: -3457, volume: 2100, openInterest: 8800 };

describe("ORATS near-end-of-day strikes", () => {
  it("reads call and put of 37 columns; the put's delta is the call's less one", () => expect(rowsOf(orats37())).toEqual([{ ...CALL_ROW, root: "SPY" }, { ...PUT_ROW, root: "SPY" }]));

  it("reads 39 columns and the older name of the date", () => {
    const sample = orats39();
    expect(rowsOf(sample)).toMatchObject([CALL_ROW, PUT_ROW]);
    expect(rowsOf({ ...sample, header: sample.header.replace("trade_date", "quotedate") })).toMatchObject([CALL_ROW, PUT_ROW]);
  });

  it("D.4: takes the root from the OPRA symbols, and refuses symbols of another contract", () => {
    expect(rowsOf(orats39("4702.5", "SPXW"))).toMatchObject([{ underlying: "SPX", root: "SPXW" }, { underlying: "SPX", root: "SPXW" }]);
    const wrong = orats39();
    expect(rowsOf({ ...wrong, record: wrong.record.replace("P00465000", "P00460000") })).toMatchObject([CALL_ROW, "symbol_mismatch"]);
  });

  it("D.4: without OPRA symbols SPX is its own root while SPXPM was listed, and the PM root after", () => {
    const at = (day: string) => rowsOf({ ...orats37("SPX"), record: orats37("SPX").record.replace("1/3/2024", day) });
    expect(at("4/28/2017")).toMatchObject([{ root: "SPX" }, { root: "SPX" }]);
    expect(at("5/1/2017")).toMatchObject([{ root: "SPXW" }, { root: "SPXW" }]);
    const blank = orats39();
    expect(rowsOf({ ...blank, record: blank.record.replace(/SPY240119[CP]\d+/g, "") })).toMatchObject([{ ...CALL_ROW, root: "SPY" }, { ...PUT_ROW, root: "SPY" }]);
  });

  it("D.16: an index without spot price has none: stkPx is an implied future; a stock's is its price", () => {
    expect(rowsOf(orats37("SPX", "0"))).toMatchObject([{ spot: 0 }, { spot: 0 }]);
    expect(rowsOf(orats37("SPY", ""))).toMatchObject([{ spot: 4_705_000 }, { spot: 4_705_000 }]);
  });

  it("D.17: carries the dividend yield into the put's delta, which never turns positive", () => {
    expect(rowsOf(orats37("SPY", "470.25", "0.2"))[1]).toMatchObject({ delta: Math.round(6543 - 10_000 * Math.exp(-0.2 * 0.043)) });
    expect([putDelta(6543, 0, 1), putDelta(9999, 0.5, 1), putDelta(10_000, 0, 1), putDelta(0, 0, 1)]).toEqual([-3457, 0, 0, -10_000]);
    expect(putDelta(Number.NaN, 0.1, 1)).toBeNaN();
  });
});

describe("ORATS Data API", () => {
  it("reads hist/strikes", () => expect(rowsOf(oratsApi())).toEqual([{ ...CALL_ROW, root: "SPY" }, { ...PUT_ROW, root: "SPY" }]));

  it("reads one-minute strikes with New York time, and the PM root from expiryTod", () => {
    const shared = { underlying: "SPX", strike: 4_700_000, spot: 47_045_000, minute: 14 * 60 + 45 };
    expect(rowsOf(oratsMinute())).toMatchObject([{ ...shared, root: "SPXW", delta: 5543 }, { ...shared, root: "SPXW", bid: 315_000, ask: 317_000, delta: -4457 }]);
    expect(rowsOf(oratsMinute("SPX", "am"))).toMatchObject([{ root: "SPX" }, { root: "SPX" }]);
    expect(rowsOf(oratsMinute("SPY"))).toMatchObject([{ root: "SPY" }, { root: "SPY" }]);
  });
});

describe("Mahler's Parquet", () => {
  it("D.17: leaves out put deltas, which are the call's with a minus: an OTM put must not show 0.86", () => {
    expect(rowsOf(mahler("P"))).toMatchObject([{ right: PUT, strike: 450_000, spot: 4_705_000, bid: 10_500, ask: 10_700, iv: 1512, delta: Number.NaN, deltaDropped: true }]);
    expect(rowsOf(mahler("C"))).toMatchObject([{ right: CALL, delta: 8612, deltaDropped: false }]);
  });
});
