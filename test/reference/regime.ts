// Regime labels of docs/engine.md §6, one per bar, 255 = unknown.
import { REGIME_UNKNOWN } from "../../assembly/abi";
import type { FeatureSpec } from "../../src/strategy/spec";
import { sum } from "./sum";

export interface RegimeColumns {
  realisedVolatility: Float64Array;
  momentum: Float64Array;
  trend: Float64Array;
  vix: Float64Array;
}

export function referenceRegime(columns: RegimeColumns, spec: FeatureSpec): Uint8Array {
  const label = spec.detector === "four-state" ? fourState : vixLadder;
  return Uint8Array.from(columns.vix, (_, i) => label(columns, i, spec));
}

/** 0 bull low, 1 bull high, 2 bear low, 3 bear high volatility. */
function fourState({ realisedVolatility, momentum, trend }: RegimeColumns, i: number, spec: FeatureSpec): number {
  const threshold = quantile(realisedVolatility, i - spec.quantileWindow, i, spec.quantile);
  if ([realisedVolatility[i], momentum[i], trend[i], threshold].some(Number.isNaN)) return REGIME_UNKNOWN;
  const bull = Math.abs(trend[i]) > spec.deadBand ? trend[i] > 0 : momentum[i] > 0;
  const high = realisedVolatility[i] > threshold;
  return (bull ? 0 : 2) + (high ? 1 : 0);
}

/** Type-7 quantile of values [begin, end); NaN unless all are there. */
function quantile(values: Float64Array, begin: number, end: number, q: number): number {
  if (begin < 0) return NaN;
  const sorted = values.slice(begin, end).sort(); // NaN sorts last
  if (Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  if (low === sorted.length - 1) return sorted[low];
  return sorted[low] + (position - low) * (sorted[low + 1] - sorted[low]);
}

/** 0 calm, 1 normal, 2 elevated, 3 high, 4 crisis, 5 recovery. */
function vixLadder({ vix }: RegimeColumns, i: number, { vixThresholds, vixTrendWindow, crisisMemory }: FeatureSpec): number {
  const [normal, elevated, high, crisis] = vixThresholds;
  if (i < vixTrendWindow - 1) return REGIME_UNKNOWN;
  const mean = sum(vix, i - vixTrendWindow + 1, i + 1) / vixTrendWindow;
  if (Number.isNaN(mean)) return REGIME_UNKNOWN;
  const v = vix[i];
  if (v >= crisis) return 4;
  if (v >= high) return 3;
  const remembered = vix.subarray(Math.max(0, i - crisisMemory), i).some((past) => past >= high);
  if (remembered && v < mean) return 5;
  if (v >= elevated) return 2;
  return v >= normal ? 1 : 0;
}
