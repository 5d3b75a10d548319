import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHAIN_FORMATS, detectFormat, formatById } from "../../src/vendors";
import { readHeader } from "../../src/vendors/csv";
import { chainFormatFromMap } from "../../src/vendors/map";
import { SAMPLES } from "./samples";

const MAPS = readdirSync("config/imports").sort().map((name) => chainFormatFromMap(readFileSync(`config/imports/${name}`, "utf8"), name));
const misfit = (header: readonly string[]) => (format: (typeof CHAIN_FORMATS)[number]): number => Object.values(format.fit(header) as unknown as Record<string, string[]>).flat().length;

describe("detection by header", () => {
  it.each(SAMPLES)("$format fits its header, whatever the order, and no other format does", ({ format, header }) => {
    const names = readHeader(`\ufeff${header}`, "f.csv");
    for (const order of [names, [...names].reverse(), [...names].sort()]) {
      expect(detectFormat(order, "f.csv").id).toBe(format);
      expect([...CHAIN_FORMATS, ...MAPS].filter((f) => misfit(order)(f) === 0).map((f) => f.id)).toEqual([format]);
    }
  });

  it("has a sample of every format", () => expect([...new Set(SAMPLES.map(({ format }) => format))].sort()).toEqual(CHAIN_FORMATS.map(({ id }) => id).sort()));

  it("gives every format, example maps included, its own name and a description", () => {
    const ids = [...CHAIN_FORMATS, ...MAPS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, vendor } of [...CHAIN_FORMATS, ...MAPS]) expect(`${id}: ${vendor}`).toMatch(/^[a-z0-9.-]+: \S.{5,80}$/);
  });

  it.each(SAMPLES)("$format without any one required column is refused by name", ({ format, header }) => {
    const names = readHeader(header, "f.csv");
    const chosen = formatById(format);
    for (const name of names) {
      const rest = names.filter((n) => n !== name);
      const { missing, unknown, repeated } = chosen.fit(rest);
      expect([...unknown, ...repeated]).toEqual([]);
      if (missing.length) expect(() => detectFormat(rest, "f.csv", format)).toThrow(`nearest is ${format}, column "${missing[0]}" missing`);
      else expect(() => chosen.bind(rest, { file: "SPY_20240102.csv", symbol: "SPY", date: 19_000 })).not.toThrow();
    }
  });

  it.each(SAMPLES)("$format refuses a column it does not know and one that stands twice", ({ format, header }) => {
    const names = readHeader(header, "f.csv");
    expect(() => detectFormat([...names, "surprise"], "f.csv", format)).toThrow('column "surprise" unknown');
    expect(() => detectFormat([...names, names[3]], "f.csv", format)).toThrow("repeated");
    expect(() => readHeader(`${header},${names[3]}`, "f.csv")).toThrow("appears twice");
  });

  it("reads only columns that exist, and says in which form", () => {
    for (const { format, header } of SAMPLES) {
      const names = readHeader(header, "f.csv");
      const uses = formatById(format).uses(names);
      expect(uses.every(({ column }) => column >= 0 && column < names.length)).toBe(true);
      expect(new Set(uses.map(({ column, kind }) => `${column} ${kind}`)).size).toBe(uses.length);
      expect(uses.length).toBeGreaterThan(6);
    }
  });

  it("tells what a file lacks", () => {
    const absent = Object.fromEntries(SAMPLES.map(({ format, header }) => [format, formatById(format).absent(readHeader(header, "f"))]));
    expect(absent).toMatchObject({ philippdubach: ["spot", "time"], optionsdx: ["openInterest"], yfinance: ["delta"], "orats-api-minute": [], "mahler-parquet": ["time"] });
  });
});

describe("files that no format can take", () => {
  const refuse = (line: string) => () => detectFormat(readHeader(line, "f.csv"), "f.csv");

  it("has no use for last trades", () => {
    const reason = "f.csv:1: prints no bid and ask, and last trades are no quotes; use a file with bid and ask of every contract";
    expect(refuse("date,symbol,underlying_price,expiration,strike,call_last,call_delta,call_volume,call_iv_pct,call_open_interest,put_last,put_delta,put_volume,put_iv_pct,put_open_interest")).toThrow(reason);
    expect(refuse("callOption,callPrice,callDelta,callVolume,callIv,callOi,putOption,putPrice,putDelta,putVolume,putIv,putOi")).toThrow(reason);
    expect(refuse("#expiry,strike,right,open,high,low,close,volume,open_interest,implied_volatility,delta,gamma,vega,theta,rho")).toThrow(reason);
  });

  it("cannot read QuantConnect Lean's nameless files", () => {
    expect(refuse("20140606 00:00,14900,15900,10400,12100,30,16300,19500,12500,13300,6")).toThrow("f.csv:1: has no header line, only numbers, as QuantConnect Lean's files; export the chain with named columns");
    expect(refuse("34200000,1200,1210,1190,1205,3,1300,1310,1290,1305,4")).toThrow("QuantConnect");
  });

  it("does not blame a misspelt quote column", () => expect(refuse("contractID,symbol,expiration,strike,type,last,mark,bidd,bid_size,ask,ask_size,volume,open_interest,date,implied_volatility,delta,gamma,theta,vega,rho")).toThrow('nearest is alphavantage, column "bid" missing, column "bidd" unknown'));
});
