/** Everything assembly/index.ts exports: addresses and counts in, status or count out. */
export interface CoreExports {
  abiVersion(): number;
  /** First byte the host may use. */
  heapBase(): number;
}
