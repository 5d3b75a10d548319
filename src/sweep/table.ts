/** One swept parameter. */
export interface Axis {
  key: string;
  /** Distinct values in the order of the space, as raw config values. */
  values: readonly unknown[];
  /** Per config: position in `values`; INACTIVE where the parameter takes no part (conditional). */
  index: Uint16Array;
}

export const INACTIVE = 65535;

/** What the analysis of a finished sweep reads: columns by config. */
export interface SweepTable {
  count: number;
  axes: readonly Axis[];
  /** By metric id, in the metric's unit; NaN = undefined. */
  metrics: Readonly<Record<string, Float64Array>>;
  /** Chances by reason id (REASONS). */
  reasons: Readonly<Record<string, Uint32Array | Float64Array>>;
  /** Trades by exit reason (EXIT_REASONS). */
  exits: Readonly<Record<string, Uint32Array | Float64Array>>;
  /** Calendar year → change of marked equity, dollars. */
  years: Readonly<Record<string, Float64Array>>;
  /** [config][2] hash of the trade list: equal lists, equal words. */
  fingerprints: Uint32Array;
}
