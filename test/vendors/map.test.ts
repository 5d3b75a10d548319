import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { detectFormat } from "../../src/vendors";
import { chainFormatFromMap } from "../../src/vendors/map";
import { CALL, PUT } from "../../src/vendors/parse";
import { rowsOf } from "./rows";

const BASE = `
format: mine
columns: { date: Date, expiry: Exp, strike: K, right: Side, bid: B, ask: A }
constants: { underlying: SPX }
`;

/** The rows of one record through a map. */
const through = (yaml: string, header: string, record: string, context = {}) =>
  rowsOf({ format: "", header, record, context }, [chainFormatFromMap(yaml, "map.yaml")], context);

const HEADER = "Date,Exp,K,Side,B,A";
const RECORD = "2024-01-03,2024-01-19,4700,P,31.5,31.7";
const ROW = { underlying: "SPX", root: "SPX", day: dayNumber(2024, 1, 3), vendorExpiry: dayNumber(2024, 1, 19), right: PUT, strike: 4_700_000, bid: 315_000, ask: 317_000, minute: -1, spot: 0, volume: 0, openInterest: 0 };

describe("column map", () => {
  it("reads the least there can be, and says what is absent", () => {
    expect(through(BASE, HEADER, RECORD)).toMatchObject([{ ...ROW, iv: Number.NaN, delta: Number.NaN }]);
    expect(chainFormatFromMap(BASE, "map.yaml").absent(HEADER.split(","))).toEqual(["spot", "time", "iv", "delta", "openInterest", "volume"]);
  });

  it("takes contract, underlying and root from an OCC symbol alone", () => {
    const yaml = "{ format: occ, columns: { symbol: S, date: D, bid: B, ask: A } }";
    expect(through(yaml, "S,D,B,A", "SPXW  240119P04700000,1/3/2024,31.5,31.7")).toMatchObject([{ ...ROW, root: "SPXW" }]);
    expect(through(yaml, "S,D,B,A", "4700,1/3/2024,31.5,31.7")).toEqual(["unparseable_underlying"]);
  });

  it("gives a root to all rows, a date and a time to files without", () => {
    const yaml = "{ format: c, columns: { expiry: E, strike: K, right: R, bid: B, ask: A }, constants: { underlying: SPX, root: SPXW, date: 2024-01-03, time: '15:45' } }";
    expect(through(yaml, "E,K,R,B,A", "2024-01-19,4700,put,31.5,31.7")).toMatchObject([{ ...ROW, root: "SPXW", minute: 945 }]);
    expect(through(yaml, "E,K,R,B,A", "2024-01-19,4700,put,31.5,31.7", { date: dayNumber(2024, 1, 4) })).toMatchObject([{ day: dayNumber(2024, 1, 4) }]);
  });

  it("reads a call and a put of one record", () => {
    const yaml = `
format: wide
layout: wide
columns: { underlying: U, date: D, expiry: E, strike: K, delta: delta, spot: S }
call: { bid: cb, ask: ca, iv: civ }
put: { bid: pb, ask: pa, iv: piv }
put_delta: from-call
units: { iv: percent }
`;
    expect(through(yaml, "U,D,E,K,delta,S,cb,ca,civ,pb,pa,piv", "^SPX,20240103,20240119,4700,0.5543,4704.5,48.1,48.3,12.51,31.5,31.7,12.72")).toMatchObject([
      { ...ROW, right: CALL, spot: 47_045_000, bid: 481_000, ask: 483_000, iv: 1251, delta: 5543 },
      { ...ROW, right: PUT, spot: 47_045_000, iv: 1272, delta: -4457 },
    ]);
  });

  it.each([
    ["day-first", "19.1.2024"], ["day-first", "19-01-24"], ["month-name", "19Jan2024"], ["month-name", "19-Jan-24"], ["epoch-seconds", "1705622400"], ["epoch-milliseconds", "1705622400000"],
    ["auto", "1/19/24"], ["auto", "20240119"], ["auto", "2024-01-19 21:00:00+00:00"],
  ])("reads %s expiries: %s", (style, text) => {
    expect(through(`${BASE}dates: { expiry: ${style} }`, HEADER, `2024-01-03,${text},4700,P,31.5,31.7`)).toMatchObject([{ vendorExpiry: ROW.vendorExpiry }]);
    expect(through(`${BASE}dates: { expiry: ${style} }`, HEADER, "2024-01-03,soon,4700,P,31.5,31.7")).toEqual(["unparseable_expiry"]);
  });

  it.each([
    ["stamp", "2024-01-03 15:45:00", 945], ["utc-stamp", "2024-01-03 20:45:00", 945], ["clock", "1545", 945], ["hours", "15.75", 945], ["epoch-seconds", "1704314700", 945], ["epoch-milliseconds", "1704314700000", 945],
  ])("reads times as %s", (style, text, minute) => {
    const yaml = `${BASE.replace("date: Date,", "date: Date, time: T,")}times: ${style}`;
    expect(through(yaml, `T,${HEADER}`, `${text},${RECORD}`)).toMatchObject([{ minute, day: ROW.day }]);
    expect(through(yaml, `T,${HEADER}`, `teatime,${RECORD}`)).toEqual(["unparseable_time"]);
    expect(through(yaml, `T,${HEADER}`, `,${RECORD}`)).toMatchObject([{ minute: -1 }]);
  });

  it("reads other units and spellings of rights", () => {
    const yaml = `${BASE}units: { price: cents, strike: thousandths }\nrights: { call: [1, calls], put: [2, puts] }`;
    expect(through(yaml, HEADER, "2024-01-03,2024-01-19,4700000,2,3150,3170")).toMatchObject([ROW]);
    expect(through(yaml, HEADER, "2024-01-03,2024-01-19,4700000,calls,3150,3170")).toMatchObject([{ right: CALL }]);
    expect(through(yaml, HEADER, "2024-01-03,2024-01-19,4700000,P,3150,3170")).toEqual(["unparseable_right"]);
    expect(through(`${BASE}units: { price: ten-thousandths, strike: cents }`, HEADER, "2024-01-03,2024-01-19,470000,P,315000,317000")).toMatchObject([ROW]);
  });

  it("filters rows by number or text, and marks adjusted contracts and fillers", () => {
    const yaml = `
format: flags
columns: { underlying: U, date: D, expiry: E, strike: K, right: R, bid: B, ask: A, iv: IV, delta: delta }
filters: [{ column: nonstd, keep: [0, 7] }, { column: venue, drop: [TEST] }]
adjusted: { column: nonstd, values: [7] }
filler: { iv: [0.113826], zero: [vega] }
ignore: rest
`;
    const row = (iv: string, delta: string, vega: string, nonstd: string, venue: string) => through(yaml, "U,D,E,K,R,B,A,IV,delta,vega,nonstd,venue,other", `SPY,2015-01-05,2015-01-17,250,P,47.99,48.28,${iv},${delta},${vega},${nonstd},${venue},x`);
    expect(row("0.2", "-0.9", "0.1", "0.0", "C")).toMatchObject([{ adjusted: false, filler: false, iv: 2000, delta: -9000 }]);
    expect(row("0.2", "-0.9", "0.1", "7", "C")).toMatchObject([{ adjusted: true }]);
    expect(row("0.2", "-0.9", "0.1", "104", "C")).toEqual(["filtered_nonstd"]);
    expect(row("0.2", "-0.9", "0.1", "0", "TEST")).toEqual(["filtered_venue"]);
    expect(row("0.113826", "-1", "0", "0", "C")).toMatchObject([{ filler: true }]);
    expect(row("0.113826", "-0.9", "0.1", "0", "C")).toMatchObject([{ filler: false }]);
    expect(row("0.113811", "-1", "0", "0", "C")).toMatchObject([{ filler: false }]);
  });

  it("marks any contract whose flag is not blank when no values are listed", () => {
    const yaml = `${BASE}adjusted: { column: code }`;
    expect(through(yaml, `${HEADER},code`, `${RECORD},`)).toMatchObject([{ adjusted: false }]);
    expect(through(yaml, `${HEADER},code`, `${RECORD},SPX1`)).toMatchObject([{ adjusted: true }]);
  });

  it("may lack optional columns, must know the others", () => {
    const yaml = BASE.replace("bid: B", "iv: IV, bid: B") + "optional: [iv]\nignore: [note]\n";
    expect(through(yaml, HEADER, RECORD)).toMatchObject([{ iv: Number.NaN }]);
    expect(through(yaml, `${HEADER},IV,note`, `${RECORD},0.2,n`)).toMatchObject([{ iv: 2000 }]);
    expect(() => detectFormat(`${HEADER},what`.split(","), "f.csv", "mine", [chainFormatFromMap(yaml, "m")])).toThrow('nearest is mine, column "what" unknown');
    expect(() => detectFormat(HEADER.replace("B,", "").split(","), "f.csv", "mine", [chainFormatFromMap(yaml, "m")])).toThrow('column "B" missing');
  });
});

describe("column map: faults of the map itself", () => {
  it.each([
    [BASE.replace("strike: K", "strik: K"), "map.yaml: columns.strik: is not a known key; did you mean strike?"],
    [`${BASE}filtres: []`, "map.yaml: filtres: is not a known key; did you mean filters?"],
    [`${BASE}filters: [{ colum: x, keep: [1] }]`, "map.yaml: filters.0"],
    [`${BASE}filters: [{ column: x }]`, "map.yaml: filters: on x need keep or drop; give one of them"],
    [`${BASE}zebra: 1`, "map.yaml: zebra: is not a known key; known: format, vendor, layout"],
    [BASE.replace("ask: A", "iv: A"), "map.yaml: columns: name no bid and ask; chains without quotes cannot be imported"],
    [BASE.replace("expiry: Exp, ", ""), "map.yaml: columns.expiry: is missing; name its column, or symbol's"],
    [BASE.replace("mine", "My Format"), "map.yaml: format: is not a name of small letters, digits, dots and dashes"],
    [`${BASE}layout: wide`, "map.yaml: layout = wide: lacks call and put; give both with layout: wide, none with layout: long"],
    [`${BASE}call: { bid: x, ask: y }\nput: { bid: x, ask: y }`, "map.yaml: layout = long: has call or put"],
    [`${BASE}units: { iv: per-mille }`, "map.yaml: units.iv:"],
    ["format: x\n  bad: [", "map.yaml:"],
    ["- a\n- b", "map.yaml: is not a mapping of keys to values"],
    ["", "map.yaml: format:"],
    [BASE.replace("SPX }", "SPX, time: '25:00' }"), "map.yaml: constants.time: is not a time like 15:45"],
    [BASE.replace("SPX }", "SPX, date: 2024-02-30 }"), "map.yaml: constants.date:"],
  ])("%j", (yaml, message) => expect(() => chainFormatFromMap(yaml, "map.yaml")).toThrow(message));

  it("says what the file must be told", () => {
    const yaml = "{ format: bare, columns: { expiry: E, strike: K, right: R, bid: B, ask: A } }";
    expect(() => through(yaml, "E,K,R,B,A", "2024-01-19,4700,P,1,2")).toThrow("sample.csv: prints no underlying (bare); name it with --symbol");
    expect(() => through(yaml, "E,K,R,B,A", "2024-01-19,4700,P,1,2", { symbol: "SPX" })).toThrow("sample.csv: prints no date (bare); give it with --date");
    expect(through(yaml, "E,K,R,B,A", "2024-01-19,4700,P,31.5,31.7", { symbol: "SPX", date: dayNumber(2024, 1, 3) })).toMatchObject([ROW]);
  });
});
