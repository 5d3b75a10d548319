import { beforeAll, describe, expect, it } from "vitest";
import { QUALITY_CHECKS, qualityContext, runChecks } from "../../src/quality";
import type { CheckResult } from "../../src/quality";
import type { Market } from "../../src/market/types";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";

/** Shares of what is examined that noise in the mids, rounding to cents and a clock of sessions may make: docs/quality.md. */
const TOLERATED: Record<string, number> = {
  vertical_mid: 0.02, butterfly_mid: 0.03, intrinsic_mid: 1e-3, calendar_mid: 0.005, iv_outlier: 1e-3, delta_pair: 1e-3, iv_range: 1e-3, spot_close: 0.1, locked: 2e-3, blown: 1e-4, thin_day: 0.02, thin_volume: 0.02,
};

/** Priced as European whatever they are listed as: docs/embedded-market.md. */
function examine(market: Market, s: number): CheckResult[] {
  const u = { ...market.underlyings[s], exercise: "european" as const };
  return runChecks(u, qualityContext(u, { rate: market.curves.rate }));
}

describe("the simulated market", () => {
  let clean: Market;
  let spoilt: Market;
  beforeAll(() => {
    clean = simulateMarket({ ...TINY_SIMULATION, badQuotes: 0 });
    spoilt = simulateMarket({ ...TINY_SIMULATION, badQuotes: 20 });
  }, 60_000);

  it("without planted bad quotes has no fault at all, and doubts within the documented tolerances", () => {
    for (const s of [0, 1]) {
      for (const { check, finding: { count, of } } of examine(clean, s)) {
        if (check.grade === "fault") expect([check.id, count]).toEqual([check.id, 0]);
        if (check.grade === "doubt") expect(count / (of || 1), check.id).toBeLessThanOrEqual(TOLERATED[check.id] ?? 0);
      }
    }
  });

  it("D.11: every planted crossed, locked and blown quote is found, and nothing else is arbitrage than locked ones", () => {
    const u = spoilt.underlyings[0];
    const { bid, ask } = u.rows;
    const rows = (is: (b: number, a: number) => boolean): number[] => [...bid.keys()].filter((i) => is(bid[i], ask[i]));
    const results = new Map(examine(spoilt, 0).map(({ check, finding }) => [check.id, finding]));
    expect([...results.get("crossed")!.rows]).toEqual(rows((b, a) => b > a));
    expect([...results.get("locked")!.rows]).toEqual(rows((b, a) => b === a && b > 0));
    expect([...results.get("no_quote")!.rows]).toEqual(rows((b, a) => b === 0 && a === 0));
    expect(results.get("crossed")!.count).toBeGreaterThan(10);
    const locked = new Set(results.get("locked")!.rows);
    for (const id of ["intrinsic", "vertical", "butterfly", "calendar", "parity"]) {
      const wrong = results.get(id)!.examples.filter(({ date, expiry, right, strike }) => date && expiry && right && strike === null);
      expect(wrong).toEqual([]);
      expect(results.get(id)!.count).toBeLessThanOrEqual(2 * locked.size);
    }
  });

  it("runs every check on a symbol in less than a second a million rows", () => {
    const u = clean.underlyings[0];
    const started = process.cpuUsage().user;
    runChecks(u, qualityContext(u, { rate: clean.curves.rate, collectRows: false }));
    const seconds = (process.cpuUsage().user - started) / 1e6;
    expect(seconds).toBeLessThan(1 + (4 * u.rows.strike.length) / 1e6);
    expect(QUALITY_CHECKS.length).toBe(35);
  });
});
