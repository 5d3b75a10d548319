// From a statistic and its studentised resamples to an interval and p-values that agree with each other.
import { exceedance } from "./family";

/** An estimate with its uncertainty. Where it is undefined, figures are NaN (null in JSON) and `reason` says why. */
export interface Inference {
  estimate: number;
  standardError: number;
  /** Ends of the symmetric interval. */
  low: number;
  high: number;
  /** Of "the true value is 0" against "it is not". */
  pValue: number;
  /** Of "the true value is ≤ 0" against "it is above 0". */
  pGreater: number;
  reason?: string;
}

/** An inference about nothing: an estimate of exactly 0 that never varied is 0 without doubt; any other has no uncertainty to speak of. */
export function degenerate(estimate: number, reason: string): Inference {
  const zero = estimate === 0;
  const p = zero ? 1 : NaN;
  return { estimate, standardError: 0, low: zero ? 0 : NaN, high: zero ? 0 : NaN, pValue: p, pGreater: p, reason };
}

/**
 * Symmetric bootstrap-t: estimate ± d × standard error with d the ⌈level × (replicates + 1)⌉-th smallest |t*|, so that 0 lies outside exactly when
 * pValue ≤ 1 − level. `studentised`: (resampled estimate − estimate) / resampled standard error.
 */
export function symmetricT(estimate: number, standardError: number, studentised: Float64Array, level: number): Inference {
  const sizes = studentised.map(Math.abs).sort();
  const place = Math.ceil(level * (sizes.length + 1) - 1e-9);
  const width = (place <= sizes.length ? sizes[place - 1] : Infinity) * standardError;
  const t = estimate / standardError;
  return { estimate, standardError, low: estimate - width, high: estimate + width, pValue: exceedance(Math.abs(t), sizes), pGreater: exceedance(t, studentised) };
}
