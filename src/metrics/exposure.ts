import { E_EQUITY, E_HEAT, E_POSITIONS } from "../../assembly/abi";
import { session, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric, Undefined } from "./metric";
import { laneSum } from "./sums";

type PerSession = (t: number) => number;
const NONE = undefinedBecause("no sessions");
const heat = (ledger: Ledger): PerSession => (t) => session(ledger, t, E_HEAT) / session(ledger, t, E_EQUITY);
const positions = (ledger: Ledger): PerSession => (t) => session(ledger, t, E_POSITIONS);

/** Mean over sessions. */
export function average(ledger: Ledger, of: PerSession): number | Undefined {
  const n = sessionCount(ledger);
  return n ? laneSum(n, of) / n : NONE;
}

/** Largest over sessions; not a number when the mean is none. */
function largest(ledger: Ledger, of: PerSession): number | Undefined {
  const mean = average(ledger, of);
  if (typeof mean !== "number" || !Number.isFinite(mean)) return mean;
  let top = -Infinity;
  for (let t = 0; t < sessionCount(ledger); t++) if (of(t) > top) top = of(t);
  return top + 0; // no −0
}

export const timeInMarket: Metric = { id: "time_in_market", label: "Time in the market", unit: "percent", better: null, definition: "sessions that end with an open position / sessions", compute: (ledger) => average(ledger, (t) => (positions(ledger)(t) > 0 ? 1 : 0)) };
export const meanHeat: Metric = { id: "mean_heat", label: "Mean heat", unit: "percent", better: null, definition: "mean over sessions of Σ open max loss / equity at the close", compute: (ledger) => average(ledger, heat(ledger)) };
export const maxHeat: Metric = { id: "max_heat", label: "Max heat", unit: "percent", better: null, definition: "largest Σ open max loss / equity at a close", compute: (ledger) => largest(ledger, heat(ledger)) };
export const meanPositions: Metric = { id: "mean_positions", label: "Mean positions", unit: "count", better: null, definition: "mean number of positions open at the close", compute: (ledger) => average(ledger, positions(ledger)) };
export const maxPositions: Metric = { id: "max_positions", label: "Max positions", unit: "count", better: null, definition: "largest number of positions open at a close", compute: (ledger) => largest(ledger, positions(ledger)) };
