// The real chains that the synthetic surface is fitted to, read column by column. Flaws of each file: the corpus' own README.
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isSession, thirdFriday } from "../../../src/calendar";
import { parseIsoDate } from "../../../src/units";
import { corpus } from "../../support/corpus";
import { spy2015, spy2024, spy2025, spy2026, yahoo2026 } from "../fitSources";
import type { Sample } from "../chainFit";

/** A quote of a known day; prices in dollars or points. */
export interface RealQuote {
  day: number;
  expiry: number;
  /** Settles at the open of the expiry day. */
  am: boolean;
  strike: number;
  isCall: boolean;
  bid: number;
  ask: number;
  /** Price printed with the quote; NaN where the file has none. */
  spot: number;
}

export interface RealSource { name: string; symbol: "SPX" | "SPY" | "QQQ"; quotes(): RealQuote[] }

type Row = Record<string, string>;

function csv(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").replace(/^\uFEFF/, "").split("\n");
  const header = lines[0].split(",").map((h) => h.trim());
  return lines.slice(1).filter((line) => line.trim() !== "").map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(header.map((h, j) => [h, cells[j]?.trim() ?? ""]));
  });
}

/** MM/DD/YYYY or YYYY-MM-DD. */
function dayOf(text: string): number {
  const us = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text);
  return parseIsoDate(us ? `${us[3]}-${us[1]}-${us[2]}` : text.slice(0, 10)) ?? NaN;
}

const isThirdFriday = (day: number): boolean => {
  const date = new Date(day * 86_400_000);
  return day === thirdFriday(date.getUTCFullYear(), date.getUTCMonth() + 1);
};

interface Cells { day: string; expiry: string; root: string; strike: string; right: string; bid: string; ask: string; spot: string }

function spx(c: Cells): RealQuote {
  // Saturday-dated monthlies settle the Friday before.
  const printed = dayOf(c.expiry);
  const expiry = isThirdFriday(printed - 1) ? printed - 1 : printed;
  return {
    day: dayOf(c.day), expiry, am: c.root === "SPX" && isThirdFriday(expiry), strike: Number(c.strike), isCall: /^c/i.test(c.right),
    bid: Number(c.bid), ask: Number(c.ask), spot: Number(c.spot),
  };
}

const rootOf = (symbol: string): string => /^[A-Z]+/.exec(symbol)?.[0] ?? "";

const spx2011 = () => csv(corpus("chains", "ivolatility-rawiv", "SPX_20110103_20110107.csv.gz"))
  .map((r) => spx({ day: r.date, expiry: r.option_expiration, root: rootOf(r.option_symbol), strike: r.strike, right: r["call/put"], bid: r.bid, ask: r.ask, spot: r.stock_price_close }));

const spx2018 = () => csv(corpus("chains", "historicaloptiondata-L2", "SPXW_2018-01.csv.gz"))
  .map((r) => spx({ day: r.quotedate, expiry: r.expiration, root: "SPXW", strike: r.strike, right: r.type, bid: r.bid, ask: r.ask, spot: r.underlying_last }));

const spxIntervals2018 = () => csv(corpus("chains", "cboe-datashop-intervals", "SPX_20180105_15min.csv.gz"))
  .filter((r) => r.quote_datetime.endsWith("16:00:00"))
  .map((r) => spx({ day: r.quote_datetime, expiry: r.expiration, root: r.root, strike: r.strike, right: r.option_type, bid: r.bid, ask: r.ask, spot: r.active_underlying_price }));

/** Snapshots at varying times of the day. 2019-04-25 is from the open; 2019-05-27 is a holiday. */
function spx2019(): RealQuote[] {
  const folder = corpus("chains", "cboe-quotetable");
  return readdirSync(folder).filter((f) => f.endsWith(".csv.gz") && !f.includes("20190425")).sort().flatMap((f) => csv(`${folder}/${f}`)
    .map((r) => spx({ day: r.quotedate, expiry: r.expiration, root: r.optionroot.replace(/\d.*$/, ""), strike: r.strike, right: r.type, bid: r.bid, ask: r.ask, spot: r.underlying_last })));
}

const spx2024 = () => csv(corpus("chains", "optionchainanalytics", "SPX_20240524160000.csv.gz"))
  .map((r) => spx({ day: r.exchange_time, expiry: r.expiry, root: r.root, strike: r.strike, right: r.optiontype, bid: r.bid_price, ask: r.ask_price, spot: "NaN" }));

/** The twenty most traded contracts a day; 2021-09-17 is crossed throughout. */
const spy2021 = (): RealQuote[] => csv(corpus("chains", "L2-style-subset", "SPY_2021_20-per-day.csv.gz")).filter((r) => r.quotedate !== "2021-09-17")
  .map((r) => ({ day: dayOf(r.quotedate), expiry: dayOf(r.expiration), am: false, strike: Number(r.strike), isCall: r.type === "call", bid: Number(r.bid), ask: Number(r.ask), spot: Number(r.underlying_last) }));

const dated = (samples: readonly Sample[], day?: string): RealQuote[] => samples.map((s) => {
  const quoted = dayOf(day ?? s.day);
  return { day: quoted, expiry: quoted + s.dte, am: false, strike: s.strike, isCall: s.isCall, bid: s.bid, ask: s.ask, spot: s.spot };
}).map((q) => ({ ...q, expiry: isThirdFriday(q.expiry - 1) ? q.expiry - 1 : q.expiry }));

const within = (q: RealQuote): boolean => isSession(q.day) && q.expiry > q.day && q.expiry - q.day <= 90 && q.bid > 0 && q.ask > q.bid;
const source = (name: string, symbol: RealSource["symbol"], quotes: () => RealQuote[]): RealSource => ({ name, symbol, quotes: () => quotes().filter(within) });

/** Every source, by year. */
export const SOURCES: readonly RealSource[] = [
  source("SPX 2011", "SPX", spx2011),
  source("SPY 2015", "SPY", () => dated(spy2015())),
  source("SPX 2018", "SPX", () => [...spx2018(), ...spxIntervals2018()]),
  source("SPX 2019", "SPX", spx2019),
  source("SPY 2021", "SPY", spy2021),
  source("SPX 2024", "SPX", spx2024),
  source("SPY 2024", "SPY", () => dated(spy2024())),
  source("SPY 2025", "SPY", () => dated(spy2025())),
  source("SPY 2026", "SPY", () => [...dated(spy2026()), ...dated(yahoo2026("SPY").filter((s) => s.day.includes("20260212")), "2026-02-12")]),
  source("QQQ 2026", "QQQ", () => dated(yahoo2026("QQQ").filter((s) => s.day.includes("20260212")), "2026-02-12")),
];
