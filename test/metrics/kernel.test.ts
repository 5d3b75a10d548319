// The metrics kernel against src/metrics on ledgers made for its edges: lane and block boundaries, ties, empty tables, ruined accounts.
import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { metricsRecord, metricsScratchBytes, metricsSlots, readEvaluation } from "../../src/engine/measure";
import { emptyEvaluations } from "../../src/engine/evaluations";
import type { Prepared } from "../../src/engine/prepare";
import { computeMetrics, METRICS } from "../../src/metrics";
import type { Ledger } from "../../src/metrics";
import { loadCore } from "../helpers/core";
import { handLedger } from "../helpers/ledger";
import type { HandRun } from "../helpers/ledger";
import { random } from "../helpers/random";
import { compactTrades, fingerprint, referenceEvaluation } from "../reference/evaluation";

const core = loadCore();

/** The kernel on a ledger's records. */
function measured(ledger: Ledger, funnel: Uint8Array = new Uint8Array(0)) {
  const { arena, kernels } = core;
  const mark = arena.mark();
  const sessions = ledger.equity.length / abi.EQ_STRIDE;
  const trades = ledger.trades.length / abi.TRADE_STRIDE;
  const day = Int32Array.from({ length: sessions }, (_, t) => ledger.equity[t * abi.EQ_STRIDE + abi.E_DAY]);
  const prepared = { core, timeline: { day }, addresses: { day: arena.place(day), rate: ledger.rates ? arena.place(ledger.rates) : 0 } } as unknown as Prepared;
  const record = metricsRecord(prepared, { rates: ledger.rates !== null, riskFree: ledger.riskFree });
  const columns = [abi.M_EQUITY_PTR, abi.M_HEAT_PTR, abi.M_POSITIONS_PTR, abi.M_MULTIPLIER_PTR].map((slot) => [slot, arena.alloc(sessions * 8)] as const);
  const [compact, scratch, equity, table, codes] = [arena.alloc(trades * abi.COMPACT_STRIDE * 8), arena.alloc(metricsScratchBytes(trades)), arena.place(ledger.equity), arena.place(ledger.trades), arena.place(funnel)];
  const slots = metricsSlots(record);
  for (const [slot, address] of columns) slots[slot] = address;
  slots[abi.M_TRADES] = trades;
  slots[abi.M_TRADES_PTR] = compact;
  slots[abi.M_FUNNEL] = funnel.length;
  slots[abi.M_FUNNEL_PTR] = codes;
  slots[abi.M_SCRATCH_PTR] = scratch;
  arena.view(Float64Array, slots[abi.M_LEVELS_PTR], 1)[0] = ledger.initial;
  kernels.compactRun(record.address, equity, table);
  kernels.measure(record.address);
  const into = emptyEvaluations(1, record.years);
  readEvaluation(record, into, 0);
  arena.release(mark);
  const { metrics, ...others } = into;
  return { metrics: Object.fromEntries(METRICS.map(({ id }, k) => [id, metrics[k]])), ...others };
}

function expectSame(ledger: Ledger, funnel = new Uint8Array(0)): void {
  const actual = measured(ledger, funnel);
  const { values } = computeMetrics(ledger);
  expect(actual.metrics).toEqual(Object.fromEntries(METRICS.map(({ id }) => [id, values[id].value ?? NaN])));
  const reference = referenceEvaluation({ trades: ledger.trades, equity: ledger.equity, funnel, summary: new Float64Array(0) }, ledger.initial);
  expect([actual.years, [...actual.yearly], [...actual.reasons], [...actual.exits], [...actual.fingerprints]])
    .toEqual([reference.years, reference.yearly, reference.reasons, reference.exits, reference.fingerprint]);
}

/** A random ledger; ties among trades when `ties`. Trades end in another order than they began. */
function randomLedger(seed: number, sessions: number, trades: number, ties = false): Ledger {
  const rng = random(seed);
  let level = 100_000;
  const equity = Array.from({ length: sessions }, () => (level = Math.round(level * (1 + rng.normal() * 0.01) * 1e4) / 1e4));
  const ledger = handLedger({
    equity, positions: equity.map(() => rng.integer(0, 5)), heat: equity.map(() => rng.integer(0, 20_000)), riskFree: rng.pick([0, 0.03]),
    ...(rng.chance(0.4) ? { rates: equity.map(() => rng.between(0, 0.05)) } : {}),
    trades: Array.from({ length: trades }, () => ({
      pnl: ties ? rng.pick([-400, -400, -100, 50]) : rng.integer(-4000, 2000) / 10, maxLoss: ties ? 400 : rng.integer(300, 900), equity: ties ? 100_000 : rng.integer(50_000, 200_000),
      commission: rng.integer(0, 30) / 10, reason: rng.integer(0, 8), underlying: rng.integer(0, 1),
    })),
  });
  for (let t = 0; t < sessions; t++) ledger.equity[t * abi.EQ_STRIDE + abi.E_BREAKER_MULTIPLIER] = rng.pick([1, 1, 0.5, 0.25, 0]);
  const rows = rng.shuffle(Array.from({ length: trades }, (_, i) => ledger.trades.slice(i * abi.TRADE_STRIDE, (i + 1) * abi.TRADE_STRIDE)));
  rows.forEach((row, i) => ledger.trades.set(row, i * abi.TRADE_STRIDE));
  return ledger;
}

describe("the metrics kernel equals src/metrics bit for bit", () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 500])("with %i sessions and as many trades", (n) => {
    for (const seed of [1, 2, 3, 4]) expectSame(randomLedger(seed * 1000 + n, n, n));
  });

  it.each([19, 20, 21, 127, 128, 129, 130, 200, 641, 1500])("with %i trades, with and without ties", (n) => {
    for (const seed of [1, 2, 3]) {
      expectSame(randomLedger(seed * 7919 + n, 20, n));
      expectSame(randomLedger(seed * 7919 + n, 20, n, true));
    }
  });

  const trades = Array.from({ length: 700 }, () => ({ pnl: -37 }));
  it.each<[string, HandRun]>([
    ["a curve that never moves", { equity: Array<number>(40).fill(100_000) }],
    ["a curve that never moves, against a constant rate", { equity: Array<number>(40).fill(100_000), riskFree: 0.04 }],
    ["a curve that never moves, against dated rates", { equity: Array<number>(40).fill(100_000), rates: Array.from({ length: 40 }, (_, t) => 0.01 + t / 1e4) }],
    ["a curve that only rises", { equity: Array.from({ length: 50 }, (_, t) => 100_000 + t) }],
    ["a curve that only falls", { equity: Array.from({ length: 50 }, (_, t) => 100_000 - t * 100) }],
    ["a ruined account", { equity: [...Array.from({ length: 20 }, (_, t) => 100_000 - t * 6_000), ...Array<number>(13).fill(-5_000)], heat: Array<number>(33).fill(100) }],
    ["an account at zero", { equity: [50_000, 0, 0, 100, 200, 300], heat: [1, 0, 5, 0, 0, 0] }],
    ["ruin on the last day only", { equity: [100_000, 100_100, 99_000, 98_000, -1] }],
    ["weekend sessions", { days: ["2020-01-03", "2020-01-04", "2020-01-05", "2020-01-06", "2021-03-01"], equity: [1e5, 1.01e5, 0.99e5, 1.02e5, 1e5], riskFree: 0.02 }],
    ["equal trades", { equity: [100_000, 90_000], trades }],
    ["trades that only win", { equity: [100_000, 110_000], trades: trades.map(() => ({ pnl: 12 })) }],
    ["only positions open at the end", { equity: [100_000, 110_000], trades: trades.map(() => ({ pnl: 12, reason: abi.EXIT_END_OF_DATA })) }],
  ])("%s", (_, run) => expectSame(handLedger(run)));

  it.each([1, 15, 16, 17, 4079, 4080, 4081, 9000])("counts %i reason codes", (n) => {
    const rng = random(n);
    expectSame(handLedger({ equity: [1] }), Uint8Array.from({ length: n }, () => rng.integer(0, 31)));
    expectSame(handLedger({ equity: [1] }), new Uint8Array(n).fill(5));
  });
});

describe("the fingerprint", () => {
  const ledger = randomLedger(5, 3, 101);
  const list = compactTrades(ledger.trades);
  const of = (trades: readonly Float64Array[]): string => fingerprint(trades).join(" ");

  it("changes with every slot of every trade, with the order and with the count", () => {
    const seen = new Set([of(list), of(list.slice(1)), of(list.slice(0, -1)), of([...list, list[0]]), of([list[1], list[0], ...list.slice(2)]), of([...list].reverse())]);
    expect(seen.size).toBe(6);
    for (const i of [0, 1, 50, 99, 100]) {
      for (let slot = 0; slot <= abi.C_REASON; slot++) {
        for (const change of [1, -1, 1e4]) {
          const copy = list.map((trade) => trade.slice());
          copy[i][slot] += change;
          seen.add(of(copy));
        }
      }
    }
    expect(seen.size).toBe(6 + 5 * 15 * 3);
  });

  it("does not cancel equal changes of two trades", () => {
    const signs = (...flipped: number[]) => of(list.map((trade, i) => (flipped.includes(i) ? trade.map((v, slot) => (slot === abi.C_NET_PNL ? -v : v)) : trade)));
    expect(new Set([signs(), signs(0, 2), signs(0, 1), signs(1, 3), signs(0, 100), signs(2, 4)]).size).toBe(6);
  });
});
