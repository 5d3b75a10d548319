import { describe, expect, it } from "vitest";
import { loadCore } from "../helpers/core";
import { firstDifference, placeOptions, randomOptions } from "../helpers/options";
import { GREEKS, greeks, impliedVols } from "../reference/pricing";
import { normCdf, normInv } from "../../assembly/portable/normal";

const NOT_PRICES = { spot: 0, strike: -1, years: -0.1, rate: NaN, yield: Infinity, sigma: -0.2 };

describe.each(["release", "debug"] as const)("pricing kernels (%s) equal their twin bit for bit", (build) => {
  const core = loadCore(build);
  for (const count of [0, 1, 2, 3, 5, 20_000]) {
    it(`at ${count} rows`, () => {
      const mark = core.arena.mark();
      const options = randomOptions(count, 11 + count);
      const expected = greeks(options);
      const placed = placeOptions(core, options);
      expect(core.kernels.bsmGreeksColumn(placed.record, count)).toBe(0);
      for (const name of GREEKS) expect(firstDifference(placed.outputs()[name], expected[name]), name).toBeUndefined();
      placed.outputs().price.fill(-1);
      placed.outputs().delta.fill(-2);
      expect(core.kernels.bsmPriceColumn(placed.record, count)).toBe(0);
      for (const name of ["price", "delta"] as const) expect(firstDifference(placed.outputs()[name], expected[name]), name).toBeUndefined();
      const sigma = impliedVols(options, expected.price);
      expect(core.kernels.impliedVolColumn(placed.record, count)).toBe(sigma.filter(Number.isNaN).length);
      expect(firstDifference(placed.outputs().sigma, sigma)).toBeUndefined();
      core.arena.release(mark);
    });
  }

  it("counts the rows that have no price and leaves NaN in them", () => {
    const options = randomOptions(12, 5);
    Object.entries(NOT_PRICES).forEach(([name, value], i) => (options[name as keyof typeof NOT_PRICES][2 * i] = value));
    const placed = placeOptions(core, options);
    expect(core.kernels.bsmGreeksColumn(placed.record, 12)).toBe(6);
    placed.outputs().delta.fill(-2);
    expect(core.kernels.bsmPriceColumn(placed.record, 12)).toBe(6);
    for (const name of GREEKS) expect([...placed.outputs()[name]].map(Number.isNaN), name).toEqual(Array.from({ length: 12 }, (_, i) => i % 2 === 0));
    expect(firstDifference(placed.outputs().delta, greeks(options).delta)).toBeUndefined();
  });

  it("writes no column without an address", () => {
    const options = randomOptions(3, 9);
    const placed = placeOptions(core, options);
    const before = placed.outputs().gamma.slice();
    core.arena.view(Uint32Array, placed.record, 13).fill(0, 9);
    core.kernels.bsmGreeksColumn(placed.record, 3);
    expect(firstDifference(placed.outputs().gamma, before)).toBeUndefined();
    expect(firstDifference(placed.outputs().delta, greeks(options).delta)).toBeUndefined();
  });
});

describe("normal columns equal their twin bit for bit", () => {
  const { arena, kernels } = loadCore();
  for (const count of [0, 1, 2, 3, 5, 4_001]) {
    it(`at ${count} rows`, () => {
      const x = Float64Array.from({ length: count }, (_, i) => 0.02 * (i - count / 2) + 1e-3);
      const p = x.map(normCdf);
      const input = arena.place(x);
      const out = arena.alloc(count * 8);
      kernels.normCdfColumn(input, out, count);
      expect(firstDifference(arena.view(Float64Array, out, count), p)).toBeUndefined();
      kernels.normInvColumn(out, out, count);
      expect(firstDifference(arena.view(Float64Array, out, count), p.map(normInv))).toBeUndefined();
    });
  }
});
