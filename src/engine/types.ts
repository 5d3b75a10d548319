import type { RunSpec } from "../strategy/spec";
import type { Underlying } from "../market/types";

/** Index joins between the sessions of a run and the market's tables; docs/engine.md §7. All arrays but the last two are per session. */
export interface Timeline {
  /** Day numbers of the sessions. */
  day: Int32Array;
  /** Volatility-index level known before the session; NaN = none. */
  vix: Float64Array;
  /** Annual rate known before the session; 0 = none. */
  rate: Float64Array;
  /** Index on `returnDay` known before the session; −1 = none. */
  correlationIndex: Int32Array;
  underlyings: UnderlyingTimeline[];
  /** Union of all bar days of the chosen underlyings. */
  returnDay: Int32Array;
}

export interface UnderlyingTimeline {
  /** Per session: chain day index, −1 = none. */
  chainIndex: Int32Array;
  /** Per session: bar of that day, −1 = none. */
  barIndex: Int32Array;
  /** Per session: bar whose features are known, −1 = none. */
  featureIndex: Int32Array;
  /** Per bar: chain day of the same day, −1 = none. */
  chainOfBar: Int32Array;
  /** Per bar: volatility index of that day (at most 5 days old); NaN = none. */
  vixOfBar: Float64Array;
  /** Per return day: bar of that day, −1 = none. */
  barOfReturnDay: Int32Array;
}

/** Feature columns of one underlying, one value per bar; NaN = undefined. docs/engine.md §6. */
export interface Features {
  realisedVolatility: Float64Array;
  momentum: Float64Array;
  trend: Float64Array;
  volumeRatio: Float64Array;
  range: Float64Array;
  atmIv: Float64Array;
  ivMinusRealised: Float64Array;
  ivRank: Float64Array;
  ivPercentile: Float64Array;
  /** Volatility ratio that scales targets and stops; always defined, 1 during the warm-up. */
  exitScale: Float64Array;
  /** Probability of the label, NaN when the detector weighs none. */
  regimeProbability: Float64Array;
  /** Label, 255 = unknown. */
  regime: Uint8Array;
}

/** Everything a day loop needs: the core gets it as records, the twin as it is. */
export interface RunInput {
  underlyings: readonly Underlying[];
  timeline: Timeline;
  features: readonly Features[];
  /** Per pair (i < j) at i·(2n−i−1)/2 + j−i−1, one value per return day. */
  correlations: readonly Float64Array[];
  spec: RunSpec;
}

/** Raw records of a finished run; slot names in assembly/abi.ts. */
export interface RunOutput {
  /** trades × TRADE_STRIDE, in the order in which positions ended. */
  trades: Float64Array;
  /** sessions × EQ_STRIDE. */
  equity: Float64Array;
  /** [session][underlying][sleeve] reason codes. */
  funnel: Uint8Array;
  /** SUM_SLOTS counters. */
  summary: Float64Array;
}
