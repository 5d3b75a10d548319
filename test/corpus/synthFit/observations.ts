// Real quotes as what the surface has to explain: total variance at a log-moneyness, on a day whose state is known.
import { readFileSync } from "node:fs";
import { impliedVol } from "../../../assembly/portable/implied";
import { normCdf } from "../../../assembly/portable/normal";
import { isSession, sessions } from "../../../src/calendar";
import { parseBars, parseRates, parseVix } from "../../../src/importer/daily";
import type { Curve } from "../../../src/market/types";
import { expectedDividends, paidDividends } from "../../../src/synth/dividends";
import { forwardPrice } from "../../../src/synth/forward";
import { surfaceStates } from "../../../src/synth/state";
import type { SurfaceState } from "../../../src/synth/surface";
import { parseIsoDate, toDollars } from "../../../src/units";
import { leastSquares } from "./least";
import { corpus } from "../../support/corpus";
import type { RealQuote, RealSource } from "./chains";

/** One out-of-the-money quote. */
export interface Observation {
  source: string;
  year: number;
  day: number;
  expiry: number;
  isCall: boolean;
  strike: number;
  /** Points or dollars × 1/10 for SPX, so that all sources have SPY's size. */
  mid: number;
  width: number;
  forward: number;
  k: number;
  years: number;
  /** e^(rate × years). */
  growth: number;
  iv: number;
  /** |Δ| of the real volatility on the forward. */
  delta: number;
  /** Whole sessions and closed days to the expiry, and the part of the last session that is left out (AM). */
  sessions: number;
  closed: number;
  early: number;
  /** ln of the snapshot's price over the day's close. */
  ahead: number;
}

/** What the fit knows of a day. */
export interface FitDay { index: number; state: SurfaceState }

const text = (...parts: string[]): string => readFileSync(corpus(...parts), "utf8");

function valueOn(curve: Curve): (day: number) => number {
  const at = new Map(Array.from(curve.day, (day, i) => [day, curve.value[i]]));
  return (day) => { for (let d = day; d > day - 10; d--) { const v = at.get(d); if (v !== undefined) return v; } return NaN; };
}

/** What the index's own history says about its decay on one day: ln of its expected change within a month. */
export interface Decay { index: number; state: SurfaceState; expected: number }

const MONTH = 21;
/** Chains at hand know no crisis: above this index history has a say in the term structure. */
const NERVOUS = 22;

/** Regression of ln(index a month on / index) on the state, 1993–2025, read off on every fifth nervous day. */
function indexDecay(day: Int32Array, index: Float64Array, states: readonly SurfaceState[]): Decay[] {
  const last = parseIsoDate("2025-12-31") as number;
  const usable = Array.from(day, (_, i) => i).filter((i) => i + MONTH < day.length && day[i + MONTH] <= last && index[i] > 0);
  const along = (w: readonly number[], s: SurfaceState): number => w[0] + w[1] * s.level + w[2] * s.trend + w[3] * s.recent;
  const w = leastSquares([0, 0, 0, 0], (x) => Float64Array.from(usable, (i) => along(x, states[i]) - Math.log(index[i + MONTH] / index[i])));
  return usable.filter((i, n) => n % 5 === 0 && index[i] > NERVOUS).map((i) => ({ index: index[i], state: states[i], expected: along(w, states[i]) }));
}

/** Bars, index, rates and states of SPY, by day. SPX shares them. */
export function spyDays() {
  const { bars } = parseBars(text("daily", "SPY.csv"), "SPY.csv");
  const vix = valueOn(parseVix(text("daily", "VIX.csv"), "VIX.csv").curve);
  const spx = parseBars(text("daily", "SPX.csv"), "SPX.csv").bars;
  const spxClose = valueOn({ day: spx.day, value: Float64Array.from(spx.close, toDollars) });
  const rate = valueOn(parseRates(text("rates", "treasury_1m_3m.csv"), "treasury").curve);
  const total = new Float64Array(bars.day.length);
  total[0] = 1;
  for (let i = 1; i < total.length; i++) total[i] = total[i - 1] * ((bars.close[i] + bars.dividend[i]) / bars.close[i - 1]);
  const index = Float64Array.from(bars.day, (day) => vix(day));
  const states = surfaceStates(total, index);
  const days = new Map<number, FitDay & { close: number }>();
  for (let i = 0; i < index.length; i++) days.set(bars.day[i], { index: index[i], state: states[i], close: toDollars(bars.close[i]) });
  return { days, decay: indexDecay(bars.day, index, states), spxClose, rate, paid: paidDividends(bars) };
}
export type SpyDays = ReturnType<typeof spyDays>;

const median = (x: number[]): number => { const s = [...x].sort((a, b) => a - b); return s.length ? s[s.length >> 1] : NaN; };

function parityForward(chain: readonly RealQuote[], guess: number): number {
  const puts = new Map(chain.filter((q) => !q.isCall).map((q) => [q.strike, 0.5 * (q.bid + q.ask)]));
  const pairs = chain.filter((q) => q.isCall && Math.abs(q.strike / guess - 1) < 0.02 && puts.has(q.strike));
  return pairs.length >= 3 ? median(pairs.map((q) => q.strike + 0.5 * (q.bid + q.ask) - (puts.get(q.strike) as number))) : NaN;
}

function count(from: number, to: number): { sessions: number; closed: number } {
  const n = sessions(from + 1, to).length;
  return { sessions: n, closed: to - from - n };
}

const AM_EARLY = 0.7;
const MAX_RELATIVE_WIDTH = 0.6;
const DELTAS = { low: 0.02, high: 0.56 };

/** Facts that the quotes of one expiry share, in the source's own units. */
interface Expiry { scale: number; spot: number; close: number; forward: number; early: number; years: number; growth: number }

function expiryOf(chain: readonly RealQuote[], { symbol }: RealSource, spy: SpyDays): Expiry | undefined {
  const { day, expiry, am, spot: printed } = chain[0];
  const known = spy.days.get(day);
  if (known === undefined || !isSession(expiry)) return undefined;
  const close = symbol === "SPX" ? spy.spxClose(day) : known.close;
  const spot = Number.isFinite(printed) ? printed : close;
  const parity = parityForward(chain, spot);
  const carry = symbol === "SPY" ? forwardPrice(spot, spy.rate(day), day, expiry, expectedDividends(spy.paid, day, expiry)) : NaN;
  const years = (expiry - day - (am ? 0.27 : 0) + 0.03) / 365;
  return { scale: symbol === "SPX" ? 0.1 : 1, spot, close, forward: Number.isFinite(parity) ? parity : carry, early: am ? AM_EARLY : 0, years, growth: Math.exp(spy.rate(day) * years) };
}

function observation(q: RealQuote, source: string, { scale, spot, close, forward, early, years, growth }: Expiry): Observation | undefined {
  const mid = 0.5 * (q.bid + q.ask);
  if (q.isCall !== q.strike >= forward || (q.ask - q.bid) / mid > MAX_RELATIVE_WIDTH) return undefined;
  const iv = impliedVol(q.isCall ? 1 : 0, mid * growth, forward, q.strike, years, 0, 0);
  if (!(iv > 0.01 && iv < 3)) return undefined;
  const v = iv * Math.sqrt(years);
  const d1 = Math.log(forward / q.strike) / v + v / 2;
  const delta = q.isCall ? normCdf(d1) : normCdf(-d1);
  if (delta < DELTAS.low || delta > DELTAS.high) return undefined;
  return {
    source, year: Number(source.slice(-4)), day: q.day, expiry: q.expiry, isCall: q.isCall, strike: q.strike * scale, mid: mid * scale, width: (q.ask - q.bid) * scale,
    forward: forward * scale, k: Math.log(q.strike / forward), years, growth, iv, delta, ...count(q.day, q.expiry), early, ahead: Math.log(spot / close),
  };
}

/** Out-of-the-money quotes of a source with a two-sided, not too wide market. */
export function observe(source: RealSource, spy: SpyDays): Observation[] {
  const groups = new Map<string, RealQuote[]>();
  for (const q of source.quotes()) {
    const key = `${q.day} ${q.expiry} ${q.am} ${q.spot}`;
    const list = groups.get(key);
    if (list) list.push(q);
    else groups.set(key, [q]);
  }
  return [...groups.values()].flatMap((chain) => {
    const expiry = expiryOf(chain, source, spy);
    return expiry === undefined || !Number.isFinite(expiry.forward) ? [] : chain.flatMap((q) => observation(q, source.name, expiry) ?? []);
  });
}
