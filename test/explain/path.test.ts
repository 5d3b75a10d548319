import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import type { RunInput, RunOutput } from "../../src/engine/types";
import { legMids, tradePath } from "../../src/explain/path";
import { coreRun } from "../helpers/coreEngine";
import { curve } from "../helpers/handRun";
import { handMarket } from "../helpers/handMarket";
import { handSpec } from "../helpers/handSpec";
import type { SpecChanges } from "../helpers/handSpec";
import { randomRun, runInput } from "../helpers/runInput";

const basesOf = ({ trades }: RunOutput): number[] => Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE);

/** What the paths of all trades say of each session, as the engine's own records do. */
function rebuilt(input: RunInput, output: RunOutput) {
  const { day } = input.timeline;
  const liability = new Float64Array(day.length);
  const stale = new Float64Array(day.length);
  const trades = basesOf(output).map((base) => {
    const slot = (name: number): number => output.trades[base + name];
    const path = tradePath(output.trades, base, input, input.spec.account);
    const quantity = input.underlyings[slot(abi.T_UNDERLYING)].multiplier * slot(abi.T_CONTRACTS);
    const final = (slot(abi.T_CREDIT) - slot(abi.T_EXIT_COST)) * quantity;
    let [mfe, mae, staleDays] = [Math.max(0, final), Math.min(0, final), 0];
    path.day.forEach((d, i) => {
      const t = day.indexOf(d);
      const open = d < slot(abi.T_EXIT_DAY) || slot(abi.T_REASON) === abi.EXIT_END_OF_DATA;
      if (open) liability[t] += path.mark[i] * quantity;
      stale[t] += path.stale[i];
      staleDays += path.stale[i];
      if (i === 0 || path.stale[i] || Number.isNaN(path.gain[i])) return;
      mfe = Math.max(mfe, path.gain[i]);
      mae = Math.min(mae, path.gain[i]);
    });
    return [mfe, mae, staleDays];
  });
  return { liability: [...liability], stale: [...stale], trades };
}

function recorded({ equity, ...output }: RunOutput) {
  const column = (slot: number): number[] => Array.from({ length: equity.length / abi.EQ_STRIDE }, (_, t) => equity[t * abi.EQ_STRIDE + slot]);
  return { liability: column(abi.E_LIABILITY), stale: column(abi.E_STALE), trades: basesOf({ equity, ...output }).map((base) => [abi.T_MFE, abi.T_MAE, abi.T_STALE_DAYS].map((slot) => output.trades[base + slot])) };
}

const hand = (market: ReturnType<typeof handMarket>, changes: SpecChanges, curves = {}) => runInput([market.build()], { vix: null, rate: null, ...curves }, handSpec(changes));

describe("the path of a trade", () => {
  it("S.2: is the engine's own marks: their sum is the liability of every session, their extremes MFE and MAE, to the bit, on random markets", () => {
    let [trades, stale, assigned] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const input = randomRun(seed);
      const output = coreRun(input);
      expect(rebuilt(input, output), `seed ${seed}`).toEqual(recorded(output));
      trades += basesOf(output).length;
      stale += output.summary[abi.SUM_STALE_MARKS];
      assigned += output.summary[abi.SUM_ASSIGNMENTS];
    }
    expect(trades).toBeGreaterThan(500);
    expect(stale).toBeGreaterThan(1000);
    expect(assigned).toBeGreaterThan(0);
  });

  it("D.30: a condor that lost its call side goes on with the put side's mark, the cost of the assignment in its gain", () => {
    const market = handMarket({ exercise: "american", delivery: "physical" }).day("2024-03-04", 100).expiry("2024-03-22").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    market.call(105, 1.2, 1.3, { delta: 0.2 }).call(110, 0.4, 0.5, { delta: 0.1 });
    market.day("2024-03-05", 108).expiry("2024-03-22").put(90, 0, 0.1, { delta: 0.01 }).put(95, 0.1, 0.2, { delta: 0.02 }).call(105, 3, 3.2, { delta: 0.9 }).call(110, 0.6, 0.8, { delta: 0.3 });
    market.day("2024-03-06", 107, { bar: { open: 107, dividend: 0.5 } }).expiry("2024-03-22").put(90, 0, 0.1, { delta: 0.01 }).put(95, 0.1, 0.2, { delta: 0.02 });
    market.day("2024-03-22", 107);
    const input = hand(market, { sleeves: [{ structure: "iron-condor", minDte: 18 }] });
    const output = coreRun(input);
    const { mark, gain, stale } = tradePath(output.trades, 0, input, input.spec.account);
    const [credit, cost] = [output.trades[abi.T_CREDIT], 25_000];
    expect([...mark.slice(0, 3)]).toEqual([16_000, 25_000, 1000]);
    expect(gain[2]).toBe((credit - cost - 1000) * 100);
    expect([...stale]).toEqual([0, 0, 0, 1]);
  });

  it("has no mark on a session whose morning ended the position, and no mid where a leg has no quote", () => {
    const market = handMarket({ exercise: "american" }).day("2024-03-04", 100).expiry("2024-03-22").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    market.day("2024-03-05", 80).expiry("2024-03-22").put(90, 9.9, 10.1, { delta: 0.8 }).put(95, 14.96, 15.06, { delta: 0.97 }).day("2024-03-06", 82, { bar: { open: 81 } });
    const input = hand(market, { sleeves: [{ minDte: 18 }] }, { rate: curve({ "2024-03-01": 0.073 }) });
    const { trades } = coreRun(input);
    expect(trades[abi.T_REASON]).toBe(abi.EXIT_EARLY_ASSIGNMENT);
    expect([...tradePath(trades, 0, input, input.spec.account).mark]).toEqual([8000, 50_000, NaN]); // 15.01 − 10.00, at most the width
    const legs = legMids(trades, 0, input, input.spec.account);
    expect(legs.map(({ right, strike, sign }) => [right, strike, sign])).toEqual([["put", 95_000, 1], ["put", 90_000, -1]]);
    expect([...legs[0].mids]).toEqual([12_500, 150_100, NaN]);
  });
});
