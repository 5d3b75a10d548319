// A plain spec for hand-made markets: one contract, ORATS fills, $1 per contract and leg, no gate that was not asked for.
import type { AccountSpec, BreakerSpec, FeatureSpec, RunSpec, SleeveSpec } from "../../src/strategy/spec";
import { EXIT_ORDER } from "../../src/strategy/spec";

export interface SpecChanges {
  account?: Partial<AccountSpec>;
  /** One or more sleeves; each entry changes the default sleeve. */
  sleeves?: Partial<SleeveSpec>[];
  features?: Partial<FeatureSpec>;
}

export const handSpec = ({ account, sleeves = [{}], features }: SpecChanges = {}): RunSpec => ({
  account: { ...ACCOUNT, ...account },
  sleeves: sleeves.map((sleeve) => ({ ...SLEEVE, ...sleeve })),
  features: { ...FEATURES, ...features },
});

const ACCOUNT: AccountSpec = {
  equity: 100_000 * 10_000,
  sizing: "fixed",
  contracts: 1,
  maxContracts: 0,
  riskPerTrade: 0.02,
  singlePosition: 1,
  heat: 1,
  perUnderlying: 1,
  correlated: 0,
  maxPositions: 1,
  maxEntries: 1,
  lastEntry: null,
  entryOrder: "config",
  useRegime: false,
  regimeMultipliers: [1, 1, 1, 1, 1, 1],
  fill: [7500, 6600, 5600, 5300],
  commission: 10_000,
  commissionMin: 0,
  commissionMax: 0,
  freeClose: -1,
  assignmentFee: 50_000,
  earlyAssignment: true,
  deepItmDelta: 9000,
  widthShare: 0,
  widthFloor: 0,
  widthMax: 0,
  groups: [],
  breakers: null,
  shortPutStress: 2000,
};

/** Short leg between Δ 0.15 and 0.30, $5 wide. */
const SLEEVE: SleeveSpec = {
  structure: "put-credit-spread",
  minDelta: 1500,
  maxDelta: 3000,
  minDte: 0,
  maxDte: 60,
  widthMode: "dollars",
  widths: [5000],
  minCredit: 0,
  minOpenInterest: 0,
  minVolume: 0,
  minIvPercentile: 0,
  requireIv: true,
  ranking: "expected-value",
  targetDelta: 2000,
  weights: [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ],
  profitTarget: 0,
  stopLoss: 0,
  dynamicExits: false,
  gammaExit: -1,
  timeExit: -1,
  exitPriority: EXIT_ORDER,
};

const FEATURES: FeatureSpec = {
  detector: "four-state",
  lag: 1,
  volatilityWindow: 2,
  momentumWindow: 2,
  trendFast: 1,
  trendSlow: 2,
  deadBand: 0,
  quantileWindow: 2,
  quantile: 0.5,
  ivWindow: 2,
  correlationWindow: 2,
  vixThresholds: [15, 25, 35, 50],
  vixTrendWindow: 2,
  crisisMemory: 5,
  mixtureColumns: ["volatility", "trend"],
  mixtureWarmup: 4,
  mixtureRefit: 1,
  mixtureWindow: 0,
  exitWindow: 2,
  exitBaseVolatility: 0.15,
  exitRange: [0.5, 2],
};

/** The source design's breakers. */
export const BREAKERS: BreakerSpec = {
  dayAlert: 0.01,
  dayHalf: 0.015,
  dayHalt: 0.02,
  weekHalf: 0.03,
  weekHalt: 0.05,
  drawdownCut: 0.1,
  drawdownHalt: 0.15,
  drawdownCooldown: 5,
  vixLevels: [20, 30, 40, 50],
  vixMultipliers: [0.8, 0.5, 0.25, 0],
};
