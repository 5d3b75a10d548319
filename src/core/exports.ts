/** Everything assembly/index.ts exports: addresses and counts in, status or count out. */
export interface CoreExports {
  abiVersion(): number;
  /** First byte the host may use. */
  heapBase(): number;
  /** Runs a CONTEXT record; STATUS_*. */
  runBacktest(context: number): number;
  /** Fills the output columns of a FEATURES record. */
  computeFeatures(record: number): void;
  /** out[g] = rolling correlation of two f64 columns of `count`; returns `count`. */
  rollingCorrelation(a: number, b: number, count: number, window: number, out: number): number;
}
