import { describe, expect, it } from "vitest";
import { CHAIN_FORMATS, detectFormat, formatById } from "../../src/vendors";
import { readHeader, splitLine } from "../../src/vendors/csv";
import { textCells } from "../../src/vendors/cells";
import { newRow } from "../../src/vendors/format";

const L2 = "underlying,underlying_last, exchange,optionroot,optionext,type,expiration,quotedate,strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias";
const VENDOR_L2 = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionRoot,OptionExt,Type,Expiration,DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,T1OpenInterest";
const VENDOR_L3 = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Type,Expiration,DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,IV,Delta,Gamma,Theta,Vega,AKA";
const PANDAS = ",underlying,underlying_last,optionroot,type,expiration,quotedate,strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias,dte";
const CBOE = "underlying,underlying_last,exchange,optionroot,type,expiration,quotedate,strike,last,net,bid,ask,volume,openinterest,impliedvol,delta,gamma";
const DISCOUNT = "UnderlyingSymbol,UnderlyingPrice,Flags,OptionSymbol,Type,Expiration, DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,T1OpenInterest,IVMean,IVBid,IVAsk,Delta,Gamma,Theta,Vega,AKA";

const detect = (line: string, wanted?: string) => detectFormat(readHeader(line, "f.csv"), "f.csv", wanted).id;

describe("header detection", () => {
  it.each([
    [L2, "historicaloptiondata"], [`\ufeff${L2}`, "historicaloptiondata"], [VENDOR_L2, "historicaloptiondata"], [VENDOR_L3, "historicaloptiondata"],
    [PANDAS, "historicaloptiondata"], [CBOE, "cboe-quotetable"], [DISCOUNT, "discountoptiondata"],
  ])("%s", (line, id) => {
    expect(detect(line)).toBe(id);
    expect(detect(line.replace("\ufeff", "").split(",").reverse().join(","))).toBe(id);
  });

  it("is never ambiguous", () => {
    for (const line of [L2, VENDOR_L2, VENDOR_L3, PANDAS, CBOE, DISCOUNT]) {
      const fitting = CHAIN_FORMATS.filter((f) => { try { return detect(line, f.id) === f.id; } catch { return false; } });
      expect(fitting).toHaveLength(1);
    }
  });

  it("names missing and unknown columns, duplicates and unknown formats", () => {
    expect(() => detect(CBOE.replace("bid,", "bidd,"))).toThrow('f.csv:1: is not a known chain format: nearest is cboe-quotetable, column "bid" missing, column "bidd" unknown; known formats: orats-strikes, orats-api,');
    expect(() => detect(CBOE, "historicaloptiondata")).toThrow('f.csv:1: is not historicaloptiondata: nearest is historicaloptiondata, column "net" unknown');
    expect(() => detect(`${CBOE},bid`)).toThrow("f.csv:1 column bid: appears twice (columns 11 and 18); remove or rename one");
    expect(() => formatById("orats")).toThrow("format = orats: is unknown; known: orats-strikes, orats-api,");
    expect(() => detect("PK\u0003\u0004 garbage")).toThrow("f.csv:1: is not a known chain format");
  });
});

describe("rows", () => {
  const read = (header: string, line: string) => {
    const names = readHeader(header, "f");
    const row = newRow();
    const cells = textCells();
    cells.cells = splitLine(line);
    const [reader] = detectFormat(names, "f").bind(names, { file: "f" });
    const fault = reader(cells, row);
    return { fault, row };
  };
  const SPXW = "SPX,2919.04,CBOE,SPXW190426C00800000,call,04/26/2019,04/25/2019,800.0,0.0,0.0,2109.9,2128.2,0,2,7.9432,0.9985,0.0";

  it("reads a contract exactly", () => {
    const { fault, row } = read(CBOE, SPXW);
    expect(fault).toBeNull();
    expect(row).toMatchObject({ underlying: "SPX", root: "SPXW", day: 18_011, vendorExpiry: 18_012, right: 0, strike: 800_000, bid: 21_099_000, ask: 21_282_000, iv: 79_432, delta: 9985, openInterest: 2, volume: 0, spot: 29_190_400, adjusted: false, filler: false, rounded: false });
  });

  it("knows adjusted contracts (D.7), fillers and blanks", () => {
    const line = "VXX,28.95,W,VXX161202C00020000,X,call,12/02/2016,12/01/2016,20,7.96,8.75,8.95,0,1,0.01,0,0,0,0,";
    expect(read(L2, line).row).toMatchObject({ adjusted: true, filler: true });
    expect(read(L2, line.replace("0.01,0,0,0,0", "0.01,0,0,0,0.1")).row.filler).toBe(false);
    expect(read(L2, line.replace(",1,0.01,0,", ",,nan,,")).row).toMatchObject({ openInterest: 0, iv: Number.NaN, delta: Number.NaN });
  });

  it.each([
    ["800.0", "80O.0", "unparseable_strike"], ["2109.9", "nan", "unparseable_bid"], ["2128.2", "", "unparseable_ask"], ["04/25/2019", "04/31/2019", "unparseable_day"],
    [",04/26/2019", ",2019-4-26", "unparseable_expiry"], ["call", "kall", "unparseable_right"], ["2919.04", "n/a", "unparseable_underlying_price"], [",0,2,", ",x,2,", "unparseable_volume"],
    [",0,2,", ",0,x,", "unparseable_open_interest"], ["7.9432", "seven", "unparseable_iv"], ["0.9985", "?", "unparseable_delta"], ["SPXW190426C00800000", "SPXW", "unparseable_symbol"],
    ["C00800000", "P00800000", "symbol_mismatch"], ["C00800000", "C00805000", "symbol_mismatch"], ["W190426", "W190501", "symbol_mismatch"], ["SPX,", ",", "unparseable_underlying"],
  ])("%s → %s is %s", (from, to, fault) => expect(read(CBOE, SPXW.replace(from, to)).fault).toBe(fault));

  it("splits quoted cells", () => {
    expect(splitLine('a, "b,c" ,"d ""e""",')).toEqual(["a", "b,c", 'd "e"', ""]);
  });
});
