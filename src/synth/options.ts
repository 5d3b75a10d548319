import { configError } from "../errors";
import type { Bars, Curve } from "../market/types";
import { DEFAULT_SIMULATION } from "../simulate";

/** Goes up whenever the same input would give other bits. */
export const SYNTH_VERSION = 1;

/** How to quote; every field has a default. */
export interface SynthOptions {
  /** Keys the quotes' noise. Any integer 0 … 2^53 − 1. */
  seed: number;
  /** Multiplies quote widths. */
  width: number;
  /** Deviation of ln(width) and of the mid as a share of the width. */
  widthNoise: number;
  midNoise: number;
  /** Multiplies the rates of bad quotes. */
  badQuotes: number;
  /** Calendar days to expiry up to which an expiry is quoted. */
  maxDte: number;
  /** |Δ| at which a contract enters the chain. */
  minDelta: number;
  maxDelta: number;
}

const d = DEFAULT_SIMULATION;
export const DEFAULT_SYNTH: Readonly<SynthOptions> = Object.freeze({
  seed: 1, width: d.width, widthNoise: d.widthNoise, midNoise: d.midNoise, badQuotes: d.badQuotes, maxDte: d.maxDte, minDelta: d.minDelta, maxDelta: d.maxDelta,
});

const RANGES: readonly [keyof SynthOptions, number, number][] = [
  ["width", 0, 100], ["widthNoise", 0, 2], ["midNoise", 0, 0.25], ["badQuotes", 0, 100], ["maxDte", 1, 180], ["minDelta", 0.001, 0.4], ["maxDelta", 0.5, 0.95],
];

/** Fills in defaults and checks; a config error names the field. */
export function resolveSynth(options: Partial<SynthOptions> = {}): SynthOptions {
  const full = { ...DEFAULT_SYNTH, ...options };
  for (const [key, low, high] of RANGES) {
    if (!(full[key] >= low && full[key] <= high)) throw configError(`${key} = ${full[key]}`, `outside ${low} to ${high}`, "choose a value in that range");
  }
  if (!Number.isSafeInteger(full.seed) || full.seed < 0) throw configError(`seed = ${full.seed}`, "not a non-negative integer", "choose 0 to 2^53 - 1");
  return full;
}

/** One underlying's facts. */
export interface SynthSymbol {
  symbol: string;
  bars: Bars;
  /** Its own volatility index in points; without one the first symbol's stands in, scaled (see `sessionIndex`). */
  index?: Curve;
}

/** What a market is made from. The first symbol is the reference: it needs an index of its own, which the market keeps as its volatility index. */
export interface SynthInput {
  /** Dataset name. */
  name: string;
  symbols: readonly SynthSymbol[];
  /** Annual risk-free rate, as a fraction; null takes the simulated market's rough yearly Treasury rates. */
  rate: Curve | null;
  /** First and last day of the chains (day numbers); by default as far as bars and index reach. */
  from?: number;
  to?: number;
  options?: Partial<SynthOptions>;
}
