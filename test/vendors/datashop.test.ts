import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { detectFormat } from "../../src/vendors";
import { readHeader } from "../../src/vendors/csv";
import { PUT } from "../../src/vendors/parse";
import { rowsOf } from "./rows";
import { datashopCalcs, datashopEod, datashopInterval } from "./samples";

const ROW = { underlying: "SPX", root: "SPXW", day: dayNumber(2024, 1, 3), vendorExpiry: dayNumber(2024, 1, 19), right: PUT, strike: 4_700_000, volume: 2100 };

describe("Cboe DataShop end of day", () => {
  it("reads the 15:45 snapshot, spot from the underlying's quotes, without calcs", () => {
    expect(rowsOf(datashopEod())).toMatchObject([{ ...ROW, bid: 315_000, ask: 317_000, spot: 47_045_500, minute: 15 * 60 + 45, iv: Number.NaN, delta: Number.NaN, openInterest: 8800, adjusted: false }]);
  });

  it("reads the close when asked, without 15:45's IV and delta", () => {
    expect(rowsOf(datashopEod(), undefined, { snapshot: "eod" })).toMatchObject([{ bid: 309_000, ask: 313_000, spot: 47_062_550, minute: 16 * 60 }]);
    expect(rowsOf(datashopCalcs(), undefined, { snapshot: "eod" })).toMatchObject([{ spot: 0, iv: Number.NaN, delta: Number.NaN }]);
    expect(() => rowsOf(datashopEod(), undefined, { snapshot: "1500" })).toThrow("snapshot = 1500: is not in this format; known: 1545, eod");
  });

  it("takes an index's active price where its quotes are 0", () => {
    expect(rowsOf(datashopCalcs())).toMatchObject([{ ...ROW, spot: 47_047_500, iv: 1272, delta: -4432 }]);
    expect(rowsOf(datashopCalcs("4704.1,4705.0"))).toMatchObject([{ spot: 47_045_500 }]);
  });

  it("D.19: an IV of 0 is none, and its delta too", () => expect(rowsOf(datashopCalcs("0,0", "0.0000,-0.4432"))).toMatchObject([{ iv: Number.NaN, delta: Number.NaN }]));

  it("D.7: a delivery code marks an adjusted contract", () => expect(rowsOf(datashopCalcs("0,0", "0.1,-0.4", "SPX1"))).toMatchObject([{ adjusted: true }]));

  it("D.5: the 15:45 snapshot of a short day is taken at 12:45", () => {
    expect(rowsOf(datashopEod("2023-11-24"))).toMatchObject([{ minute: 12 * 60 + 45 }]);
    expect(rowsOf(datashopEod("2023-11-24"), undefined, { snapshot: "eod" })).toMatchObject([{ minute: 13 * 60 }]);
  });

  it("declares the columns of both snapshots", () => {
    const header = readHeader(datashopEod().header, "f");
    const format = detectFormat(header, "f");
    const names = format.uses(header).map(({ column }) => header[column]);
    for (const name of ["bid_1545", "ask_eod", "underlying_bid_eod", "delivery_code"]) expect(names).toContain(name);
    expect(names).not.toContain("vwap");
    expect(format.absent(header)).toEqual(["iv", "delta"]);
  });
});

describe("Cboe DataShop intervals", () => {
  it("reads day, minute and the active price", () => {
    expect(rowsOf(datashopInterval())).toMatchObject([{ ...ROW, bid: 315_000, ask: 317_000, spot: 47_047_500, minute: 945, iv: 1272, delta: -4432, openInterest: 0 }]);
    expect(rowsOf(datashopInterval("0,0"))).toMatchObject([{ iv: Number.NaN, delta: Number.NaN }]);
  });

  it("names a time that is none", () => {
    const sample = datashopInterval();
    expect(rowsOf({ ...sample, record: sample.record.replace("15:45:00", "25:45:00") })).toEqual(["unparseable_time"]);
  });
});
