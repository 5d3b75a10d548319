// From a model price to a quote: width, penny ticks, zero bids, and the rare bad quote. Calibrated to real chains: docs/embedded-market.md.
//
// Rounding is unbiased: with a hash-drawn uniform u, floor(x + u) has mean x, so the mid's expectation is the model price wherever
// the bid is above zero. Below half a tick no positive ask can be unbiased: there the quote is 0 / 0.01.
import { exp } from "../../assembly/portable/exp";
import { mix, roughNormal, unit } from "./draws";

/** Everything the width depends on; prices in dollars. */
export interface WidthInputs {
  mid: number;
  /** |Δ|, 0 … 1. */
  delta: number;
  /** Value of the at-the-money option of the same expiry. */
  atm: number;
  dte: number;
  /** Day and symbol level: `widthLevel`. */
  level: number;
}

const WIDTH_FLOOR = 0.006;
const WIDTH_SHARE = 0.0055;
/** Width at the turn of the year relative to 2020 and later; linear in between. */
const YEARS = [2006, 2010, 2015, 2018, 2020];
const LEVELS = [3, 2.2, 1.9, 1.2, 1];
/** Volatility index above which market makers step back, and the points that double the width. */
const CALM_INDEX = 22;
const INDEX_PER_DOUBLING = 25;

/** How much wider quotes are at an index above the calm one. */
export const fearFactor = (index: number): number => 1 + Math.max(0, index - CALM_INDEX) / INDEX_PER_DOUBLING;

/** Width level of a day: the symbol's liquidity, the year's market structure and the day's fear. `index` is the 30-day volatility index in points. */
export function widthLevel(symbolWidth: number, year: number, index: number): number {
  let i = 0;
  while (i < YEARS.length - 2 && year > YEARS[i + 1]) i++;
  const share = Math.min(1, Math.max(0, (year - YEARS[i]) / (YEARS[i + 1] - YEARS[i])));
  const structure = LEVELS[i] + (LEVELS[i + 1] - LEVELS[i]) * share;
  return symbolWidth * structure * fearFactor(index);
}

/** Typical width in dollars. It follows the option's own price and, as much, its delta: cheap calls are not quoted tighter than puts of equal delta. */
export function typicalWidth(w: WidthInputs): number {
  const young = 0.5 + 0.5 * Math.min(1, w.dte / 14);
  return (WIDTH_FLOOR + WIDTH_SHARE * young * (0.5 * w.mid + w.delta * w.atm)) * w.level;
}

/** Rates of bad quotes per row at scale 1. */
export const BAD_QUOTE_RATES = { missing: 5e-5, crossed: 3e-5, locked: 1e-4, blown: 1e-5, wide: 2e-4 } as const;

/** How noisy the quotes are. */
export interface QuoteNoise {
  /** Multiplies every width. */
  width: number;
  /** Deviation of ln(width). */
  spread: number;
  /** Deviation of the mid from the model price, as a share of the width. */
  mid: number;
  /** Multiplies BAD_QUOTE_RATES. */
  bad: number;
}

/** A quote in ticks. */
export interface Quote { bid: number; ask: number }

const ask = (x: number, u: number): number => Math.max(1, Math.floor(x + u));

/** Writes the quote of a contract on a day to `out`, in ticks of `tick` dollars. `hash` names the contract and the day. */
export function makeQuote(width: WidthInputs, noise: QuoteNoise, tick: number, hash: number, out: Quote): void {
  const first = mix(hash, 0x51ed27);
  const second = mix(first, 0x2f6b1d);
  const dollars = typicalWidth(width) * noise.width * exp(noise.spread * roughNormal(first));
  const ticks = ask(dollars / tick, unit(second));
  const shift = noise.mid * ticks * (unit(mix(second, 0x3c19a7)) - 0.5) * 3.4641016151377544;
  const mid = width.mid / tick;
  const low = mid + shift - 0.5 * ticks;
  const u = unit(mix(second, 0x7a3e55));
  // A negative bid becomes no bid, and the ask alone carries the mid.
  out.bid = low >= 0 ? Math.floor(low + u) : 0;
  out.ask = low >= 0 ? out.bid + ticks : ask(2 * (mid + shift), u);
  if (noise.bad > 0) spoil(noise.bad, ticks, mid, unit(mix(second, 0x15b9c3)), out);
}

/** Turns a rare quote into one that must not be traded; `u` decides which. */
function spoil(scale: number, ticks: number, mid: number, u: number, out: Quote): void {
  const rates = BAD_QUOTE_RATES;
  let edge = rates.missing * scale;
  if (u < edge) {
    out.bid = out.ask = 0;
  } else if (out.bid > 0 && u < (edge += rates.crossed * scale)) {
    out.ask = Math.max(0, out.bid - 1);
  } else if (out.bid > 0 && u < (edge += rates.locked * scale)) {
    out.ask = out.bid;
  } else if (out.bid > 0 && u < (edge += rates.wide * scale)) {
    out.bid = Math.max(0, Math.floor(mid) - 4 * ticks);
    out.ask = Math.ceil(mid) + 4 * ticks;
  } else if (mid * 0.01 > 1 && u < edge + rates.blown * scale) {
    out.bid = Math.max(1, Math.floor(0.1 * mid));
    out.ask = 11 * out.bid + Math.ceil(mid);
  }
}
