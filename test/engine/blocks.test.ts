// Compiled history in blocks: what decides their number, that memory follows the block and not the history, and that no way of cutting changes a bit.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { instantiateCore, type Core } from "../../src/core/core";
import { packSpecs } from "../../src/core/packed";
import { evaluateCompiled } from "../../src/engine/compiled";
import { emptyEvaluations, type Evaluations } from "../../src/engine/evaluations";
import { createEvaluator, finish } from "../../src/engine/evaluator";
import { LIMITS, type Limits } from "../../src/engine/limits";
import { metricsRecord } from "../../src/engine/measure";
import { prepare } from "../../src/engine/prepare";
import type { Market } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const bytes = readFileSync(new URL("../../dist/core.wasm", import.meta.url));
const MIB = 2 ** 20;

/** A core whose arena ends at `end`, and the most that is taken of it at once. */
function watched(end?: number): { core: Core; peak: () => number } {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65_536 });
  const core = instantiateCore(bytes, end === undefined ? undefined : { memory, base: 0, end });
  const { arena } = core;
  const alloc = arena.alloc.bind(arena);
  let top = 0;
  arena.alloc = (size) => {
    const address = alloc(size);
    top = Math.max(top, arena.mark());
    return address;
  };
  return { core, peak: () => top };
}

/** A clean market of so many sessions, and configs that differ in entries, exits and limits. */
function caseOf(sessions: number): { market: Market; specs: RunSpec[] } {
  const { underlyings, curves } = randomMarket(3, { underlyings: 2, sessions, dirt: 0.1 });
  const base = randomSpec(11, 2);
  const sleeve = { ...base.sleeves[0], structure: "iron-condor" as const, ranking: "credit" as const, minDelta: 500, maxDelta: 4500, minDte: 10, maxDte: 40, minCredit: 0, minOpenInterest: 0, minVolume: 0, minIvPercentile: 0, profitTarget: 0, stopLoss: 0, gammaExit: -1, timeExit: -1 };
  const account = { ...base.account, equity: 1e10, heat: 10, perUnderlying: 10, singlePosition: 10, correlated: 0, useRegime: false, groups: [], breakers: null, maxPositions: 20, maxEntries: 2, widthShare: 0, widthMax: 0 };
  const specs = Array.from({ length: 96 }, (_, i): RunSpec => {
    const screen = { minDelta: 300 + 150 * (i % 16), maxDelta: 4500, minDte: 4 + 5 * (i % 6), maxDte: 12 + 5 * (i % 6) };
    return { ...base, account: { ...account, maxPositions: 4 + (i % 20) }, sleeves: [{ ...sleeve, ...screen, profitTarget: i % 3 ? 2500 * (i % 4) : 0, stopLoss: i % 2 ? 20_000 : 0 }] };
  });
  return { market: { name: "long", origin: "simulated", underlyings, curves }, specs };
}

interface Evaluated {
  blocks: number;
  /** Bytes beside the market, at the most. */
  peak: number;
  /** Compilations begun by underlying: one for all configs, or one for each part of them. */
  turns: number;
  into: Evaluations;
}

function evaluate({ market, specs }: ReturnType<typeof caseOf>, limits: Partial<Limits>, spare?: number): Evaluated {
  const tickers = market.underlyings.map(({ symbol }) => symbol);
  const request = { tickers, start: -1e9, end: 1e9, features: specs[0].features };
  const measured = watched();
  prepare(measured.core, market, request);
  const { core, peak } = spare === undefined ? watched() : watched(measured.core.arena.mark() + spare);
  let turns = 0;
  const compileBegin = (record: number): void => {
    turns++;
    core.kernels.compileBegin(record);
  };
  const prepared = { ...prepare(core, market, request), core: { ...core, kernels: { ...core.kernels, compileBegin } } };
  const measures = metricsRecord(prepared, { rates: false, riskFree: 0 });
  const bottom = core.arena.mark();
  const into = emptyEvaluations(specs.length, measures.years);
  const blocks = finish(evaluateCompiled({ prepared, measures, packed: packSpecs(specs, tickers.length), into }, { ...LIMITS, ...limits }));
  expect(core.arena.mark()).toBe(bottom);
  return { blocks, peak: peak() - bottom, turns: turns / tickers.length, into };
}

const KIB = 2 ** 10;
/** Bytes per session of the stage: one config's columns, codes, funnel, and trades with their scratch, two a day here, and what a busier day takes. */
const RUN_BYTES = 500;

describe("compiled history in blocks", () => {
  const short = caseOf(300);
  const long = caseOf(1200);
  const whole = evaluate(long, {});

  it("is one block when it fits", () => {
    expect(whole.blocks).toBe(1);
    expect(whole.into.exits.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(5000);
  });

  it("memory follows the block, not the length of history", () => {
    const limits = { tableBytes: 256 * KIB };
    const a = evaluate(short, limits);
    const b = evaluate(long, limits);
    expect(a.blocks).toBeGreaterThan(3);
    expect(b.blocks).toBeGreaterThan(2 * a.blocks);
    expect(b.peak - a.peak).toBeLessThan(900 * RUN_BYTES);
    expect(b.into).toEqual(whole.into);
  });

  it("an arena too small for the whole range holds it block by block: no day loop, no fewer configs", () => {
    const tight = evaluate(long, { tableBytes: 256 * KIB }).peak;
    for (const spare of [64 * KIB, 256 * KIB]) {
      const cut = evaluate(long, {}, tight + spare);
      expect(cut.blocks).toBeGreaterThan(3);
      expect(cut.turns).toBe(1);
      expect(cut.into).toEqual(whole.into);
    }
  });

  it("configs that would carry too much take turns", () => {
    const cut = evaluate(long, { blockSessions: 500, outputBytes: 4 * MIB });
    expect(cut.blocks).toBe(3);
    expect(cut.turns).toBeGreaterThan(2);
    expect(cut.into).toEqual(whole.into);
  });

  it("an evaluation left half way leaves nothing behind", () => {
    const { core } = watched();
    const { market, specs } = short;
    const evaluator = createEvaluator(core, market, { tickers: market.underlyings.map(({ symbol }) => symbol), start: -1e9, end: 1e9, rates: false, riskFree: 0 });
    const packed = packSpecs(specs, market.underlyings.length);
    const expected = evaluator.evaluate(packed);
    const top = core.arena.mark();
    const steps = evaluator.steps(packed);
    for (let i = 0; i < 20; i++) expect(steps.next().done).toBe(false);
    steps.return(expected);
    expect(core.arena.mark()).toBe(top);
    expect(evaluator.evaluate(packed)).toEqual(expected);
  });
});
