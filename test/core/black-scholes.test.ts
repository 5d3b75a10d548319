import fc from "fast-check";
import { describe, expect, it } from "vitest";
import fixture from "../fixtures/black-scholes.json";
import { bsmDelta, bsmGamma, bsmPrice, bsmRho, bsmTheta, bsmVega, discount, forwardGap } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";

type Inputs = [call: number, s: number, k: number, t: number, r: number, q: number, sigma: number];
const rows = fixture.rows.map((row) => ({ inputs: row.slice(0, 7) as Inputs, price: row[7] as number, greeks: row.slice(8, 13) as number[], quantlib: row[13] }));
const relative = (value: number, truth: number) => (value === truth ? 0 : Math.abs(value / truth - 1));
const close = (value: number, truth: number) => Math.abs(value - truth) <= 1e-14 || relative(value, truth) <= 1e-12;

const HOUR = 1 / 8766;
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** S/K 0.2 … 5, one hour to three years, the whole range of volatility, rates and yields. */
const market = fc.record({ s: number(50, 5_000), ratio: number(0.2, 5), t: number(HOUR, 3), r: number(-0.01, 0.1), q: number(0, 0.08), sigma: number(0.01, 5) });

describe("Black–Scholes–Merton against 80-digit truth, deep wings, expiry day and zero time included", () => {
  it("price within 1e-12 relative (largest seen 2.2e-13)", () => {
    for (const { inputs, price } of rows) expect(relative(bsmPrice(...inputs), price), inputs.join()).toBeLessThanOrEqual(1e-12);
  });

  it("the truth agrees with QuantLib where QuantLib keeps its digits", () => {
    const known = rows.filter((row) => row.quantlib !== null);
    expect(known.length).toBeGreaterThan(700);
    for (const { inputs, quantlib } of known) expect(relative(bsmPrice(...inputs), quantlib as number), inputs.join()).toBeLessThanOrEqual(2e-12);
  });

  it("D.21: Greeks with dividend yields up to 8 % are within 1e-12 relative or 1e-14 absolute (largest seen 1.1e-14 relative)", () => {
    for (const { inputs, greeks } of rows) {
      const [, ...both] = inputs;
      const got = [bsmDelta(...inputs), bsmGamma(...both), bsmVega(...both), bsmTheta(...inputs), bsmRho(...inputs)];
      got.forEach((value, i) => expect(close(value, greeks[i]), `${["delta", "gamma", "vega", "theta", "rho"][i]} at ${inputs.join()}: ${value}, truth ${greeks[i]}`).toBe(true));
    }
  });

  it("price → implied volatility → price within 1e-12 (largest seen 3.4e-13)", () => {
    for (const { inputs, price } of rows) {
      const [call, s, k, t, r, q] = inputs;
      const own = bsmPrice(...inputs);
      const sigma = impliedVol(call, own, s, k, t, r, q);
      if (t === 0) expect(sigma).toBeNaN();
      else expect(relative(bsmPrice(call, s, k, t, r, q, sigma), own), `${inputs.join()} price ${price}`).toBeLessThanOrEqual(1e-12);
    }
  });

  it("recovers the volatility itself where the price determines it", () => {
    for (const { inputs } of rows) {
      const [call, s, k, t, r, q, sigma] = inputs;
      const price = bsmPrice(...inputs);
      const condition = price / (bsmVega(s, k, t, r, q, sigma) * sigma);
      if (t > 0 && condition < 100) expect(relative(impliedVol(call, price, s, k, t, r, q), sigma), inputs.join()).toBeLessThan(1e-13);
    }
  });
});

describe("implied volatility has no answer", () => {
  it("outside the no-arbitrage bounds, at or before expiry, or for a price that is no number: NaN; at intrinsic: 0", () => {
    const upper = 100 * discount(0.01, 0.5);
    const intrinsic = forwardGap(100, 80, 0.5, 0.03, 0.01);
    const call = (price: number, t = 0.5) => impliedVol(1, price, 100, 80, t, 0.03, 0.01);
    for (const price of [intrinsic * (1 - 1e-15) - 1e-13, -1, upper, upper + 1, NaN, Infinity, -Infinity]) expect(call(price), String(price)).toBeNaN();
    expect(call(25, 0)).toBeNaN();
    expect(call(25, -1)).toBeNaN();
    expect(call(intrinsic)).toBe(0);
    expect(impliedVol(0, 0, 100, 80, 0.5, 0.03, 0.01)).toBe(0);
    expect(impliedVol(0, 1, NaN, 80, 0.5, 0.03, 0.01)).toBeNaN();
  });

  it("round-trips any attainable price, also ones no market would quote", () => {
    fc.assert(fc.property(market, number(0, 1), fc.boolean(), (m, share, call) => {
      const k = m.s / m.ratio;
      const gap = forwardGap(m.s, k, m.t, m.r, m.q);
      const low = Math.max(call ? gap : -gap, 0);
      const high = call ? m.s * discount(m.q, m.t) : k * discount(m.r, m.t);
      const price = low + share * (high - low);
      fc.pre(price > low && price < high && price > 1e-290);
      const sigma = impliedVol(call ? 1 : 0, price, m.s, k, m.t, m.r, m.q);
      expect(relative(bsmPrice(call ? 1 : 0, m.s, k, m.t, m.r, m.q, sigma), price)).toBeLessThanOrEqual(1e-12);
    }), { seed: 20_190_102, numRuns: 3_000 });
  });
});

describe("properties", () => {
  const check = (predicate: (s: number, k: number, t: number, r: number, q: number, sigma: number) => void) =>
    fc.assert(fc.property(market, (m) => predicate(m.s, m.s / m.ratio, m.t, m.r, m.q, m.sigma)), { seed: 7, numRuns: 1_000 });

  it("put–call parity", () => check((...m) => {
    const [s, k, t, r, q] = m;
    expect(Math.abs(bsmPrice(1, ...m) - bsmPrice(0, ...m) - forwardGap(s, k, t, r, q))).toBeLessThanOrEqual(1e-15 * (s + k) * 2);
  }));

  it("prices never fall as sigma rises, and strictly rise with a rise that matters", () => check((s, k, t, r, q, sigma) => {
    for (const call of [0, 1]) {
      const low = bsmPrice(call, s, k, t, r, q, sigma);
      const high = bsmPrice(call, s, k, t, r, q, sigma * 1.01);
      expect(high).toBeGreaterThanOrEqual(low);
      if (bsmVega(s, k, t, r, q, sigma) * sigma * 0.01 > 1e-10 * low) expect(high).toBeGreaterThan(low);
    }
  }));

  it("D.17: put delta is in [−1, 0], call delta in [0, 1], and they differ by e^(−qt)", () => check((...m) => {
    const [, , t, , q] = m;
    const put = bsmDelta(0, ...m);
    const call = bsmDelta(1, ...m);
    expect(put).toBeLessThanOrEqual(0);
    expect(put).toBeGreaterThanOrEqual(-1);
    expect(call).toBeGreaterThanOrEqual(0);
    expect(call).toBeLessThanOrEqual(1);
    expect(Math.abs(call - put - discount(q, t))).toBeLessThanOrEqual(4e-16);
    if (m[1] < m[0] * 0.97 && m[3] >= q) expect(put).toBeGreaterThan(-0.5);
  }));

  it("D.18: units: Greeks are the central differences of the price, vega and rho per 1.00, theta per year", () => {
    const middle = fc.record({ s: number(80, 120), t: number(0.05, 2), r: number(0, 0.08), q: number(0, 0.05), sigma: number(0.1, 0.8), call: fc.constantFrom(0, 1) });
    fc.assert(fc.property(middle, ({ s, t, r, q, sigma, call }) => {
      const price = (ds = 0, dt = 0, dr = 0, dv = 0) => bsmPrice(call, s + ds, 100, t + dt, r + dr, q, sigma + dv);
      const h = 1e-4;
      const near = (value: number, difference: number, scale: number) => expect(Math.abs(value - difference)).toBeLessThan(2e-6 * scale);
      near(bsmDelta(call, s, 100, t, r, q, sigma), (price(h) - price(-h)) / (2 * h), 1);
      near(bsmGamma(s, 100, t, r, q, sigma), (price(0.01) - 2 * price() + price(-0.01)) / 1e-4, 1);
      near(bsmVega(s, 100, t, r, q, sigma), (price(0, 0, 0, h) - price(0, 0, 0, -h)) / (2 * h), 100);
      near(bsmTheta(call, s, 100, t, r, q, sigma), (price(0, -h) - price(0, h)) / (2 * h), 1_000);
      near(bsmRho(call, s, 100, t, r, q, sigma), (price(0, 0, h) - price(0, 0, -h)) / (2 * h), 100);
    }), { seed: 3, numRuns: 300 });
  });

  it("D.20: expiry day: price and delta go to intrinsic and its step, and stay alive until the instant", () => {
    for (const t of [1 / 365, HOUR, HOUR / 60, 1e-9, 0]) {
      expect(bsmPrice(0, 95, 100, t, 0.03, 0.01, 0.2)).toBeCloseTo(5, t > HOUR ? 1 : 3);
      expect(bsmPrice(1, 95, 100, t, 0.03, 0.01, 0.2)).toBeLessThan(0.001);
      expect(bsmDelta(0, 95, 100, t, 0.03, 0.01, 0.2)).toBeLessThan(-0.98);
      expect(bsmDelta(0, 100, 100, t, 0, 0, 0.2)).toBeCloseTo(-0.5, 2);
    }
    expect([bsmPrice(0, 95, 100, 0, 0.03, 0.01, 0.2), bsmDelta(0, 95, 100, 0, 0.03, 0.01, 0.2), bsmDelta(1, 95, 100, 0, 0.03, 0.01, 0.2)]).toEqual([5, -1, 0]);
    expect(bsmGamma(100, 100, HOUR, 0, 0, 0.2)).toBeGreaterThan(1);
    expect([bsmGamma(95, 100, 0, 0, 0, 0.2), bsmVega(95, 100, 0, 0, 0, 0.2), bsmTheta(0, 95, 100, 0, 0, 0, 0.2)]).toEqual([0, 0, -0]);
  });

  it("at the kink of t = 0 delta is half, gamma infinite, theta −∞", () => {
    expect([bsmDelta(1, 100, 100, 0, 0.03, 0, 0.2), bsmDelta(0, 100, 100, 0, 0.03, 0, 0.2), bsmPrice(0, 100, 100, 0, 0.03, 0, 0.2)]).toEqual([0.5, -0.5, 0]);
    expect([bsmGamma(100, 100, 0, 0.03, 0, 0.2), bsmTheta(1, 100, 100, 0, 0, 0, 0.2)]).toEqual([Infinity, -Infinity]);
  });
});
