// What one run does, in the core's units. The config layer produces it; the core's records and the twin read it.
// Money is integer units (1e-4 $); shares called "× 1e4" are integers; fractions are plain numbers of equity.

/** Fill fractions × 1e4 of the quoted width, from the favourable side, by number of legs 1…4. */
export type FillFractions = readonly [number, number, number, number];

export interface BreakerSpec {
  /** Day loss, fractions: alert, ×0.5, halt for the day. */
  dayAlert: number;
  dayHalf: number;
  dayHalt: number;
  /** ISO-week loss: ×0.5, halt for the week + close half. */
  weekHalf: number;
  weekHalt: number;
  /** Drawdown: ×0.25 + close a quarter, halt + close all. */
  drawdownCut: number;
  drawdownHalt: number;
  /** Sessions a drawdown halt lasts; then the peak restarts at the current equity. */
  drawdownCooldown: number;
  /** Rising volatility-index levels and their multipliers. */
  vixLevels: readonly [number, number, number, number];
  vixMultipliers: readonly [number, number, number, number];
}

export interface AccountSpec {
  /** Initial equity, units. */
  equity: number;
  sizing: "fixed" | "risk";
  /** Contracts per trade when sizing is fixed. */
  contracts: number;
  /** Largest contract count of one entry; 0 = none. */
  maxContracts: number;
  riskPerTrade: number;
  singlePosition: number;
  heat: number;
  perUnderlying: number;
  /** Measured effective heat limit; 0 = off. */
  correlated: number;
  maxPositions: number;
  maxEntries: number;
  /** Last day on which positions may be opened, a day number; null = the last of the run. */
  lastEntry: number | null;
  entryOrder: "config" | "score";
  useRegime: boolean;
  /** Size multiplier by regime label (at most 8 labels). */
  regimeMultipliers: readonly number[];
  fill: FillFractions;
  /** Per contract and leg and side. */
  commission: number;
  /** Per order. */
  commissionMin: number;
  /** Per order; 0 = none. */
  commissionMax: number;
  /** Units per share; closing a short leg at or below is free; −1 = never. */
  freeClose: number;
  /** Units per assigned leg and contract. */
  assignmentFee: number;
  earlyAssignment: boolean;
  /** |Δ| × 1e4. */
  deepItmDelta: number;
  /** × 1e4 of mid; 0 = off. */
  widthShare: number;
  widthFloor: number;
  /** Units; 0 = off. */
  widthMax: number;
  /** Static groups (asset classes, correlated sets): limit as a fraction, members by underlying index. At most 8. */
  groups: readonly { limit: number; members: readonly number[] }[];
  /** null = breakers off. */
  breakers: BreakerSpec | null;
  /** × 1e4 of the strike. */
  shortPutStress: number;
}

export interface SleeveSpec {
  structure: Structure;
  /** |Δ| × 1e4. */
  minDelta: number;
  maxDelta: number;
  minDte: number;
  maxDte: number;
  widthMode: "dollars" | "percent" | "delta";
  /** Rising, at most 4: strike thousandths | share of spot × 1e4 | |Δ| × 1e4. */
  widths: readonly number[];
  /** × 1e4 of the width. */
  minCredit: number;
  minOpenInterest: number;
  minVolume: number;
  /** 0…1; 0 = off. */
  minIvPercentile: number;
  requireIv: boolean;
  ranking: "expected-value" | "target-delta" | "credit" | "weighted";
  /** |Δ| × 1e4. */
  targetDelta: number;
  /** [regime 0…3][credit, 1−Δ, DTE, liquidity]. */
  weights: readonly (readonly [number, number, number, number])[];
  /** × 1e4 of the credit; 0 = off. */
  profitTarget: number;
  stopLoss: number;
  /** Target and stop are scaled by the volatility ratio of the underlying. */
  dynamicExits: boolean;
  /** DTE; −1 = off. */
  gammaExit: number;
  timeExit: number;
  exitPriority: readonly ExitKind[];
}

export const STRUCTURES = ["put-credit-spread", "call-credit-spread", "iron-condor", "short-put"] as const;
export type Structure = (typeof STRUCTURES)[number];

export const EXIT_ORDER = ["breaker", "profit-target", "stop-loss", "gamma-exit", "time-exit"] as const;
export type ExitKind = (typeof EXIT_ORDER)[number];

export const DETECTORS = ["four-state", "vix-ladder", "gaussian-mixture"] as const;
export type Detector = (typeof DETECTORS)[number];

/** Columns that a Gaussian mixture may look at, in this order. */
export const MIXTURE_COLUMNS = ["volatility", "momentum", "trend", "iv_spread", "volume_ratio", "range"] as const;
export type MixtureColumn = (typeof MIXTURE_COLUMNS)[number];

/** How regime labels and features are made; everything known before the day it is used. */
export interface FeatureSpec {
  detector: Detector;
  /** Sessions between a feature's last datum and its use; 1 = yesterday's close. */
  lag: number;
  volatilityWindow: number;
  momentumWindow: number;
  trendFast: number;
  trendSlow: number;
  /** |trend| at or below it is decided by momentum. */
  deadBand: number;
  quantileWindow: number;
  quantile: number;
  ivWindow: number;
  correlationWindow: number;
  /** vix-ladder: rising thresholds, trend window, sessions a crisis is remembered. */
  vixThresholds: readonly [number, number, number, number];
  vixTrendWindow: number;
  crisisMemory: number;
  /** Volatility ratio of dynamic exits: log returns, volatility (a year) at which it is 1, its bounds. */
  exitWindow: number;
  exitBaseVolatility: number;
  exitRange: readonly [number, number];
  /** gaussian-mixture: columns in the order of MIXTURE_COLUMNS, among them volatility and trend; observations before the first fit, between fits, and in a fit (0 = all before it). */
  mixtureColumns: readonly MixtureColumn[];
  mixtureWarmup: number;
  mixtureRefit: number;
  mixtureWindow: number;
}

export interface RunSpec {
  account: AccountSpec;
  sleeves: readonly SleeveSpec[];
  features: FeatureSpec;
}
