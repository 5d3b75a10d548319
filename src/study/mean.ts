import type { Unit } from "../metrics";
import { bootstrapMean } from "../stats/bootstrapMean";
import { blockFor } from "./inference";
import type { Inference } from "./inference";
import type { Estimate } from "./types";
import { optimalBlock } from "../stats/optimalBlock";

/** Fewest values that an interval is given for. */
const FEWEST = 20;

/** Mean of a series in time order with its block-bootstrap interval; no interval below FEWEST values. */
export function resampledMean(values: Float64Array, label: string, unit: Unit, { draws, level }: Inference): Estimate {
  if (values.length === 0) return { value: null, low: null, high: null, unit, label, reason: "nothing to average" };
  if (values.length < FEWEST) return { value: values.reduce((sum, one) => sum + one, 0) / values.length, low: null, high: null, unit, label };
  const { mean, low, high, pValue } = bootstrapMean(values, { resamples: draws(values.length, blockFor(optimalBlock(values), values.length)), level });
  const known = Number.isFinite(low) && Number.isFinite(high);
  return { value: mean, low: known ? low : null, high: known ? high : null, unit, label, ...(Number.isFinite(pValue) ? { p: pValue } : {}) };
}
