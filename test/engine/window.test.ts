// A window of a range against a run of the window alone: every column and the equity, bit for bit, by replay and by day loop.
import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { packSpecs } from "../../src/core/packed";
import { runBacktest } from "../../src/engine/backtest";
import { createEvaluator, type EvaluatorRequest } from "../../src/engine/evaluator";
import { checkEquity, emptyEvaluations, EQUITY_BYTES } from "../../src/engine/evaluations";
import { prepare } from "../../src/engine/prepare";
import { windowOf } from "../../src/engine/window";
import type { Market } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { loadCore } from "../helpers/core";
import { random } from "../helpers/random";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const loaded = loadCore();
let compiled = 0;
/** Counts compilations. */
const core = { ...loaded, kernels: { ...loaded.kernels, compileBegin: (record: number) => ((compiled += 1), loaded.kernels.compileBegin(record)) } };
const WHOLE = { start: -1e9, end: 1e9 };

interface Case {
  market: Market;
  specs: RunSpec[];
  request: EvaluatorRequest;
  windows: { start: number; end: number }[];
}

/** A market, so many specs that share features, and windows that begin and end on any day, also without a chain and beyond the data. */
function randomCase(seed: number, count: number): Case {
  const { underlyings, curves } = randomMarket(seed);
  const first = randomSpec(seed, underlyings.length, underlyings[0].days.day);
  const specs = Array.from({ length: count }, (_, i): RunSpec => {
    const other = randomSpec(seed + 1000 * i, underlyings.length, underlyings[0].days.day);
    return { ...first, account: { ...other.account, regimeMultipliers: first.account.regimeMultipliers }, sleeves: first.sleeves.map((sleeve) => (i % 2 ? sleeve : { ...sleeve, ...other.sleeves[0] })) };
  });
  const rng = random(seed);
  const days = underlyings.flatMap((u) => [...u.days.day]).sort((a, b) => a - b);
  const windows = Array.from({ length: 4 }, () => {
    const [a, b] = [rng.pick(days), rng.pick(days)];
    return { start: Math.min(a, b) - rng.integer(0, 4), end: Math.max(a, b) + rng.integer(0, 4) };
  });
  const request: EvaluatorRequest = { tickers: underlyings.map((u) => u.symbol), ...WHOLE, ...(seed % 2 ? { rates: true, riskFree: 0 } : { rates: false, riskFree: 0.03 }) };
  return { market: { name: "random", origin: "simulated", underlyings, curves }, specs, request, windows };
}

function released<T>(work: () => T): T {
  const mark = core.arena.mark();
  try {
    return work();
  } finally {
    core.arena.release(mark);
  }
}

describe("a window has the bits of a run of its own", () => {
  const seen = { trades: 0, shared: 0 };

  it.each(Array.from({ length: 40 }, (_, i) => i + 1))("random market, configs and windows %i", (seed) => {
    const { market, specs, request, windows } = randomCase(seed, seed % 4 === 0 ? 1 : 6); // one config goes through the day loop
    const pack = () => packSpecs(specs, request.tickers.length);
    const inWindows = released(() => {
      const evaluator = createEvaluator(core, market, request);
      const inTurn = () => windows.map((window) => evaluator.evaluate(pack(), { ...window, equity: true }));
      const first = inTurn();
      expect(inTurn()).toEqual(first);
      const before = compiled;
      expect(inTurn()).toEqual(first);
      if (specs.length > 1 && compiled === before) seen.shared++; // all windows over tables that were compiled for the whole range
      return first;
    });
    windows.forEach((window, w) => {
      const { equity, sessions, ...columns } = inWindows[w];
      expect(columns).toEqual(released(() => createEvaluator(core, market, { ...request, ...window }).evaluate(pack())));
      specs.forEach((spec, i) => {
        const { output, timeline } = released(() => runBacktest(core, market, { ...window, tickers: [...request.tickers], spec }));
        expect(sessions).toEqual(timeline.day);
        expect(equity!.slice(i * timeline.day.length, (i + 1) * timeline.day.length)).toEqual(Float64Array.from(timeline.day, (_, t) => output.equity[t * abi.EQ_STRIDE + abi.E_EQUITY]));
        seen.trades += output.trades.length / abi.TRADE_STRIDE;
      });
    });
  });

  it.each([1, 2, 3])("its timeline and its columns in memory are those of the window alone: market %i", (seed) => {
    const { market, specs: [{ features }], request, windows } = randomCase(seed, 1);
    released(() => {
      const whole = prepare(core, market, { ...request, features });
      for (const window of windows) {
        const [part, alone] = [windowOf(whole, window, request).prepared, prepare(core, market, { ...request, ...window, features })];
        expect(part.timeline).toEqual(alone.timeline);
        const inMemory = ({ timeline: { day }, addresses, records }: typeof part) => [
          core.arena.view(Int32Array, addresses.day, day.length), core.arena.view(Float64Array, addresses.vix, day.length), core.arena.view(Float64Array, addresses.rate, day.length),
          core.arena.view(Int32Array, addresses.correlationIndex, day.length),
          ...records.map((record) => core.arena.view(Float64Array, record[abi.U_EXIT_SCALE_PTR], day.length)),
          ...records.flatMap((record) => [abi.U_CHAIN_INDEX_PTR, abi.U_BAR_INDEX_PTR, abi.U_FEATURE_INDEX_PTR].map((slot) => core.arena.view(Int32Array, record[slot], day.length))),
        ].map((column) => [...column]);
        expect(inMemory(part)).toEqual(inMemory(alone));
      }
    });
  });

  it("the cases hold trades, and windows over what was compiled once", () => {
    expect(seen.trades).toBeGreaterThan(1000);
    expect(seen.shared).toBeGreaterThan(20);
  });
});

describe("an evaluator", () => {
  const { market, specs, request } = randomCase(5, 4);
  const days = market.underlyings[0].days.day;
  const packed = packSpecs(specs, request.tickers.length);

  it("gives the equity of its whole range as well, and none unasked", () => {
    released(() => {
      const evaluator = createEvaluator(core, market, request);
      const { sessions, equity } = evaluator.evaluate(packed, { ...WHOLE, equity: true });
      expect(equity!.length).toBe(4 * sessions!.length);
      expect(evaluator.evaluate(packed).equity).toBeUndefined();
    });
  });

  it("leaves memory after a window as it was, and later windows do not depend on it", () => {
    released(() => {
      const evaluator = createEvaluator(core, market, request);
      const whole = evaluator.evaluate(packed);
      const mark = core.arena.mark();
      evaluator.evaluate(packed, { start: days[3], end: days[9] });
      expect(core.arena.mark()).toBe(mark);
      expect(evaluator.evaluate(packed)).toEqual(whole);
    });
  });

  it("stopped while it compiles the whole range for its windows, leaves memory as it was and goes on afterwards", () => {
    released(() => {
      const evaluator = createEvaluator(core, market, request);
      const window = { start: days[1], end: days[days.length - 2] };
      const expected = evaluator.evaluate(packed, window);
      const [mark, before] = [core.arena.mark(), compiled];
      const steps = evaluator.steps(packed, window);
      while (compiled === before) steps.next();
      steps.return(undefined as never);
      expect(core.arena.mark()).toBe(mark);
      expect(evaluator.evaluate(packed, window)).toEqual(expected);
      expect(core.arena.mark()).toBeGreaterThan(mark);
      const after = compiled;
      expect(evaluator.evaluate(packed, window)).toEqual(expected);
      expect(compiled).toBe(after);
    });
  });

  it("refuses windows without a chain day, and those that its range cuts", () => {
    released(() => {
      const evaluator = createEvaluator(core, market, { ...request, start: days[2], end: days[9] });
      expect(() => evaluator.evaluate(packed, { start: days[5], end: days[20] })).toThrow("open the evaluator or pool for a range that holds all windows");
      expect(() => evaluator.evaluate(packed, { start: 40_000, end: 40_001 })).toThrow("no chain day in the range");
    });
  });

  it("says what to do when the equity asked for is too large to keep", () => {
    expect(() => checkEquity(EQUITY_BYTES)).not.toThrow();
    expect(() => emptyEvaluations(40_000, [2019], new Int32Array(4_780))).toThrow("equity = 1459 MiB: is more than the 1024 MiB that are kept; take it batch by batch in onProgress");
  });
});
