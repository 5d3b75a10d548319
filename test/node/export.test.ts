import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SETTLEMENT } from "../../src/market/types";
import { openDataset } from "../../src/node/datasetWriter";
import { exportDataset } from "../../src/node/export";
import { writeDataset } from "../../src/node/write";
import { chainTable, LONG_PIECE } from "../../src/store/long";
import { longSink } from "../../src/store/longFiles";
import { sampleMarket, sampleUnderlying } from "../store/sample";
import { chainOf, commitYears } from "../store/twoYears";

let root = "";
let data = "";
let out = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-export-"));
  data = join(root, "data");
  out = join(root, "out");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function rows(name: string): Promise<Record<string, unknown>[]> {
  const { buffer, byteOffset, byteLength } = await readFile(join(out, name));
  return parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) });
}

const by = { createdBy: { name: "test", version: "1" } };
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe("parquet export", () => {
  it("gives every row back, in dollars, dates and names", async () => {
    const market = sampleMarket();
    const { rows: quotes } = market.underlyings[0];
    quotes.flags = Uint8Array.of(0, 1, 2, 3, 4, 7, 0);
    quotes.openInterest = Uint32Array.of(10, 0, 4_000_000_000, 4, 5, 6, 7);
    await writeDataset(data, market, by);
    const report = await exportDataset(data, { out, format: "parquet" });
    expect(report.files.map(({ name, rows: n }) => [name, n])).toEqual([["SPY.2019.parquet", 7], ["SPY.bars.parquet", 3], ["vix.parquet", 2]]);
    expect(await rows("SPY.2019.parquet")).toEqual([
      { ...common, right: "call", strike: 250, bid: 3.1, ask: 3.15, iv: 0.21, delta: 0.51, open_interest: 10, volume: 1, flags: "" },
      { ...common, right: "call", strike: 251, bid: 2.9, ask: 2.96, iv: 0.208, delta: 0.49, open_interest: 0, volume: 0, flags: "delta_computed" },
      { ...common, right: "put", strike: 250, bid: 0, ask: 0.05, iv: null, delta: null, open_interest: 4_000_000_000, volume: 3, flags: "iv_computed" },
      { ...common, right: "put", strike: 252, bid: 0.55, ask: 0.6, iv: 0.19, delta: -0.48, open_interest: 4, volume: 4, flags: "delta_computed iv_computed" },
      { ...common, expiration: day("2019-05-11"), vendor_expiration: day("2019-05-12"), settlement: "AM", right: "call", strike: 249, bid: 0.12, ask: 0.13, iv: 0.25, delta: 0.09, open_interest: 5, volume: 5, flags: "repaired" },
      { ...common, date: day("2019-04-25"), spot: 250.05, right: "put", strike: 250, bid: 0.2, ask: 0.22, iv: 0.24, delta: -0.1, open_interest: 6, volume: 6, flags: "delta_computed iv_computed repaired" },
      { ...common, date: day("2019-04-25"), spot: 250.05, right: "put", strike: 251, bid: 0.3, ask: 0.33, iv: 0.23, delta: -0.15, open_interest: 7, volume: 7, flags: "" },
    ]);
    expect((await rows("SPY.bars.parquet"))[1]).toEqual({ symbol: "SPY", date: day("2019-04-24"), open: 250.5, high: 251.5, low: 250, close: 251.1, volume: 2.5e8, dividend: 1.567, split: 1, settlement: null });
    expect(await rows("vix.parquet")).toEqual([{ date: day("2019-04-23"), value: 14.25 }, { date: day("2019-04-24"), value: 15.5 }]);
    const record = JSON.parse(await readFile(join(out, "export.json"), "utf8")) as { columns: { chains: Record<string, string> } };
    expect(Object.keys(record.columns.chains)).toEqual(Object.keys((await rows("SPY.2019.parquet"))[0]));
  });

  it("writes a file per year, of the symbols and years asked for", async () => {
    await commitYears(await openDataset(data), { 2018: chainOf(2018, { tick: 500, roots: ["SPXW"] }), 2019: chainOf(2019), 2020: chainOf(2020) });
    expect((await exportDataset(data, { out, format: "parquet", years: { from: 2018, to: 2019 } })).rows).toBe(8);
    expect(await readdir(out)).toEqual(["SPY.2018.parquet", "SPY.2019.parquet", "SPY.bars.parquet", "export.json"]);
    expect((await rows("SPY.2018.parquet"))[0]).toMatchObject({ root: "SPXW", bid: 0.5, strike: 500 });
    await expect(exportDataset(data, { out, format: "csv", symbols: ["QQQ"] })).rejects.toThrow(`symbol = QQQ: is not in ${data}; available: SPY`);
  });

  it("appears whole or not at all, and replaces nothing but an export", async () => {
    await commitYears(await openDataset(data), { 2018: chainOf(2018), 2019: chainOf(2019) });
    await exportDataset(data, { out, format: "csv" });
    const before = await readdir(out);
    const abort = new AbortController();
    const stopped = exportDataset(data, { out, format: "parquet", signal: abort.signal, onProgress: ({ done }) => done > 4 && abort.abort() });
    await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
    expect(await readdir(out)).toEqual(before);
    expect((await readdir(root)).sort()).toEqual(["data", "out"]);
    await writeFile(join(root, "notes.txt"), "mine");
    await expect(exportDataset(data, { out: root, format: "csv" })).rejects.toThrow("exists and is not an export");
    await expect(exportDataset(data, { out: join(root, "notes.txt"), format: "csv" })).rejects.toThrow("exists and is not an export");
    await expect(exportDataset(data, { out: data, format: "csv" })).rejects.toThrow("exists and is not an export");
  });

  it("cuts a large chain at days into pieces that hold every row once", () => {
    const u = sampleUnderlying();
    const perDay = 50_000;
    const days = 5;
    const each = (value: (i: number) => number) => Uint16Array.from({ length: perDay * days }, (_, i) => value(i));
    const begins = Uint32Array.from({ length: days }, (_, d) => d * perDay);
    const many = {
      ...u,
      rows: { ...u.rows, strike: each((i) => 1 + (i % perDay)), bid: each(() => 1), ask: each(() => 2), iv: each(() => 0), delta: Int16Array.from(each(() => 0)), openInterest: each(() => 0), volume: each(() => 0) },
      blocks: { expiry: new Int32Array(days).fill(18_030), vendorExpiry: new Int32Array(days), settlement: new Uint8Array(days).fill(SETTLEMENT.PM), root: new Uint8Array(days), callsBegin: begins, putsBegin: begins, end: begins.map((b) => b + perDay) },
      days: { day: Int32Array.from(begins, (_, d) => 18_010 + d), blocksBegin: Uint32Array.from(begins, (_, d) => d), blocksEnd: Uint32Array.from(begins, (_, d) => d + 1), spot: new Int32Array(days).fill(1) },
    };
    const table = chainTable(many);
    const pieces = [...table.pieces()].map((cells) => cells[0].length);
    expect(pieces).toEqual([100_000, 100_000, 50_000]);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(LONG_PIECE);
    expect(table.rows).toBe(250_000);
  });
});

describe("csv export", () => {
  it("writes plain numbers, dates and empty cells", async () => {
    await writeDataset(data, sampleMarket(), by);
    await exportDataset(data, { out, format: "csv" });
    const [head, first, , third] = (await readFile(join(out, "SPY.2019.csv"), "utf8")).split("\n");
    expect(head).toBe("symbol,date,expiration,vendor_expiration,settlement,root,right,strike,bid,ask,iv,delta,open_interest,volume,spot,flags");
    expect(first).toBe("SPY,2019-04-24,2019-05-04,2019-05-04,PM,SPY,call,250,3.1,3.15,0.21,0.51,10,1,251.1,");
    expect(third).toBe("SPY,2019-04-24,2019-05-04,2019-05-04,PM,SPY,put,250,0,0.05,,,70000,3,251.1,");
    expect((await readFile(join(out, "vix.csv"), "utf8"))).toBe("date,value\n2019-04-23,14.25\n2019-04-24,15.5\n");
  });

  it("of no rows is a header", () => {
    expect(new TextDecoder().decode(longSink("csv", [{ name: "a", type: "real", meaning: "" }, { name: "b", type: "date", meaning: "" }], "").end())).toBe("a,b\n");
  });
});

const common = { symbol: "SPY", date: day("2019-04-24"), expiration: day("2019-05-04"), vendor_expiration: day("2019-05-04"), settlement: "PM", root: "SPY", spot: 251.1 };
