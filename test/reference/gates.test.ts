// Regime and implied-volatility gates: features are known from the session before.
import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { AccountSpec, SleeveSpec } from "../../src/strategy/spec";
import type { RunInput } from "../../src/engine/types";
import type { Underlying } from "../../src/market/types";
import { engines } from "../helpers/engines";
import { date, handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";
import { handSpec } from "../helpers/handSpec";
import type { Engine } from "../helpers/runInput";
import { runInput } from "../helpers/runInput";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";
import { equityOf } from "../helpers/records";

const DATES = ["2024-03-04", "2024-03-05", "2024-03-06"];

/** Three sessions whose regime labels and IV percentiles are set by hand, per bar. */
function withFeatures(run: Engine, regime: number[], percentile: number[], account: Partial<AccountSpec>, sleeve: Partial<SleeveSpec> = {}): number[] {
  const market = handMarket();
  for (const day of DATES) market.day(day, 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
  const input = runInput([market.build()], { vix: null, rate: null }, handSpec({ account: { maxPositions: 9, ...account }, sleeves: [sleeve] }));
  const features = [{ ...input.features[0], regime: Uint8Array.from(regime), ivPercentile: Float64Array.from(percentile) }];
  return [...run({ ...input, features }).funnel];
}

describe.each(engines)("gates: %s", (_, run) => {
  test("D.37: a day is sized by the regime of the bar before; an unknown label refuses", () => {
    const regimeMultipliers = [1, 0, 1, 1];
    expect(withFeatures(run, [0, 1, 1], [], { useRegime: true, regimeMultipliers })).toEqual([abi.WARM_UP, abi.OPENED, abi.REGIME_ZERO]);
    expect(withFeatures(run, [255, 0, 1], [], { useRegime: true, regimeMultipliers })).toEqual([abi.WARM_UP, abi.WARM_UP, abi.OPENED]);
    expect(withFeatures(run, [255, 1, 1], [], { useRegime: false, regimeMultipliers })).toEqual([abi.OPENED, abi.OPENED, abi.OPENED]);
  });

  test("D.36: the IV filter uses the percentile of the bar before and refuses an undefined one unless told otherwise", () => {
    const sleeve = { minIvPercentile: 0.5 };
    expect(withFeatures(run, [0, 0, 0], [0.49, 0.5, 0], {}, sleeve)).toEqual([abi.WARM_UP, abi.IV_FILTER, abi.OPENED]);
    expect(withFeatures(run, [0, 0, 0], [NaN, 0.5, 0], {}, { ...sleeve, requireIv: false })).toEqual([abi.OPENED, abi.OPENED, abi.OPENED]);
  });

  test("nothing is opened after the last entry day, and what is open lives on", () => {
    const market = handMarket();
    for (const [k, day] of DATES.entries()) market.day(day, 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2 - 0.35 * k, 1.3 - 0.35 * k, { delta: 0.2 });
    const ended = handRun(run, market, { account: { maxPositions: 9, lastEntry: date(DATES[0]) }, sleeves: [{ profitTarget: 5000 }] });
    expect(ended.codes).toEqual([abi.OPENED, abi.ENTRIES_ENDED, abi.ENTRIES_ENDED]);
    expect(ended.trades.map((trade) => [trade[abi.T_REASON], trade[abi.T_EXIT_DAY]])).toEqual([[abi.EXIT_PROFIT_TARGET, date(DATES[2])]]);
    expect(handRun(run, market, { account: { lastEntry: date(DATES[0]) - 1 } }).codes).toEqual(DATES.map(() => abi.ENTRIES_ENDED));
  });

  test("the last entry day comes before every other gate", () => {
    expect(withFeatures(run, [0, 0, 0], [0, 0, 0], { useRegime: true, lastEntry: 0 }, { minIvPercentile: 0.5 })).toEqual([abi.ENTRIES_ENDED, abi.ENTRIES_ENDED, abi.ENTRIES_ENDED]);
  });

  test("S.7: truncating the data after t changes no decision and no mark up to t", () => {
    let entries = 0;
    for (let seed = 500; seed < 505; seed++) {
      const { underlyings, curves } = randomMarket(seed, { sessions: 40 });
      const spec = randomSpec(seed, underlyings.length);
      const whole = runInput(underlyings, curves, spec);
      const last = whole.timeline.day[Math.floor(whole.timeline.day.length * 0.6)];
      const half = runInput(underlyings.map((underlying) => truncate(underlying, last)), curves, spec);
      const known = decisions(run, whole, half.timeline.day.length);
      expect(decisions(run, half, half.timeline.day.length)).toEqual(known);
      entries += known.codes.filter((code) => code === abi.OPENED).length;
    }
    expect(entries).toBeGreaterThan(20);
  });
});

function truncate(underlying: Underlying, last: number): Underlying {
  const cut = <T extends object>(table: T, days: Int32Array): T => {
    const kept = days.filter((day) => day <= last).length;
    return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column.subarray(0, kept)])) as T;
  };
  return { ...underlying, days: cut(underlying.days, underlying.days.day), bars: cut(underlying.bars, underlying.bars.day) };
}

function decisions(run: Engine, input: RunInput, sessions: number): { equity: Float64Array[]; codes: Uint8Array } {
  const output = run(input);
  const chances = input.underlyings.length * input.spec.sleeves.length;
  return { equity: equityOf(output).slice(0, sessions), codes: output.funnel.slice(0, sessions * chances) };
}
