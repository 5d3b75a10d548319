import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ACTION_FORMATS, BAR_FORMATS, LEAN_BARS, LEAN_FACTORS, RATE_FORMATS, readDailyFile, VIX_FORMATS } from "../../../src/importer/daily";
import type { ActionsFile, DailyFile } from "../../../src/importer/daily";
import { barsCsv, dividendsCsv, ratesCsv, splitsCsv, vixCsv } from "../../../src/importer/daily/canonical";
import { fateOf } from "../../../src/importer/tally";
import { isoDate } from "../../../src/units";
import { SAMPLES } from "./samples";

const FORMATS = [...BAR_FORMATS, LEAN_BARS, ...VIX_FORMATS, ...RATE_FORMATS, ...ACTION_FORMATS, LEAN_FACTORS];

/** The file as rows of plain values. */
function rowsOf(file: DailyFile): (string | number)[][] {
  if (file.kind === "actions") {
    return [...file.actions.splits.map(({ day, ratio }) => [isoDate(day), ratio]), ...file.actions.dividends.map(({ day, amount }) => [isoDate(day), amount / 1e4])];
  }
  if (file.kind !== "bars") return Array.from(file.curve.day, (day, i) => [isoDate(day), file.curve.value[i]]);
  const { day, open, high, low, close, volume, dividend, split } = file.bars;
  return Array.from(day, (d, i) => [isoDate(d), ...[open, high, low, close].map((column) => column[i] / 1e4), volume[i], dividend[i] / 1e4, split[i]]);
}

const actionTexts = ({ actions }: ActionsFile): string[] => [...(actions.splits.length ? [splitsCsv(actions)] : []), ...(actions.dividends.length ? [dividendsCsv(actions)] : [])];

const readable = Object.entries(SAMPLES).filter(([, { rows }]) => rows.length > 0);

describe("spellings of daily files", () => {
  it("every spelling has a sample and a line in docs/daily.md", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(FORMATS.map((format) => format.id).sort());
    const page = readFileSync(new URL("../../../docs/daily.md", import.meta.url), "utf8");
    expect(FORMATS.filter(({ id }) => !page.includes(`| \`${id}\` |`)).map(({ id }) => id)).toEqual([]);
  });

  it.each(readable)("%s: recognised, read to the same rows, every line accounted for", (id, { kind, text, rows }) => {
    const file = readDailyFile(kind, text, "f.csv");
    expect(file.format.id).toBe(id);
    expect(rowsOf(file)).toEqual(rows);
    const { read, kept, repaired, quarantined } = fateOf(file.tally);
    expect(kept + repaired + Object.values(quarantined).reduce((a, b) => a + b, 0)).toBe(read);
  });

  it.each(readable)("%s: found without being told the kind", (id, { kind, text }) => {
    expect(readDailyFile(null, text, "f.csv")).toMatchObject({ kind, format: { id } });
  });

  it.each(readable)("%s: what is written reads back to the same", (_, { kind, text, rows }) => {
    const file = readDailyFile(kind, text, "f.csv");
    const texts = file.kind === "bars" ? [barsCsv(file.bars)] : file.kind === "actions" ? actionTexts(file) : [file.kind === "vix" ? vixCsv(file.curve) : ratesCsv(file.curve)];
    expect(texts.flatMap((csv) => rowsOf(readDailyFile(kind, csv, "again.csv")))).toEqual(rows);
  });

  it("an index's close is in any file of bars", () => {
    const { curve, format, tally } = readDailyFile("vix", SAMPLES["cboe-history"].text, "VIX_History.csv");
    expect([format.id, ...curve.value]).toEqual(["cboe-history", 101]);
    expect(tally.quarantined).toEqual({ bad_price: 1 }); // 1,200 points of volatility
  });

  it("a monthly average counts from the session after its month, for nobody knew it before", () => {
    const { curve } = readDailyFile("rates", "observation_date,FEDFUNDS\n2024-12-01,4.48\n2025-01-01,4.33\n", "r.csv");
    expect([isoDate(curve.day[0]), curve.day.length, isoDate(curve.day[19]), curve.value[19], isoDate(curve.day[20]), curve.value[20]]).toEqual(["2025-01-02", 21, "2025-01-31", 0.0448, "2025-02-03", 0.0433]);
  });

  it("the rate's column is named, and another can be asked for", () => {
    const text = SAMPLES["fred-rates"].text;
    expect(readDailyFile("rates", text, "r.csv").notes).toEqual(["column DGS3MO in percent per year; the file also has DGS1MO (--column)"]);
    expect([...readDailyFile("rates", text, "r.csv", { column: "DGS1MO" }).curve.value]).toEqual([0.0444, 0.0444]);
    expect(() => readDailyFile("rates", text, "r.csv", { column: "DGS30" })).toThrow("column = DGS30: is not in r.csv; its columns are DATE, DGS1MO, DGS3MO");
  });

  it("blanks take the value of the day before, whatever the order of the lines", () => {
    const { curve, tally } = readDailyFile("rates", "date,DGS3MO\n2007-01-05,\n2007-01-04,5\n2007-01-03,\n2007-01-08,4\n", "r.csv");
    expect([...curve.value]).toEqual([0.05, 0.05, 0.04]);
    expect(fateOf(tally)).toMatchObject({ read: 4, kept: 2, repaired: 1, quarantined: { blank_before_first_value: 1 } });
    expect(tally.samples[0]).toMatchObject({ line: 4, text: "2007-01-03," });
  });

  it("one symbol of many", () => {
    const text = "symbol,date,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\nSPY,2024-12-30,1,1,1,1,1,1,0,1\nQQQ,2024-12-30,2,2,2,2,2,2,0,1\n";
    expect(() => readDailyFile("bars", text, "u.csv")).toThrow("u.csv: holds 2 symbols (SPY, QQQ); name one with --symbol");
    expect(() => readDailyFile("bars", text, "u.csv", { symbol: "IWM" })).toThrow("u.csv: has no IWM");
    const { bars, tally } = readDailyFile("bars", text, "u.csv", { symbol: "QQQ" });
    expect([bars.close[0], tally.quarantined]).toEqual([20_000, { other_symbol: 1 }]);
  });
});

describe("files that would be misread are refused", () => {
  it.each([
    ["decimal commas", 'date,open,high,low,close\n2024-12-30,"1.234,5",2,1,1\n', "f.csv:2 column open: 1.234,5 has a decimal comma; save numbers with a decimal point"],
    ["semicolons", "date;open;high;low;close\n2024-12-30;1,5;2;1;1\n", "f.csv:1: its columns are separated by semicolons"],
    ["tabs", "date\topen\thigh\tlow\tclose\n", "f.csv:1: its columns are separated by tabs"],
    ["the day first", "date,open,high,low,close\n12/11/2024,1,2,1,1\n30/12/2024,1,2,1,1\n", "f.csv:3 column date: 30/12/2024 is a date with the day first"],
    ["UTF-16", "\ufeffd\0a\0t\0e\0,\0", "f.csv: is UTF-16 or not text at all (it holds zero bytes); save it as CSV in UTF-8"],
    ["a web page", "<!DOCTYPE html><html>", "f.csv: is a web page or XML, not CSV"],
    ["a doubled column", "date,open,high,low,close,close\n2024-12-30,1,2,1,1,1\n", "f.csv:1 column close: appears twice (columns 5 and 6)"],
    ["adjusted prices only", "date,open,high,low,adj_close,volume\n2024-12-30,1,2,1,1,1\n", "f.csv:1 column close: is missing; it has adjusted prices only"],
    ["yfinance's default", SAMPLES["yfinance-history"].text, "f.csv: its prices are adjusted for dividends (yfinance's default), and strikes are not; download with auto_adjust=False"],
    ["unknown headers", "when,what\n", "f.csv:1 column date: is missing; the header is when,what"],
    ["nothing but blanks", "\n \n", "f.csv: is empty"],
  ])("%s", (_, text, message) => {
    expect(() => readDailyFile("bars", text, "f.csv")).toThrow(message);
  });
});
