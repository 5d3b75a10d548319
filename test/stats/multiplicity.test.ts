import { describe, expect, it } from "vitest";
import { benjaminiHochberg, holm } from "../../src/stats/multiplicity";
import reference from "../fixtures/statistics.json";

/** The worked example of Benjamini and Hochberg (1995), § 3.2: fifteen endpoints of a trial of thrombolysis. */
const THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];

describe("corrections for multiplicity", () => {
  it("Benjamini and Hochberg's own example: four discoveries at 0.05, three by Holm", () => {
    expect(benjaminiHochberg(THROMBOLYSIS, 0.05).discoveries).toEqual([0, 1, 2, 3]);
    expect(holm(THROMBOLYSIS).filter((p) => p <= 0.05).length).toBe(3);
  });

  it("equals statsmodels.multipletests", () => {
    const { p, holm: expectedHolm, bh, rejected } = reference.multiplicity;
    holm(p).forEach((value, i) => expect(value).toBeCloseTo(expectedHolm[i], 14));
    const { adjusted, discoveries } = benjaminiHochberg(p, 0.05);
    adjusted.forEach((value, i) => expect(value).toBeCloseTo(bh[i], 14));
    expect(discoveries).toEqual(rejected);
  });

  it("an undefined p-value is no test: not counted, never rejected", () => {
    expect([...holm([0.02, NaN, 0.5])]).toEqual([0.04, NaN, 0.5]);
    const { adjusted, discoveries } = benjaminiHochberg([NaN, 0.04, NaN], 0.05);
    expect([...adjusted]).toEqual([NaN, 0.04, NaN]);
    expect(discoveries).toEqual([1]);
    expect([...holm([])]).toEqual([]);
  });
});
