// Random run specs that use every option, deterministic from a seed. Bands are generous: most specs trade on most random markets.
import type { AccountSpec, BreakerSpec, FeatureSpec, RunSpec, SleeveSpec } from "../../src/strategy/spec";
import { EXIT_ORDER, MIXTURE_COLUMNS, STRUCTURES } from "../../src/strategy/spec";
import type { Random } from "./random";
import { random } from "./random";

/**
 * @param underlyings number of underlyings that groups may name
 * @param days days of which some specs take one as their last entry day
 */
export function randomSpec(seed: number, underlyings: number, days: ArrayLike<number> = []): RunSpec {
  const rng = random(seed ^ 0x5bd1e995);
  /** Of its own, so that the other draws stay what they were without it. */
  const exits = random(seed ^ 0x2c1b3c6d);
  const features = withMixture(random(seed ^ 0x165667b1), { ...randomFeatures(rng), ...randomExitFeatures(exits) });
  return {
    features,
    account: { ...randomAccount(rng, underlyings, features.detector), lastEntry: randomLastEntry(random(seed ^ 0x71d67fff), days) },
    sleeves: Array.from({ length: rng.integer(1, 4) }, () => ({ ...randomSleeve(rng), dynamicExits: exits.chance(0.4) })),
  };
}

/** Now and then a tight limit, most of the time one that does not bind. A quarter of the specs have none but buying power. */
const randomLimit = (rng: Random): number => (rng.chance(0.3) ? rng.between(0.002, 0.08) : rng.between(0.1, 2));

function randomAccount(rng: Random, underlyings: number, detector: FeatureSpec["detector"]): Omit<AccountSpec, "lastEntry"> {
  const tight = rng.chance(0.75);
  const limit = (): number => (tight ? randomLimit(rng) : 100);
  return {
    equity: rng.pick(tight ? [5_000, 20_000, 100_000, 1_000_000] : [300, 1_000, 3_000]) * 10_000,
    sizing: rng.pick(["fixed", "risk"]),
    contracts: rng.integer(1, 10),
    maxContracts: rng.chance(0.3) ? rng.integer(1, 20) : 0,
    riskPerTrade: rng.between(0.005, 0.3),
    singlePosition: limit(),
    heat: limit(),
    perUnderlying: limit(),
    correlated: rng.chance(0.5) ? rng.between(0.001, rng.pick([0.05, 0.5])) : 0,
    maxPositions: rng.chance(0.3) ? rng.integer(1, 4) : rng.integer(5, 40),
    maxEntries: rng.chance(0.3) ? 1 : rng.integer(2, 8),
    entryOrder: rng.pick(["config", "score"]),
    useRegime: rng.chance(0.4),
    regimeMultipliers: randomMultipliers(rng, detector === "vix-ladder" ? 6 : 4),
    fill: rng.pick([[7500, 6600, 5600, 5300], [5000, 5000, 5000, 5000], [10000, 10000, 10000, 10000], [0, 0, 0, 0], [9000, 3333, 6000, 4321]] as const),
    commission: rng.pick([0, 6500, 10_000]),
    commissionMin: rng.pick([0, 0, 20_000]),
    commissionMax: rng.pick([0, 0, 100_000]),
    freeClose: rng.pick([-1, 500, 1000]),
    assignmentFee: rng.pick([0, 50_000]),
    earlyAssignment: rng.chance(0.7),
    deepItmDelta: rng.pick([5000, 7000, 9000]),
    widthShare: rng.pick([0, 1000, 3000, 10_000]),
    widthFloor: rng.pick([0, 500, 2000]),
    widthMax: rng.pick([0, 0, 5000, 20_000]),
    groups: Array.from({ length: rng.pick([0, 1, 2, 8]) }, () => ({
      limit: limit(),
      members: Array.from({ length: underlyings }, (_, u) => u).filter(() => rng.chance(0.6)),
    })),
    breakers: rng.chance(0.7) ? randomBreakers(rng) : null,
    shortPutStress: rng.pick([1000, 2000, 10_000]),
  };
}

const randomMultipliers = (rng: Random, labels: number): number[] => Array.from({ length: labels }, () => (rng.chance(0.2) ? 0 : rng.between(0.2, 1.5)));

/** A day on, before or after which sessions lie. */
const randomLastEntry = (rng: Random, days: ArrayLike<number>): number | null => (days.length > 0 && rng.chance(0.25) ? days[rng.integer(0, days.length - 1)] + rng.integer(-1, 1) : null);

/** Thresholds on the scale of what small books lose, so that every rule fires somewhere. */
function randomBreakers(rng: Random): BreakerSpec {
  const scale = rng.pick([0.1, 0.3, 1]);
  return {
    dayAlert: 0.01 * scale,
    dayHalf: 0.015 * scale,
    dayHalt: 0.02 * scale,
    weekHalf: 0.03 * scale,
    weekHalt: 0.05 * scale,
    drawdownCut: rng.between(0.02, 0.1) * scale,
    drawdownHalt: rng.between(0.1, 0.2) * scale,
    drawdownCooldown: rng.integer(0, 15),
    vixLevels: rng.pick([[20, 30, 40, 50], [12, 14, 90, 95], [80, 85, 90, 95]] as const),
    vixMultipliers: rng.pick([[0.8, 0.5, 0.25, 0], [1, 0.9, 0.5, 0.5]] as const),
  };
}

function randomSleeve(rng: Random): Omit<SleeveSpec, "dynamicExits"> {
  const minDte = rng.pick([0, 1, 5, 10, 20]);
  const widthMode = rng.pick(["dollars", "percent", "delta"] as const);
  return {
    structure: rng.pick(STRUCTURES),
    minDelta: rng.pick([200, 500, 1000]),
    maxDelta: rng.pick([1500, 3000, 4500, 7000]),
    minDte,
    maxDte: minDte + rng.pick([2, 10, 30]),
    widthMode,
    widths: randomWidths(rng, widthMode),
    minCredit: rng.pick([0, 0, 500, 1500]),
    minOpenInterest: rng.pick([0, 0, 100, 10_000]),
    minVolume: rng.pick([0, 0, 0, 1000]),
    minIvPercentile: rng.chance(0.35) ? rng.between(0.1, 0.9) : 0,
    requireIv: rng.chance(0.5),
    ranking: rng.pick(["expected-value", "target-delta", "credit", "weighted"]),
    targetDelta: rng.pick([1000, 2000, 3000]),
    weights: Array.from({ length: 4 }, () => [rng.unit(), rng.unit(), rng.unit(), rng.unit()] as const),
    profitTarget: rng.chance(0.5) ? rng.pick([2500, 5000, 9000]) : 0,
    stopLoss: rng.chance(0.4) ? rng.pick([5000, 10_000, 20_000]) : 0,
    gammaExit: rng.chance(0.2) ? rng.integer(0, 4) : -1,
    timeExit: rng.chance(0.2) ? rng.integer(0, 8) : -1,
    exitPriority: rng.shuffle(EXIT_ORDER),
  };
}

function randomWidths(rng: Random, mode: SleeveSpec["widthMode"]): number[] {
  const from = { dollars: [1000, 2000, 5000, 10_000], percent: [100, 200, 400, 800], delta: [200, 500, 1000, 2000] }[mode];
  const chosen = from.filter(() => rng.chance(0.6));
  return chosen.length > 0 ? chosen : [rng.pick(from)];
}

type ExitFeatures = Pick<FeatureSpec, "exitWindow" | "exitBaseVolatility" | "exitRange">;
type MixtureFeatures = Pick<FeatureSpec, "mixtureColumns" | "mixtureWarmup" | "mixtureRefit" | "mixtureWindow">;

function randomFeatures(rng: Random): Omit<FeatureSpec, keyof ExitFeatures | keyof MixtureFeatures> {
  return {
    detector: rng.pick(["four-state", "vix-ladder"]),
    lag: rng.pick([0, 1, 1, 1, 2, 5]),
    volatilityWindow: rng.integer(2, 10),
    momentumWindow: rng.integer(1, 10),
    trendFast: rng.integer(1, 5),
    trendSlow: rng.integer(5, 15),
    deadBand: rng.pick([0, 0.005, 0.02]),
    quantileWindow: rng.integer(1, 20),
    quantile: rng.pick([0, 0.3, 0.5, 0.77, 1]),
    ivWindow: rng.integer(1, 15),
    correlationWindow: rng.integer(2, 15),
    vixThresholds: [15, 20, 26, 40],
    vixTrendWindow: rng.integer(1, 8),
    crisisMemory: rng.integer(0, 12),
  };
}

/** Bounds that most ratios meet, some that none does. */
const randomExitFeatures = (rng: Random): ExitFeatures => ({
  exitWindow: rng.integer(2, 12),
  exitBaseVolatility: rng.pick([0.05, 0.15, 0.4]),
  exitRange: rng.pick([[0.5, 2], [0.9, 1.1], [0.01, 100], [1.5, 3]] as const),
});

/** A mixture in place of the four states now and then: the labels have the same meaning, so the multipliers fit. Fits from a few bars on, few of them degenerate. */
function withMixture(rng: Random, features: Omit<FeatureSpec, keyof MixtureFeatures>): FeatureSpec {
  const more = (["momentum", "iv_spread", "volume_ratio", "range"] as const).filter(() => rng.chance(0.4));
  const warmup = rng.integer(5, 30);
  return {
    ...features,
    detector: features.detector === "four-state" && rng.chance(0.4) ? "gaussian-mixture" : features.detector,
    mixtureColumns: MIXTURE_COLUMNS.filter((name) => name === "volatility" || name === "trend" || more.some((own) => own === name)),
    mixtureWarmup: warmup,
    mixtureRefit: rng.integer(1, 20),
    mixtureWindow: rng.chance(0.5) ? 0 : warmup + rng.integer(0, 20),
  };
}
