import type { RunOutput } from "../../src/engine/types";
import type { Curve, Market } from "../../src/market/types";
import { date } from "./handMarket";
import type { HandMarket } from "./handMarket";
import type { SpecChanges } from "./handSpec";
import { handSpec } from "./handSpec";
import { equityOf, tradesOf } from "./records";
import type { Engine } from "./runInput";
import { runInput } from "./runInput";

export interface HandResult {
  trades: Float64Array[];
  /** Equity records, one per session. */
  days: Float64Array[];
  /** Reason codes in the order of sessions, underlyings and sleeves. */
  codes: number[];
  summary: Float64Array;
}

/** Runs an engine on markets written by hand, with the hand spec and the given changes. */
export function handRun(run: Engine, markets: HandMarket | HandMarket[], changes?: SpecChanges, curves: Partial<Market["curves"]> = {}): HandResult {
  const underlyings = [markets].flat().map((market) => market.build());
  const output: RunOutput = run(runInput(underlyings, { vix: null, rate: null, ...curves }, handSpec(changes)));
  return { trades: tradesOf(output), days: equityOf(output), codes: [...output.funnel], summary: output.summary };
}

/** A curve from dated values. */
export const curve = (points: Record<string, number>): Curve => ({
  day: Int32Array.from(Object.keys(points), date),
  value: Float64Array.from(Object.values(points)),
});
