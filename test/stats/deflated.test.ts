import { describe, expect, it } from "vitest";
import { deflatedSharpe, expectedMaxSharpe, minimumTrackRecord, probabilisticSharpe } from "../../src/stats/deflated";
import { effectiveTrials, sampleVariance } from "../../src/stats/trials";
import { returnMatrix } from "../../src/stats/matrix";
import reference from "../fixtures/overfitting.json";

describe("probabilistic Sharpe ratio (Bailey & López de Prado 2012)", () => {
  it("two years of monthly returns, Sharpe 0.458: 0.982 if normal, 0.913 with skewness −2.448 and kurtosis 10.164", () => {
    const figures = { sharpe: 0.458, sessions: 24 };
    expect(probabilisticSharpe(figures)).toBeCloseTo(0.982, 3);
    expect(probabilisticSharpe({ ...figures, skewness: -2.448, kurtosis: 10.164 })).toBeCloseTo(0.913, 3);
  });

  it.each([
    ["daily", 252, 2.73], ["weekly", 52, 2.83], ["monthly", 12, 3.24],
  ])("an annual Sharpe ratio of 2 above 1 at 95 %%, %s returns (%s a year): %s years of track record", (_, perYear, years) => {
    const root = Math.sqrt(perYear);
    expect(minimumTrackRecord({ sharpe: 2 / root, benchmark: 1 / root }) / perYear).toBeCloseTo(years, 2);
  });

  it("with the skewness −0.72 and kurtosis 5.78 of hedge funds it takes 4.99 years of months instead of 3.24", () => {
    const root = Math.sqrt(12);
    expect(minimumTrackRecord({ sharpe: 2 / root, benchmark: 1 / root, skewness: -0.72, kurtosis: 5.78 }) / 12).toBeCloseTo(4.99, 2);
  });

  it("after its minimum track record a Sharpe ratio has exactly the confidence asked for", () => {
    const figures = { sharpe: 0.06, skewness: -2, kurtosis: 15, dependence: 1.4 };
    expect(probabilisticSharpe({ ...figures, sessions: minimumTrackRecord({ ...figures, confidence: 0.9 }) })).toBeCloseTo(0.9, 12);
  });

  it("D.43: no length is enough below the benchmark, and one session proves nothing", () => {
    expect(minimumTrackRecord({ sharpe: 0.05, benchmark: 0.05 })).toBeNaN();
    expect(minimumTrackRecord({ sharpe: NaN })).toBeNaN();
    expect(probabilisticSharpe({ sharpe: 0.05, sessions: 1 })).toBeNaN();
    expect(probabilisticSharpe({ sharpe: NaN, sessions: 100 })).toBeNaN();
  });

  it("D.35: dependence widens the error as fewer sessions would", () => {
    const sharpe = 0.05;
    expect(probabilisticSharpe({ sharpe, sessions: 2001, dependence: 2 })).toBeCloseTo(probabilisticSharpe({ sharpe, sessions: 1001 }), 12);
  });
});

describe("deflated Sharpe ratio (Bailey & López de Prado 2014, numerical example)", () => {
  // An annual Sharpe ratio of 2.5 over five years of 250 days; the trials' annual Sharpe ratios have variance ½.
  const figures = { sharpe: 2.5 / Math.sqrt(250), sessions: 1250, skewness: -3, kurtosis: 10, variance: 0.5 / 250 };

  it("100 trials: expected maximum 0.1132, DSR 0.9004", () => {
    expect(expectedMaxSharpe(100, figures.variance)).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe({ ...figures, trials: 100 }).probability).toBeCloseTo(0.9004, 4);
  });

  it("46 trials would have passed at 95 %: 0.9505; so would 88 with normal returns", () => {
    expect(deflatedSharpe({ ...figures, trials: 46 }).probability).toBeCloseTo(0.9505, 4);
    expect(deflatedSharpe({ ...figures, trials: 88, skewness: 0, kurtosis: 3 }).probability).toBeCloseTo(0.9505, 4);
  });

  it("one trial needs no deflation", () => {
    expect(deflatedSharpe({ ...figures, trials: 1 })).toEqual({ benchmark: 0, probability: probabilisticSharpe(figures) });
  });
});

describe("effective number of trials", () => {
  const { matrix } = reference.cscv[0];
  const of = (rows: readonly (readonly number[])[]) => effectiveTrials(returnMatrix(rows.length, rows[0].length, Float64Array.from(rows.flat())));

  it("has the mean correlation and the variance that numpy finds pair by pair", () => {
    const { correlation, variance, effective } = of(matrix);
    expect(correlation).toBeCloseTo(reference.trials.correlation, 13);
    expect(variance).toBeCloseTo(reference.trials.variance, 14);
    expect(effective).toBe(correlation < 0 ? 7 : correlation + (1 - correlation) * 7);
  });

  it("copies are one trial, rows that never vary none", () => {
    const [row] = matrix;
    const copies = of([row, row.map((x) => 2 * x), row, row.map(() => 0)]);
    expect(copies.trials).toBe(3);
    expect(copies.effective).toBeCloseTo(1, 12);
    expect(copies.variance).toBeCloseTo(0, 12);
    expect(of([row.map(() => 0)])).toEqual({ trials: 0, correlation: NaN, effective: 0, variance: NaN });
  });

  it("the variance of equal values is 0, of one value undefined", () => {
    expect([sampleVariance([3, 3, 3]), sampleVariance([1])]).toEqual([0, NaN]);
    expect(sampleVariance([1, 2, 4])).toBeCloseTo(7 / 3, 14);
  });
});
