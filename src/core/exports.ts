/** Everything assembly/index.ts exports: addresses and counts in, status or count out. */
export interface CoreExports {
  abiVersion(): number;
  /** First byte the host may use. */
  heapBase(): number;
  /** Runs a CONTEXT record; STATUS_*. */
  runBacktest(context: number): number;
  /** Starts the compilation of a COMPILE record. */
  compileBegin(record: number): void;
  /** Starts a block of a COMPILE record with what the last one left open. */
  compileCarried(record: number): void;
  /** Compiles sessions [from, to) of the block; the first session not compiled (for want of room), or −STATUS_NOT_COMPILED. */
  compileSessions(record: number, from: number, to: number): number;
  /** Ends the block before session `to`. */
  compileEnd(record: number, to: number): void;
  /** Fills the code columns of a REPLAY record for its block. */
  buildCodes(record: number): void;
  /** Runs a REPLAY record over its block; STATUS_*. */
  replay(record: number): number;
  /** Fills the output columns of a FEATURES record. */
  computeFeatures(record: number): void;
  /** out[g] = rolling correlation of two f64 columns of `count`; returns `count`. */
  rollingCorrelation(a: number, b: number, count: number, window: number, out: number): number;
  /** Fills the columns of a METRICS record from EQUITY and TRADE records at the given addresses. */
  compactRun(record: number, equity: number, trades: number): void;
  /** Fills the outputs of a METRICS record. */
  measure(record: number): void;

  // Pricing (assembly/pricing.ts): `record` is a pricing record of abi.ts; the result counts rows left NaN.
  /** Reads right … sigma, writes those of price and delta that have an address: the fast path, two rows at a time. */
  bsmPriceColumn(record: number, count: number): number;
  /** Reads right … sigma, writes those of price … rho that have an address. */
  bsmGreeksColumn(record: number, count: number): number;
  /** Reads right … yield and price, writes sigma. */
  impliedVolColumn(record: number, count: number): number;
  normCdfColumn(input: number, out: number, count: number): void;
  normInvColumn(input: number, out: number, count: number): void;

  // The portable functions, one value at a time; the host compiles the same sources.
  highWord(x: number): number;
  lowWord(x: number): number;
  fromWords(high: number, low: number): number;
  truncate(x: number): number;
  imul(a: number, b: number): number;
  unsigned(x: number): number;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  pow(x: number, y: number): number;
  sin(x: number): number;
  cos(x: number): number;
  erfc(x: number): number;
  erfcx(x: number): number;
  normPdf(x: number): number;
  normCdf(x: number): number;
  normInv(p: number): number;
  uniform(seedHigh: number, seedLow: number, stream: number, index: number): number;
  gaussian(seedHigh: number, seedLow: number, stream: number, index: number): number;
}
