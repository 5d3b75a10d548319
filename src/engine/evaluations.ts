import { EXIT_REASONS, REASON_CODES } from "../../assembly/abi";
import { MahlerError } from "../errors";
import { METRICS } from "../metrics/list";

/** Bytes of equity that are kept at a time. */
export const EQUITY_BYTES = 2 ** 30;

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
  /** When asked for: [config][session] marked equity, units. */
  equity?: Float64Array;
  /** Day numbers of its sessions. */
  sessions?: Int32Array;
}

/** Zeroed columns for `count` configs; with `sessions` (their days), those of equity as well. Throws an engine error when these are too large. */
export function emptyEvaluations(count: number, years: readonly number[], sessions?: Int32Array): Evaluations {
  if (sessions) checkEquity(count * sessions.length * 8);
  return {
    count,
    years,
    metrics: new Float64Array(count * METRICS.length),
    yearly: new Float64Array(count * years.length),
    reasons: new Uint32Array(count * REASON_CODES),
    exits: new Uint32Array(count * EXIT_REASONS),
    fingerprints: new Uint32Array(count * 2),
    ...(sessions && { equity: new Float64Array(count * sessions.length), sessions: sessions.slice() }),
  };
}

/** Throws an engine error when so many bytes of equity are more than are kept. */
export function checkEquity(bytes: number): void {
  if (bytes <= EQUITY_BYTES) return;
  throw new MahlerError("engine", `equity = ${Math.ceil(bytes / 2 ** 20)} MiB`, `is more than the ${EQUITY_BYTES / 2 ** 20} MiB that are kept`, "take it batch by batch in onProgress (keepEquity: false), or run fewer configs or shorter windows");
}
