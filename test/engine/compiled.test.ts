// The compiled replay against the plain day loop: trades, reason codes, equity, heat, breakers, bit for bit, on random markets and configs, in one block or in many.
import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { packSpecs } from "../../src/core/packed";
import { run } from "../../src/engine/backtest";
import { evaluateCompiled } from "../../src/engine/compiled";
import { emptyEvaluations, type Evaluations } from "../../src/engine/evaluations";
import { finish } from "../../src/engine/evaluator";
import { LIMITS } from "../../src/engine/limits";
import { metricsRecord } from "../../src/engine/measure";
import { prepare } from "../../src/engine/prepare";
import type { Replayed } from "../../src/engine/stage";
import type { RunOutput } from "../../src/engine/types";
import type { Market, Underlying } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const core = loadCore();
const CONFIGS = 6;
/** Most sessions of a block; markets have 30 to 150. */
const BLOCKS = [Infinity, 1, 7, 40];

/** Specs that share features and sleeve count; accounts, screens and exits differ, some parts are shared. */
function variants(seed: number, underlyings: readonly Underlying[]): RunSpec[] {
  const random = (from: number) => randomSpec(from, underlyings.length, underlyings[0].days.day);
  const first = random(seed);
  return Array.from({ length: CONFIGS }, (_, i) => {
    if (i === 0) return first;
    const other = random(seed + 5000 * i);
    const account = i % 3 === 1 ? { ...other.account, regimeMultipliers: first.account.regimeMultipliers } : first.account;
    const sleeves = first.sleeves.map((sleeve, k) => {
      const source = other.sleeves[k % other.sleeves.length];
      if (i % 3 === 0) return source;
      return i % 3 === 1 ? sleeve : { ...sleeve, profitTarget: source.profitTarget, stopLoss: source.stopLoss, dynamicExits: source.dynamicExits, timeExit: source.timeExit, gammaExit: source.gammaExit, minDelta: source.minDelta, minCredit: source.minCredit };
    });
    return { features: first.features, account, sleeves };
  });
}

const columnsOf = ({ metrics, yearly, reasons, exits, fingerprints }: Evaluations): Columns => ({ metrics, yearly, reasons, exits, fingerprints });

/** The day loop's output in the replay's form. */
function asReplayed({ equity, trades, funnel }: RunOutput) {
  const column = (slot: number): Float64Array => Float64Array.from({ length: equity.length / abi.EQ_STRIDE }, (_, t) => equity[t * abi.EQ_STRIDE + slot]);
  const records = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => trades.subarray(i * abi.TRADE_STRIDE, (i + 1) * abi.TRADE_STRIDE)).sort((a, b) => a[abi.T_ID] - b[abi.T_ID]);
  return {
    equity: column(abi.E_EQUITY), heat: column(abi.E_HEAT), positions: column(abi.E_POSITIONS), multiplier: column(abi.E_BREAKER_MULTIPLIER), funnel,
    trades: Float64Array.from(records.flatMap((t) => [
      t[abi.T_UNDERLYING], t[abi.T_SLEEVE], t[abi.T_ENTRY_DAY], t[abi.T_EXIT_DAY], t[abi.T_SHORT_PUT], t[abi.T_SHORT_CALL], t[abi.T_CONTRACTS], t[abi.T_CREDIT], t[abi.T_EXIT_COST],
      t[abi.T_ENTRY_COMMISSION] + t[abi.T_EXIT_COMMISSION], t[abi.T_FEES], t[abi.T_NET_PNL], t[abi.T_MAX_LOSS], t[abi.T_EQUITY], t[abi.T_REASON],
    ])),
  };
}

function copied({ equity, heat, positions, multiplier, trades, funnel }: Replayed): ReturnType<typeof asReplayed> {
  return {
    equity: equity.slice(), heat: heat.slice(), positions: positions.slice(), multiplier: multiplier.slice(), funnel: funnel.slice(),
    trades: trades.filter((_, k) => k % abi.COMPACT_STRIDE < 15),
  };
}

type Columns = Record<string, Float64Array | Uint8Array | Uint32Array>;

/** Equal to the bit; says where not, by the slow way. */
function expectEqual(actual: Columns, expected: Columns): void {
  for (const [name, column] of Object.entries(expected)) {
    const bits = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    if (Buffer.compare(bits(actual[name]), bits(column)) !== 0) expect(actual[name], name).toEqual(column);
  }
}

describe("the compiled replay equals the day loop, bit for bit", () => {
  const seen = { trades: 0, reasons: new Set<number>(), codes: new Set<number>(), compiled: 0 };

  function compare(specs: RunSpec[], underlyings: Underlying[], curves: Market["curves"]): void {
    const mark = core.arena.mark();
    const prepared = prepare(core, { name: "random", origin: "simulated", underlyings, curves }, { tickers: underlyings.map((u) => u.symbol), start: -1e9, end: 1e9, features: specs[0].features });
    const measures = metricsRecord(prepared, { rates: false, riskFree: 0 });
    const packed = packSpecs(specs, underlyings.length);
    const evaluated = BLOCKS.map((blockSessions) => {
      const replays = new Map<number, ReturnType<typeof asReplayed>>();
      const into = emptyEvaluations(specs.length, measures.years);
      const blocks = finish(evaluateCompiled({ prepared, measures, packed, into, inspect: (i, replayed) => replays.set(i, copied(replayed)) }, { ...LIMITS, blockSessions }));
      if (blocks > 0) expect(blocks).toBe(Math.max(1, Math.ceil(prepared.timeline.day.length / blockSessions)));
      return { blocks, replays, into };
    });
    const [whole, ...parts] = evaluated;
    if (whole.blocks > 0) seen.compiled++;
    for (const { blocks, into } of parts) {
      expect(blocks > 0 || whole.blocks === 0).toBe(true); // a series that never settles may go unnoticed in short blocks
      if (whole.blocks > 0) expectEqual(columnsOf(into), columnsOf(whole.into));
    }
    specs.forEach((spec, i) => {
      const output = run(prepared, spec);
      const expected = asReplayed(output);
      for (const { replays, blocks } of evaluated) if (blocks > 0) expectEqual(replays.get(i) as Columns, expected);
      for (let at = abi.T_REASON; at < output.trades.length; at += abi.TRADE_STRIDE) seen.reasons.add(output.trades[at]);
      for (const code of output.funnel) seen.codes.add(code);
      seen.trades += output.trades.length / abi.TRADE_STRIDE;
    });
    core.arena.release(mark);
  }

  it.each(Array.from({ length: 120 }, (_, i) => i + 1))("random market and configs %i", (seed) => {
    const { underlyings, curves } = randomMarket(seed);
    compare(variants(seed, underlyings), underlyings, curves);
  });

  it.each(Array.from({ length: 12 }, (_, i) => 200 + i))("many screens over one market, ranked: %i", (seed) => {
    const { underlyings, curves } = randomMarket(seed);
    const base = randomSpec(seed, underlyings.length);
    const specs = Array.from({ length: 40 }, (_, i): RunSpec => {
      const { minDelta, maxDelta, minDte, maxDte, minCredit, minOpenInterest, minVolume } = randomSpec(seed + 7000 * (i + 1), underlyings.length).sleeves[0];
      return { ...base, sleeves: base.sleeves.map((sleeve) => ({ ...sleeve, minDelta, maxDelta, minDte, maxDte, minCredit, minOpenInterest, minVolume })) };
    });
    compare(specs, underlyings, curves);
  });

  it("the cases hold every exit reason and nearly every reason code", () => {
    expect(seen.compiled).toBeGreaterThan(110);
    expect(seen.trades).toBeGreaterThan(5000);
    expect([...seen.reasons].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(seen.codes.size).toBeGreaterThan(25);
    expect(seen.codes).toContain(abi.ENTRIES_ENDED);
  });
});
