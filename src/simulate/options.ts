import { configError } from "../errors";
import { isoDate, parseIsoDate } from "../units";
import type { ExpiryKind } from "./listing";
import { PROFILES, type Profile } from "./parameters";

/** Goes up whenever the same options would give other bits. */
export const GENERATOR_VERSION = 2;

/** What to simulate; every field has a default (`DEFAULT_SIMULATION`). */
export interface SimulateOptions {
  /** Any integer 0 … 2^53 − 1. The same seed gives the same bits on every host. */
  seed: number;
  /** First and last day of the chains, YYYY-MM-DD. Bars and curves begin a year earlier, so that indicators are warm. */
  start: string;
  end: string;
  /** Any of SPY, QQQ, IWM; the path of each does not depend on which others are chosen. */
  symbols: readonly string[];
  /** First bar's opening price by symbol, dollars; the profile's own where none is given. */
  startPrices: Readonly<Record<string, number>>;
  /** 0: options are priced under the very law that moves the prices and nothing earns a premium. 1: a realistic equity and variance premium. Up to 2. */
  riskPremium: number;
  /** Multiplies quote widths; 0 leaves one tick. */
  width: number;
  /** Deviation of ln(width) between contracts and days. */
  widthNoise: number;
  /** Deviation of the quoted mid from the model price, as a share of the width. */
  midNoise: number;
  /** Multiplies the documented rates of missing, crossed, locked, blown and wide quotes; 0 = none. */
  badQuotes: number;
  /** Calendar days to expiry up to which an expiry is quoted. */
  maxDte: number;
  /** Smallest risk-neutral chance of ending in the money at which a contract enters the chain; about the smallest |Δ|. */
  minDelta: number;
  /** Largest |Δ| at which a contract enters the chain. Once quoted, a contract stays quoted until it expires. */
  maxDelta: number;
  /** Dollars between strikes near the money. */
  strikeStep: number;
  /** Kinds of expiries to list, each from its own introduction on. */
  kinds: readonly ExpiryKind[];
}

export const DEFAULT_SIMULATION: Readonly<SimulateOptions> = Object.freeze({
  seed: 1350,
  start: "2007-01-03",
  end: "2025-12-31",
  symbols: PROFILES.map((p) => p.symbol),
  startPrices: {},
  riskPremium: 1,
  width: 1,
  widthNoise: 0.35,
  midNoise: 0.1,
  badQuotes: 1,
  maxDte: 75,
  minDelta: 0.008,
  maxDelta: 0.62,
  strikeStep: 1,
  kinds: ["monthly", "quarterly", "weekly", "daily"] as const,
});

/** Options with defaults filled in and checked. */
export interface Simulation extends SimulateOptions {
  /** Day numbers of start and end. */
  first: number;
  last: number;
}

const RANGES: readonly [keyof SimulateOptions, number, number][] = [
  ["riskPremium", 0, 2], ["width", 0, 100], ["widthNoise", 0, 2], ["midNoise", 0, 0.25], ["badQuotes", 0, 100],
  ["maxDte", 1, 180], ["minDelta", 0.001, 0.4], ["maxDelta", 0.5, 0.95], ["strikeStep", 1, 100],
];

function dayOf(key: "start" | "end", text: string): number {
  const day = parseIsoDate(text);
  if (day === undefined) throw configError(`${key} = ${text}`, "not a date", "write YYYY-MM-DD");
  return day;
}

/** Fills in defaults and checks; throws a config error that names the field. */
export function resolveSimulation(options: Partial<SimulateOptions> = {}): Simulation {
  const full = { ...DEFAULT_SIMULATION, ...options };
  for (const [key, low, high] of RANGES) {
    const value = full[key] as number;
    if (!(value >= low && value <= high)) throw configError(`${key} = ${value}`, `outside ${low} to ${high}`, "choose a value in that range");
  }
  if (!Number.isSafeInteger(full.seed) || full.seed < 0) throw configError(`seed = ${full.seed}`, "not a non-negative integer", "choose 0 to 2^53 - 1");
  if (!Number.isInteger(full.strikeStep)) throw configError(`strikeStep = ${full.strikeStep}`, "not a whole number of dollars");
  if (full.symbols.length === 0) throw configError("symbols", "empty", "name at least one");
  for (const symbol of full.symbols) profileOf(symbol);
  if (new Set(full.symbols).size < full.symbols.length) throw configError(`symbols = ${full.symbols.join(",")}`, "a symbol is named twice");
  for (const [symbol, price] of Object.entries(full.startPrices)) {
    profileOf(symbol);
    if (!(price >= 5 && price <= 5000)) throw configError(`startPrices.${symbol} = ${price}`, "outside 5 to 5000", "choose a price in that range");
  }
  const first = dayOf("start", full.start);
  const last = dayOf("end", full.end);
  if (last < first) throw configError(`end = ${full.end}`, `before start ${isoDate(first)}`, "exchange the two");
  return { ...full, first, last };
}

/** The profile of a symbol; a config error names the known ones otherwise. */
export function profileOf(symbol: string): Profile {
  const profile = PROFILES.find((p) => p.symbol === symbol);
  if (profile === undefined) throw configError(`symbol = ${symbol}`, "the embedded market does not know it", `choose from ${PROFILES.map((p) => p.symbol).join(", ")}`);
  return profile;
}
