import { E_EQUITY, E_HEAT, E_POSITIONS } from "../../assembly/abi";
import { session, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import { undefinedBecause } from "./metric";
import type { Metric, Undefined } from "./metric";

const perSession = (ledger: Ledger, of: (t: number) => number): number[] => Array.from({ length: sessionCount(ledger) }, (_, t) => of(t));
const heat = (ledger: Ledger) => (t: number) => session(ledger, t, E_HEAT) / session(ledger, t, E_EQUITY);
const positions = (ledger: Ledger) => (t: number) => session(ledger, t, E_POSITIONS);

function average(values: readonly number[]): number | Undefined {
  return values.length ? values.reduce((total, value) => total + value, 0) / values.length : undefinedBecause("no sessions");
}

function largest(values: readonly number[]): number | Undefined {
  return values.length ? values.reduce((top, value) => (value > top ? value : top)) : undefinedBecause("no sessions");
}

export const timeInMarket: Metric = { id: "time_in_market", label: "Time in the market", unit: "percent", better: null, definition: "sessions that end with an open position / sessions", compute: (ledger) => average(perSession(ledger, (t) => (positions(ledger)(t) > 0 ? 1 : 0))) };
export const meanHeat: Metric = { id: "mean_heat", label: "Mean heat", unit: "percent", better: null, definition: "mean over sessions of Σ open max loss / equity at the close", compute: (ledger) => average(perSession(ledger, heat(ledger))) };
export const maxHeat: Metric = { id: "max_heat", label: "Max heat", unit: "percent", better: null, definition: "largest Σ open max loss / equity at a close", compute: (ledger) => largest(perSession(ledger, heat(ledger))) };
export const meanPositions: Metric = { id: "mean_positions", label: "Mean positions", unit: "count", better: null, definition: "mean number of positions open at the close", compute: (ledger) => average(perSession(ledger, positions(ledger))) };
export const maxPositions: Metric = { id: "max_positions", label: "Max positions", unit: "count", better: null, definition: "largest number of positions open at a close", compute: (ledger) => largest(perSession(ledger, positions(ledger))) };
