// Readers of just the columns that the fit needs, for the SPY and QQQ chains of the corpus.
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseIsoDate } from "../../src/units";
import { corpus } from "../support/corpus";
import type { Sample } from "./chainFit";

type Row = Record<string, string>;

function* csv(path: string): Generator<Row> {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").replace(/^\uFEFF/, "").split("\n");
  const header = lines[0].split(",").map((h) => h.trim());
  for (let i = 1; i < lines.length; i++) {
    if (lines[i].trim() === "") continue;
    const cells = lines[i].split(",");
    yield Object.fromEntries(header.map((h, j) => [h, cells[j]?.trim() ?? ""]));
  }
}

const day = (text: string): number => parseIsoDate(text.slice(0, 10)) ?? NaN;

function sample(date: string, expiry: string, right: string, r: { strike: string; bid: string; ask: string; interest: string; volume: string; spot: number }): Sample {
  return {
    day: date, dte: day(expiry) - day(date), strike: Number(r.strike), isCall: right.toUpperCase().startsWith("C"), bid: Number(r.bid), ask: Number(r.ask),
    interest: Number(r.interest) || 0, volume: Number(r.volume) || 0, spot: r.spot,
  };
}

const within = (s: Sample): boolean => s.dte >= 0 && s.dte <= 75 && s.ask > 0;

/** SPY, 5 January 2015, standard contracts (official close 201.72). */
export const spy2015 = (): Sample[] =>
  [...csv(corpus("chains", "generic-nonstd-flag", "SPY_20150105.csv.gz"))].filter((r) => r.nonstd === "0")
    .map((r) => sample(r.date, r.expiration, r["put/call"], { strike: r.strike, bid: r.bid, ask: r.ask, interest: r["open interest"], volume: r.volume, spot: 201.72 })).filter(within);

/** The file's mislabelled columns are read by content. */
const ivolatility = (keep: (date: string) => boolean): Sample[] =>
  [...csv(corpus("chains", "ivolatility-api", "SPY_2025-01-02_2025-02-04_plus_2026-01.csv.gz"))].filter((r) => keep(r.date))
    .map((r) => sample(r.date, r.expiration, r.call_put, { strike: r.strike, bid: r.bid, ask: r.ask, interest: r.option_id, volume: r.oi_2, spot: Number(r.underlying_price) })).filter(within);

/** SPY, January and February 2025, and three days of January 2026. */
export const spy2025 = (): Sample[] => ivolatility((date) => date < "2025-12-01");
export const spy2026 = (): Sample[] => ivolatility((date) => date > "2025-12-01");

/** SPY or QQQ, three snapshots of 12 February 2026. */
export function yahoo2026(symbol: "SPY" | "QQQ"): Sample[] {
  const folder = corpus("chains", "yfinance");
  const files = readdirSync(folder).filter((f) => f.startsWith(`${symbol}_20260212_`)).sort();
  return files.flatMap((f) => [...csv(`${folder}/${f}`)]
    .map((r) => ({ ...sample("2026-02-12", r.expirationDate, r.optionType, { strike: r.strike, bid: r.bid, ask: r.ask, interest: r.openInterest, volume: r.volume, spot: Number(r.underlyingPrice) }), day: f })).filter(within));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** SPY, 14 and 18 June 2024, intraday, a month of very low volatility. */
export function spy2024(): Sample[] {
  const folder = corpus("chains", "optionchainanalytics");
  const expiry = (text: string) => {
    const m = /^(\d\d)-?([A-Z][a-z]{2})-?(\d{2,4})$/.exec(text);
    return m ? `20${m[3].slice(-2)}-${String(MONTHS.indexOf(m[2]) + 1).padStart(2, "0")}-${m[1]}` : "";
  };
  return readdirSync(folder).filter((f) => f.startsWith("SPY")).flatMap((f) => [...csv(`${folder}/${f}`)]
    .map((r) => sample(r.exchange_time.slice(0, 10), expiry(r.mat_id), r.optiontype, { strike: r.strike, bid: r.bid_price, ask: r.ask_price, interest: r.open_interest, volume: r.volume, spot: Number(r.spot_price) })).filter(within));
}
