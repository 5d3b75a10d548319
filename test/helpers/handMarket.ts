// Markets written down by hand, in dollars and ISO dates:
//
//   handMarket().day("2024-03-04", 100).expiry("2024-03-15").put(95, 1.2, 1.3, { delta: 0.25 }).put(90, 0.4, 0.5, { delta: 0.1 })
import type { Underlying, UnderlyingInfo } from "../../src/market/types";
import { SETTLEMENT } from "../../src/market/types";
import { DELTA_NONE, parseIsoDate, toUnits } from "../../src/units";
import type { BarRow, ChainRow } from "./buildUnderlying";
import { buildUnderlying } from "./buildUnderlying";

export interface DayOptions {
  /** Official bar in dollars; anything left out equals the spot. `null` = no bar that day. */
  bar?: { open?: number; close?: number; dividend?: number; settlement?: number; volume?: number; high?: number; low?: number; split?: number } | null;
  /** False = no chain that day: quotes given for it are an error. */
  chain?: boolean;
}

export interface ExpiryOptions {
  vendor?: string;
  settlement?: "PM" | "AM";
  root?: number;
}

export interface QuoteOptions {
  /** |Δ|; null = missing. Default 0.2. */
  delta?: number | null;
  iv?: number;
  openInterest?: number;
  volume?: number;
}

export interface HandMarket {
  /** Starts a day; `spot` in dollars. */
  day(date: string, spot: number, options?: DayOptions): HandMarket;
  /** Starts (or returns to) an expiry of the current day. */
  expiry(date: string, options?: ExpiryOptions): HandMarket;
  put(strike: number, bid: number, ask: number, options?: QuoteOptions): HandMarket;
  call(strike: number, bid: number, ask: number, options?: QuoteOptions): HandMarket;
  build(): Underlying;
}

/** Day number of a date that must be real. */
export function date(text: string): number {
  const day = parseIsoDate(text);
  if (day === undefined) throw new Error(`${text}: not a date`);
  return day;
}

const DEFAULTS: UnderlyingInfo = {
  symbol: "HAND",
  multiplier: 100,
  exercise: "european",
  delivery: "cash",
  tick: 100,
  strikeUnit: 500,
  roots: ["HAND", "HANDW"],
  dividendYield: 0,
};

export function handMarket(info: Partial<UnderlyingInfo> = {}): HandMarket {
  const days: { day: number; spot: number }[] = [];
  const rows: ChainRow[] = [];
  const bars: BarRow[] = [];
  let today = 0;
  let series = { expiry: 0, vendorExpiry: 0, settlement: 0, root: 0 };

  const quote = (right: "put" | "call", strike: number, bid: number, ask: number, options: QuoteOptions = {}): HandMarket => {
    const { delta = 0.2, iv = 0.2, openInterest = 1000, volume = 1000 } = options;
    if (days.at(-1)?.day !== today) throw new Error("this day has no chain: no quote can be given");
    const steps = delta === null ? DELTA_NONE : Math.round(delta * 1e4) * (right === "put" ? -1 : 1);
    const prices = { bid: toUnits(bid), ask: toUnits(ask) };
    rows.push({ ...series, ...prices, day: today, right, strike: Math.round(strike * 1000), delta: steps, iv: Math.round(iv * 1e4), openInterest, volume });
    return market;
  };

  const market: HandMarket = {
    day(text, spot, { bar = {}, chain = true } = {}) {
      today = date(text);
      if (chain) days.push({ day: today, spot: toUnits(spot) });
      if (bar !== null) bars.push(barOf(today, spot, bar));
      return market;
    },
    expiry(text, { vendor = text, settlement = "PM", root = 0 } = {}) {
      series = { expiry: date(text), vendorExpiry: date(vendor), settlement: SETTLEMENT[settlement], root };
      return market;
    },
    put: (strike, bid, ask, options) => quote("put", strike, bid, ask, options),
    call: (strike, bid, ask, options) => quote("call", strike, bid, ask, options),
    build: () => buildUnderlying({ info: { ...DEFAULTS, ...info }, days, rows, bars }),
  };
  return market;
}

function barOf(day: number, spot: number, bar: NonNullable<DayOptions["bar"]>): BarRow {
  const { open = spot, close = spot, dividend = 0, settlement = 0, volume = 1e6, split = 1 } = bar;
  const { high = Math.max(open, close), low = Math.min(open, close) } = bar;
  const units = { open: toUnits(open), high: toUnits(high), low: toUnits(low), close: toUnits(close) };
  return { day, ...units, volume, dividend: toUnits(dividend), split, settlement: toUnits(settlement) };
}
