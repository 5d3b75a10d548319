// The canonical market: flat columns, one table per idea. Arrow files hold the same columns under the same names.
//
//   days ──blocksBegin/End──▶ blocks ──callsBegin ≤ putsBegin ≤ end──▶ rows      (sorted: day, expiry, settlement, root, right, strike)
//   bars: official sessions, may start long before the first chain day (warm-up)

/** Integer column whose width the store chose: the narrowest that is exact. */
export type UintColumn = Uint16Array | Uint32Array;

/** One row per contract and day. */
export interface QuoteRows {
  /** × strikeUnit thousandths of a dollar. */
  strike: UintColumn;
  /** × tick money units (1e-4 $) per share; 0 = no bid. */
  bid: UintColumn;
  ask: UintColumn;
  /** × 1e-4; 0 = not computable. */
  iv: Uint16Array;
  /** Signed (puts negative) × 1e-4; DELTA_NONE = unknown. */
  delta: Int16Array;
  openInterest: UintColumn;
  volume: UintColumn;
  /** ROW_FLAG bits; null when no row carries any. */
  flags: Uint8Array | null;
}

export const ROW_FLAG = { DELTA_COMPUTED: 1, IV_COMPUTED: 2, REPAIRED: 4 } as const;

/** One row per (day, expiry, settlement, root). Calls are rows [callsBegin, putsBegin), puts [putsBegin, end), each by rising strike. */
export interface ExpiryBlocks {
  /** Last trade date, day number: DTE counts to it. AM-settled series stop trading the session before they settle. */
  expiry: Int32Array;
  /** The vendor's own date, day number (Saturday for old monthlies; the settlement morning for AM series). */
  vendorExpiry: Int32Array;
  /** SETTLEMENT.PM or SETTLEMENT.AM. */
  settlement: Uint8Array;
  /** Index into UnderlyingInfo.roots. */
  root: Uint8Array;
  callsBegin: Uint32Array;
  putsBegin: Uint32Array;
  end: Uint32Array;
}

export const SETTLEMENT = { PM: 0, AM: 1 } as const;

/** One row per day that has a chain. */
export interface ChainDays {
  day: Int32Array;
  blocksBegin: Uint32Array;
  blocksEnd: Uint32Array;
  /** Underlying price recorded with the snapshot, money units. */
  spot: Int32Array;
}

/** Official sessions, as traded (not adjusted). */
export interface Bars {
  day: Int32Array;
  /** Money units per share. */
  open: Int32Array;
  high: Int32Array;
  low: Int32Array;
  close: Int32Array;
  volume: Float64Array;
  /** Cash dividend on its ex-date, money units per share. */
  dividend: Int32Array;
  /** New shares per old share effective that morning; 1 = none. */
  split: Float64Array;
  /** Official opening settlement (SET) for AM series, money units; 0 = not known (the open stands in, counted). */
  settlement: Int32Array;
}

/** A dated daily series, e.g. a volatility index level or an annual rate (both as plain numbers: 18.2, 0.043). */
export interface Curve {
  day: Int32Array;
  value: Float64Array;
}

export interface UnderlyingInfo {
  symbol: string;
  /** Shares (or dollars per point) per contract. */
  multiplier: number;
  exercise: "american" | "european";
  delivery: "physical" | "cash";
  /** Money units per stored bid/ask step. */
  tick: number;
  /** Strike thousandths per stored strike step. */
  strikeUnit: number;
  /** OPRA roots by index, e.g. ["SPX", "SPXW"]. */
  roots: string[];
  /** Continuous dividend yield used for computed Greeks. */
  dividendYield: number;
}

export interface Underlying extends UnderlyingInfo {
  rows: QuoteRows;
  blocks: ExpiryBlocks;
  days: ChainDays;
  bars: Bars;
}

/** `simulated`: everything is; `synthetic-quotes`: real bars and volatility index, modelled quotes. */
export const ORIGINS = ["vendor", "simulated", "synthetic-quotes"] as const;
export type Origin = (typeof ORIGINS)[number];

export interface Market {
  /** Dataset name, for reports. */
  name: string;
  /** Where the quotes come from: every report of a market that no vendor recorded says so. */
  origin: Origin;
  underlyings: Underlying[];
  /** Volatility index level (points) and annual risk-free rate (fraction), by day; null when the dataset has none. */
  curves: { vix: Curve | null; rate: Curve | null };
}
