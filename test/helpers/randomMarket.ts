// Small nasty markets, deterministic from a seed, for comparing engines. Prices are roughly free of arbitrage (normal model), so that
// positions really open, decay, go bad, get assigned and settle; everything around them is as dirty as real data, and dirtier.
import { normCdf, normPdf } from "../../assembly/portable/normal";
import type { Curve, Market, Underlying, UnderlyingInfo } from "../../src/market/types";
import { SETTLEMENT } from "../../src/market/types";
import { DELTA_NONE, dayNumber, weekday } from "../../src/units";
import type { BarRow, ChainRow } from "./buildUnderlying";
import { buildUnderlying } from "./buildUnderlying";
import type { Random } from "./random";
import { random } from "./random";

export interface RandomMarketOptions {
  /** Default: 1–4. */
  underlyings?: number;
  /** Default: 30–150. */
  sessions?: number;
  /** Multiplies the frequency of every kind of dirt; 0 = clean, default 0.2–2. */
  dirt?: number;
}

export interface RandomMarket {
  underlyings: Underlying[];
  curves: Market["curves"];
}

const FRIDAY = 5;

export function randomMarket(seed: number, options: RandomMarketOptions = {}): RandomMarket {
  const rng = random(seed);
  const count = options.underlyings ?? rng.pick([1, 1, 2, 2, 3, 4]);
  const sessions = options.sessions ?? Math.floor(30 + 121 * rng.unit() * rng.unit());
  const dirt = options.dirt ?? rng.between(0.2, 2);
  const warmup = rng.integer(0, 40);
  const weekdays = listWeekdays(dayNumber(2011, 1, 3) + rng.integer(0, 3000), sessions + warmup);
  const open = weekdays.filter(() => !rng.chance(0.02 * dirt));
  const shocks = open.map((_, i) => (i > 5 && rng.chance(0.015) ? -rng.between(0.04, 0.2) : rng.normal() * 0.008));
  const underlyings = Array.from({ length: count }, (_, index) => randomUnderlying(rng, { index, open, warmup, shocks, dirt }));
  return { underlyings, curves: randomCurves(rng, open, shocks, dirt) };
}

function listWeekdays(from: number, count: number): number[] {
  const days: number[] = [];
  for (let day = from; days.length < count; day++) if (weekday(day) <= FRIDAY) days.push(day);
  return days;
}

interface Recipe {
  index: number;
  /** Days on which the exchange is open; the first `warmup` have bars only. */
  open: number[];
  warmup: number;
  /** Common relative move of each day. */
  shocks: number[];
  dirt: number;
}

/** One underlying's fixed traits. */
interface Traits {
  info: UnderlyingInfo;
  /** First price, units. */
  price: number;
  /** Daily σ. */
  sigma: number;
  /** Thousandths between listed strikes. */
  step: number;
  dirt: number;
  /** Series by expiry, listed once. */
  expiries: Series[];
  /** Salt of the per-contract accidents. */
  salt: number;
  wide: boolean;
}

interface Series {
  expiry: number;
  vendorExpiry: number;
  settlement: number;
  root: number;
}

function randomUnderlying(rng: Random, { index, open, warmup, shocks, dirt }: Recipe): Underlying {
  const traits = randomTraits(rng, index, open, dirt);
  const beta = rng.between(0.3, 1.4);
  const lateBars = rng.chance(0.15) ? rng.integer(1, open.length >> 1) : 0;
  const rows: ChainRow[] = [];
  const days: { day: number; spot: number }[] = [];
  const bars: BarRow[] = [];
  let price = traits.price;
  open.forEach((day, i) => {
    const previous = price;
    price = Math.max(20_000, price * (1 + beta * shocks[i] + rng.normal() * traits.sigma * 0.6));
    const close = Math.round(price / 100) * 100;
    if (i >= lateBars && !rng.chance(0.03 * dirt)) bars.push(randomBar(rng, day, Math.round(previous / 100) * 100, close));
    if (i < warmup || rng.chance(0.04 * dirt)) return;
    const spot = Math.round((close * (1 + rng.normal() * 0.002)) / 100) * 100;
    days.push({ day, spot });
    if (!rng.chance(0.01 * dirt)) rows.push(...chainOf(rng, traits, day, spot));
  });
  return buildUnderlying({ info: traits.info, days, rows, bars, wide: traits.wide });
}

function randomTraits(rng: Random, index: number, open: number[], dirt: number): Traits {
  const info: UnderlyingInfo = {
    symbol: `U${index}`,
    multiplier: rng.pick([100, 100, 100, 10, 1]),
    exercise: rng.chance(0.65) ? "american" : "european",
    delivery: rng.chance(0.65) ? "physical" : "cash",
    tick: rng.pick([100, 100, 500]),
    strikeUnit: rng.pick([500, 1000]),
    roots: ["A", "B", "C"],
    dividendYield: 0,
  };
  const expiries = randomExpiries(rng, open[0], open[open.length - 1]);
  const [price, step] = rng.pick([[25, 1], [40, 1], [60, 2], [100, 2], [100, 5], [180, 5]]); // dollars
  const sigma = rng.between(0.006, 0.018);
  return { info, price: price * 10_000, sigma, step: step * 1000, dirt, expiries, salt: rng.integer(1, 1e9), wide: rng.chance(0.4) };
}

/** Weekly Fridays of every style, some midweek ones, far beyond the end of the data. Some fall on days that turn out to be closed. */
function randomExpiries(rng: Random, first: number, last: number): Series[] {
  const series: Series[] = [];
  for (let day = first; day < last + 60; day++) {
    if (weekday(day) === 3 && rng.chance(0.2)) series.push(pm(day, 0));
    if (weekday(day) !== FRIDAY) continue;
    const style = rng.integer(0, 9);
    if (style <= 4) series.push(pm(day, 0));
    if (style === 5) series.push({ ...pm(day, 0), vendorExpiry: day + 1 });
    if (style === 6 || style === 7) series.push(am(day - 1, 1));
    if (style === 7) series.push(pm(day - 1, 2));
    if (style === 8) series.push(am(day, 1), pm(day, 0));
    if (style === 9) series.push(pm(day, 0), pm(day, 2));
  }
  return series;
}

const pm = (day: number, root: number): Series => ({ expiry: day, vendorExpiry: day, settlement: SETTLEMENT.PM, root });

/** Stops trading on `day`, settles at the opening of the next weekday. */
const am = (day: number, root: number): Series => ({ expiry: day, vendorExpiry: day + (weekday(day) === FRIDAY ? 3 : 1), settlement: SETTLEMENT.AM, root });

function randomBar(rng: Random, day: number, previous: number, close: number): BarRow {
  const cents = (x: number): number => Math.round(x / 100) * 100;
  const open = cents(previous + (close - previous) * rng.between(0, 1.1));
  return {
    day,
    open,
    high: cents(Math.max(open, close) * (1 + rng.between(0, 0.01))),
    low: cents(Math.min(open, close) * (1 - rng.between(0, 0.01))),
    close,
    volume: rng.chance(0.05) ? 0 : rng.integer(1, 1e7),
    dividend: rng.chance(0.06) ? cents(close * rng.between(0.002, 0.02)) : 0,
    split: 1,
    settlement: rng.chance(0.6) ? cents(open * (1 + rng.normal() * 0.001)) : 0,
  };
}

function chainOf(rng: Random, traits: Traits, day: number, spot: number): ChainRow[] {
  const rows: ChainRow[] = [];
  for (const series of traits.expiries) {
    const dte = series.expiry - day;
    if (dte < 0 || dte > 42 || rng.chance(0.02 * traits.dirt)) continue;
    const deviation = spot * traits.sigma * Math.sqrt(dte * 0.7 + 0.2);
    const reach = 3 * deviation + spot * 0.05;
    const lowest = Math.ceil((spot - reach) / 10 / traits.step) * traits.step;
    for (let strike = Math.max(traits.step, lowest); strike * 10 < spot + reach; strike += traits.step) {
      for (const right of ["call", "put"] as const) {
        if (isAbsent(traits, series, strike, right, day)) continue;
        rows.push(randomRow(rng, traits, { series, day, strike, right, spot, deviation }));
      }
    }
  }
  return rows;
}

/** Never listed, or gone for a while: the same answer for the same contract on three days in a row. */
function isAbsent({ salt, dirt }: Traits, series: Series, strike: number, right: string, day: number): boolean {
  const contract = series.expiry * 7919 + series.root * 104729 + strike * 31 + (right === "put" ? 17 : 0);
  const dice = (extra: number): number => hash(contract + extra * 15485863, salt);
  if (dice(0) < 0.04 * dirt) return true;
  return dice(1 + Math.floor(day / 3)) < 0.03 * dirt;
}

/** Uniform in [0, 1) from two integers. */
function hash(a: number, b: number): number {
  let x = Math.imul(a ^ (a / 4294967296), 2654435761) ^ b;
  x = Math.imul(x ^ (x >>> 15), 2246822519);
  x = Math.imul(x ^ (x >>> 13), 3266489917);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

interface Contract {
  series: Series;
  day: number;
  strike: number;
  right: "call" | "put";
  spot: number;
  /** σ of the price until expiry, units. */
  deviation: number;
}

function randomRow(rng: Random, { info, dirt, wide, sigma }: Traits, { series, day, strike, right, spot, deviation }: Contract): ChainRow {
  const distance = (right === "put" ? strike * 10 - spot : spot - strike * 10) / deviation;
  const inside = normCdf(distance);
  const value = deviation * (distance * inside + normPdf(distance));
  const half = info.tick * rng.between(0, 2) + value * rng.between(0, 0.04);
  const bid = Math.max(0, Math.floor((value - half) / info.tick)) * info.tick;
  const ask = Math.max(1, Math.ceil((value + half) / info.tick)) * info.tick;
  const largest = wide ? 1e6 : 65_535;
  const quote = dirtyQuote(rng, { bid, ask }, info.tick, dirt);
  return {
    day,
    expiry: series.expiry, // spelled out: spreading objects here doubles the time of the whole market
    vendorExpiry: series.vendorExpiry,
    settlement: series.settlement,
    root: series.root,
    right,
    strike,
    bid: quote.bid,
    ask: quote.ask,
    iv: rng.chance(0.05 * dirt) ? 0 : Math.round(sigma * 158_000 * (1 + distance * distance * 0.02)),
    delta: rng.chance(0.03 * dirt) ? DELTA_NONE : Math.round(inside * (right === "put" ? -1e4 : 1e4)),
    openInterest: rng.chance(0.1 * dirt) ? rng.integer(0, 20) : rng.integer(0, largest),
    volume: rng.chance(0.1 * dirt) ? 0 : rng.integer(0, 5000),
  };
}

function dirtyQuote(rng: Random, { bid, ask }: { bid: number; ask: number }, tick: number, dirt: number): { bid: number; ask: number } {
  if (!rng.chance(0.08 * dirt)) return { bid, ask };
  switch (rng.integer(0, 7)) {
    case 0:
      return { bid: 0, ask: 0 };
    case 1:
      return { bid: ask + tick, ask };
    case 2:
      return { bid: ask, ask };
    case 3:
      return { bid: tick, ask: tick * Math.ceil(30_000 / tick) };
    case 4:
      return { bid, ask: ask + tick * rng.integer(3, 40) };
    case 5:
      return { bid: 0, ask };
    case 6:
      return { bid: bid + 30_000, ask: ask + 30_000 };
    default:
      return { bid: 0, ask: ask + 50_000 };
  }
}

/** A volatility index that jumps with the common shock and decays, and a slow rate; each with holes, or absent. */
function randomCurves(rng: Random, open: number[], shocks: number[], dirt: number): Market["curves"] {
  const vix: { day: number; value: number }[] = [];
  const rate: { day: number; value: number }[] = [];
  let level = rng.between(10, 40);
  let interest = rng.between(0, 0.08);
  open.forEach((day, i) => {
    level = Math.max(9, level * (1 + rng.normal() * 0.06) - 0.03 * (level - 18) - shocks[i] * 120);
    interest = Math.max(0, interest + rng.normal() * 0.0005);
    if (!rng.chance(0.05 * dirt)) vix.push({ day, value: Math.round(level * 100) / 100 });
    if (!rng.chance(0.05 * dirt)) rate.push({ day, value: Math.round(interest * 1e5) / 1e5 });
  });
  return { vix: rng.chance(0.1) ? null : curve(vix), rate: rng.chance(0.1) ? null : curve(rate) };
}

const curve = (points: { day: number; value: number }[]): Curve => ({
  day: Int32Array.from(points, (point) => point.day),
  value: Float64Array.from(points, (point) => point.value),
});
