import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bsmPrice } from "../../assembly/portable/black";
import { SURFACE } from "../../src/synth/fitted";
import { anchored, bentTime, moneyVariance, smileVariance, steepness, surfaceShape, swapVariance, type Surface } from "../../src/synth/surface";

const squeezed = (half: number) => fc.double({ min: -half, max: half, noNaN: true });
/** Any state that squeezing lets through, any index that was ever printed. */
const anySurface = fc.record({ level: squeezed(1), trend: squeezed(1), recent: squeezed(3), index: fc.double({ min: 8, max: 150, noNaN: true }), curvature: fc.constantFrom(1, 0.8) })
  .map(({ index, curvature, ...state }) => ({ index, surface: anchored(surfaceShape(SURFACE, { ...state, smile: Math.min(state.level, 0.2), fade: -0.5 * Math.max(0, Math.log(index / 30)) }, curvature), index, 0.082) }));

const put = (s: Surface, c: number, strike: number): number => {
  const theta = moneyVariance(s, c);
  return bsmPrice(0, 1, strike, 1, 0, 0, Math.sqrt(smileVariance(s.rho, steepness(s, theta), theta, Math.log(strike))));
};
const HORIZONS = [0.0001, 0.004, 0.02, 0.082, 0.2, 0.5];

describe("the surface of a day", () => {
  it("has no butterfly or vertical arbitrage in any state", () => {
    fc.assert(fc.property(anySurface, fc.constantFrom(...HORIZONS), ({ surface }, c) => {
      const step = Math.sqrt(moneyVariance(surface, c)) / 20;
      const strikes = Array.from({ length: 81 }, (_, i) => Math.exp((i - 40) * 3 * step));
      const prices = strikes.map((k) => put(surface, c, k));
      for (let i = 1; i + 1 < strikes.length; i++) {
        const left = (prices[i] - prices[i - 1]) / (strikes[i] - strikes[i - 1]);
        const right = (prices[i + 1] - prices[i]) / (strikes[i + 1] - strikes[i]);
        if (!(left >= -1e-9 && right <= 1 + 1e-9 && right - left >= -1e-7)) throw new Error(`at ${strikes[i]}: slopes ${left}, ${right}`);
      }
    }), { numRuns: 80 });
  });

  it("has no calendar arbitrage: total variance rises with time at every moneyness", () => {
    fc.assert(fc.property(anySurface, fc.double({ min: -1.5, max: 1, noNaN: true }), ({ surface }, k) => {
      let before = 0;
      for (let c = 0.001; c < 0.5; c *= 1.3) {
        const theta = moneyVariance(surface, c);
        const w = smileVariance(surface.rho, steepness(surface, theta), theta, k);
        expect(w).toBeGreaterThan(before);
        before = w;
      }
    }), { numRuns: 200 });
  });

  it("is anchored: its 30-day variance swap is the index's, less the share that the strip's far tails carry", () => {
    fc.assert(fc.property(anySurface, ({ surface, index }) => {
      const theta = moneyVariance(surface, 0.082);
      const points = 100 * Math.sqrt((swapVariance(surface.rho, steepness(surface, theta), theta) * 365) / 30);
      expect(Math.abs(points / (index * Math.exp(SURFACE.basis)) - 1)).toBeLessThan(2e-3);
    }), { numRuns: 100 });
  });

  it("the swap of a flat smile is its variance", () => {
    for (const theta of [1e-4, 0.01, 0.2]) expect(swapVariance(-0.5, 1e-9, theta) / theta).toBeCloseTo(1, 3);
  });

  it("bent time starts at zero and rises", () => {
    const s = surfaceShape(SURFACE, { level: -1, smile: -1, fade: 0, trend: -1, recent: -3 }, 1);
    expect(bentTime(s, 0)).toBe(0);
    for (let c = 0; c < 0.5; c += 0.01) expect(bentTime(s, c + 0.01)).toBeGreaterThan(bentTime(s, c));
  });
});
