// Alpha Vantage, philippdubach, OptionsDX, iVolatility, yfinance and the DeltaNeutral family.
import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { textCells } from "../../src/vendors/cells";
import { alphavantage } from "../../src/vendors/alphavantage";
import { newRow } from "../../src/vendors/format";
import { CALL, PUT } from "../../src/vendors/parse";
import { rowsOf } from "./rows";
import { ALPHA, alpha, discount, l2, l3, l3Old, lambdaclass, optionsdx, philippdubach, quotetable, rawIv, yahoo, yahooPlus } from "./samples";

const SPY_PUT = { underlying: "SPY", root: "SPY", day: dayNumber(2021, 1, 4), vendorExpiry: dayNumber(2021, 1, 29), right: PUT, strike: 345_000, bid: 27_600, ask: 27_800, volume: 7424, openInterest: 48_199, minute: -1 };

describe.each([["Alpha Vantage", alpha], ["philippdubach", philippdubach]])("%s", (_name, sample) => {
  it("reads a contract; there is no underlying price", () => expect(rowsOf(sample())).toMatchObject([{ ...SPY_PUT, spot: 0, iv: 1612, delta: -1823, filler: false }]));

  it("knows the solver's floor as a filler, and genuine neighbours as genuine", () => {
    expect(rowsOf(sample("0.01488,-1.00000,0.00000,0.00100,0.00000,-0.2"))).toMatchObject([{ filler: true }]);
    expect(rowsOf(sample("0.01488,-0.40000,0.01000,0.00100,0.10000,-0.2"))).toMatchObject([{ filler: false }]);
    expect(rowsOf(sample("0.01490,-1.00000,0.00000,0.00100,0.00000,-0.2"))).toMatchObject([{ filler: false, iv: 149 }]);
  });
});

it("reads Alpha Vantage's JSON records, whose names are the header", () => {
  const names = ALPHA.split(",");
  const cells = textCells();
  cells.cells = alpha().record.split(",");
  const row = newRow();
  expect(alphavantage.bind(names, { file: "SPY.json" })[0](cells, row)).toBeNull();
  expect(row).toMatchObject(SPY_PUT);
});

describe("OptionsDX", () => {
  const shared = { underlying: "SPY", root: "SPY", day: dayNumber(2024, 1, 3), vendorExpiry: dayNumber(2024, 1, 19), strike: 465_000, spot: 4_687_900, minute: 960, openInterest: 0 };
  const both = [{ ...shared, right: CALL, bid: 81_000, ask: 82_000, iv: 1251, delta: 6543, volume: 1200 }, { ...shared, right: PUT, bid: 20_500, ask: 21_500, iv: 1272, delta: -3457, volume: 0 }];

  it("reads call and put, names in brackets, blanks after commas", () => expect(rowsOf(optionsdx())).toMatchObject(both));

  it("takes other spellings of the names", () => {
    const { record, context, header } = optionsdx();
    for (const spelt of [header.replaceAll(/[[\]]/g, ""), header.replaceAll(/[[\] ]/g, "").toLowerCase()]) expect(rowsOf({ format: "", header: spelt, record, context })).toMatchObject(both);
  });

  it("names the underlying from the file or the caller, or says that it cannot", () => {
    expect(rowsOf(optionsdx("SPX_15x_202401.txt"))).toMatchObject([{ underlying: "SPX", root: "SPX" }, { underlying: "SPX" }]);
    expect(rowsOf(optionsdx("january.txt"), undefined, { symbol: "QQQ" })).toMatchObject([{ underlying: "QQQ" }, { root: "QQQ" }]);
    expect(rowsOf(optionsdx("all_2023.zip/iwm_eod_202301.txt"))).toMatchObject([{ underlying: "IWM" }, { underlying: "IWM" }]);
    expect(rowsOf(optionsdx("qqq_eod_202401.txt"), undefined, { symbol: "SPY" })).toMatchObject([{ underlying: "QQQ" }, { underlying: "QQQ" }]);
    expect(() => rowsOf(optionsdx("january.txt"))).toThrow("january.txt: prints no underlying (optionsdx); name it with --symbol");
  });

  it("sets aside a side that is not listed, and only that", () => {
    expect(rowsOf(optionsdx(undefined, { call: ", " }))).toMatchObject(["side_absent", { right: PUT }]);
    expect(rowsOf(optionsdx(undefined, { put: "2.05, " }))).toMatchObject([{ right: CALL }, "unparseable_ask"]);
  });
});

describe("iVolatility raw IV", () => {
  it.each(["padded", "short"] as const)("reads %s dates and padded symbols; the symbol may say Saturday", (dates) => {
    expect(rowsOf(rawIv(dates))).toMatchObject([{ underlying: "SPX", root: "SPX", day: dayNumber(2011, 1, 3), vendorExpiry: dayNumber(2011, 1, 21), right: PUT, strike: 1_225_000, bid: 61_000, ask: 66_000, iv: 2137, delta: -1911, spot: 12_718_700, volume: 5200, openInterest: 60_123 }]);
  });

  it("hands on an IV of −1 for the importer to remove", () => expect(rowsOf(rawIv("padded", "-1.0"))).toMatchObject([{ iv: -10_000 }]));
});

describe("yfinance", () => {
  const shared = { underlying: "SPY", root: "SPY", vendorExpiry: dayNumber(2026, 3, 20), right: PUT, strike: 650_000, bid: 60_100, ask: 60_700, volume: 12, openInterest: 4100, iv: 2141, delta: Number.NaN };

  it("takes contract from the symbol, day and New York time from the file's name", () => {
    expect(rowsOf(yahoo())).toMatchObject([{ ...shared, day: dayNumber(2026, 2, 12), minute: 12 * 60 + 59, spot: 0 }]);
    expect(rowsOf(yahooPlus())).toMatchObject([{ ...shared, spot: 6_835_700 }]);
    expect(rowsOf(yahoo("SPY_20260212_0315Z.csv"))).toMatchObject([{ day: dayNumber(2026, 2, 11), minute: 22 * 60 + 15 }]);
    expect(rowsOf(yahoo("dump_20260301.zip/SPY_20260212_1759Z.csv"))).toMatchObject([{ day: dayNumber(2026, 2, 12) }]);
    expect(rowsOf(yahoo("spy-2026-02-12.csv"))).toMatchObject([{ day: dayNumber(2026, 2, 12), minute: -1 }]);
  });

  it("takes the date from --date or a column, and says when there is none", () => {
    expect(rowsOf(yahoo("spy.csv"), undefined, { date: dayNumber(2026, 2, 10) })).toMatchObject([{ day: dayNumber(2026, 2, 10) }]);
    const { header, record } = yahoo();
    expect(rowsOf({ format: "", header: `quote_date,${header}`, record: `2026-02-09,${record}`, context: {} })).toMatchObject([{ day: dayNumber(2026, 2, 9) }]);
    expect(() => rowsOf(yahoo("spy_20261399.csv"))).toThrow("spy_20261399.csv: prints no date (yfinance); give it with --date");
  });

  it("D.7: a contract of another size is not standard", () => {
    const sample = yahoo();
    expect(rowsOf(sample)).toMatchObject([{ adjusted: false }]);
    expect(rowsOf({ ...sample, record: sample.record.replace("REGULAR", "MINI") })).toMatchObject([{ adjusted: true }]);
  });

  it("D.19: 1e-05 is no IV, NaN no volume", () => expect(rowsOf(yahoo(undefined, "1.0000000000000003e-05", "nan"))).toMatchObject([{ iv: 0, volume: 0 }]));
});

describe("DeltaNeutral family", () => {
  const row = { underlying: "SPY", root: "SPY", day: dayNumber(2021, 1, 4), vendorExpiry: dayNumber(2021, 1, 29), right: PUT, strike: 345_000, bid: 27_600, ask: 27_800, volume: 7424, openInterest: 48_199, spot: 3_687_900 };

  it("D.14: reads L2 and L3, never next morning's open interest", () => {
    expect(rowsOf(l2())).toMatchObject([{ ...row, iv: Number.NaN, delta: Number.NaN }]);
    expect(rowsOf(l3())).toMatchObject([{ ...row, iv: 2880, delta: -1780 }]);
  });

  it("reads the older L3 without guessing at G1 to G6", () => expect(rowsOf(l3Old())).toMatchObject([{ ...row, iv: 2880, delta: Number.NaN }]));

  it("knows VXX's placeholder, DiscountOptionData's mean IV and the quote table", () => {
    expect(rowsOf(lambdaclass())).toMatchObject([{ underlying: "VXX", filler: true }]);
    expect(rowsOf(discount())).toMatchObject([{ underlying: "A", right: PUT, strike: 40_000, iv: 3313, delta: -3871, openInterest: 340 }]);
    expect(rowsOf(quotetable())).toMatchObject([{ root: "SPXW", right: CALL, spot: 29_190_400 }]);
  });
});
