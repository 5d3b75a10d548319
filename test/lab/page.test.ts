import { describe, expect, it } from "vitest";
import { parseConfigFile, resolveConfig } from "../../src/config";
import { createCache, keyOf } from "../../src/lab/cache";
import type { Result } from "../../src/lab/cache";
import { luckOf } from "../../src/lab/luck";
import { fromAddress, toAddress, toCommand, toYaml } from "../../src/lab/share";
import { openTrials } from "../../src/lab/trials";
import { METRICS } from "../../src/metrics";
import { expectedMaxSharpe } from "../../src/stats/deflated";

const result = (fingerprint: string, sharpe: number): Result => {
  const metrics = new Float64Array(METRICS.length).fill(NaN);
  metrics[METRICS.findIndex(({ id }) => id === "sharpe")] = sharpe;
  return { days: new Int32Array(0), equity: new Float64Array(0), metrics, reasons: new Uint32Array(0), exits: new Uint32Array(0), fingerprint };
};

/** A Storage of this process. */
function memory(): Storage {
  const items = new Map<string, string>();
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value), removeItem: (key: string) => void items.delete(key) } as unknown as Storage;
}

describe("sharing", () => {
  const values = { ticker: ["SPY", "QQQ"], min_delta: 0.12, regime_multipliers: "1,0.5,0.2,0.1", strategy: "iron-condor" };

  it("an address gives back what it was made of", () => {
    expect(fromAddress(`#${toAddress({ values, data: "abc123" })}`)).toEqual({ values, data: "abc123" });
  });

  it("an address that says nothing is none", () => {
    for (const hash of ["", "#", "#config=", "#config={", "#config=[1]", "#config=null", "#other=1"]) expect(fromAddress(hash)).toBeNull();
  });

  it("YAML and command read back as the same config", () => {
    const expected = resolveConfig([{ file: null, values }]);
    expect(resolveConfig([{ file: "lab.yaml", values: parseConfigFile(toYaml(values, "test"), "lab.yaml").values }])).toEqual(expected);
    expect(toCommand(values, "data/my spx")).toBe("mahler backtest --data 'data/my spx' --ticker SPY,QQQ --min-delta 0.12 --regime-multipliers 1,0.5,0.2,0.1 --strategy iron-condor");
  });
});

describe("trials", () => {
  it("count a config once, however often it is looked at, and outlive the page", async () => {
    const storage = memory();
    const trials = openTrials(storage, "d1");
    trials.add("a", result("f1", 1));
    trials.add("a", result("f1", 1));
    trials.add("b", result("f1", 1));
    trials.add("c", result("f2", NaN));
    expect([trials.count(), trials.sharpes()]).toEqual([3, [1]]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(openTrials(storage, "d1").count()).toBe(3);
    expect(openTrials(storage, "d2").count()).toBe(0);
  });

  it("begin anew when what was kept cannot be read", () => {
    const storage = memory();
    storage.setItem("mahler-trials-d", "{");
    expect(openTrials(storage, "d").count()).toBe(0);
  });

  it("the luck of many looks is the expected maximum of as many configs without an edge", () => {
    const trials = openTrials(null, "d");
    const sharpes = [0.2, -0.3, 0.5, 0.1];
    sharpes.forEach((sharpe, i) => trials.add(String(i), result(`f${i}`, sharpe)));
    const mean = sharpes.reduce((a, b) => a + b) / 4;
    const variance = sharpes.reduce((sum, s) => sum + (s - mean) ** 2, 0) / 3;
    const equity = Float64Array.from({ length: 500 }, (_, t) => 100_000 + 50 * t + 300 * (t % 3));
    const { luck, sharpe, deflated } = luckOf({ ...result("x", 0), equity }, 100_000, trials);
    expect(luck).toBeCloseTo(expectedMaxSharpe(4, variance / 252) * Math.sqrt(252), 12);
    expect(sharpe).toBeGreaterThan(luck!);
    expect(deflated).toBeGreaterThan(0.5);
    expect(luckOf({ ...result("x", 0), equity: new Float64Array(10).fill(100_000) }, 100_000, trials)).toEqual({ sharpe: null, luck: null, deflated: null });
  });
});

describe("cache", () => {
  it("knows a config by its keys and values in any order, and keeps the newest", () => {
    expect(keyOf({ a: 1, b: 2 })).toBe(keyOf({ b: 2, a: 1 }));
    const cache = createCache(2);
    for (const key of ["a", "b"]) cache.set(key, result(key, 0));
    cache.get("a");
    cache.set("c", result("c", 0));
    expect([cache.get("a")?.fingerprint, cache.get("b"), cache.get("c")?.fingerprint]).toEqual(["a", undefined, "c"]);
  });
});
