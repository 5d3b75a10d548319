import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { parseIsoDate, resolveConfig, runBacktest, simulateMarket, TINY_SIMULATION, toRunSpec } from "../../src";
import type { Core } from "../../src";
import { loadCore } from "../helpers/core";

const market = simulateMarket({ ...TINY_SIMULATION, end: "2019-03-29", symbols: ["SPY"] });
const request = { tickers: ["SPY"], start: parseIsoDate("2019-01-02")!, end: parseIsoDate("2019-03-29")!, spec: toRunSpec(resolveConfig([]), ["SPY"]) };

/** A core whose day loop stops with `status`. */
function stopping(status: number): Core {
  const core = loadCore();
  return { ...core, kernels: { ...core.kernels, runBacktest: () => status } };
}

describe("a run that cannot be trusted has no result", () => {
  it.each([
    [abi.STATUS_NOT_CONSERVED, "cash flows and marks do not add up to the equity"],
    [abi.STATUS_NOT_FINITE, "an amount is not finite"],
    [abi.STATUS_POSITIONS_FULL, "the position table is full"],
    [abi.STATUS_TRADES_FULL, "the trade table is full"],
    [99, "unknown status"],
  ])("S.18: status %i stops it with an error", (status, problem) => {
    const core = stopping(status);
    const before = core.arena.mark();
    expect(() => runBacktest(core, market, request)).toThrow(`status = ${status}: ${problem}`);
    expect(core.arena.mark()).toBe(before);
  });

  it("the same request on the real core runs", () => {
    expect(runBacktest(loadCore(), market, request).timeline.day.length).toBeGreaterThan(50);
  });
});
