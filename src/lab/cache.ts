// Results of configs by their text, so that a slider that was looked at once follows the hand at any speed.
import { EXIT_REASONS, REASON_CODES } from "../../assembly/abi";
import { METRICS } from "../metrics/list";
import type { SpaceReply, Values } from "./protocol";

/** What is drawn while a slider moves. */
export interface Result {
  days: Int32Array;
  equity: Float64Array;
  /** METRICS order, NaN = undefined. */
  metrics: Float64Array;
  reasons: Uint32Array;
  exits: Uint32Array;
  /** Hash of the trade list, as in the `fingerprint` column of a sweep. */
  fingerprint: string;
}

/** A config as a key: the same keys and values in any order. */
export const keyOf = (config: Values): string => JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Result number `i` of a reply; views, not copies. */
export function resultAt({ days, equity, metrics, reasons, exits, fingerprints }: SpaceReply, i: number): Result {
  const part = <T extends Float64Array | Uint32Array>(column: T, width: number): T => column.subarray(i * width, (i + 1) * width) as T;
  return {
    days, equity: part(equity, days.length), metrics: part(metrics, METRICS.length), reasons: part(reasons, REASON_CODES), exits: part(exits, EXIT_REASONS),
    fingerprint: fingerprintAt(fingerprints, i),
  };
}

/** Hash number `i` of a column of them, as text. */
export const fingerprintAt = (fingerprints: Uint32Array, i: number): string => [fingerprints[2 * i], fingerprints[2 * i + 1]].map((word) => word.toString(16).padStart(8, "0")).join("");

export interface Cache {
  get(key: string): Result | undefined;
  set(key: string, result: Result): void;
  clear(): void;
}

/** Keeps the results used last, so many at most: one of 4,780 sessions takes 38 KB. */
export function createCache(most = 600): Cache {
  const results = new Map<string, Result>();
  return {
    get(key) {
      const found = results.get(key);
      if (found) {
        results.delete(key);
        results.set(key, found);
      }
      return found;
    },
    set(key, result) {
      results.delete(key);
      results.set(key, result);
      if (results.size > most) results.delete(results.keys().next().value as string);
    },
    clear: () => results.clear(),
  };
}
