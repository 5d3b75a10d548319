// What the embedded market is calibrated to, measured the same way on real and on simulated chains.
import { impliedVol } from "../../assembly/portable/implied";
import { normCdf } from "../../assembly/portable/normal";
import type { Underlying } from "../../src/market/types";

/** One quoted contract; prices in dollars. */
export interface Sample { day: string; dte: number; strike: number; isCall: boolean; bid: number; ask: number; interest: number; volume: number; spot: number }

/** An out-of-the-money contract with its own implied volatility and |Δ|, both on the forward that parity implies. */
export interface Measured extends Sample { mid: number; width: number; iv: number; delta: number }

const median = (x: number[]): number => {
  const s = [...x].sort((a, b) => a - b);
  return s.length === 0 ? NaN : s.length % 2 ? s[(s.length - 1) / 2] : 0.5 * (s[s.length / 2 - 1] + s[s.length / 2]);
};

function groups<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const row of rows) {
    const k = key(row);
    const list = out.get(k);
    if (list) list.push(row);
    else out.set(k, [row]);
  }
  return out;
}

/** Parity-implied forward: the median over strikes within 2 % of the spot. */
function forwardOf(rows: readonly Sample[]): number {
  const puts = new Map(rows.filter((r) => !r.isCall).map((r) => [r.strike, 0.5 * (r.bid + r.ask)]));
  const near = rows.filter((r) => r.isCall && Math.abs(r.strike / r.spot - 1) < 0.02 && puts.has(r.strike));
  return median(near.map((r) => r.strike + 0.5 * (r.bid + r.ask) - (puts.get(r.strike) as number)));
}

/** Keeps out-of-the-money contracts of expiries with a forward and adds volatility and delta. */
export function measure(rows: readonly Sample[]): Measured[] {
  const out: Measured[] = [];
  for (const chain of groups(rows, (r) => `${r.day}|${r.dte}`).values()) {
    const forward = forwardOf(chain);
    if (!Number.isFinite(forward)) continue;
    for (const r of chain) {
      if (r.isCall !== r.strike >= forward || !(r.ask > 0) || r.bid > r.ask) continue;
      const mid = 0.5 * (r.bid + r.ask);
      const years = (r.dte + 0.03) / 365;
      const iv = impliedVol(r.isCall ? 1 : 0, mid, forward, r.strike, years, 0, 0);
      if (!(iv > 0)) continue;
      const v = iv * Math.sqrt(years);
      const d1 = Math.log(forward / r.strike) / v + v / 2;
      out.push({ ...r, mid, width: r.ask - r.bid, iv, delta: r.isCall ? normCdf(d1) : normCdf(-d1) });
    }
  }
  return out;
}

const DELTAS = [0.01, 0.03, 0.07, 0.13, 0.2, 0.3, 0.4, 0.5];
const TERMS = [[1, 7], [8, 21], [22, 45], [46, 75]] as const;
const inTerm = (dte: number, [low, high]: readonly [number, number]) => dte >= low && dte <= high;

/** A table: row label → figures per column. */
export type Table = Map<string, number[]>;

/** Median over contracts of `value`, by right and |Δ| band (rows) and days to expiry (columns). */
export function byDelta(rows: readonly Measured[], value: (r: Measured) => number): Table {
  const table: Table = new Map();
  for (const isCall of [false, true]) {
    for (let i = 0; i + 1 < DELTAS.length; i++) {
      const band = rows.filter((r) => r.isCall === isCall && r.delta >= DELTAS[i] && r.delta < DELTAS[i + 1]);
      table.set(`${isCall ? "call" : "put"} ${DELTAS[i].toFixed(2)}–${DELTAS[i + 1].toFixed(2)}`, TERMS.map((t) => median(band.filter((r) => inTerm(r.dte, t)).map(value))));
    }
  }
  return table;
}

/** Volatility at a |Δ| by linear interpolation; NaN outside the quoted range. */
function ivAt(side: Measured[], delta: number): number {
  const s = [...side].sort((a, b) => a.delta - b.delta);
  for (let i = 1; i < s.length; i++) {
    if (s[i - 1].delta <= delta && s[i].delta >= delta) {
      const w = s[i].delta > s[i - 1].delta ? (delta - s[i - 1].delta) / (s[i].delta - s[i - 1].delta) : 0;
      return s[i - 1].iv + w * (s[i].iv - s[i - 1].iv);
    }
  }
  return NaN;
}

export const SMILE = ["ATM", "put 25Δ", "put 16Δ", "put 10Δ", "put 5Δ", "call 25Δ", "call 16Δ", "call 10Δ"] as const;

/** Median at-the-money volatility (per cent) and wings minus it (points), by days to expiry (columns). */
export function smile(rows: readonly Measured[]): Table {
  const found = TERMS.map(() => SMILE.map((): number[] => []));
  for (const chain of groups(rows, (r) => `${r.day}|${r.dte}`).values()) {
    const term = TERMS.findIndex((t) => inTerm(chain[0].dte, t));
    const puts = chain.filter((r) => !r.isCall);
    const calls = chain.filter((r) => r.isCall);
    const atm = 0.5 * (ivAt(puts, 0.45) + ivAt(calls, 0.45));
    if (term < 0 || !Number.isFinite(atm)) continue;
    const wings = [...[0.25, 0.16, 0.1, 0.05].map((d) => ivAt(puts, d)), ...[0.25, 0.16, 0.1].map((d) => ivAt(calls, d))];
    [atm, ...wings.map((w) => w - atm)].forEach((v, i) => { if (Number.isFinite(v)) found[term][i].push(100 * v); });
  }
  return new Map(SMILE.map((name, i) => [name, TERMS.map((_, t) => median(found[t][i]))]));
}

/** Median and mean of a count for strikes off and on the round tens, |Δ| ≥ 0.03. */
export function byRoundness(rows: readonly Measured[], value: (r: Measured) => number): Table {
  const table: Table = new Map();
  for (const [name, keep] of [["$1", (k: number) => k % 5 !== 0 && k % 1 === 0], ["$5", (k: number) => k % 10 === 5], ["$10", (k: number) => k % 10 === 0]] as const) {
    const band = rows.filter((r) => r.delta >= 0.03 && keep(r.strike) && r.dte > 0);
    table.set(`${name} median`, TERMS.map((t) => median(band.filter((r) => inTerm(r.dte, t)).map(value))));
    table.set(`${name} mean`, TERMS.map((t) => { const x = band.filter((r) => inTerm(r.dte, t)).map(value); return x.reduce((a, b) => a + b, 0) / x.length; }));
  }
  return table;
}

/** Columns of every table. */
export const TERM_NAMES = TERMS.map(([low, high]) => `${low}–${high} d`);

/** Simulated rows as samples, `every` n-th day. */
export function samplesOf(u: Underlying, every: number, keep: (day: number) => boolean): Sample[] {
  const out: Sample[] = [];
  for (let d = 0; d < u.days.day.length; d += every) {
    const day = u.days.day[d];
    if (!keep(day)) continue;
    for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
      for (let r = u.blocks.callsBegin[b]; r < u.blocks.end[b]; r++) {
        out.push({
          day: String(day), dte: u.blocks.expiry[b] - day, strike: (u.rows.strike[r] * u.strikeUnit) / 1000, isCall: r < u.blocks.putsBegin[b],
          bid: (u.rows.bid[r] * u.tick) / 10_000, ask: (u.rows.ask[r] * u.tick) / 10_000,
          interest: u.rows.openInterest[r], volume: u.rows.volume[r], spot: u.days.spot[d] / 10_000,
        });
      }
    }
  }
  return out;
}
