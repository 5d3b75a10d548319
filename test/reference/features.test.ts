import { describe, expect, test } from "vitest";
import type { FeatureSpec } from "../../src/strategy/spec";
import type { HandMarket } from "../helpers/handMarket";
import { date, handMarket } from "../helpers/handMarket";
import { handSpec } from "../helpers/handSpec";
import { curve } from "../helpers/handRun";
import { runInput } from "../helpers/runInput";
import { referenceTimeline, withBars } from "./timeline";

const DATES = ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"];

const of = (markets: HandMarket | HandMarket[], features: Partial<FeatureSpec> = {}, vix: Record<string, number> = {}) =>
  runInput(
    [markets].flat().map((market) => market.build()),
    { vix: curve(vix), rate: null },
    handSpec({ features }),
  );

const closes = (values: number[], bars: object[] = []) => {
  const market = handMarket();
  values.forEach((value, k) => market.day(DATES[k], value, { bar: { ...bars[k] } }));
  return market;
};

describe("features", () => {
  test("realised volatility is the population σ of log returns × √252", () => {
    const { realisedVolatility } = of(closes([100, 110, 99])).features[0];
    const [a, b] = [Math.log(1.1), Math.log(0.9)];
    expect([...realisedVolatility.slice(0, 2)]).toEqual([NaN, NaN]);
    expect(realisedVolatility[2]).toBeCloseTo((Math.abs(a - b) / 2) * Math.sqrt(252), 14);
  });

  test("D.8: splits and dividends are part of the return, so neither shows as a move", () => {
    const { momentum, realisedVolatility } = of(closes([100, 50, 49], [{}, { split: 2 }, { dividend: 1 }])).features[0];
    expect(momentum[2]).toBe(0);
    expect(realisedVolatility[2]).toBe(0);
  });

  test("the exit scale is the volatility over its base, within the range, and 1 until it is known", () => {
    const market = closes([100, 110, 99, 99, 99]);
    const { realisedVolatility, exitScale } = of(market, { exitBaseVolatility: 1, exitRange: [0.5, 100] }).features[0];
    expect([...exitScale]).toEqual([1, 1, realisedVolatility[2], realisedVolatility[3], 0.5]); // σ of two still days is 0
    expect([...of(market, { exitRange: [0.5, 2] }).features[0].exitScale]).toEqual([1, 1, 2, 2, 0.5]);
    expect([...of(market, { exitRange: [0.5, 2], exitWindow: 4 }).features[0].exitScale]).toEqual([1, 1, 1, 1, 2]);
  });

  test("momentum, trend, volume ratio and range", () => {
    const { momentum, trend, volumeRatio, range } = of(closes([100, 120, 110], [{ volume: 1 }, { volume: 3 }, { volume: 5, high: 121, low: 110 }])).features[0];
    expect(momentum[2]).toBeCloseTo(0.1, 14);
    expect(trend[2]).toBeCloseTo((110 - 115) / 115, 14);
    expect(volumeRatio[2]).toBe(2.5);
    expect(range[2]).toBeCloseTo(0.1, 14);
  });

  test("ATM IV interpolates between strikes around the spot and, in total variance, to 30 days", () => {
    const market = handMarket().day("2024-03-04", 101);
    market.expiry("2024-03-24").put(100, 1, 1.1, { iv: 0.2 }).call(100, 1, 1.1, { iv: 0.22 }).put(102, 1, 1.1, { iv: 0 }).call(102, 1, 1.1, { iv: 0.17 });
    expect(of(market).features[0].atmIv[0]).toBeCloseTo(0.19, 14); // 20 days alone
    market.expiry("2024-04-13").put(100, 1, 1.1, { iv: 0.25 }).put(105, 1, 1.1, { iv: 0.25 }); // 40 days
    expect(of(market).features[0].atmIv[0]).toBeCloseTo(Math.sqrt((0.19 * 0.19 * 20 + 0.25 * 0.25 * 40) / 2 / 30), 14);
    market.expiry("2024-04-03").put(100, 1, 1.1, { iv: 0.3 }).put(105, 1, 1.1, { iv: 0.3 });
    expect(of(market).features[0].atmIv[0]).toBe(0.3); // 30 days exactly
  });

  test("D.36: IV rank and percentile compare with the values before, skip days without one, and need all of them", () => {
    const market = handMarket();
    [0.2, 0.3, null, 0.25, 0.25].forEach((iv, k) => {
      market.day(DATES[k], 100);
      if (iv !== null) market.expiry("2024-03-29").put(95, 1, 1.1, { iv }).put(105, 1, 1.1, { iv });
    });
    const { ivRank, ivPercentile } = of(market).features[0];
    expect([...ivPercentile]).toEqual([NaN, NaN, NaN, 0.5, 0]);
    expect(ivRank[3]).toBeCloseTo(0.5, 14);
    expect(ivRank[4]).toBe(0);
  });

  test("four-state: bull or bear by trend, high or low against the volatility's own past", () => {
    const { regime } = of(closes([100, 101, 102, 90, 91]), { quantileWindow: 1 }).features[0];
    // σ: –, –, tiny, large, larger; the quantile is the value before.
    expect([...regime]).toEqual([255, 255, 255, 3, 1]);
  });

  test("four-state: inside the dead band momentum decides", () => {
    const { regime } = of(closes([100, 101, 102, 103, 102.9]), { quantileWindow: 1, deadBand: 0.1 }).features[0];
    expect(regime[4]).toBe(1);
  });

  test("vix-ladder: levels, and recovery after a remembered high", () => {
    const vix = { [DATES[0]]: 14, [DATES[1]]: 16, [DATES[2]]: 55, [DATES[3]]: 40, [DATES[4]]: 20 };
    const { regime } = of(closes([100, 100, 100, 100, 100]), { detector: "vix-ladder" }, vix).features[0];
    expect([...regime]).toEqual([255, 1, 4, 3, 5]);
    expect(of(closes([100, 100, 100, 100, 100]), { detector: "vix-ladder", crisisMemory: 0 }, vix).features[0].regime[4]).toBe(1);
  });

  test("correlations use common days, newest back, and none is a number before there are enough", () => {
    const a = closes([100, 101, 100, 102, 101]);
    const b = closes([50, 50.5, 50, 51, 50.5]);
    const [pair] = of([a, b], { correlationWindow: 3 }).correlations;
    expect([...pair.slice(0, 3)]).toEqual([NaN, NaN, NaN]);
    expect(pair[4]).toBeCloseTo(1, 14);
    expect(pair[4]).toBeLessThanOrEqual(1);
  });
});

describe("timeline", () => {
  const build = () => handMarket().day("2024-03-01", 99, { chain: false }).day("2024-03-04", 100).day("2024-03-05", 101, { bar: null }).day("2024-03-06", 102).day("2024-03-07", 103, { chain: false }).build();
  const range = { start: -1e9, end: 1e9 };

  test("D.37: sessions run from the first to the last chain day, features lag", () => {
    const { day, underlyings } = referenceTimeline([build()], { vix: null, rate: null }, { ...range, lag: 1 });
    expect([...day]).toEqual(["2024-03-04", "2024-03-05", "2024-03-06"].map(date));
    expect([...underlyings[0].featureIndex]).toEqual([0, 1, 1]);
    expect([...underlyings[0].barIndex]).toEqual([1, -1, 2]);
    expect([...referenceTimeline([build()], { vix: null, rate: null }, { ...range, lag: 2 }).underlyings[0].featureIndex]).toEqual([-1, 0, 0]);
    expect([...referenceTimeline([build()], { vix: null, rate: null }, { ...range, lag: 0 }).underlyings[0].featureIndex]).toEqual([1, 1, 2]);
  });

  test("curves are known from the day before and grow stale after a week", () => {
    const vix = curve({ "2024-02-26": 11, "2024-03-05": 22 });
    expect([...referenceTimeline([build()], { vix, rate: vix }, { ...range, lag: 1 }).vix]).toEqual([11, NaN, 22]);
    expect([...referenceTimeline([build()], { vix, rate: vix }, { ...range, lag: 0 }).rate]).toEqual([11, 22, 22]);
    expect([...referenceTimeline([build()], { vix, rate: vix }, { ...range, lag: 1 }).rate]).toEqual([11, 0, 22]);
  });

  test("an underlying without bars gets flat ones from its snapshots", () => {
    const bare = handMarket().day("2024-03-04", 100, { bar: null }).day("2024-03-05", 101, { bar: null }).build();
    expect([...withBars(bare).bars.close]).toEqual([1_000_000, 1_010_000]);
    expect(withBars(build()).bars.day.length).toBe(4);
  });
});
