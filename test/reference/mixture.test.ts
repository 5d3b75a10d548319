// The Gaussian mixture of docs/engine.md §6, in core and twin, against scikit-learn (test/fixtures/mixture.py) and by its promises.
import { describe, expect, test } from "vitest";
import { prepare } from "../../src/engine/prepare";
import type { Features } from "../../src/engine/types";
import type { Underlying } from "../../src/market/types";
import type { FeatureSpec } from "../../src/strategy/spec";
import { toUnits } from "../../src/units";
import fixture from "../fixtures/mixture.json";
import { buildUnderlying } from "../helpers/buildUnderlying";
import { loadCore } from "../helpers/core";
import { handSpec } from "../helpers/handSpec";
import { runInput } from "../helpers/runInput";

const core = loadCore();
const FIRST_DAY = 15_000;
const INFO = { symbol: "MIX", multiplier: 100, exercise: "european", delivery: "cash", tick: 100, strikeUnit: 500, roots: ["MIX"], dividendYield: 0 } as const;
const NO_CURVES = { vix: null, rate: null };

/** Bars of these closes, and a chain on the first and the last day, so that there are sessions. */
function marketOf(closes: readonly number[]): Underlying {
  const bars = closes.map((value, i) => {
    const close = toUnits(value);
    return { day: FIRST_DAY + i, open: close, high: close, low: close, close, volume: 1, dividend: 0, split: 1, settlement: 0 };
  });
  const days = [bars[0], bars[bars.length - 1]].map(({ day, close }) => ({ day, spot: close }));
  return buildUnderlying({ info: { ...INFO, roots: [...INFO.roots] }, days, rows: [], bars });
}

const FEATURES: Partial<FeatureSpec> = {
  detector: "gaussian-mixture", volatilityWindow: 20, momentumWindow: 20, trendFast: 20, trendSlow: 50,
  mixtureColumns: ["volatility", "momentum", "trend"], mixtureWarmup: fixture.warmup, mixtureRefit: fixture.refit, mixtureWindow: 0,
};

type Labelled = Pick<Features, "regime" | "regimeProbability">;
const engines: readonly (readonly [name: string, label: (closes: readonly number[], changes?: Partial<FeatureSpec>) => Labelled])[] = [
  ["twin", (closes, changes) => runInput([marketOf(closes)], NO_CURVES, handSpec({ features: { ...FEATURES, ...changes } })).features[0]],
  ["core", (closes, changes) => {
    const mark = core.arena.mark();
    const { features } = handSpec({ features: { ...FEATURES, ...changes } });
    const prepared = prepare(core, { name: "mix", origin: "simulated", underlyings: [marketOf(closes)], curves: NO_CURVES }, { tickers: ["MIX"], start: -1e9, end: 1e9, features });
    core.arena.release(mark);
    return prepared.features[0];
  }],
];

describe.each(engines)("gaussian mixture: %s", (_, label) => {
  test.each(fixture.cases)("labels and probabilities are those of scikit-learn, window $window", ({ window, labels }) => {
    const { regime, regimeProbability } = label(fixture.closes, { mixtureWindow: window });
    const first = labels[0][0];
    expect([...regime.subarray(0, first)].every((value) => value === 255)).toBe(true);
    expect(regime.length - first).toBe(labels.length);
    for (const [bar, own, probability] of labels) {
      // Both stop at the same round; what is left is rounding, amplified by nearly singular components, and nine digits in the file.
      expect(Math.abs(regimeProbability[bar] - probability)).toBeLessThan(1e-7);
      expect(regime[bar]).toBe(own);
    }
  });

  test("S.7, D.37: a label rests on its own bar and on fits of bars before it: the future changes none", () => {
    const closes = fixture.closes.slice(0, 560);
    const whole = label(closes);
    for (const length of [302, 365, 450]) {
      const part = label(closes.slice(0, length));
      expect(part.regime).toEqual(whole.regime.slice(0, length));
      expect(part.regimeProbability).toEqual(whole.regimeProbability.slice(0, length));
    }
    // A crash on bar 450 may change labels from it on, through its own features and the fits after it; never one before.
    const other = label(closes.map((close, i) => (i >= 450 ? close / 2 : close)));
    expect(other.regime.slice(0, 450)).toEqual(whole.regime.slice(0, 450));
    expect(other.regime.slice(450)).not.toEqual(whole.regime.slice(450));
  });

  test("a fit is in force until the next is due, and a window forgets", () => {
    const closes = fixture.closes.slice(0, 800);
    const swapped = closes.map((close, i) => (i >= 320 && i < 420 ? close * 1.5 : close));
    /** Largest difference of the probabilities from bar `from` on. The index behind the features is a product: its rounding remembers. */
    const difference = (changes: Partial<FeatureSpec>, from: number): number => {
      const [one, other] = [closes, swapped].map((prices) => label(prices, changes).regimeProbability.subarray(from));
      return Math.max(...one.map((value, i) => Math.abs(value - other[i])));
    };
    // One fit, on the bars before 301: features look back 50 bars at most.
    expect(difference({ mixtureRefit: 100_000 }, 470)).toBeLessThan(1e-9);
    expect(difference({ mixtureRefit: 100 }, 470)).toBeGreaterThan(0.01);
    // Fits on 301, 421, 541, 661 and 781, of 252 bars: the last begins at 529, behind all that the swap touched.
    expect(difference({ mixtureRefit: 120, mixtureWindow: 252 }, 662)).toBeGreaterThan(0.01);
    expect(difference({ mixtureRefit: 120, mixtureWindow: 252 }, 781)).toBeLessThan(1e-9);
  });

  test("still prices have a label and a probability, all the same: columns without spread and empty components are no trouble", () => {
    const { regime, regimeProbability } = label(Array.from({ length: 400 }, () => 100));
    expect([...regime.subarray(301)].every((value) => value === 2 || value === 3)).toBe(true); // no trend is not a bull
    expect([...regimeProbability.subarray(301)].every((value) => value > 0.99 && value <= 1.0000001)).toBe(true);
  });

  test("a bar without one of the columns has no label, and counts for none", () => {
    // Without a chain there is no IV spread; the two chain days have no row.
    expect(new Set(label(fixture.closes, { mixtureColumns: ["volatility", "trend", "iv_spread"] }).regime)).toEqual(new Set([255]));
  });
});
