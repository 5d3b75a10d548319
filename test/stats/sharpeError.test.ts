import { describe, expect, it } from "vitest";
import { moments } from "../../src/stats/moments";
import { loFactor, longRunVariance, neweyWestLags, sharpeError } from "../../src/stats/sharpeError";
import reference from "../fixtures/overfitting.json";

describe.each(reference.series)("of $lags lags", ({ series, lags, ...expected }) => {
  it("moments are scipy's", () => {
    const { mean, deviation, skewness, kurtosis, sharpe } = moments(series);
    expect([mean, deviation, skewness, kurtosis, sharpe].map((value, i) => value / [expected.mean, expected.deviation, expected.skewness, expected.kurtosis, expected.sharpe][i])).toEqual(Array(5).fill(expect.closeTo(1, 11)));
  });

  it("D.35: the standard error with autocorrelation is statsmodels' HAC on the influence", () => {
    expect(sharpeError(series, lags).standardError / expected.standardError).toBeCloseTo(1, 11);
  });

  it("D.35: Lo's factor replaces √252", () => {
    expect(loFactor(series, 252, lags) / expected.lo).toBeCloseTo(1, 11);
  });
});

describe("errors of a Sharpe ratio", () => {
  const [smooth] = reference.series;

  it("without lags it is Mertens' formula", () => {
    const { sharpe, skewness, kurtosis, count, deviation } = moments(smooth.series);
    const { independent } = sharpeError(smooth.series);
    const shrink = (count - 1) / count; // the influence divides by the sample deviation
    const mertens = Math.sqrt((1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe) / count);
    expect(deviation).toBeGreaterThan(0);
    expect(independent / mertens).toBeCloseTo(1, 2);
    expect(Math.abs(independent / mertens - 1)).toBeLessThan(2 * (1 - shrink));
  });

  it("D.35: smooth marks weigh less than one session a session, and annualise to less than √252", () => {
    const { dependence } = sharpeError(smooth.series);
    expect(smooth.firstAutocorrelation).toBeGreaterThan(0.15);
    expect(dependence).toBeGreaterThan(1.3);
    expect(loFactor(smooth.series)).toBeLessThan(0.9 * Math.sqrt(252));
  });

  it("independent returns annualise with √252 when no lag is asked for", () => {
    expect(loFactor(smooth.series, 252, 0)).toBeCloseTo(Math.sqrt(252), 12);
  });

  it("chooses lags as Newey and West did", () => {
    expect([1, 2, 100, 252, 4780].map(neweyWestLags)).toEqual([0, 1, 4, 4, 9]);
  });

  it("D.43: a series that never varies has no Sharpe ratio, a short one neither", () => {
    expect(moments([0.1, 0.1, 0.1])).toEqual({ count: 3, mean: expect.closeTo(0.1, 15), deviation: NaN, skewness: NaN, kurtosis: NaN, sharpe: NaN });
    expect(moments([1]).sharpe).toBeNaN();
    expect(moments([]).mean).toBeNaN();
    expect(sharpeError([0, 0, 0]).standardError).toBeNaN();
    expect(longRunVariance([2, 2, 2, 2])).toBe(0);
  });
});
