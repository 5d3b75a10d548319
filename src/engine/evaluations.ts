import { EXIT_REASONS, REASON_CODES } from "../../assembly/abi";
import { METRICS } from "../metrics/list";

/** What a sweep keeps of each config: columns by config, the same numbers as a backtest of that config alone. */
export interface Evaluations {
  count: number;
  /** Calendar years of the run, rising. */
  years: readonly number[];
  /** [config][METRICS order]; NaN = undefined. Units of the metric. */
  metrics: Float64Array;
  /** [config][calendar year] change of marked equity, units; sums to the net profit. */
  yearly: Float64Array;
  /** [config][REASON_CODES] chances by reason code; 0 is OPENED. */
  reasons: Uint32Array;
  /** [config][EXIT_REASONS] trades by exit reason. */
  exits: Uint32Array;
  /** [config][2] hash of the trade list: equal lists, equal words. */
  fingerprints: Uint32Array;
}

/** Zeroed columns for `count` configs. */
export function emptyEvaluations(count: number, years: readonly number[]): Evaluations {
  return {
    count,
    years,
    metrics: new Float64Array(count * METRICS.length),
    yearly: new Float64Array(count * years.length),
    reasons: new Uint32Array(count * REASON_CODES),
    exits: new Uint32Array(count * EXIT_REASONS),
    fingerprints: new Uint32Array(count * 2),
  };
}
