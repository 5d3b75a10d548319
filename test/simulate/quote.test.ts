import { describe, expect, it } from "vitest";
import { mix } from "../../src/simulate/draws";
import { BAD_QUOTE_RATES, makeQuote, typicalWidth, widthLevel, type Quote, type QuoteNoise } from "../../src/simulate/quote";

const calm: QuoteNoise = { width: 1, spread: 0.35, mid: 0.1, bad: 0 };
const inputs = (mid: number, delta = 0.2) => ({ mid, delta, atm: 5, dte: 30, level: 1 });

function sample(mid: number, noise: QuoteNoise, count: number, see: (q: Quote) => void): void {
  const quote = { bid: 0, ask: 0 };
  for (let i = 0; i < count; i++) {
    makeQuote(inputs(mid), noise, 0.01, mix(i, 0x1234), quote);
    see(quote);
  }
}

describe("quotes", () => {
  it.each([0.011, 0.034, 0.07, 0.5, 2.337, 14.2])("the mid's mean is the model price %f within four standard errors: rounding has no bias", (mid) => {
    const n = 60_000;
    let sum = 0;
    let squares = 0;
    sample(mid, calm, n, (q) => {
      const m = 0.005 * (q.bid + q.ask);
      sum += m;
      squares += m * m;
    });
    const error = Math.sqrt((squares / n - (sum / n) ** 2) / n);
    expect(error).toBeLessThan(0.0002);
    expect(Math.abs(sum / n - mid)).toBeLessThan(4 * error);
  });

  it("D.10: below the spread's reach the bid is zero and the ask stays positive; under half a cent the mid is about half a cent", () => {
    let asks = 0;
    sample(0.002, calm, 1000, (q) => {
      expect(q.bid).toBe(0);
      asks += q.ask;
    });
    expect(asks / 1000).toBeGreaterThanOrEqual(1);
    expect(asks / 1000).toBeLessThan(1.1);
  });

  it("without bad quotes every quote is uncrossed and on whole cents", () => {
    for (const mid of [0.004, 0.02, 0.3, 8]) sample(mid, calm, 5000, (q) => {
      if (!(Number.isInteger(q.bid) && Number.isInteger(q.ask) && q.ask > q.bid && q.bid >= 0)) throw new Error(`bid ${q.bid} ask ${q.ask}`);
    });
  });

  it("D.11: missing, crossed, locked, wide and blown quotes come at their documented rates", () => {
    const seen = { missing: 0, crossed: 0, locked: 0, blown: 0, wide: 0 };
    const n = 200_000;
    const scale = 20;
    sample(4, { ...calm, spread: 0, bad: scale }, n, ({ bid, ask }) => {
      if (ask === 0) seen.missing++;
      else if (bid > ask) seen.crossed++;
      else if (bid === ask) seen.locked++;
      else if (ask > 10 * bid && bid + ask > 200) seen.blown++;
      else if (ask - bid > 10) seen.wide++;
    });
    for (const kind of Object.keys(seen) as (keyof typeof seen)[]) {
      const expected = BAD_QUOTE_RATES[kind] * scale * n;
      expect(Math.abs(seen[kind] - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it("widths grow with price, |Δ|, fear and distance in time, and shrink over the years", () => {
    expect(typicalWidth({ ...inputs(2), delta: 0.3 })).toBeGreaterThan(typicalWidth(inputs(2)));
    expect(typicalWidth(inputs(3))).toBeGreaterThan(typicalWidth(inputs(2)));
    expect(widthLevel(1, 2008, 20)).toBeGreaterThan(widthLevel(1, 2024, 20));
    expect(widthLevel(1, 2024, 60)).toBeGreaterThan(2 * widthLevel(1, 2024, 20));
    expect(widthLevel(1.5, 2024, 20)).toBeCloseTo(1.5, 12);
  });
});
