// The host's side of the metrics kernel: one METRICS record with its outputs, allocated once, and what it says copied out.
import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import { METRICS } from "../metrics/list";
import { daysPerYearOf } from "../metrics/returns";
import { yearOf } from "../units";
import type { Evaluations } from "./evaluations";
import type { Prepared } from "./prepare";

/** How risk-free returns enter: the dated rate of the market, or one constant annual rate. */
export interface RiskFree {
  rates: boolean;
  riskFree: number;
}

/** A METRICS record in the core's memory. */
export interface MetricsRecord {
  core: Core;
  address: number;
  /** Calendar years with a session, rising. */
  years: readonly number[];
}

/**
 * Allocates a METRICS record with everything that is the same for all runs on a prepared market: days, rates, years and outputs. Open are the columns of
 * a run (equity … funnel), their counts, the scratch (`metricsScratchBytes`) and the initial equity, the first number of M_LEVELS_PTR.
 */
export function metricsRecord({ core, timeline: { day }, addresses }: Prepared, { rates, riskFree }: RiskFree): MetricsRecord {
  const { arena } = core;
  const ends = yearEnds(day);
  const record = new Uint32Array(abi.M_SLOTS); // unsigned: addresses reach 4 GiB
  record[abi.M_SESSIONS] = day.length;
  record[abi.M_DAY_PTR] = addresses.day;
  record[abi.M_RATE_PTR] = rates ? addresses.rate : 0;
  record[abi.M_YEARS] = ends.length;
  record[abi.M_YEAR_END_PTR] = arena.place(Int32Array.from(ends));
  record[abi.M_LEVELS_PTR] = arena.place(Float64Array.of(0, rates ? 0 : riskFree, daysPerYearOf(day)));
  record[abi.M_VALUES_PTR] = arena.alloc(METRICS.length * 8);
  record[abi.M_YEARS_PTR] = arena.alloc(ends.length * 8);
  record[abi.M_REASONS_PTR] = arena.alloc(abi.REASON_CODES * 4);
  record[abi.M_EXITS_PTR] = arena.alloc(abi.EXIT_REASONS * 4);
  record[abi.M_FINGERPRINT_PTR] = arena.alloc(8);
  return { core, address: arena.place(record), years: ends.map((end) => yearOf(day[end])) };
}

/** Bytes that M_SCRATCH_PTR must have for a run of so many trades. */
export const metricsScratchBytes = (trades: number): number => 1024 + 24 * trades;

/** Live view of the record's slots; taken anew after every allocation. */
export const metricsSlots = ({ core, address }: MetricsRecord): Uint32Array => core.arena.view(Uint32Array, address, abi.M_SLOTS);

/** Copies the outputs of a measured run into config `index`. */
export function readEvaluation(record: MetricsRecord, into: Evaluations, index: number): void {
  const { arena } = record.core;
  const slots = metricsSlots(record);
  const years = record.years.length;
  into.metrics.set(arena.view(Float64Array, slots[abi.M_VALUES_PTR], METRICS.length), index * METRICS.length);
  into.yearly.set(arena.view(Float64Array, slots[abi.M_YEARS_PTR], years), index * years);
  into.reasons.set(arena.view(Uint32Array, slots[abi.M_REASONS_PTR], abi.REASON_CODES), index * abi.REASON_CODES);
  into.exits.set(arena.view(Uint32Array, slots[abi.M_EXITS_PTR], abi.EXIT_REASONS), index * abi.EXIT_REASONS);
  if (into.equity) into.equity.set(arena.view(Float64Array, slots[abi.M_EQUITY_PTR], slots[abi.M_SESSIONS]), index * slots[abi.M_SESSIONS]);
  into.fingerprints.set(arena.view(Uint32Array, slots[abi.M_FINGERPRINT_PTR], 2), index * 2);
}

/** Last session of each calendar year. */
function yearEnds(day: Int32Array): number[] {
  const ends: number[] = [];
  for (let t = 0; t < day.length; t++) if (t === day.length - 1 || yearOf(day[t]) !== yearOf(day[t + 1])) ends.push(t);
  return ends;
}
