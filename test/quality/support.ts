// A clean market by hand: Black–Scholes prices under one smile, European, two-sided, a cent or two wide. Checks must find nothing in it.
import { bsmDelta, bsmPrice } from "../../assembly/portable/black";
import type { ContextOptions, Finding } from "../../src/quality";
import { QUALITY_CHECKS, qualityContext } from "../../src/quality";
import type { Curve, Underlying, UnderlyingInfo } from "../../src/market/types";
import { date, handMarket } from "../helpers/handMarket";
import type { DayOptions } from "../helpers/handMarket";

export const DAYS = ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12", "2024-03-13"];
export const SPOTS = [100, 100.6, 99.8, 101.1, 100.9, 102, 101.2, 100.3];
export const EXPIRIES = ["2024-04-19", "2024-05-17", "2024-07-19"];
export const RATE = 0.04;
const STRIKES = Array.from({ length: 41 }, (_, i) => 80 + i);
const HALF_WIDTH = 0.02;

export const rate: Curve = { day: Int32Array.of(date("2024-01-02")), value: Float64Array.of(RATE) };

/** A gentle smile in the strike, the same for every expiry. */
export const smile = (strike: number): number => 0.3 + 0.0008 * Math.max(0, 100 - strike);

export interface CleanOptions {
  info?: Partial<UnderlyingInfo>;
  days?: readonly string[];
  expiries?: readonly string[];
  /** Per date. */
  day?: Record<string, DayOptions & { strikes?: number[] }>;
  vendor?: (expiry: string) => string;
}

const made = new Map<string, Underlying>();

/** The clean market, with what a test wants different; each call gives a copy of its own. */
export function cleanMarket(options: CleanOptions = {}): Underlying {
  const key = JSON.stringify({ ...options, vendor: options.vendor && EXPIRIES.map(options.vendor) });
  if (!made.has(key)) made.set(key, build(options));
  return structuredClone(made.get(key)!);
}

function build({ info = {}, days = DAYS, expiries = EXPIRIES, day = {}, vendor = (expiry) => expiry }: CleanOptions): Underlying {
  const market = handMarket({ strikeUnit: 1000, ...info });
  days.forEach((name, d) => {
    const { strikes = STRIKES, ...options } = day[name] ?? {};
    market.day(name, SPOTS[d], options);
    for (const expiry of expiries) {
      market.expiry(expiry, { vendor: vendor(expiry) });
      const years = (date(expiry) - date(name)) / 365;
      for (const strike of strikes) {
        for (const right of ["call", "put"] as const) {
          const isCall = right === "call" ? 1 : 0;
          const price = bsmPrice(isCall, SPOTS[d], strike, years, RATE, 0, smile(strike));
          const delta = Math.abs(bsmDelta(isCall, SPOTS[d], strike, years, RATE, 0, smile(strike)));
          market[right](strike, Math.round((price - HALF_WIDTH) * 100) / 100, Math.round((price + HALF_WIDTH) * 100) / 100, { delta, iv: smile(strike), volume: 1000 + ((d * 37 + strike * 11) % 50) });
        }
      }
    }
  });
  return market.build();
}

/** Row of a contract. */
export function rowOf(u: Underlying, day: string, expiry: string, right: "call" | "put", strike: number): number {
  const d = u.days.day.indexOf(date(day));
  for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
    if (u.blocks.expiry[b] !== date(expiry)) continue;
    const [from, to] = right === "call" ? [u.blocks.callsBegin[b], u.blocks.putsBegin[b]] : [u.blocks.putsBegin[b], u.blocks.end[b]];
    for (let i = from; i < to; i++) if (u.rows.strike[i] * u.strikeUnit === strike * 1000) return i;
  }
  throw new Error(`no ${day} ${expiry} ${right} ${strike}`);
}

/** Rows of one series, or of a whole day. */
export function rowsOf(u: Underlying, day: string, expiry?: string): number[] {
  const d = u.days.day.indexOf(date(day));
  const rows: number[] = [];
  for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
    if (expiry !== undefined && u.blocks.expiry[b] !== date(expiry)) continue;
    for (let i = u.blocks.callsBegin[b]; i < u.blocks.end[b]; i++) rows.push(i);
  }
  return rows;
}

/** Sets a quote, dollars. */
export function setQuote(u: Underlying, row: number, bid: number, ask: number): void {
  u.rows.bid[row] = Math.round((bid * 10_000) / u.tick);
  u.rows.ask[row] = Math.round((ask * 10_000) / u.tick);
}

/** Moves a quote up or down, dollars. */
export function shiftQuote(u: Underlying, row: number, by: number): void {
  u.rows.bid[row] += Math.round((by * 10_000) / u.tick);
  u.rows.ask[row] += Math.round((by * 10_000) / u.tick);
}

/** One check's finding. */
export function find(id: string, u: Underlying, options: ContextOptions = {}): Finding {
  const check = QUALITY_CHECKS.find((c) => c.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check.run(u, qualityContext(u, { rate, ...options }));
}
