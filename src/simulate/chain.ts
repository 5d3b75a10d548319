// The chains of one underlying: for every session and listed expiry, price the strikes that are quoted and write their rows.
//
// A contract enters when it comes into the region (|Δ| about 0.01 to 0.60, at most maxDte days) and stays until it expires.
// Strikes are whole dollars near the money and multiples of five dollars in the far wings.
import { RATIO_SCALE } from "../units";
import { openInterest, volumeTraded, type ActivityInputs } from "./activity";
import type { BlackScholesBatch } from "./blackScholes";
import type { ChainColumns } from "./columns";
import type { Slice } from "./cosine";
import { mix } from "./draws";
import type { ListedExpiry } from "./listing";
import { makeQuote, type QuoteNoise, type WidthInputs } from "./quote";

/** Dollars of one stored bid/ask step. */
export const TICK = 0.01;
/** Beyond this distance from the spot only multiples of FAR_STEP dollars are listed. */
const FAR = 0.25;
const FAR_STEP = 5;

/** Which contracts of one expiry are quoted: one byte per strike dollar, bits CALL and PUT. */
export interface Board { quoted: Uint8Array; low: number; high: number }
const CALL = 1;
const PUT = 2;

export const newBoard = (maxStrike: number): Board => ({ quoted: new Uint8Array(maxStrike + 2), low: maxStrike + 1, high: 0 });

/** Clock, carry and model prices of one expiry on one day. */
export interface ExpiryPricing {
  /** Calendar years to the expiry. */
  years: number;
  /** Continuous rates per year, as in the stored volatilities and deltas. */
  rate: number;
  yield: number;
  discount: number;
  forward: number;
  /** Calendar days. */
  dte: number;
  slice: Slice;
}

/** The day's facts that all its expiries share. */
export interface ChainDay {
  /** Names the day in the quotes' noise. */
  key: number;
  spot: number;
  /** Strikes above are not listed, dollars. */
  maxStrike: number;
  pricing(expiry: number): ExpiryPricing;
  /** Ticks of TICK dollars in which prices are quoted: a whole number. */
  tick(price: number): number;
  /** widthLevel, activity level and monthlyShare of the day. */
  width: number;
  activity: number;
  monthlies: number;
}

/** What stays the same over the whole build. */
export interface ChainSetup {
  columns: ChainColumns;
  /** Room for two contracts per strike dollar. */
  batch: BlackScholesBatch;
  scratch: ChainScratch;
  noise: QuoteNoise;
  minDelta: number;
  maxDelta: number;
  strikeStep: number;
  optionActivity: number;
  /** Hash of seed and symbol. */
  hash: number;
}

/** Volatility and delta of the block's mids. */
function writeGreeks(setup: ChainSetup, { day, h }: Block, count: number): void {
  const { batch, columns } = setup;
  batch.spot.fill(day.spot, 0, count);
  batch.years.fill(h.years, 0, count);
  batch.rate.fill(h.rate, 0, count);
  batch.yield.fill(h.yield, 0, count);
  batch.solve(count);
  for (let i = 0; i < count; i++) {
    columns.rows.iv.push(Math.floor(batch.sigma[i] * RATIO_SCALE + 0.5));
    columns.rows.delta.push(Math.floor(batch.delta[i] * RATIO_SCALE + 0.5));
  }
}

/** What the steps of writing one block share; `contracts` hashes symbol and expiry. */
interface Block { day: ChainDay; h: ExpiryPricing; contracts: number; board: Board }

/** Undiscounted put prices and chances of ending below, by strike dollar; `put` is NaN where not yet priced. Reused from expiry to expiry. */
export interface ChainScratch { put: Float64Array; below: Float64Array }
export const newScratch = (maxStrike: number): ChainScratch => ({ put: new Float64Array(maxStrike + 2), below: new Float64Array(maxStrike + 2) });

function putAt(put: Float64Array, { h }: Block, strike: number): number {
  const known = put[strike];
  return known === known ? known : (put[strike] = h.slice.put(h.forward, strike));
}

/** Marks strikes that come into the region, walking outward from the money. */
function enterRegion(setup: ChainSetup, block: Block): void {
  const { minDelta, maxDelta, strikeStep, scratch: { put } } = setup;
  const { board, day } = block;
  const { maxStrike } = day;
  const middle = Math.min(maxStrike, Math.max(1, Math.floor(day.spot / strikeStep + 0.5))) * strikeStep;
  const stepAt = (strike: number) => (Math.abs(strike / day.spot - 1) > FAR ? Math.max(FAR_STEP, strikeStep) : strikeStep);
  const mark = (strike: number, below: number) => {
    const bits = (below >= minDelta && below <= maxDelta ? PUT : 0) | (1 - below >= minDelta && 1 - below <= maxDelta ? CALL : 0);
    if (bits === 0) return;
    board.quoted[strike] |= bits;
    if (strike < board.low) board.low = strike;
    if (strike > board.high) board.high = strike;
  };
  for (const direction of [-1, 1]) {
    let strike = middle;
    let price = putAt(put, block, strike);
    for (;;) {
      const step = stepAt(strike);
      // Snap to the coarse grid on the way out.
      const next = direction < 0 ? Math.ceil(strike / step - 1) * step : Math.floor(strike / step + 1) * step;
      if (next < 1 || next > maxStrike) break;
      const nextPrice = putAt(put, block, next);
      const below = Math.min(1, Math.max(0, (nextPrice - price) / (next - strike)));
      mark(strike, below);
      if (direction < 0 ? below < minDelta : 1 - below < minDelta) break;
      strike = next;
      price = nextPrice;
    }
  }
}

/** Prices the quoted strikes, and finds the chance of ending below each by central differences. */
function priceBoard({ put, below }: ChainScratch, block: Block): void {
  const { board, h: { forward } } = block;
  let last = -1;
  let before = -1;
  for (let k = board.low; k <= board.high; k++) {
    if (board.quoted[k] === 0) continue;
    putAt(put, block, k);
    if (before >= 0) below[last] = (put[k] - put[before]) / (k - before);
    else if (last >= 0) below[last] = (put[k] - put[last]) / (k - last);
    before = last;
    last = k;
  }
  if (before >= 0) below[last] = (put[last] - put[before]) / (last - before);
  else if (last >= 0) below[last] = forward > last ? 0 : 1;
}

const quote = { bid: 0, ask: 0 };
const width: WidthInputs = { mid: 0, delta: 0, atm: 0, dte: 0, level: 0 };
const activity: ActivityInputs = { kind: "monthly", isPut: false, strike: 0, delta: 0, dte: 0, symbol: 0, day: 0, monthlies: 1 };

/** Writes row number `row` of a block from the model price, all but volatility and delta. */
function writeRow(setup: ChainSetup, { day, h, contracts }: Block, row: number, strike: number, isCall: number): void {
  const { put, below } = setup.scratch;
  const price = h.discount * (isCall === 1 ? put[strike] + h.forward - strike : put[strike]);
  const delta = isCall === 1 ? 1 - below[strike] : below[strike];
  const contract = mix(contracts, strike * 2 + isCall);
  const contractDay = mix(contract, day.key);
  width.mid = price;
  width.delta = delta;
  const ticks = day.tick(price);
  makeQuote(width, setup.noise, ticks * TICK, contractDay, quote);
  quote.bid *= ticks;
  quote.ask *= ticks;
  const { rows } = setup.columns;
  rows.strike.push(strike);
  rows.bid.push(quote.bid);
  rows.ask.push(quote.ask);
  const { batch } = setup;
  batch.right[row] = isCall;
  batch.strike[row] = strike;
  batch.price[row] = 0.5 * TICK * (quote.bid + quote.ask);
  activity.isPut = isCall === 0;
  activity.strike = strike;
  activity.delta = delta;
  rows.openInterest.push(openInterest(activity, contract));
  rows.volume.push(volumeTraded(activity, contractDay));
}

/** Prices the expiry's region and lets contracts enter its board. */
export function enterBlock(setup: ChainSetup, day: ChainDay, listed: ListedExpiry, board: Board): Block {
  const block: Block = { day, h: day.pricing(listed.expiry), contracts: mix(setup.hash, listed.expiry), board };
  setup.scratch.put.fill(NaN);
  enterRegion(setup, block);
  return block;
}

/** Writes the block of one expiry on one day. */
export function writeBlock(setup: ChainSetup, day: ChainDay, listed: ListedExpiry, board: Board): void {
  const { scratch } = setup;
  const block = enterBlock(setup, day, listed, board);
  const { h } = block;
  if (board.high === 0) return;
  priceBoard(scratch, block);
  width.atm = h.discount * h.slice.put(h.forward, h.forward);
  width.dte = activity.dte = h.dte;
  width.level = day.width;
  activity.kind = listed.kind;
  activity.symbol = setup.optionActivity;
  activity.day = day.activity;
  activity.monthlies = day.monthlies;
  const { rows, blocks } = setup.columns;
  const begin = rows.strike.length;
  let count = 0;
  blocks.expiry.push(listed.expiry);
  blocks.vendorExpiry.push(listed.vendorExpiry);
  blocks.callsBegin.push(begin);
  for (let k = board.low; k <= board.high; k++) {
    if (board.quoted[k] & CALL) writeRow(setup, block, count++, k, 1);
  }
  blocks.putsBegin.push(begin + count);
  for (let k = board.low; k <= board.high; k++) {
    if (board.quoted[k] & PUT) writeRow(setup, block, count++, k, 0);
  }
  blocks.end.push(begin + count);
  writeGreeks(setup, block, count);
}
