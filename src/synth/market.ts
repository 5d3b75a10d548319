import type { Core } from "../core/core";
import { MahlerError } from "../errors";
import type { Bars, Curve, Market, Underlying } from "../market/types";
import { monthlyShare } from "../simulate/activity";
import { blackScholesBatch } from "../simulate/blackScholes";
import { enterBlock, newScratch, writeBlock, type ChainDay, type ChainSetup } from "../simulate/chain";
import { chainColumns } from "../simulate/columns";
import { mix } from "../simulate/draws";
import { listedExpiries } from "../simulate/listing";
import { liveExpiries, type SimulateProgress } from "../simulate/market";
import { isoDate, toDollars } from "../units";
import { indexHorizon } from "./clock";
import { expectedDividends } from "./dividends";
import { factsOf, position, rateOn, type Facts } from "./facts";
import { SURFACE, WIDTH } from "./fitted";
import { resolveSynth, type SynthInput, type SynthOptions } from "./options";
import { expiryPricing } from "./pricing";
import { anchored, surfaceShape } from "./surface";
import { quoteTick } from "./ticks";
import { INDEX_SOURCE } from "./volatilityIndex";
import { yearWidth } from "./widths";

/** How far a run has come, and how to stop it. */
export interface SynthHooks {
  onProgress?: (progress: SimulateProgress) => void;
  signal?: AbortSignal;
  /** Solves volatilities and deltas in WebAssembly: faster, the same bits. */
  core?: Core;
}

/** Sessions of one symbol, and how many of them have a proxy or the session before's value for their index. */
export interface SynthNotes { symbol: string; sessions: number; proxied: number; carried: number }

/** Calendar days of bars kept before the first chain, for indicators. */
const WARM_UP_DAYS = 2 * 366;
/** Strikes above this multiple of the spot are not listed. */
const HIGHEST_STRIKE = 3;

/** The noise key of a seed and a symbol: nothing else enters, so other symbols change nothing. */
function hashOf(seed: number, symbol: string): number {
  let hash = mix(seed | 0, Math.floor(seed / 2 ** 32));
  for (let i = 0; i < symbol.length; i++) hash = mix(hash, symbol.charCodeAt(i));
  return hash;
}

const VOLUME_SESSIONS = 63;
const BUSIEST = 4;

/** How busy a day is: its shares against the sessions before it; from fear alone where volumes are not known. */
function activityOf({ bars, index, profile }: Facts, at: number): number {
  let sum = 0;
  const from = Math.max(0, at - VOLUME_SESSIONS);
  for (let i = from; i < at; i++) sum += bars.volume[i];
  const mean = sum / (at - from);
  return mean > 0 ? Math.min(BUSIEST, bars.volume[at] / mean) : Math.sqrt(index[at] / (18 * profile.usual));
}

function dayOf(facts: Facts, at: number, maxDte: number): ChainDay {
  const { profile, bars, index, states, paid, rate, clock } = facts;
  const day = bars.day[at];
  const spot = toDollars(bars.close[at]);
  const surface = anchored(surfaceShape(SURFACE, states[at], profile.curvature), index[at], indexHorizon(clock, day));
  const priced = { day, spot, rate: rate(day), dividends: expectedDividends(paid, day, day + maxDte), surface, clock };
  const year = 1970 + day / 365.25;
  return {
    key: day, spot, maxStrike: Math.floor(HIGHEST_STRIKE * spot), tick: quoteTick(profile.symbol, day), pricing: (expiry) => expiryPricing(priced, expiry),
    width: yearWidth(WIDTH, profile.width, year, index[at] / profile.usual), activity: activityOf(facts, at), monthlies: monthlyShare(year),
  };
}

function setupOf({ profile, bars }: Facts, options: SynthOptions, core: Core | undefined): { setup: ChainSetup; maxStrike: number } {
  const top = bars.high.reduce((a, b) => Math.max(a, b), 0);
  const maxStrike = Math.ceil(HIGHEST_STRIKE * toDollars(top));
  return {
    maxStrike,
    setup: {
      columns: chainColumns(), batch: blackScholesBatch(2 * maxStrike + 4, core), scratch: newScratch(maxStrike),
      noise: { width: options.width, spread: options.widthNoise, mid: options.midNoise, bad: options.badQuotes },
      minDelta: options.minDelta, maxDelta: options.maxDelta, strikeStep: 1, optionActivity: profile.activity, hash: hashOf(options.seed, profile.symbol),
    },
  };
}

/**
 * Quotes one underlying of the input on every session of its range. Nothing of a day depends on later bars, on other symbols but the
 * reference, or on where the range begins or ends.
 */
export function synthUnderlying(input: SynthInput, symbol: string, hooks: SynthHooks = {}): { underlying: Underlying; notes: SynthNotes } {
  const options = resolveSynth(input.options);
  const facts = factsOf(input, symbol, options);
  const { bars, enter, begin, end } = facts;
  const { setup, maxStrike } = setupOf(facts, options, hooks.core);
  const liveOn = liveExpiries(listedExpiries(symbol, bars.day[enter], bars.day[end - 1], options.maxDte), maxStrike);
  const { blocks } = setup.columns;
  const count = end - begin;
  const days = { day: bars.day.slice(begin, end), blocksBegin: new Uint32Array(count), blocksEnd: new Uint32Array(count), spot: bars.close.slice(begin, end) };
  for (let at = enter; at < end; at++) {
    const day = dayOf(facts, at, options.maxDte);
    const live = liveOn(bars.day[at]);
    if (at < begin) {
      // Contracts listed before the range are in it: where it begins changes no chain.
      for (const { listed, board } of live) enterBlock(setup, day, listed, board);
      continue;
    }
    days.blocksBegin[at - begin] = blocks.expiry.length;
    for (const { listed, board } of live) writeBlock(setup, day, listed, board);
    days.blocksEnd[at - begin] = blocks.expiry.length;
    if (hooks.signal?.aborted) throw new MahlerError("cancelled", `${symbol} ${isoDate(bars.day[at])}`, "stopped on request", "nothing was changed");
    hooks.onProgress?.({ symbol, done: at - begin + 1, total: count });
  }
  const underlying: Underlying = {
    symbol, multiplier: 100, exercise: "american", delivery: "physical", tick: 100, strikeUnit: 1000, roots: [symbol], dividendYield: yieldOf(facts),
    ...setup.columns.finish(), days, bars: barsBetween(bars, position(bars.day, bars.day[begin] - WARM_UP_DAYS), end),
  };
  return { underlying, notes: notesOf(facts) };
}

function notesOf({ profile, source, begin, end }: Facts): SynthNotes {
  const count = (which: number) => source.subarray(begin, end).reduce((n, s) => n + (s === which ? 1 : 0), 0);
  return { symbol: profile.symbol, sessions: end - begin, proxied: count(INDEX_SOURCE.PROXY), carried: count(INDEX_SOURCE.CARRIED) };
}

/** Dividends of the last year over the last close. */
function yieldOf({ paid, bars, end }: Facts): number {
  const last = bars.day[end - 1];
  const sum = paid.reduce((total, p) => (p.day > last - 366 && p.day <= last ? total + p.amount : total), 0);
  return sum / toDollars(bars.close[end - 1]);
}

function barsBetween(bars: Bars, begin: number, end: number): Bars {
  return Object.fromEntries(Object.entries(bars).map(([name, column]) => [name, (column as Int32Array).slice(begin, end)])) as unknown as Bars;
}

/** The reference's volatility index and the rate, on the sessions of the market. */
export function synthCurves(input: SynthInput, underlyings: readonly Underlying[]): Market["curves"] {
  const first = Math.min(...underlyings.map((u) => u.bars.day[0]));
  const last = Math.max(...underlyings.map((u) => u.bars.day[u.bars.day.length - 1]));
  const within = ({ day, value }: Curve): Curve => {
    const [begin, end] = [position(day, first), position(day, last + 1)];
    return { day: day.slice(begin, end), value: value.slice(begin, end) };
  };
  const { index, bars } = input.symbols[0];
  const rate = input.rate ?? { day: bars.day, value: Float64Array.from(bars.day, rateOn(null)) };
  return { vix: index === undefined ? null : within(index), rate: within(rate) };
}

/** The whole market on the calling thread. */
export function synthMarket(input: SynthInput, hooks: SynthHooks = {}): Market {
  const underlyings = input.symbols.map(({ symbol }) => synthUnderlying(input, symbol, hooks).underlying);
  return { name: input.name, origin: "synthetic-quotes", underlyings, curves: synthCurves(input, underlyings) };
}
