import { describe, expect, it } from "vitest";
import { OPENED } from "../../assembly/abi";
import { effectiveSessions, sharpeOf } from "../../src/layers/returns";
import { sharpeSeries } from "../../src/stats/sharpeSeries";
import { layersRecord } from "../../src/layers/record";
import type { Manifest } from "../../src/store/manifest";
import { parseIsoDate } from "../../src/units";
import { compareGates, noise } from "./support";

const DAYS = 1000;
const market = noise(1, DAYS).map((z) => 0.0004 + 0.01 * z);
const pairOf = (result: ReturnType<typeof compareGates>, layer: string, context: "alone" | "system" = "alone") => result.pairs.find((pair) => pair.layer === layer && pair.context === context)!;

describe("a difference that is known", () => {
  const shift = 0.001;
  const result = compareGates(["shift"], (gates) => ({ returns: market.map((r) => (gates.includes("shift") ? r + shift : r)) }));
  const { difference } = pairOf(result, "shift");

  it("the Sharpe ratio moves by shift / σ × √252, the mean return by shift × 252", () => {
    const base = Float64Array.from(market);
    const expected = (sharpeOf(base.map((r) => r + shift))! - sharpeOf(base)!) * Math.sqrt(252);
    expect(difference!.sharpe.value).toBeCloseTo(expected, 6);
    expect(difference!.mean.value).toBeCloseTo(shift * 252, 8);
    expect(expected).toBeCloseTo((shift / 0.01) * Math.sqrt(252), 1);
  });

  it("a constant gain on every day is beyond doubt: it adds value", () => {
    expect(difference!.sharpe.low).toBeGreaterThan(0);
    expect(result.verdicts).toMatchObject([{ layer: "shift", verdict: "adds value", significant: [{ context: "alone", sign: 1 }, { context: "system", sign: 1 }] }]);
    expect(difference!.years.same).toBe(difference!.years.of);
    expect(difference!.thirds.every(({ sharpe }) => sharpe! > 0)).toBe(true);
  });

  it("with one layer both contexts are the same two runs, told once", () => {
    expect(result.runs.map(({ id }) => id)).toEqual(["base", "base + shift"]);
    expect(pairOf(result, "shift", "system")).toMatchObject({ sameAs: "alone", difference: { sharpe: { value: difference!.sharpe.value } } });
    expect(result.judge.tests).toBe(1);
  });
});

describe("what is no evidence", () => {
  it("half the size: return and drawdown fall, the Sharpe ratio cannot, and the layer is told to change nothing but size", () => {
    const result = compareGates(["half"], (gates) => ({ returns: market.map((r) => (gates.includes("half") ? r / 2 : r)) }));
    expect(pairOf(result, "half")).toMatchObject({ inert: null, difference: null, reason: expect.stringContaining("times a constant") });
    expect(result.verdicts[0]).toMatchObject({ verdict: "undefined", reason: expect.stringContaining("changes the size and nothing else") });
    expect(result.runs[1].metrics.max_drawdown.value).toBeLessThan(result.runs[0].metrics.max_drawdown.value!);
  });

  it("S.6: a layer that never did anything is inert and says why", () => {
    const result = compareGates(["idle"], () => ({ returns: market, trades: [{ pnl: 12 }] }));
    expect(result.verdicts[0]).toEqual({ layer: "idle", verdict: "inert", significant: [], reason: "it never bound: its one trade and every day's equity are the same (idle off → on)" });
  });

  it("a difference of a few days is not judged, and is no test of the family", () => {
    const small = noise(4, DAYS).map((z) => 0.003 * z);
    const result = compareGates(["rare", "often"], (gates) => ({ returns: market.map((r, t) => r + (gates.includes("rare") && t % 500 === 250 ? 0.04 : 0) + (gates.includes("often") ? small[t] : 0)) }), { replicates: 99 });
    const { difference } = pairOf(result, "rare");
    expect(difference!.sessions).toBeLessThan(3);
    expect(difference!.sharpe.adjusted).toBeNull();
    expect(result.verdicts[0].verdict).toBe("no evidence");
    expect(result.judge.tests).toBe(2);
  });

  it("S.10: a run that never traded has no Sharpe ratio and gets no verdict", () => {
    const result = compareGates(["veto"], (gates) => ({ returns: gates.length ? market.map(() => 0) : market }));
    expect(result.verdicts[0]).toMatchObject({ verdict: "undefined", reason: '"base + veto" never traded' });
    expect(pairOf(result, "veto").difference).toBeNull();
  });
});

describe("the family", () => {
  const ids = Array.from({ length: 6 }, (_, i) => `coin-${i}`);
  const effects = ids.map((_, i) => noise(100 + i, DAYS));
  const coins = (gates: readonly string[], seed = 0) => market.map((r, t) => r + ids.reduce((sum, id, i) => sum + (gates.includes(id) ? 0.003 * effects[i][(t + 97 * seed) % DAYS] : 0), 0));

  it("six layers that know nothing: none adds value or harms, whichever correction; p-values only grow", () => {
    for (const correction of ["romano-wolf", "holm", "bh"] as const) {
      const result = compareGates(ids, (gates) => ({ returns: coins(gates) }), { correction, replicates: 299 });
      expect(result.verdicts.map(({ verdict }) => verdict)).toEqual(ids.map(() => "no evidence"));
      expect(result.judge).toMatchObject({ tests: 12, correction });
      for (const { difference } of result.pairs) expect(difference!.sharpe.adjusted).toBeGreaterThanOrEqual(difference!.sharpe.p);
    }
  });

  it("one that loses among them is found, and only it", () => {
    const result = compareGates([...ids.slice(0, 4), "leak"], (gates) => ({ returns: coins(gates).map((r) => (gates.includes("leak") ? r - 0.0015 : r)) }), { replicates: 299 });
    expect(result.verdicts.map(({ verdict }) => verdict)).toEqual([...ids.slice(0, 4).map(() => "no evidence"), "harms"]);
  });

  it("helps alone and hurts in the system: it depends", () => {
    const other = noise(50, DAYS).map((z) => 0.002 * z);
    const result = compareGates(["double", "other"], (gates) => {
      const [on, too] = [gates.includes("double"), gates.includes("other")];
      return { returns: market.map((r, t) => r + (too ? 0.004 + other[t] : 0) + (on ? (too ? -0.002 : 0.002) + other[(t + 1) % DAYS] / 4 : 0)) };
    }, { replicates: 299 });
    expect(result.verdicts[0]).toMatchObject({ layer: "double", verdict: "depends", significant: [{ context: "alone", sign: 1 }, { context: "system", sign: -1 }] });
  });

  it("what could have been seen: 2.80 standard errors in a test of its own, more among many", () => {
    const { difference } = pairOf(compareGates(ids.slice(0, 2), (gates) => ({ returns: coins(gates) }), { replicates: 99 }), "coin-0");
    expect(difference!.detectable.single / difference!.sharpe.standardError).toBeCloseTo(1.959964 + 0.841621, 5);
    expect(difference!.detectable.family / difference!.sharpe.standardError).toBeCloseTo(2.497705 + 0.841621, 5); // z at 1 − 0.05 / 8
  });

  it("S.17: the same runs and seed give the same result, another seed another interval", () => {
    const run = (seed: number) => compareGates(ids.slice(0, 3), (gates) => ({ returns: coins(gates) }), { seed, replicates: 199 });
    const record = (seed: number) => JSON.stringify(layersRecord(run(seed), {}, { path: "x", manifest: { symbols: [], curves: {} } as unknown as Manifest, core: "" }));
    expect(record(1)).toBe(record(1));
    expect(pairOf(run(1), "coin-0").difference!.sharpe.low).not.toBe(pairOf(run(2), "coin-0").difference!.sharpe.low);
  });
});

describe("from a day on", () => {
  it("nothing before it counts: returns, trades, chances", () => {
    const from = parseIsoDate("2018-01-01")!;
    const trades = [{ entry: "2016-03-01", pnl: 5 }, { entry: "2018-03-01", exit: "2018-03-09", pnl: 7 }];
    const early = compareGates(["early"], (gates) => ({ returns: market.map((r, t) => (gates.includes("early") && t < 250 ? r + 0.001 : r)), trades }), { from });
    expect(early.verdicts[0].verdict).toBe("undefined"); // the equity differs, the returns that count do not
    expect(early.runs[0].metrics.trades.value).toBe(1);
    expect(early.range.from).toBe("2018-01-01");
    expect(early.runs[0].starvation.chances).toBe(early.range.sessions);
    expect(() => compareGates(["early"], () => ({ returns: market }), { from: parseIsoDate("2030-01-01")! })).toThrow(/from = 2030-01-01: is after the last session/);
  });
});

describe("starvation", () => {
  it("the layer refused what opened without it, by its own reasons", () => {
    const open = market.map((_, t) => (t % 5 === 0 ? OPENED : 8));
    const filtered = open.map((code, t) => (code === OPENED && t % 10 === 0 ? 7 : t === 1 ? OPENED : code));
    const { refused } = pairOf(compareGates(["filter"], (gates) => ({ returns: market.map((r) => r + gates.length / 1e3), funnel: gates.length ? filtered : open })), "filter");
    expect(refused).toEqual({ lost: 100, reasons: [{ id: "iv_filter", count: 100 }], gained: 1 });
  });
});

describe("the numbers behind", () => {
  it("sharpeSeries has the Sharpe ratio as its mean", () => {
    const returns = Float64Array.from(market);
    const mean = sharpeSeries(returns).reduce((sum, x) => sum + x, 0) / DAYS;
    expect(mean * Math.sqrt((DAYS - 1) / DAYS)).toBeCloseTo(sharpeOf(returns)!, 12);
  });

  it("a difference of one size on k sessions rests on k sessions", () => {
    expect(effectiveSessions(Float64Array.from({ length: 100 }, (_, t) => (t % 10 === 0 ? -3 : 0)))).toBeCloseTo(10, 12);
    expect(effectiveSessions(new Float64Array(5))).toBe(0);
  });
});
