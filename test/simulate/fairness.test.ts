import { describe, expect, it } from "vitest";
import { carryOver, discount, forwardRatio } from "../../src/simulate/carry";
import { cosinePricer } from "../../src/simulate/cosine";
import { seedWords } from "../../src/simulate/draws";
import { AFTER_SNAPSHOT, simulatePath } from "../../src/simulate/path";
import { pricingLaw, PROFILES } from "../../src/simulate/parameters";
import { dayNumber } from "../../src/units";
import { byBatches, conditionalForwards, conditionalPaths, conditionalPuts, controlled } from "./monteCarlo";

/** Legs of [strike / forward, weight]: calls above 1, puts below. Positive = sold. */
const STRUCTURES: Record<string, [number, number][]> = {
  "short put": [[0.95, 1]],
  "put credit spread": [[0.96, 1], [0.92, -1]],
  "call credit spread": [[1.03, 1], [1.06, -1]],
  "iron condor": [[0.96, 1], [0.92, -1], [1.03, 1], [1.06, -1]],
};
const GATE = 3.5;

describe("fairness: with no risk premium a structure's price is its expected payoff under the simulated steps", () => {
  const law = pricingLaw(PROFILES[0].physical, 0);
  for (const [name, fast, slow, sessions] of [["calm, 30 days", 0.006, 0.01, 20], ["crisis, 14 days", 0.2, 0.03, 10]] as const) {
    const run = { law, fast, slow, sessions, pieces: 2, count: 32_000, batches: 20, seed: 20_240 };
    const paths = conditionalPaths(run);
    const forwards = conditionalForwards(paths);
    const slice = cosinePricer(law).slice(sessions, fast, slow);

    it(`${name}: the price is a martingale`, () => {
      const { mean, error } = byBatches(forwards, run.batches);
      expect(error).toBeLessThan(8e-4);
      expect(Math.abs(mean - 1)).toBeLessThan(GATE * error);
    });

    it.each(Object.entries(STRUCTURES))(`${name}: %s held to expiry earns nothing at fair mids`, (_, legs) => {
      const payoff = new Float64Array(run.count);
      let credit = 0;
      for (const [strike, weight] of legs) {
        const isCall = strike > 1;
        conditionalPuts(paths, strike).forEach((put, i) => { payoff[i] += weight * (isCall ? put + forwards[i] - strike : put); });
        credit += weight * (slice.put(1, strike) + (isCall ? 1 - strike : 0));
      }
      const { mean, error } = controlled(payoff, forwards, 1, run.batches);
      expect(error).toBeLessThan(0.02 * credit); // the test can see two per cent of the credit
      expect(Math.abs(credit - mean)).toBeLessThan(GATE * error);
    });
  }

  it("a premium is really there when asked for: the put spread then costs more than it pays", () => {
    const spread = (riskPremium: number) => {
      const slice = cosinePricer(pricingLaw(PROFILES[0].physical, riskPremium)).slice(20, 0.006, 0.01);
      return slice.put(1, 0.96) - slice.put(1, 0.92);
    };
    expect(spread(1)).toBeGreaterThan(1.1 * spread(0));
  });
});

describe("fairness of the market's own paths: snapshot prices against official closes, dividends and rates included", () => {
  const SEEDS = 1200;
  const HOLD = 28;
  const first = dayNumber(2006, 2, 1);

  it.each([0, 1, 2])("underlying %i: short puts and spreads from the snapshot to the close of expiry", (row) => {
    const profile = PROFILES[row];
    const law = profile.physical;
    // February to mid March holds an ex-date; rates are about 4 %.
    const carry = carryOver(first, first + 120, profile.dividend, profile.exDateOffset);
    const enter = 8;
    const exit = enter + HOLD;
    expect(carry.kept[exit]).toBeLessThan(carry.kept[enter]);
    const pricer = cosinePricer(law);
    const ratio = forwardRatio(carry, enter, exit);
    const factor = discount(carry, enter, exit);
    const put = new Float64Array(SEEDS);
    const spread = new Float64Array(SEEDS);
    const stock = new Float64Array(SEEDS);
    for (let seed = 0; seed < SEEDS; seed++) {
      const path = simulatePath({ seed: seedWords(seed + 5000), row, law, startPrice: 100, fast: profile.fast, slow: profile.slow, premium: 0, carry, sessions: exit + 1 });
      const spot = path.snapshot[enter];
      const forward = spot * ratio;
      const slice = pricer.slice(exit - enter + AFTER_SNAPSHOT, path.fast[enter], path.slow[enter]);
      const pnl = (k: number) => (factor * (slice.put(forward, k) - Math.max(0, k - path.close[exit]))) / spot;
      put[seed] = pnl(0.98 * spot);
      spread[seed] = pnl(0.98 * spot) - pnl(0.94 * spot);
      stock[seed] = path.close[exit] / forward;
    }
    for (const values of [put, spread]) {
      const { mean, error } = controlled(values, stock, 1, 20);
      expect(error).toBeLessThan(0.0008);
      expect(Math.abs(mean)).toBeLessThan(GATE * error);
    }
    const { mean, error } = byBatches(stock, 20);
    expect(Math.abs(mean - 1)).toBeLessThan(GATE * error);
  });
});
