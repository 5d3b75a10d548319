// The random markets and specs are only worth something if they reach every rule: this counts what they reach.
import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { RunInput, RunOutput } from "../../src/engine/types";
import { engines } from "../helpers/engines";
import { equityOf, tradesOf } from "../helpers/records";
import { randomRun } from "../helpers/runInput";

const SEEDS = 80;
const LAST_CODE = abi.ENTRIES_ENDED;

const inputs: RunInput[] = Array.from({ length: SEEDS }, (_, seed) => randomRun(seed));

/** Indices in [0, count) that no value hits. */
function missing(count: number, values: Iterable<number>): number[] {
  const seen = new Set(values);
  return Array.from({ length: count }, (_, k) => k).filter((k) => !seen.has(k));
}

const bitsOf = (mask: number): number[] => Array.from({ length: 8 }, (_, k) => k).filter((k) => (mask >> k) & 1);

describe.each(engines)("%s", (_, run) => {
  const outputs: RunOutput[] = inputs.map(run);
  const trades = outputs.flatMap(tradesOf);

  test("every reason code occurs", () => {
    expect(missing(LAST_CODE + 1, outputs.flatMap(({ funnel }) => [...new Set(funnel)]))).toEqual([]);
  });

  test("every way to end, every flag and every binding limit occur", () => {
    expect(missing(abi.EXIT_END_OF_DATA + 1, trades.map((trade) => trade[abi.T_REASON]))).toEqual([]);
    expect(missing(5, trades.flatMap((trade) => bitsOf(trade[abi.T_FLAGS])))).toEqual([]);
    expect(missing(abi.LIMIT_COUNT, trades.map((trade) => trade[abi.T_BINDING_LIMIT]))).toEqual([]);
    expect(missing(4, trades.map((trade) => trade[abi.T_STRUCTURE]))).toEqual([]);
    const scaled = trades.filter((trade) => trade[abi.T_EXIT_SCALE] > 0 && trade[abi.T_EXIT_SCALE] !== 1);
    expect(missing(3, scaled.map((trade) => trade[abi.T_REASON]))).toEqual([]);
  });

  test("a mixture gives every label, with and without certainty", () => {
    const mixtures = inputs.filter(({ spec }) => spec.features.detector === "gaussian-mixture").flatMap(({ features }) => features);
    expect(missing(4, mixtures.flatMap(({ regime }) => [...regime]))).toEqual([]);
    expect(mixtures.some(({ regimeProbability }) => regimeProbability.some((value) => value < 0.8))).toBe(true);
  });

  test("every breaker bit and every summary counter occurs", () => {
    expect(missing(8, outputs.flatMap((output) => equityOf(output).flatMap((row) => bitsOf(row[abi.E_BREAKER_BITS]))))).toEqual([]);
    expect(missing(abi.SUM_SLOTS, outputs.flatMap(({ summary }) => [...summary.keys()].filter((k) => summary[k] > 0)))).toEqual([]);
  });

  test("every chance has exactly one code, and the opened ones are the trades", () => {
    inputs.forEach((input, k) => {
      const { funnel, summary } = outputs[k];
      expect(funnel.length).toBe(input.timeline.day.length * input.underlyings.length * input.spec.sleeves.length);
      const opened = funnel.filter((code) => code === abi.OPENED).length;
      expect(opened).toBe(tradesOf(outputs[k]).length);
      expect(opened).toBe(summary[abi.SUM_TRADES]);
      expect(opened).toBe(equityOf(outputs[k]).reduce((sum, row) => sum + row[abi.E_ENTRIES], 0));
      expect(Math.max(...funnel)).toBeLessThanOrEqual(LAST_CODE);
    });
  });

  test("D.24, S.3: final equity = initial + Σ net P&L, and every day's equity is cash less marks", () => {
    inputs.forEach((input, k) => {
      const days = equityOf(outputs[k]);
      const netPnl = tradesOf(outputs[k]).reduce((sum, trade) => sum + trade[abi.T_NET_PNL], 0);
      expect(days.at(-1)![abi.E_EQUITY]).toBe(input.spec.account.equity + netPnl);
      for (const row of days) expect(row[abi.E_CASH] - row[abi.E_LIABILITY]).toBe(row[abi.E_EQUITY]);
    });
  });

  test("S.17: the same input gives the same bits again", () => {
    for (const k of [0, 1, 2, 3]) expect(run(inputs[k])).toEqual(outputs[k]);
  });
});
