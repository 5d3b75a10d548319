import { describe, expect, it } from "vitest";
import { packSpecs } from "../../src/core/packed";
import { createEvaluator, type EvaluatorRequest } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { localLane } from "../../src/sweep/lane";
import { poolOf } from "../../src/sweep/pool";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const { underlyings, curves } = randomMarket(3, { underlyings: 2, sessions: 400, dirt: 0.2 });
const market: Market = { name: "random", origin: "simulated", underlyings, curves };
const request: EvaluatorRequest = { tickers: ["U0", "U1"], start: -1e9, end: 1e9, rates: false, riskFree: 0 };
const base = randomSpec(11, 2);
const specs = Array.from({ length: 1200 }, (_, i): RunSpec => ({ ...base, account: { ...base.account, maxPositions: 1 + (i % 40) } }));

describe("the calling thread as a lane", () => {
  it("lets timers in during a batch, which has the same results", async () => {
    const expected = createEvaluator(loadCore(), market, request).evaluate(packSpecs(specs, 2));
    const lane = localLane(loadCore(), market, request);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
    });
    const evaluations = await lane.evaluate(packSpecs(specs, 2));
    clearInterval(timer);
    expect(evaluations.fingerprints).toEqual(expected.fingerprints);
    expect(Buffer.compare(Buffer.from(evaluations.metrics.buffer), Buffer.from(expected.metrics.buffer))).toBe(0);
    expect(ticks).toBeGreaterThan(1);
  });

  it("stops in the middle of a batch on request, and leaves the core as it was", async () => {
    const abort = new AbortController();
    const core = loadCore();
    const pool = poolOf([localLane(core, market, request)], false, abort.signal);
    const whole = pool.evaluate(packSpecs(specs.slice(0, 3), 2));
    const before = await whole.then(() => core.arena.mark());
    // Long enough for several breaths on any machine; the timer fires in the first.
    const stopped = pool.evaluate(packSpecs(Array.from({ length: 8 }, () => specs).flat(), 2));
    setTimeout(() => abort.abort(), 0);
    await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
    await new Promise((done) => setTimeout(done, 120));
    expect(core.arena.mark()).toBe(before);
  });
});
