// A market's rows as people look at them, and what may not be wrong with them.
import { createHash } from "node:crypto";
import type { Underlying } from "../../src/market/types";
import { DELTA_NONE } from "../../src/units";

/** SHA-256 over every column. */
export function bitsOf({ rows, blocks, days, bars }: Underlying): string {
  const hash = createHash("sha256");
  for (const table of [rows, blocks, days, bars]) {
    for (const [name, column] of Object.entries(table) as [string, ArrayBufferView | null][]) hash.update(name).update(column === null ? "none" : Buffer.from(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest("hex");
}

/** One contract; dollars, IV and Δ as plain numbers. */
export interface Row { strike: number; bid: number; ask: number; iv: number; delta: number; interest: number }
export interface Chain { day: number; expiry: number; dte: number; spot: number; calls: Row[]; puts: Row[] }

/** Every (day, expiry) of an underlying. */
export function* chainsOf(u: Underlying): Generator<Chain> {
  const row = (i: number): Row => ({
    strike: (u.rows.strike[i] * u.strikeUnit) / 1000, bid: (u.rows.bid[i] * u.tick) / 10_000, ask: (u.rows.ask[i] * u.tick) / 10_000, iv: u.rows.iv[i] / 10_000,
    delta: u.rows.delta[i] === DELTA_NONE ? NaN : u.rows.delta[i] / 10_000, interest: u.rows.openInterest[i],
  });
  const rows = (begin: number, end: number) => Array.from({ length: end - begin }, (_, i) => row(begin + i));
  for (let d = 0; d < u.days.day.length; d++) {
    for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
      yield {
        day: u.days.day[d], expiry: u.blocks.expiry[b], dte: u.blocks.expiry[b] - u.days.day[d], spot: u.days.spot[d] / 10_000,
        calls: rows(u.blocks.callsBegin[b], u.blocks.putsBegin[b]), puts: rows(u.blocks.putsBegin[b], u.blocks.end[b]),
      };
    }
  }
}

const mid = (r: Row): number => 0.5 * (r.bid + r.ask);
const width = (r: Row): number => r.ask - r.bid;
const sound = (r: Row): boolean => r.bid > 0 && r.ask > r.bid;

/** Counts of what must hold among sound quotes. Noise moves a mid by a share of its width and rounding by up to a cent: a test allows SLACK of its legs' widths and TICK. */
export interface Soundness { verticals: number; verticalBreaks: number; butterflies: number; butterflyBreaks: number; parities: number; parityBreaks: number; calendars: number; calendarBreaks: number }
const SLACK = 0.5;
const TICK = 0.01;

export const newSoundness = (): Soundness => ({ verticals: 0, verticalBreaks: 0, butterflies: 0, butterflyBreaks: 0, parities: 0, parityBreaks: 0, calendars: 0, calendarBreaks: 0 });

/** Adds one chain to the counts; `before` is the chain before it, if any. */
export function soundnessOf(chain: Chain, before: Chain | undefined, s: Soundness): void {
  for (const [side, sign] of [[chain.puts, 1], [chain.calls, -1]] as const) {
    const quotes = side.filter(sound);
    for (let i = 1; i < quotes.length; i++) {
      const [a, b] = [quotes[i - 1], quotes[i]];
      const gain = sign * (mid(b) - mid(a));
      const slack = SLACK * (width(a) + width(b)) + TICK;
      s.verticals++;
      if (gain < -slack || gain > b.strike - a.strike + slack) s.verticalBreaks++;
      const c = quotes[i + 1];
      if (c === undefined) continue;
      const share = (c.strike - b.strike) / (c.strike - a.strike);
      s.butterflies++;
      if (share * mid(a) + (1 - share) * mid(c) < mid(b) - SLACK * (share * width(a) + (1 - share) * width(c) + width(b)) - TICK) s.butterflyBreaks++;
    }
  }
  parity(chain, s);
  if (before !== undefined && before.day === chain.day) calendar(before, chain, s);
}

/** The counts over all chains of an underlying. */
export function soundness(u: Underlying): Soundness {
  const s = newSoundness();
  let before: Chain | undefined;
  for (const chain of chainsOf(u)) {
    soundnessOf(chain, before, s);
    before = chain;
  }
  return s;
}

/** C − P is linear in the strike: its slope between strikes is the discount factor, within quotes. */
function parity({ calls, puts, spot }: Chain, s: Soundness): void {
  const byStrike = new Map(puts.filter(sound).map((p) => [p.strike, p]));
  const pairs = calls.filter(sound).flatMap((c) => { const p = byStrike.get(c.strike); return p ? [{ c, p }] : []; });
  const forwards = pairs.filter(({ c }) => Math.abs(c.strike / spot - 1) < 0.03).map(({ c, p }) => c.strike + mid(c) - mid(p)).sort((a, b) => a - b);
  const forward = forwards[forwards.length >> 1];
  if (forward === undefined) return;
  for (const { c, p } of pairs) {
    s.parities++;
    const gap = Math.abs(mid(c) - mid(p) - (forward - c.strike));
    // Discounting of the distance to the forward: at most 6 % a year over 75 days.
    if (gap > 0.5 * (width(c) + width(p)) + 0.015 * Math.abs(forward - c.strike) + 0.02) s.parityBreaks++;
  }
}

/** An out-of-the-money put at the same strike is worth more later. Ex-dividends and rates move forwards by little within weeks. */
function calendar(near: Chain, far: Chain, s: Soundness): void {
  const later = new Map(far.puts.filter(sound).map((p) => [p.strike, p]));
  for (const a of near.puts.filter(sound)) {
    const b = later.get(a.strike);
    if (b === undefined || a.strike > 0.99 * near.spot) continue;
    s.calendars++;
    if (mid(b) < mid(a) - SLACK * (width(a) + width(b)) - TICK) s.calendarBreaks++;
  }
}

/** IV of the strike nearest the spot, puts and calls averaged, of the expiry nearest 30 days within `reach`; NaN when there is none. */
export function moneyIv(u: Underlying, reach = 6): Map<number, number> {
  const best = new Map<number, { off: number; iv: number }>();
  for (const chain of chainsOf(u)) {
    const off = Math.abs(chain.dte - 30);
    if (off > reach || off >= (best.get(chain.day)?.off ?? Infinity)) continue;
    const near = [...chain.calls, ...chain.puts].filter((r) => r.iv > 0 && Math.abs(r.strike - chain.spot) <= 1);
    if (near.length > 0) best.set(chain.day, { off, iv: near.reduce((sum, r) => sum + r.iv, 0) / near.length });
  }
  return new Map([...best].map(([day, { iv }]) => [day, iv]));
}
