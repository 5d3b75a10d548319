import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bsmDelta } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";
import type { Market, Underlying } from "../../src/market/types";
import { sessions } from "../../src/calendar";
import { simulateMarket, simulateUnderlying, TINY_SIMULATION } from "../../src/simulate";
import { carryOver, discount, forwardRatio } from "../../src/simulate/carry";
import { PROFILES } from "../../src/simulate/parameters";
import { AFTER_SNAPSHOT } from "../../src/simulate/path";
import { validateUnderlying } from "../../src/store/validate";
import { parseIsoDate } from "../../src/units";
import { loadCore } from "../helpers/core";

const tiny = simulateMarket(TINY_SIMULATION);
const [spy] = tiny.underlyings;
const SHORT = { ...TINY_SIMULATION, end: "2019-04-30" };
const ROW_COLUMNS = ["strike", "bid", "ask", "iv", "delta", "openInterest", "volume"] as const;

/** True when `part`'s rows and bars are the first ones of `whole`. */
function expectPrefix(part: Underlying, whole: Underlying): void {
  const n = part.rows.strike.length;
  expect(n).toBeGreaterThan(1000);
  for (const name of ROW_COLUMNS) expect(part.rows[name]).toEqual(whole.rows[name].slice(0, n));
  expect(part.bars.close).toEqual(whole.bars.close.slice(0, part.bars.close.length));
}

function fingerprint(market: Market): string {
  const hash = createHash("sha256");
  const put = (column: ArrayBufferView | null) => { if (column !== null) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)); };
  for (const u of market.underlyings) {
    hash.update(u.symbol);
    for (const table of [u.rows, u.blocks, u.days, u.bars]) for (const [name, column] of Object.entries(table)) { hash.update(name); put(column); }
  }
  for (const curve of [market.curves.vix, market.curves.rate]) { put(curve?.day ?? null); put(curve?.value ?? null); }
  return hash.digest("hex");
}

/** Rows of every block: block index and day index. */
function* blocksOf(u: Underlying): Generator<{ day: number; block: number }> {
  for (let d = 0; d < u.days.day.length; d++) for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) yield { day: d, block: b };
}

describe("the tiny market", () => {
  it("S.17: has the bits it always had; change GENERATOR_VERSION with this hash", () => {
    expect(fingerprint(tiny)).toMatchInlineSnapshot(`"0d76faad9fa5205b6575ecaaf392370324b688ae4d0edb10d106b6c559b02daa"`);
  });

  it("S.17: gives the same bits with volatilities solved in the WebAssembly core", () => {
    expectPrefix(simulateUnderlying(SHORT, "SPY", { core: loadCore() }), spy);
  });

  it("S.17: one symbol alone is the same as among others, another seed is not", () => {
    const alone = simulateUnderlying({ ...SHORT, symbols: ["QQQ"] }, "QQQ");
    expectPrefix(alone, tiny.underlyings[1]);
    expect(simulateUnderlying({ ...SHORT, seed: 7, end: "2019-01-04" }, "QQQ").bars.close).not.toEqual(alone.bars.close.slice(0, 254));
  });

  it("S.7: cutting the end off changes nothing before it", () => {
    expectPrefix(simulateUnderlying(SHORT, "SPY"), spy);
  });

  it("satisfies every invariant of the canonical columns", () => {
    for (const u of tiny.underlyings) validateUnderlying(u);
  });

  it("has a chain on every session, and bars and curves from a year before", () => {
    const want = sessions(parseIsoDate("2019-01-02") as number, parseIsoDate("2020-03-31") as number);
    for (const u of tiny.underlyings) {
      expect(u.days.day).toEqual(want);
      for (let d = 0; d < want.length; d++) expect(u.days.blocksEnd[d]).toBeGreaterThan(u.days.blocksBegin[d]);
      expect(u.bars.day[0]).toBe(parseIsoDate("2018-01-02"));
      expect(u.bars.day.at(-1)).toBe(want.at(-1));
    }
    expect(tiny.curves.vix?.day).toEqual(spy.bars.day);
    expect(tiny.curves.rate?.day).toEqual(spy.bars.day);
  });

  it("D.9: a contract once quoted is quoted every session until it expires", () => {
    for (const u of tiny.underlyings) {
      let before = new Map<number, Set<number>>();
      for (let d = 0; d < u.days.day.length; d++) {
        const now = new Map<number, Set<number>>();
        for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
          const keys = new Set<number>();
          for (let r = u.blocks.callsBegin[b]; r < u.blocks.end[b]; r++) keys.add(u.rows.strike[r] * 2 + (r < u.blocks.putsBegin[b] ? 1 : 0));
          now.set(u.blocks.expiry[b], keys);
        }
        for (const [expiry, keys] of before) {
          if (expiry < u.days.day[d]) continue;
          const today = now.get(expiry) as Set<number>;
          for (const key of keys) if (!today.has(key)) throw new Error(`${u.symbol} day ${d}: contract ${key} of ${expiry} vanished`);
        }
        before = now;
      }
    }
  });

  it("D.2: no block outlives its last trade date, and that date is quoted", () => {
    for (const { day, block } of blocksOf(spy)) expect(spy.blocks.expiry[block]).toBeGreaterThanOrEqual(spy.days.day[day]);
    const last = spy.days.day.indexOf(parseIsoDate("2019-04-18") as number);
    expect(spy.blocks.expiry[spy.days.blocksBegin[last]]).toBe(parseIsoDate("2019-04-18"));
  });

  it("D.17: put deltas are negative, call deltas positive, and out-of-the-money ones below a half", () => {
    for (const { day, block } of blocksOf(spy)) {
      const spot = spy.days.spot[day] / 10_000;
      for (let r = spy.blocks.callsBegin[block]; r < spy.blocks.end[block]; r++) {
        const isPut = r >= spy.blocks.putsBegin[block];
        const delta = spy.rows.delta[r] / 10_000;
        const beyondHalf = isPut && spy.rows.strike[r] < 0.99 * spot && -delta >= 0.5;
        if ((isPut ? -delta : delta) < 0 || beyondHalf) throw new Error(`row ${r}: delta ${delta}, spot ${spot}, strike ${spy.rows.strike[r]}`);
      }
    }
  });

  it("D.16 and D.19: volatility and delta are those of the mid on the day's own carry; 0 where the mid has none", () => {
    const profile = PROFILES[0];
    const carry = carryOver(spy.bars.day[0], spy.days.day.at(-1)! + 80, profile.dividend, profile.exDateOffset);
    let checked = 0;
    for (const { day, block } of blocksOf(spy)) {
      if (day % 40 !== 0) continue;
      const from = carry.days.indexOf(spy.days.day[day]);
      const to = carry.days.indexOf(spy.blocks.expiry[block]);
      const years = (carry.days[to] - carry.days[from]) / 365 + AFTER_SNAPSHOT / 252;
      const rate = -Math.log(discount(carry, from, to)) / years;
      const dividend = rate - Math.log(forwardRatio(carry, from, to)) / years;
      const spot = spy.days.spot[day] / 10_000; // to the cent: the generator used the unrounded price
      for (let r = spy.blocks.callsBegin[block]; r < spy.blocks.end[block]; r++) {
        const isCall = r < spy.blocks.putsBegin[block] ? 1 : 0;
        const mid = (spy.rows.bid[r] + spy.rows.ask[r]) / 200;
        const iv = impliedVol(isCall, mid, spot, spy.rows.strike[r], years, rate, dividend);
        const stored = spy.rows.iv[r] / 10_000;
        if (stored === 0 || Math.abs(spy.rows.delta[r]) > 6000 || years < 0.01) continue;
        expect(Math.abs(stored - iv)).toBeLessThan(0.006);
        expect(Math.abs(spy.rows.delta[r] / 10_000 - bsmDelta(isCall, spot, spy.rows.strike[r], years, rate, dividend, stored))).toBeLessThan(0.006);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(300);
  });

  it("D.15: the snapshot price differs from the official close, by minutes and not by days", () => {
    const offset = spy.bars.day.indexOf(spy.days.day[0]);
    let squares = 0;
    let equal = 0;
    for (let d = 0; d < spy.days.day.length; d++) {
      const move = Math.log(spy.bars.close[offset + d] / spy.days.spot[d]);
      squares += move * move;
      if (spy.bars.close[offset + d] === spy.days.spot[d]) equal++;
    }
    expect(equal).toBeLessThan(0.1 * spy.days.day.length);
    expect(Math.sqrt(squares / spy.days.day.length)).toBeLessThan(0.006);
  });

  it("bars hold their open, close and snapshot between low and high, and pay four dividends a year", () => {
    for (const u of tiny.underlyings) {
      const { bars } = u;
      for (let i = 0; i < bars.day.length; i++) {
        expect(bars.high[i]).toBeGreaterThanOrEqual(Math.max(bars.open[i], bars.close[i]));
        expect(bars.low[i]).toBeLessThanOrEqual(Math.min(bars.open[i], bars.close[i]));
        expect(bars.volume[i]).toBeGreaterThan(0);
      }
      expect(bars.dividend.filter((d) => d > 0).length).toBe(9); // 2018, 2019 and March 2020
    }
  });
});

describe("options", () => {
  it("names the field that is wrong", () => {
    expect(() => simulateMarket({ symbols: ["VIX"] })).toThrow("symbol = VIX");
    expect(() => simulateMarket({ seed: -1 })).toThrow("seed = -1");
    expect(() => simulateMarket({ start: "2020-02-30" })).toThrow("start = 2020-02-30");
    expect(() => simulateMarket({ start: "2020-01-02", end: "2019-01-02" })).toThrow("end = 2019-01-02");
    expect(() => simulateMarket({ riskPremium: Number.NaN })).toThrow("riskPremium = NaN");
  });

  it("can be aborted between two sessions", () => {
    const abort = new AbortController();
    const run = () => simulateMarket(TINY_SIMULATION, { signal: abort.signal, onProgress: ({ done }) => { if (done === 3) abort.abort(); } });
    expect(run).toThrow("cancelled");
  });
});
