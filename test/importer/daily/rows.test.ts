import { describe, expect, it } from "vitest";
import { parseBars, parseRates, parseVix } from "../../../src/importer/daily";
import { fateOf } from "../../../src/importer/tally";
import { isoDate } from "../../../src/units";

const HEADER = "date,open,high,low,close,adj_close,volume,dividend";

describe("bars", () => {
  it("reads by name, sorts, and keeps prices exact", () => {
    const { bars, tally } = parseBars(`${HEADER}\r\n2021-01-05,2.5,3,2,2.25,9,100,0.0\r\n2021-01-04,1.0001,1.5,1,1.2,9,50,1.5672\r\n`, "f");
    expect([...bars.day].map(isoDate)).toEqual(["2021-01-04", "2021-01-05"]);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0], bars.dividend[0], bars.split[0], bars.settlement[0]]).toEqual([10_001, 15_000, 10_000, 12_000, 50, 15_672, 1, 0]);
    expect(fateOf(tally)).toEqual({ read: 2, kept: 2, repaired: 0, repairs: {}, quarantined: {} });
  });

  it("sets aside and counts what does not fit, guesses nothing", () => {
    const { bars, tally } = parseBars([HEADER,
      "2021-01-04,1.00005,2,1,1.5,9,1,0", "2021-01-04,1,2,1,1,9,1,0", "2021-01-09,1,2,1,1,9,1,0", "2021-01-18,1,2,1,1,9,1,0", "2021-01-05,3,2,1,1,9,1,0", "2021-01-06,1,nan,1,1,9,1,0",
      "2021-01-07,0,2,0,1,9,1,0", "2021-01-08,1,2,1,1,9,-1,0", "04.01.2021,1,2,1,1,9,1,0", "2021-01-11,1,2", "2021-01-12,1,2,1,1,9,,"].join("\n"), "f");
    expect([...bars.day].map(isoDate)).toEqual(["2021-01-04", "2021-01-12"]);
    expect(bars.open[0]).toBe(10_001);
    expect(fateOf(tally)).toEqual({ read: 11, kept: 1, repaired: 1, repairs: { price_rounded: 1 },
      quarantined: { bad_price: 2, column_count: 1, duplicate_day: 1, not_a_session: 2, ohlc_inconsistent: 1, unparseable_day: 1, unparseable_number: 1 } });
    expect(tally.observations.missing_sessions).toBe(5);
  });

  it("names what is missing", () => {
    expect(() => parseBars("", "b.csv")).toThrow("b.csv: is empty");
    expect(() => parseBars("date,open,high,low\n", "b.csv")).toThrow("b.csv:1 column close: is missing; the header is date,open,high,low");
    expect(() => parseBars("date,open,high,low,close\n2021-01-02,1,1,1,1\n", "b.csv")).toThrow("b.csv: holds no usable row; 1 lines were read; see the reasons: not_a_session");
  });
});

describe("curves", () => {
  it("takes the index close, ignores a garbage open, sets holidays aside", () => {
    const { curve, tally } = parseVix("date,open,high,low,close\n2022-05-27,99,27,25,25.72\n2022-05-30,26,27,25,26.54\n2022-05-31,26,27,25,26.19\n2022-06-01,1,1,1,0\n", "v");
    expect([...curve.value]).toEqual([25.72, 26.19]);
    expect(fateOf(tally).quarantined).toEqual({ bad_price: 1, not_a_session: 1 });
  });

  it("reads percent as a fraction and carries blanks forward, counted", () => {
    const { curve, tally } = parseRates("date,DGS1MO,DGS3MO\n2007-01-03,5.1,5.05\n2007-01-04,,\n2007-01-05,.,.\n2007-01-08,5,4.9\n", "r");
    expect([...curve.value]).toEqual([0.0505, 0.0505, 0.0505, 0.049]);
    expect(fateOf(tally)).toMatchObject({ kept: 2, repaired: 2, repairs: { carried_forward: 2 } });
    expect(fateOf(parseRates("date,DGS3MO\n2007-01-03,\n2007-01-04,5\n", "r").tally).quarantined).toEqual({ blank_before_first_value: 1 });
  });
});
