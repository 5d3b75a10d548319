import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import type { Arena } from "../core/memory";
import type { Underlying } from "../market/types";
import { MIXTURE_COLUMNS, type FeatureSpec } from "../strategy/spec";
import type { Features, Timeline, UnderlyingTimeline } from "./types";

/** Feature columns (copied out) and the address of the log returns per bar. */
export interface ComputedFeatures {
  features: Features;
  returns: Float64Array;
}

const OUTPUTS = {
  realisedVolatility: abi.F_VOLATILITY_PTR,
  momentum: abi.F_MOMENTUM_PTR,
  trend: abi.F_TREND_PTR,
  volumeRatio: abi.F_VOLUME_RATIO_PTR,
  range: abi.F_RANGE_PTR,
  atmIv: abi.F_ATM_IV_PTR,
  ivMinusRealised: abi.F_IV_SPREAD_PTR,
  ivRank: abi.F_IV_RANK_PTR,
  ivPercentile: abi.F_IV_PERCENTILE_PTR,
  exitScale: abi.F_EXIT_SCALE_PTR,
  regimeProbability: abi.F_PROBABILITY_PTR,
} as const;

const DETECTOR_CODES = { "four-state": abi.DETECTOR_FOUR_STATE, "vix-ladder": abi.DETECTOR_VIX_LADDER, "gaussian-mixture": abi.DETECTOR_GAUSSIAN_MIXTURE } as const;

/** Runs the feature kernel for one underlying and points its UNDERLYING record at the columns a day loop reads. */
export function computeFeatures(core: Core, u: Underlying, timeline: UnderlyingTimeline, underlying: Int32Array, spec: FeatureSpec): ComputedFeatures {
  const { arena, kernels } = core;
  const bars = u.bars.day.length;
  const record = new Int32Array(abi.F_SLOTS);
  const column = (slot: number, length = bars) => (record[slot] = arena.alloc(length * 8));
  record[abi.F_UNDERLYING_PTR] = arena.place(underlying);
  record[abi.F_BARS] = bars;
  record[abi.F_HIGH_PTR] = arena.place(u.bars.high);
  record[abi.F_LOW_PTR] = arena.place(u.bars.low);
  record[abi.F_CLOSE_PTR] = underlying[abi.U_BAR_CLOSE_PTR];
  record[abi.F_DIVIDEND_PTR] = underlying[abi.U_BAR_DIVIDEND_PTR];
  record[abi.F_VOLUME_PTR] = arena.place(u.bars.volume);
  record[abi.F_SPLIT_PTR] = arena.place(u.bars.split);
  record[abi.F_DAY_PTR] = underlying[abi.U_BAR_DAY_PTR];
  record[abi.F_CHAIN_OF_BAR_PTR] = arena.place(timeline.chainOfBar);
  record[abi.F_VIX_OF_BAR_PTR] = arena.place(timeline.vixOfBar);
  column(abi.F_INDEX_PTR);
  column(abi.F_RETURN_PTR);
  column(abi.F_SORTED_PTR, Math.max(spec.ivWindow, spec.quantileWindow));
  for (const slot of Object.values(OUTPUTS)) column(slot);
  record[abi.F_REGIME_PTR] = arena.alloc(bars);
  if (spec.detector === "gaussian-mixture") column(abi.F_MIXTURE_PTR, abi.MIXTURE_MODEL + bars * abi.MIXTURE_ROW);
  setWindows(record, arena, spec);
  kernels.computeFeatures(arena.place(record));
  underlying[abi.U_REGIME_PTR] = record[abi.F_REGIME_PTR];
  underlying[abi.U_IV_PERCENTILE_PTR] = record[abi.F_IV_PERCENTILE_PTR];
  underlying[abi.U_IV_RANK_PTR] = record[abi.F_IV_RANK_PTR];
  underlying[abi.U_ATM_IV_PTR] = record[abi.F_ATM_IV_PTR];
  const copy = (slot: number) => arena.view(Float64Array, record[slot], bars).slice();
  const values = Object.fromEntries(Object.entries(OUTPUTS).map(([name, slot]) => [name, copy(slot)]));
  return {
    features: { ...(values as Omit<Features, "regime">), regime: arena.view(Uint8Array, record[abi.F_REGIME_PTR], bars).slice() },
    returns: copy(abi.F_RETURN_PTR),
  };
}

function setWindows(record: Int32Array, arena: Arena, spec: FeatureSpec): void {
  record[abi.F_VOLATILITY_WINDOW] = spec.volatilityWindow;
  record[abi.F_MOMENTUM_WINDOW] = spec.momentumWindow;
  record[abi.F_TREND_FAST] = spec.trendFast;
  record[abi.F_TREND_SLOW] = spec.trendSlow;
  record[abi.F_QUANTILE_WINDOW] = spec.quantileWindow;
  record[abi.F_IV_WINDOW] = spec.ivWindow;
  record[abi.F_EXIT_WINDOW] = spec.exitWindow;
  record[abi.F_DETECTOR] = DETECTOR_CODES[spec.detector];
  record[abi.F_MIXTURE_COLUMNS] = spec.mixtureColumns.reduce((bits, name) => bits | (1 << MIXTURE_COLUMNS.indexOf(name)), 0);
  record[abi.F_MIXTURE_WARMUP] = spec.mixtureWarmup;
  record[abi.F_MIXTURE_REFIT] = spec.mixtureRefit;
  record[abi.F_MIXTURE_WINDOW] = spec.mixtureWindow;
  record[abi.F_VIX_TREND_WINDOW] = spec.vixTrendWindow;
  record[abi.F_CRISIS_MEMORY] = spec.crisisMemory;
  record[abi.F_LEVELS_PTR] = arena.place(Float64Array.of(spec.deadBand, spec.quantile, ...spec.vixThresholds, spec.exitBaseVolatility, ...spec.exitRange));
}

/** The volatility ratio of the exits that is known before each session, 1 where none is; four more because the replay reads four at a time. */
export function exitScales({ exitScale }: Features, { featureIndex }: UnderlyingTimeline): Float64Array {
  const scales = new Float64Array(featureIndex.length + 4).fill(1);
  featureIndex.forEach((bar, session) => {
    if (bar >= 0) scales[session] = exitScale[bar];
  });
  return scales;
}

/** Rolling correlations of every pair on the common return days: the matrix's address and its columns, copied out. */
export function computeCorrelations(core: Core, timeline: Timeline, computed: readonly ComputedFeatures[], window: number): { address: number; columns: Float64Array[] } {
  const { arena, kernels } = core;
  const n = computed.length;
  const length = timeline.returnDay.length;
  const pairs = (n * (n - 1)) / 2;
  const aligned = computed.map((c, i) => {
    const bars = timeline.underlyings[i].barOfReturnDay;
    return arena.place(Float64Array.from(bars, (bar) => (bar < 0 ? NaN : c.returns[bar])));
  });
  const address = arena.alloc(Math.max(pairs * length * 8, 8));
  let pair = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) kernels.rollingCorrelation(aligned[i], aligned[j], length, window, address + pair++ * length * 8);
  }
  return { address, columns: Array.from({ length: pairs }, (_, p) => arena.view(Float64Array, address + p * length * 8, length).slice()) };
}
